"""``station doctor``: may this station open, and if not, what is to be done?"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import typer
from pydantic_core import to_json
from rich.console import Console
from rich.table import Table
from rich.text import Text

from station.config import Settings, load_settings
from station.errors import ConfigError
from station.places import (
    asked_from_outside,
    backups_dir,
    calibration_file,
    health_file,
    state_dir,
)
from station.results.clock import clock_is_trusted
from station.service.checks.camera import check_camera
from station.service.checks.check import Check, Host, State, fail, good
from station.service.checks.computer import check_computer
from station.service.checks.disk import (
    check_backup,
    check_calibration,
    check_database,
    check_disk,
    may_look,
)
from station.service.checks.lights import check_pins, try_pins
from station.service.checks.screen import check_screen, check_sound
from station.service.checks.unit import check_may_write, check_running, check_units
from station.service.health import Health
from station.service.log import place_of
from station.service.status import Found, status_of
from station.signals.pins import PinNumbers

_MAY_OPEN, _MUST_NOT = 0, 1
_INSTALLED_SETTINGS = Path("/etc/wall-tap/station.toml")
_MARKS = {State.PASS: ("ok", "green"), State.WARN: ("look", "yellow"), State.FAIL: ("FAIL", "red")}


@dataclass(frozen=True)
class Diagnosis:
    """Every check, in the order of the house."""

    checks: tuple[Check, ...]
    schema_version: Literal[1] = 1

    @property
    def may_open(self) -> bool:
        """Whether nothing failed."""
        return all(check.state is not State.FAIL for check in self.checks)


def run_doctor(config: Path | None, *, as_json: bool, pins: bool) -> int:
    """Look at everything, print it; 0 when the station may open, else 1."""
    host = Host(environment=asked_from_outside())
    settings, settings_check = _settings(config)
    diagnosis = Diagnosis((settings_check, *examine(host, settings, _hands(as_json, pins))))
    if as_json:
        told = {**asdict(diagnosis), "may_open": diagnosis.may_open}
        print(to_json(told, indent=2).decode())
    else:
        print_for_people(diagnosis, Console(highlight=False))
    return _MAY_OPEN if diagnosis.may_open else _MUST_NOT


def examine(host: Host, settings: Settings, hands: Hands | None = None) -> list[Check]:
    """All but the settings; with ``hands`` somebody looks at the lamps and presses the button."""
    given = host.environment
    status = status_of(health_file(given))
    running = status.health if status.found is Found.RUNNING else None
    parts: tuple[tuple[str, Callable[[], list[Check]]], ...] = (
        ("computer", lambda: check_computer(host)),
        ("camera", lambda: check_camera(host, settings.camera.serial, running)),
        ("pins", lambda: _pins(host, settings, running, hands)),
        ("screen", lambda: check_screen(host, running)),
        ("sound", lambda: [check_sound(host, settings.sound)]),
        ("disk", lambda: _kept(host, settings, running)),
        ("station", lambda: [check_running(status), *check_units(host)]),
    )
    return [check for name, look in parts for check in _looked(name, look)]


def _looked(name: str, look: Callable[[], list[Check]]) -> list[Check]:
    """What was found; a mistake in one part hides none of the others, and is no leave to open."""
    try:
        return look()
    except typer.Abort:
        raise
    except Exception as error:
        do = "please report it"
        return [fail(name, f"not looked at: a mistake in the program, {place_of(error)}", do)]


@dataclass(frozen=True)
class Hands:
    """Somebody in front of the station who answers."""

    ask: Callable[[str], bool]
    say: Callable[[str], None]


def _hands(as_json: bool, pins: bool) -> Hands | None:
    if not pins:
        return None
    if not sys.stdin.isatty():
        raise ConfigError("--pins needs somebody at a terminal who looks and answers")
    # Beside the answer for machines, not in it.
    return Hands(
        lambda question: typer.confirm(question, default=None, err=as_json),
        lambda line: typer.echo(line, err=as_json),
    )


def _settings(config: Path | None) -> tuple[Settings, Check]:
    """The settings, or the defaults where they are wrong, so that the rest can be looked at."""
    file = config or (_INSTALLED_SETTINGS if _INSTALLED_SETTINGS.exists() else None)
    try:
        settings = load_settings(file)
    except ConfigError as error:
        do = "mend that line; the rest below is for the default settings"
        return Settings(), fail("settings", str(error), do)
    return settings, good("settings", str(file or "the defaults the station came with"))


def _pins(
    host: Host, settings: Settings, running: Health | None, hands: Hands | None
) -> list[Check]:
    checks = check_pins(host, running)
    if hands is None or running is not None or checks[0].state is State.FAIL:
        return checks
    pins = settings.pins
    numbers = PinNumbers(pins.pass_light, pins.fault_light, pins.buzzer, pins.button)
    return [*checks, *try_pins(numbers, settings.sound.volume, hands.ask, hands.say)]


def _kept(host: Host, settings: Settings, running: Health | None) -> list[Check]:
    given, kept = host.environment, settings.results
    if not may_look(state_dir(given)):
        found = f"user {host.user} may not look into {state_dir(given)}"
        return [fail("disk", found, "ask as its user: sudo station doctor")]
    serial = running.camera_serial if running else settings.camera.serial
    now = datetime.now(UTC) if clock_is_trusted() else None
    checks = [check_disk(state_dir(given))]
    if kept.keep:
        database = kept.path(given)
        checks += check_may_write(host, database, state_dir(given)) or [check_database(database)]
        checks.append(check_backup(backups_dir(given), database, kept.backups, datetime.now(UTC)))
    return [*checks, check_calibration(calibration_file(given), serial, now)]


def print_for_people(diagnosis: Diagnosis, console: Console) -> None:
    """One row per check, with what to do below what was found."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, min_width=4)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for check in diagnosis.checks:
        mark, colour = _MARKS[check.state]
        table.add_row(Text(mark, style=colour), check.name, Text(check.found))
        if check.do:
            table.add_row("", "", Text(f"-> {check.do}", style="bold"))
    console.print(table)
    failed = [check.name for check in diagnosis.checks if check.state is State.FAIL]
    if failed:
        console.print(Text(f"\nThe station must not open: {', '.join(failed)}.", style="red"))
    else:
        looks = sum(check.state is State.WARN for check in diagnosis.checks)
        note = f" {looks} to look at." if looks else ""
        console.print(Text(f"\nThe station may open.{note}", style="green"))
