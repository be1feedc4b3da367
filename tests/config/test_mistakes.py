"""A mistake in a settings file is told with file, line and remedy, and so is every other one."""

from __future__ import annotations

from pathlib import Path

import pytest

from station.config import load_settings, mistakes_in
from station.errors import ConfigError


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "[test]\nfirst_wall_cm = 500\n",
            ":2: test.first_wall_cm: 500 is not allowed; must be a number from 5 to 60 cm",
        ),
        (
            "[test]\n\n# far\nfirst_wall_cm = -3.5\n",
            ":4: test.first_wall_cm: -3.5 is not allowed; must be a number from 5 to 60 cm",
        ),
        (
            '[test]\nfirst_wall_cm = "abc"\n',
            ':2: test.first_wall_cm: "abc" is not allowed; must be a number from 5 to 60 cm',
        ),
        (
            "[test]\nfirst_wall_cm = nan\n",
            ":2: test.first_wall_cm: nan is not allowed; must be a number from 5 to 60 cm",
        ),
        (
            "[test]\nfrst_wall_cm = 12\n",
            ":2: test.frst_wall_cm: unknown setting; did you mean first_wall_cm?",
        ),
        ("[tst]\nfirst_wall_cm = 12\n", ":1: tst: unknown section; did you mean [test]?"),
        (
            "[pins]\nlamp = 3\n",
            ":2: pins.lamp: unknown setting; known here: pass_light, fault_light, buzzer, button",
        ),
        (
            "[test]\ntries = 2.5\n",
            ":2: test.tries: 2.5 is not allowed; must be a whole number from 1 to 20 tries",
        ),
        (
            "[test]\ntries = true\n",
            ":2: test.tries: true is not allowed; must be a whole number from 1 to 20 tries",
        ),
        (
            '[screen]\ntheme = "pink"\n',
            ':2: screen.theme: "pink" is not allowed; must be "blue_orange" or "red_green"',
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
            # Pulled up on the board: a lamp there would shine while the station is dead.
            "[pins]\npass_light = 3\n",
            ":2: pins.pass_light: 3 is not allowed; must be a whole number from 4 to 27",
        ),
        (
            "[pins]\nbuzzer = 40\n",
            ":2: pins.buzzer: 40 is not allowed; must be a whole number from 4 to 27",
        ),
        ("test = 5\n", ":1: test: 5 is not allowed; must be a section: [test]"),
        (
            "[test.first_wall_cm]\nx = 5\n",
            ":1: test.first_wall_cm: must be a single value, not a section",
        ),
        (
            "test.first_wall_cm = 90\n",
            ":1: test.first_wall_cm: 90 is not allowed; must be a number from 5 to 60 cm",
        ),
        (
            "[faults]\nvolume = 0.3\n",
            ":2: faults.volume: unknown setting; did you mean sound.volume?",
        ),
        (
            "[screen]\nVolum = 0.3\n",
            ":2: screen.Volum: unknown setting; did you mean sound.volume?",
        ),
        ("volume = 0.3\n", ":1: volume: unknown setting; did you mean sound.volume?"),
        ("[audio]\nvolume = 0.3\n", ":1: audio: unknown section; did you mean [sound]?"),
        (
            "[test.warm]\ntries = 3\n",
            ":1: test.warm: unknown setting; known here: first_wall_cm, step_cm, clean_taps, "
            "tries, practice_taps, limit_percent",
        ),
        (
            "[gym]\nx = 3\n",
            ":1: gym: unknown section; known are: station, camera, test, screening, warm_up, "
            "faults, pins, screen, sound, results, mqtt, coach",
        ),
        (
            "[[test]]\ntries = 2\n",
            ":1: test: a list is not allowed; must be a section: [test]",
        ),
        (
            '[sound]\nvolume = """\nspeech = 3\n"""\nspeech = 3\n',
            ':2: sound.volume: "speech = 3\\n" is not allowed; must be a number from 0 to 1 '
            "(and 1 more)",
        ),
        (
            '[station]\nname = "Wall Tap"\n',
            ':2: station.name: name "Wall Tap" must be small letters, digits and "-" only',
        ),
        (
            '[station]\nname = ""\n',
            ':2: station.name: "" is not allowed; must be a text of 1 to 32 characters',
        ),
        (
            "[mqtt]\nenabled = true\n",
            ":1: mqtt: enabled needs host, the name or address of the broker",
        ),
        (
            '[mqtt]\npassword_file = "/etc/secret"\n',
            ":1: mqtt: password_file needs user: there is no login without a name",
        ),
        (
            '[mqtt]\npassword_file = "secret"\n',
            ':2: mqtt.password_file: password_file "secret" must be absolute, such as '
            "/etc/wall-tap/mqtt-password",
        ),
        (
            '[mqtt]\nhost = "mqtt://gym"\n',
            ':2: mqtt.host: host "mqtt://gym" must be a bare name or address, such as 192.168.1.5',
        ),
        *(
            (
                f'[mqtt]\ntopic = "{topic}"\n',
                f':2: mqtt.topic: topic "{topic}" must not hold + or # nor begin with $',
            )
            for topic in ("gym/#", "+/gym", "$SYS")
        ),
        (
            '[mqtt]\ntopic = "a\\u0007b"\n',
            ":2: mqtt.topic: holds a character that cannot be seen, such as a tab or a line end",
        ),
        (
            f"[test]\ntries = {'9' * 200}\n",
            ":2: test.tries: a huge number is not allowed; "
            "must be a whole number from 1 to 20 tries",
        ),
        (
            "[test]\ntries = 2\ntries = 3\n",
            ":3: not valid TOML: this key stands here for the second time (column 10)",
        ),
        (
            "[test]\n[sound]\n[test]\n",
            ":3: not valid TOML: this section stands here for the second time (column 6)",
        ),
        ("tries = " + "[" * 5000, ": not valid TOML: lists or sections are nested too deep"),
    ],
)
def test_a_mistake_is_one_line_with_place_and_remedy(
    tmp_path: Path, text: str, expected: str
) -> None:
    assert complaint(tmp_path, text) == expected


