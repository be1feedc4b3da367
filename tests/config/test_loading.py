"""Settings: the shipped file equals the defaults, and a mistake is told with place and remedy."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.config import FaultSettings, ResultsSettings, Settings, defaults_dir, load_settings
from station.errors import ConfigError
from station.hinge.limits import FaultLimits


def complaint(folder: Path, text: str) -> str:
    """The one line that this settings file gives, without its folder."""
    file = folder / "my.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_settings(file)
    line = str(caught.value)
    assert "\n" not in line
    assert line.startswith(str(file))
    assert caught.value.exit_code == 2
    return line.removeprefix(str(file))


def test_the_shipped_file_writes_out_every_default() -> None:
    text = (defaults_dir() / "station.toml").read_text(encoding="utf-8")
    assert load_settings() == Settings()
    for section, model in Settings():
        assert f"[{section}]" in text
        for key in type(model).model_fields:
            assert f"\n{key} = " in text


def test_the_ranges_in_the_comments_are_the_ranges_that_hold() -> None:
    text = (defaults_dir() / "station.toml").read_text(encoding="utf-8")
    for key, field in FaultSettings.model_fields.items():
        bounds = {type(rule).__name__: rule for rule in field.metadata}
        line = next(line for line in text.splitlines() if line.startswith(f"{key} ="))
        assert line.endswith(f"# {bounds['Ge'].ge:g} to {bounds['Le'].le:g}")


def test_an_empty_file_is_all_defaults(tmp_path: Path) -> None:
    (tmp_path / "empty.toml").touch()
    assert load_settings(tmp_path / "empty.toml") == Settings()


def test_fault_limits_are_those_of_the_hinge_room() -> None:
    assert set(FaultSettings.model_fields) == {f.name for f in dataclasses.fields(FaultLimits)}
    assert Settings().faults.limits() == FaultLimits()


def test_a_changed_limit_reaches_the_hinge_room(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("[faults]\nsquat_knee_deg = 55\nleaning_mm = 60.5\n")
    limits = load_settings(tmp_path / "a.toml").faults.limits()
    assert limits == dataclasses.replace(FaultLimits(), squat_knee_deg=55.0, leaning_mm=60.5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "[test]\nfirst_wall_cm = 500\n",
            ":2: test.first_wall_cm: 500 is not allowed; must be a number from 5 to 60",
        ),
        (
            "[test]\n\n# far\nfirst_wall_cm = -3.5\n",
            ":4: test.first_wall_cm: -3.5 is not allowed; must be a number from 5 to 60",
        ),
        (
            '[test]\nfirst_wall_cm = "abc"\n',
            ":2: test.first_wall_cm: 'abc' is not allowed; must be a number from 5 to 60",
        ),
        (
            "[test]\nfirst_wall_cm = nan\n",
            ":2: test.first_wall_cm: nan is not allowed; must be a number from 5 to 60",
        ),
        (
            "[test]\nfrst_wall_cm = 12\n",
            ":2: test.frst_wall_cm: unknown setting; did you mean first_wall_cm?",
        ),
        ("[tst]\nfirst_wall_cm = 12\n", ":1: tst: unknown setting; did you mean test?"),
        (
            "[pins]\nlamp = 3\n",
            ":2: pins.lamp: unknown setting; known here: pass_light, fault_light, buzzer, button",
        ),
        (
            "[test]\ntries = 2.5\n",
            ":2: test.tries: 2.5 is not allowed; must be a whole number from 1 to 20",
        ),
        (
            "[test]\ntries = true\n",
            ":2: test.tries: True is not allowed; must be a whole number from 1 to 20",
        ),
        (
            '[screen]\ntheme = "pink"\n',
            ':2: screen.theme: \'pink\' is not allowed; must be "blue_orange" or "red_green"',
        ),
        (
            "[sound]\nspeech = 1\n",
            ":2: sound.speech: 1 is not allowed; must be true or false",
        ),
        (
            "[camera]\nserial = 816612061111\n",
            ":2: camera.serial: 816612061111 is not allowed; "
            "must be a text of at most 32 characters",
        ),
        (
            "[pins]\nbuzzer = 17\n",
            ":1: pins: pass_light, fault_light, buzzer and button must be four different pins",
        ),
        (
            "[test]\nclean_taps = 4\n",
            ":1: test: tries must be at least clean_taps, or no level can be passed",
        ),
        (
            '[sound]\nquiet_hours = "22-7"\n',
            ':2: sound.quiet_hours: quiet hours "22-7" are not two times such as 22:00-07:00',
        ),
        (
            '[results]\nfile = "gym.db"\n',
            ':2: results.file: file "gym.db" must be absolute or begin with ~, such as '
            "~/results.db",
        ),
        (
            '[results]\nfile = "~nobody-of-that-name/gym.db"\n',
            ':2: results.file: file "~nobody-of-that-name/gym.db" begins with a home folder that '
            "does not exist",
        ),
        (
            "[pins]\nbuzzer = 40\n",
            ":2: pins.buzzer: 40 is not allowed; must be a whole number from 2 to 27",
        ),
        ("test = 5\n", ":1: test: 5 is not allowed; must be a section: [test]"),
        (
            "[test.first_wall_cm]\nx = 5\n",
            ": test.first_wall_cm: must be a single value, not a section",
        ),
        (
            "test.first_wall_cm = 90\n",
            ":1: test.first_wall_cm: 90 is not allowed; must be a number from 5 to 60",
        ),
    ],
)
def test_a_mistake_is_one_line_with_place_and_remedy(
    tmp_path: Path, text: str, expected: str
) -> None:
    assert complaint(tmp_path, text) == expected


@pytest.mark.parametrize("name", ["", "~/gym.db", "/var/lib/gym.db"])
def test_results_may_go_to_the_home_folder_or_anywhere_by_its_whole_name(name: str) -> None:
    assert ResultsSettings(file=name).file == name


def test_of_several_mistakes_the_first_in_the_file_is_told(tmp_path: Path) -> None:
    line = complaint(tmp_path, "[sound]\nloud = 1\n\n[test]\nfirst_wall_cm = 1\n")
    assert line.startswith(":2: sound.loud: unknown setting")
    assert line.endswith("(and 1 more)")


def test_what_is_not_toml_tells_the_line(tmp_path: Path) -> None:
    line = complaint(tmp_path, "[test]\nfirst_wall_cm = ten\n")
    assert "not valid TOML" in line
    assert "line 2" in line


def test_a_missing_file_a_folder_and_a_picture(tmp_path: Path) -> None:
    (tmp_path / "picture.toml").write_bytes(b"\x89PNG\xff\xfe")
    for name, words in (
        ("none.toml", "no such settings file"),
        (".", "cannot be read"),
        ("picture.toml", "UTF-8"),
    ):
        with pytest.raises(ConfigError, match=words):
            load_settings(tmp_path / name)


@given(st.floats())
def test_any_number_is_a_distance_in_range_or_refused(value: float) -> None:
    try:
        settings = Settings.model_validate({"test": {"first_wall_cm": value}})
    except ValueError:
        assert not 5.0 <= value <= 60.0
    else:
        assert 5.0 <= settings.test.first_wall_cm <= 60.0
