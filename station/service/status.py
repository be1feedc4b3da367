"""``station status``: what the running station said of itself last."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from pydantic_core import to_json
from rich.console import Console
from rich.table import Table
from rich.text import Text

from station.errors import HealthError
from station.service.health import STOPPED, Health, is_silent, read_health

_WELL, _TROUBLE, _NOT_RUNNING = 0, 1, 3


class Found(StrEnum):
    """Whether the station runs."""

    RUNNING = "running"
    STOPPED = "stopped"
    SILENT = "stale"


@dataclass(frozen=True)
class Status:
    """Whether the station runs, its last health if there is one, and what to do about it."""

    found: Found
    health: Health | None = None
    note: str | None = None

    @property
    def exit_code(self) -> int:
        """0 running and well, 1 running with trouble, 3 not running (as systemctl has it)."""
        if self.found is not Found.RUNNING or self.health is None:
            return _NOT_RUNNING
        return _TROUBLE if self.health.troubles else _WELL


def status_of(file: Path, now_s: float | None = None) -> Status:
    """Read ``file``; ``now_s`` is :func:`time.monotonic`, unless given."""
    try:
        health = read_health(file)
    except HealthError as error:
        return Status(Found.SILENT, None, str(error))
    if health is None:
        return Status(
            Found.STOPPED, None, f"no {file}: the station does not run, or as another user"
        )
    if health.state == STOPPED:
        return Status(Found.STOPPED, health)
    if is_silent(health, now_s):
        return Status(
            Found.SILENT, health, "it was killed or hangs: systemctl status wall-tap.service"
        )
    return Status(Found.RUNNING, health)


def print_status(file: Path, *, as_json: bool) -> int:
    """Print how the station is; return the exit code."""
    status = status_of(file)
    console = Console(highlight=False)
    if as_json:
        health = None if status.health is None else asdict(status.health)
        told = {"found": status.found, "note": status.note, "health": health}
        print(to_json(told, indent=2).decode())
    else:
        console.print(Text(_headline(status)))
        if status.note is not None:
            console.print(Text(status.note))
        if status.health is not None:
            live = _live(status.health) if status.found is Found.RUNNING else []
            console.print(_table([*live, *_since_the_start(status.health)]))
    return status.exit_code


def _headline(status: Status) -> str:
    health = status.health
    if health is None:
        return f"station: {status.found}"
    when = health.started_utc if status.found is Found.RUNNING else health.written_utc
    since = when.strftime("%Y-%m-%d %H:%M:%S UTC")
    clock = "" if health.clock_trusted else " (the clock was not set)"
    return f"{health.station}: {status.found} since {since}{clock}"


def _table(rows: list[tuple[str, str]]) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for label, value in rows:
        table.add_row(label, Text(value))
    return table


def _live(health: Health) -> list[tuple[str, str]]:
    """What is true only while the station runs."""
    age = "no frame yet" if health.frame_age_s is None else f"newest {health.frame_age_s:.2f} s old"
    return [
        ("state", health.state),
        *(("trouble", line) for line in health.troubles),
        ("camera", f"{health.camera or 'none'} {health.camera_serial}".rstrip()),
        ("frames", f"{health.frames_per_second:.3g} a second, {age}"),
        ("lamp", health.lamp + (" (simulated)" if health.pins_simulated else "")),
        ("watchdog", "on" if health.watchdog else "off"),
    ]


def _since_the_start(health: Health) -> list[tuple[str, str]]:
    days = health.calibration_age_days
    return [
        ("used", f"{health.visits} visits, {health.tests} tests, {health.repetitions} repetitions"),
        ("kept", f"{health.kept} repetitions"),
        ("calibrated", "never, or no date known" if days is None else f"{days:.0f} days ago"),
        ("ran", f"{health.uptime_s / 3600:.1f} h, version {health.version}"),
        *(("said", f"{said.utc} {said.line}") for said in health.errors),
    ]
