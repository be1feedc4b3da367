"""Settings files that are fine, and what their values become in the other rooms."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.config import (
    FaultSettings,
    MqttSettings,
    ResultsSettings,
    Settings,
    find_settings,
    load_settings,
    mistakes_in,
)
from station.errors import ConfigError
from station.hinge.limits import FaultLimits


def test_an_empty_file_is_all_defaults(tmp_path: Path) -> None:
    (tmp_path / "empty.toml").touch()
    assert load_settings(tmp_path / "empty.toml") == Settings()
    assert mistakes_in(tmp_path / "empty.toml") == []


def test_fault_limits_are_those_of_the_hinge_room() -> None:
    assert set(FaultSettings.model_fields) == {f.name for f in dataclasses.fields(FaultLimits)}
    assert Settings().faults.limits() == FaultLimits()


def test_a_changed_limit_reaches_the_hinge_room(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("[faults]\nsquat_knee_deg = 55\nleaning_mm = 60.5\n")
    limits = load_settings(tmp_path / "a.toml").faults.limits()
    assert limits == dataclasses.replace(FaultLimits(), squat_knee_deg=55.0, leaning_mm=60.5)


def test_a_file_of_an_editor_for_windows_is_read_alike(tmp_path: Path) -> None:
    file = tmp_path / "my.toml"
    file.write_bytes(b"\xef\xbb\xbf[sound]\r\nvolume = 0.2\r\n\r\n[test]\r\ntries = 99\r\n")
    (mistake,) = mistakes_in(file)
    assert mistake.startswith(f"{file}:5: test.tries: 99 is not allowed")
    file.write_bytes(file.read_bytes().replace(b"99", b"9"))
    settings = load_settings(file)
    assert (settings.sound.volume, settings.test.tries) == (0.2, 9)


@pytest.mark.parametrize("name", ["", "~/gym.db", "/var/lib/gym.db"])
def test_results_may_go_to_the_home_folder_or_anywhere_by_its_whole_name(name: str) -> None:
    assert ResultsSettings(file=name).file == name


def test_a_broker_with_a_login_is_a_whole_address() -> None:
    broker = MqttSettings(enabled=True, host="fe80::1", user="gym", password_file="/etc/secret")
    assert broker.host == "fe80::1"


def test_a_ready_configuration_is_found_by_its_bare_name_unless_such_a_file_is_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings(Path("screening")).station.use == "screening"
    assert find_settings(Path("/x/screening")) == Path("/x/screening")
    Path("screening").write_text("[test]\npractice_taps = 7\n")
    assert load_settings(Path("screening")).test.practice_taps == 7


def test_a_name_that_is_none_tells_the_ready_ones() -> None:
    with pytest.raises(ConfigError, match=r"walkup: no such settings file; .* walk-up, screening"):
        load_settings(Path("walkup"))


def test_an_endless_file_is_refused() -> None:
    with pytest.raises(ConfigError, match="/dev/zero: too large for a settings file"):
        load_settings(Path("/dev/zero"))


@given(st.floats())
def test_any_number_is_a_distance_in_range_or_refused(value: float) -> None:
    try:
        settings = Settings.model_validate({"test": {"first_wall_cm": value}})
    except ValueError:
        assert not 5.0 <= value <= 60.0
    else:
        assert 5.0 <= settings.test.first_wall_cm <= 60.0
