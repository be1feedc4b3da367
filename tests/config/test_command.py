"""``station config``: shows, checks and explains, for people and for machines."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from station import cli
from station.config import Settings, defaults_dir
from station.config.catalogue import KEYS, SECTIONS
from station.config.example import effective, example

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def config(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run ``station config`` in this process; give exit code, standard output and error."""

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["station", "config", *map(str, arguments)])
        code = cli.main()
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """Settings that differ in one value."""
    file = tmp_path / "my.toml"
    file.write_text("[sound]\nvolume = 0.25\n")
    return file


def test_show_prints_what_is_in_effect_and_from_where(config: Run, mine: Path) -> None:
    shown = f"# {defaults_dir() / 'station.toml'}\n\n{effective(Settings())}"
    assert config("show") == (0, shown, "")
    code, out, _ = config("show", "--config", mine)
    assert code == 0
    assert out.startswith(f"# {mine}\n")
    assert "\nvolume = 0.25 # changed; default 0.7\n" in out


def test_show_for_machines(config: Run, mine: Path) -> None:
    code, out, _ = config("show", "--json", "--config", mine)
    told = json.loads(out)
    assert (code, told["file"], told["changed"]) == (0, str(mine), ["sound.volume"])
    assert Settings.model_validate(told["settings"]).sound.volume == 0.25


def test_show_of_a_wrong_file_is_one_line(config: Run, mine: Path) -> None:
    mine.write_text("[sound]\nvolume = 25\n")
    code, out, err = config("show", "--config", mine)
    assert (code, out) == (2, "")
    assert err.startswith(f"station: {mine}:2: sound.volume: 25 is not allowed")


def test_check_says_fine(config: Run, mine: Path) -> None:
    assert config("check", mine) == (0, f"{mine}: fine\n", "")


def test_check_tells_every_mistake(config: Run, mine: Path) -> None:
    mine.write_text("[sound]\nvolume = 25\nvolum = 1\n[test]\ntries = 1\n")
    code, out, err = config("check", mine)
    assert (code, err) == (2, "")
    assert out.splitlines() == [
        f"{mine}:2: sound.volume: 25 is not allowed; must be a number from 0 to 1",
        f"{mine}:3: sound.volum: unknown setting; did you mean volume?",
        f"{mine}:4: test: tries must be at least clean_taps, or no level can be passed",
    ]


def test_check_of_nothing_is_told_as_an_error(config: Run, tmp_path: Path) -> None:
    file = tmp_path / "none.toml"
    assert config("check", file) == (2, "", f"station: {file}: no such settings file\n")


def test_explain_one_key_by_its_path_or_its_name(config: Run) -> None:
    told = (
        "test.first_wall_cm\n"
        "  The first wall, behind the rearmost point of the heels.\n"
        "  default 10.0 cm; allowed: 5 to 60 cm\n"
    )
    assert config("explain", "test.first_wall_cm") == (0, told, "")
    assert config("explain", "first_wall_cm") == (0, told, "")


def test_explain_a_section_and_everything(config: Run) -> None:
    _, section, _ = config("explain", "screen")
    assert section.startswith("[screen] The picture and its words.\n\nscreen.language\n")
    assert 'default "en"; allowed: "en", "de" or "es"\n' in section
    assert "default true; allowed: true or false\n" in section
    _, everything, _ = config("explain")
    lines = everything.splitlines()
    assert [line for line in lines if line in KEYS] == list(KEYS)
    assert sum(line.startswith("[") for line in lines) == len(SECTIONS)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("frst_wall_cm", "did you mean test.first_wall_cm?"),
        ("test.frst_wall_cm", "did you mean test.first_wall_cm?"),
        ("faults.volume", "did you mean sound.volume?"),
        ("Sounds", "did you mean sound?"),
        ("xyz", f"the sections are {', '.join(SECTIONS)}"),
    ],
)
def test_explain_a_wrong_name_tells_the_nearest(config: Run, name: str, hint: str) -> None:
    assert config("explain", name) == (2, "", f'station: no setting is called "{name}"; {hint}\n')


def test_example_prints_the_file(config: Run) -> None:
    assert config("example") == (0, example(), "")


def test_without_a_word_it_says_what_it_can(config: Run) -> None:
    code, out, _ = config()
    assert code == 0
    assert all(word in out for word in ("show", "check", "explain", "example"))
