"""``station drills``, and ``station measure --drill`` before it opens a recording."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from station import cli
from station.drills.shipped import SHIPPED

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def station(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Run:
    """Run the command in this process, with own drills in ``tmp_path / "drills"``."""
    monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path))

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["station", *map(str, arguments)])
        code = cli.main()
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The gym's own folder with one drill in it."""
    folder = tmp_path / "drills"
    folder.mkdir()
    (folder / "door.toml").write_text(
        '[words]\ntitle = "Close the door"\nwhat_to_do = "Hips to the door"\n'
        "[wall]\npercent_of_height = 9\n[judged]\ndowel_contacts = true\nsquat = false\n"
        "[limits]\nleaning_mm = 60\n[finish]\nhip_extension_deg = 8\n"
    )
    return folder


def test_list_names_every_drill_and_says_which_are_the_gyms_own(station: Run, own: Path) -> None:
    code, out, err = station("drills", "list")
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert [line.split()[0] for line in lines[: len(SHIPPED) + 1]] == [*SHIPPED, "door"]
    assert [line for line in lines if "gym's own)" in line] == [
        "door             Close the door (the gym's own)"
    ]
    assert lines[-1].endswith(str(own))


def test_list_and_show_for_machines(station: Run, own: Path) -> None:
    code, out, _ = station("drills", "list", "--json")
    told = {each["name"]: each for each in json.loads(out)}
    assert (code, list(told)) == (0, [*SHIPPED, "door"])
    assert told["wall-tap"]["wall"] == {"distance_m": 0.1, "height_share": None}
    code, out, _ = station("drills", "show", "door", "--json")
    assert json.loads(out) == told["door"]
    assert (told["door"]["title"], told["door"]["own"]) == ("Close the door", True)
    assert told["door"]["ignored"] == ["squat"]


def test_show_tells_what_is_asked_and_how_strictly(station: Run, own: Path) -> None:
    _, out, _ = station("drills", "show", "door")
    assert out.splitlines() == [
        "Close the door (door): Hips to the door",
        "  how much     2 × 10, 60 s rest",
        "  wall         9 % of height behind the heels",
        "  faults       no_touch, lumbar_flexion, lumbar_extension, thoracic_flexion, "
        "neck_extension, past_horizontal, leaning, lockout_hyperextension, incomplete_lockout, "
        "feet_moved, dowel_lost",
        "  not judged   squat",
        "  own limits   leaning_mm 60, hip_extension_deg 8",
        f"  file         {own / 'door.toml'}",
    ]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("wall-tap", "2.5 cm farther after 10 clean in a row, nearer after 3 faults in 5"),
        ("tempo-hinge", "3-2-1 s ± 25 %"),
        ("isometric-hold", "10 to 20 s, neutral spine"),
        ("contrast", "40 % of the own rounding or 50 % of the own arching"),
        ("pvc-hinge", "none; hips back 8 % of height"),
    ],
)
def test_show_has_a_line_for_each_thing_a_drill_may_ask(
    station: Run, name: str, words: str
) -> None:
    code, out, _ = station("drills", "show", name)
    assert code == 0
    assert words in out


def test_check_tells_every_mistake_or_that_there_is_none(station: Run, own: Path) -> None:
    file = own / "door.toml"
    assert station("drills", "check", file) == (0, f"{file}: fine\n", "")
    file.write_text("[wall]\ndistance_cm = 1\n[dose]\nsets = 99\n")
    code, out, err = station("drills", "check", file)
    assert (code, err) == (2, "")
    assert [line.split(": ")[1] for line in out.splitlines()] == ["wall.distance_cm", "dose.sets"]
    code, out, err = station("drills", "check", own / "none.toml")
    assert (code, out) == (2, "")
    assert err == f"station: {own / 'none.toml'}: no such drill file\n"


def test_a_mistake_in_a_file_or_a_name_is_one_line(station: Run, own: Path) -> None:
    (own / "door.toml").write_text("[wall]\ndistance_cm = 1\n")
    for arguments in (("list",), ("show", "door"), ("show", "dor")):
        code, out, err = station("drills", *arguments)
        assert (code, out) == (2, "")
        assert err.count("\n") == 1


def test_explain_tells_key_section_and_all(station: Run) -> None:
    code, out, _ = station("drills", "explain", "level.step_cm")
    assert (code, out) == (
        0,
        "level.step_cm\n  One step.\n  default 2.5 cm; allowed: 0.5 to 10 cm\n",
    )
    _, out, _ = station("drills", "explain", "wall")
    assert "may be left out; allowed: 5 to 60 cm" in out
    assert station("drills", "explain", "wal")[2].endswith("did you mean wall?\n")
    assert len(station("drills", "explain")[1]) > 2000


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--drill", "wal-tap"), "no drill is called wal-tap; did you mean wall-tap?"),
        (("--drill", "pvc-hinge", "--wall-cm", "12"), "pvc-hinge has no wall: leave --wall-cm out"),
        (("--drill", "wall-tap", "--wall-cm", "1"), "from 2 to 80"),
        ((), "Missing option '--wall-cm', or name the drill with --drill"),
    ],
)
def test_measure_refuses_a_drill_that_cannot_be(
    station: Run, arguments: tuple[str, ...], words: str
) -> None:
    code, out, err = station("measure", "clip.db3", *arguments)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert words in err
