"""What systemd says, on its answers as text; and the running station's own word."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from station.service.checks.check import Ran
from station.service.checks.unit import check_may_write, check_running, check_units
from station.service.status import Found, Status
from tests.made_health import WELL
from tests.service.checks.made_host import MadeHost, states

WELL_UNIT = {
    "LoadState": "loaded",
    "UnitFileState": "enabled",
    "NRestarts": "0",
    "Result": "success",
    "ExecMainStatus": "0",
    "WatchdogUSec": "10s",
}


def installed(made: MadeHost, **changes: str) -> None:
    unit = {**WELL_UNIT, **changes}
    said = "".join(f"{name}={value}\n" for name, value in unit.items())
    made.answers["systemctl show wall-tap.service"] = Ran(0, said)
    made.answers["systemctl show wall-tap-maintain.timer"] = Ran(0, "UnitFileState=enabled\n")


def test_all_is_well(made: MadeHost) -> None:
    installed(made)
    assert states(check_units(made.host)) == {
        "service": "pass",
        "watchdog": "pass",
        "last end": "pass",
    }


@pytest.mark.parametrize("answer", [Ran(None), Ran(1, ""), Ran(0, "LoadState=not-found\n")])
def test_not_installed(made: MadeHost, answer: Ran) -> None:
    made.answers["systemctl show"] = answer
    assert states(check_units(made.host)) == {"service": "warn"}


def test_not_enabled_not_watched_no_timer_asked_by_another(made: MadeHost) -> None:
    installed(made, UnitFileState="disabled", WatchdogUSec="infinity")
    made.answers["systemctl show wall-tap-maintain.timer"] = Ran(0, "UnitFileState=\n")
    made.user = "root"
    found = states(check_units(made.host))
    assert [name for name, state in found.items() if state == "warn"] == [
        "user",
        "service",
        "watchdog",
        "nightly care",
    ]


def test_over_a_desktop_the_station_is_whoever_is_logged_in(made: MadeHost) -> None:
    installed(made, User="anna")
    made.user = "anna"
    assert "user" not in states(check_units(made.host))


@pytest.mark.parametrize(
    ("database", "paths", "may"),
    [
        ("/var/lib/wall-tap/results.db", "", True),
        ("/home/anna/results.db", "", False),
        ("/srv/taps/results.db", "/srv/other", False),
        ("/srv/taps/results.db", "/srv/other -/srv/taps", True),
    ],
)
def test_where_systemd_lets_the_service_write(
    made: MadeHost, database: str, paths: str, may: bool
) -> None:
    own = Path("/var/lib/wall-tap")
    assert check_may_write(made.host, Path(database), own) == [], "nothing is installed"
    installed(made, ReadWritePaths=paths)
    checks = check_may_write(made.host, Path(database), own)
    assert states(checks) == ({} if may else {"results": "fail"})


@pytest.mark.parametrize(
    ("result", "words"),
    [
        ("watchdog", "frozen, ended by the watchdog"),
        ("exit-code", "ended with exit code 70"),
        ("start-limit-hit", "failed too often"),
    ],
)
def test_the_last_crash_in_words(made: MadeHost, result: str, words: str) -> None:
    installed(made, Result=result, ExecMainStatus="70", NRestarts="3")
    made.answers["journalctl -u wall-tap.service -p err"] = Ran(0, "first\nthe camera is gone\n")
    (crash,) = [check for check in check_units(made.host) if check.name == "last end"]
    assert crash.state == "warn"
    assert crash.found.startswith(words)
    assert crash.found.endswith('3 times by systemd; last error: "the camera is gone"')


def test_a_journal_that_may_not_be_read_leaves_the_crash(made: MadeHost) -> None:
    installed(made, NRestarts="1")
    (crash,) = [check for check in check_units(made.host) if check.name == "last end"]
    assert crash.found == "in order; started again 1 times by systemd"


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (Status(Found.RUNNING, WELL), "pass"),
        (Status(Found.RUNNING, replace(WELL, trouble="the camera was unplugged")), "warn"),
        (Status(Found.SILENT, WELL), "warn"),
        (Status(Found.STOPPED), "pass"),
    ],
)
def test_the_running_stations_own_word(status: Status, state: str) -> None:
    assert states([check_running(status)]) == {"station": state}
