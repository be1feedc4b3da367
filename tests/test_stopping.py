"""Who starts the station again when it gives up."""

from __future__ import annotations

from station.stopping import is_started_again


def test_systemd_names_the_very_process_it_started() -> None:
    assert is_started_again({"SYSTEMD_EXEC_PID": "4711"}, pid=4711)


def test_a_terminal_that_systemd_started_is_not_the_station() -> None:
    inherited = {"SYSTEMD_EXEC_PID": "812", "INVOCATION_ID": "5b1e"}
    assert not is_started_again(inherited, pid=4711)
    assert not is_started_again({}, pid=4711)