def test_of_several_mistakes_the_first_in_the_file_is_told(tmp_path: Path) -> None:
    line = complaint(tmp_path, "[sound]\nloud = 1\n\n[test]\nfirst_wall_cm = 1\n")
    assert line.startswith(":2: sound.loud: unknown setting")
    assert line.endswith("(and 1 more)")


def test_what_is_not_toml_tells_the_line(tmp_path: Path) -> None:
    line = complaint(tmp_path, "[test]\nfirst_wall_cm = ten\n")
    assert line == ":2: not valid TOML: Invalid value (column 17)"


def test_a_missing_file_a_folder_and_a_picture(tmp_path: Path) -> None:
    (tmp_path / "picture.toml").write_bytes(b"\x89PNG\xff\xfe")
    for name, words in (
        ("none.toml", "no such settings file"),
        (".", "cannot be read"),
        ("picture.toml", "UTF-8"),
    ):
        with pytest.raises(ConfigError, match=words):
            load_settings(tmp_path / name)


def test_all_mistakes_are_found_in_the_order_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "my.toml"
    file.write_text("[sound]\nloud = 1\nvolume = 2\n\n[test]\nfirst_wall_cm = 1\n[gm]\n")
    assert mistakes_in(file) == [
        f"{file}:2: sound.loud: unknown setting; known here: volume, speech, quiet_hours",
        f"{file}:3: sound.volume: 2 is not allowed; must be a number from 0 to 1",
        f"{file}:6: test.first_wall_cm: 1 is not allowed; must be a number from 5 to 60 cm",
        f"{file}:7: gm: unknown section; known are: station, camera, test, screening, "
        "warm_up, faults, pins, screen, sound, results, mqtt, coach",
    ]


@pytest.mark.parametrize(
    "text",
    [
        f'[screen]\n"{"x" * 5000}\\n\\u001b[31m" = 1\n',
        f'[screen]\nlanguage = "{"x" * 5000}\\n\\u001b[31m"\n',
        f'[results]\nfile = "{"x" * 190}\\n"\n',
        f'["{"x" * 5000}\\u2028"]\n',
        f"[screen]\nlanguage = 0x{'f' * 5000}\n",
        f"[screen]\nlanguage = {'9' * 5000}\n",
        '[screen]\nlanguage = "\\u007f\\u2028\\u202e"\n',
    ],
    ids=["key", "value", "file", "section", "hexadecimal", "digits", "unseen"],
)
def test_whatever_is_quoted_the_line_stays_readable(tmp_path: Path, text: str) -> None:
    line = complaint(tmp_path, text)
    assert line.isprintable()
    assert len(line) < 500
