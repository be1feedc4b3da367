"""The drills that come along say what their comments promise; a mistake in a drill file is told
with its line and remedy; a gym's own drills add to the station's or replace them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from station.config import defaults_dir
from station.config.drill_schema import CuesSection, DrillFile, JudgedSection
from station.config.drills import (
    DRILL_KEYS,
    drill_files,
    load_drill,
    load_drills,
    mistakes_in_drill,
)
from station.drills.drill import Drill, Wall
from station.drills.shipped import SHIPPED
from station.errors import ConfigError
from station.hinge.limits import FaultLimits
from station.hinge.task import Hold, Task, Tempo
from station.hinge.verdict import Fault, Hint
from station.places import drills_dir

BACK = {
    Fault.LUMBAR_FLEXION,
    Fault.LUMBAR_EXTENSION,
    Fault.THORACIC_FLEXION,
    Fault.NECK_EXTENSION,
}


def drill(name: str) -> Drill:
    return load_drill(name, Path("/nowhere")).drill


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The folder of a gym's own drills."""
    folder = tmp_path / "drills"
    folder.mkdir()
    return folder


def test_every_drill_that_is_taught_comes_along_and_no_file_besides() -> None:
    files = {file.stem for file in (defaults_dir() / "drills").glob("*")}
    assert files == set(SHIPPED)
    assert [found.drill.name for found in load_drills(Path("/nowhere"))] == list(SHIPPED)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_coach_can_read_every_drill_file(name: str) -> None:
    text = (defaults_dir() / "drills" / f"{name}.toml").read_text(encoding="utf-8")
    lines = text.splitlines()
    assert lines[0].startswith("# ")
    assert max(map(len, lines)) <= 100
    # What says nothing new is not written down.
    written = tomllib.loads(text)
    for section, keys in written.items():
        defaults = DrillFile.model_fields[section].default.model_dump()
        assert section in ("dose", "travel", "level", "tempo", "contrast") or all(
            defaults[key] != value for key, value in keys.items()
        )


def test_drills_ask_for_what_coaches_teach() -> None:
    assert drill("wall-tap").wall == Wall(distance_m=0.10)
    assert drill("wall-tap").levels is not None
    assert drill("tempo-hinge").tempo == Tempo(3.0, 2.0, 1.0, 0.25)
    assert drill("isometric-hold").hold == Hold(10.0, 20.0)
    assert drill("dowel-hinge").dowel
    assert drill("hip-crease-fold").ignored == {*BACK, Fault.SQUAT, Hint.LOCKED_KNEES}
    assert drill("behind-the-head").limits == {"lumbar_flexion_deg": 15.0}
    assert drill("band-resisted").hip_extension_deg == 10.0
    assert drill("contrast").contrast is not None
    with_wall = {found.drill.name for found in load_drills() if found.drill.wall is not None}
    assert with_wall == {"wall-tap", "tempo-hinge"}


def test_what_a_drill_says_nothing_of_is_the_stations() -> None:
    station = FaultLimits(lumbar_flexion_deg=17.0, feet_moved_mm=50.0)
    assert drill("pvc-hinge").task(station).limits == station
    assert drill("behind-the-head").task(station).limits.feet_moved_mm == 50.0
    assert drill("behind-the-head").task(station).limits.lumbar_flexion_deg == 15.0
    # Even where a drill names the very default.
    named = DrillFile.model_validate({"limits": {"lumbar_flexion_deg": 20.0}}).drill("named")
    assert named.task(station).limits.lumbar_flexion_deg == 20.0


def test_an_empty_file_is_ten_hinges_without_a_wall(own: Path) -> None:
    (own / "wall-tap.toml").write_text("")
    found = load_drill("wall-tap", own)
    assert (found.own, found.file) == (True, own / "wall-tap.toml")
    assert found.drill.task(FaultLimits()) == Task(wall=False, least_travel_share=0.08)


def test_every_fault_and_hint_can_be_left_out_or_given_another_cue() -> None:
    always = {Fault.NO_TOUCH, Fault.TOO_SHALLOW, Fault.TEMPO, Fault.DOWEL_LOST}
    judged = {*Fault, *Hint} - always
    assert set(JudgedSection.model_fields) == {*map(str, judged), "dowel_contacts"}
    assert set(CuesSection.model_fields) == set(map(str, Fault))


def test_every_key_has_a_unit_in_its_name_or_none() -> None:
    units = {"_cm": "cm", "_deg": "degrees", "_s": "s", "_mm": "mm"}
    for key in DRILL_KEYS.keys.values():
        ending = next((end for end in units if key.name.endswith(end)), None)
        assert ending is None or key.unit == units[ending], key.path
        assert key.help.endswith((".", "...")), key.path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "[wall]\ndistance_cm = 500\n",
            ":2: wall.distance_cm: 500 is not allowed; must be a number from 5 to 60 cm",
        ),
        (
            '[wall]\ndistance_cm = "near"\n',
            ':2: wall.distance_cm: "near" is not allowed; must be a number from 5 to 60 cm',
        ),
        (
            "[wall]\ndistance = 12\n",
            ":2: wall.distance: unknown setting; did you mean distance_cm?",
        ),
        ("[wal]\ndistance_cm = 12\n", ":1: wal: unknown section; did you mean [wall]?"),
        (
            "[dose]\nsets = 2.5\n",
            ":2: dose.sets: 2.5 is not allowed; must be a whole number from 1 to 20 sets",
        ),
        (
            "[level]\nup_after_clean = 2.5\n",
            ":2: level.up_after_clean: 2.5 is not allowed; "
            "must be a whole number from 1 to 50 repetitions",
        ),
        (
            "[judged]\nsqat = false\n",
            ":2: judged.sqat: unknown setting; did you mean squat?",
        ),
        ("[judged]\nsquat = 0\n", ":2: judged.squat: 0 is not allowed; must be true or false"),
        (
            "[limits]\nlumbar_deg = 15\n",
            ":2: limits.lumbar_deg: unknown setting; did you mean lumbar_flexion_deg?",
        ),
        (
            "[limits]\nlumbar_flexion_deg = 2\n",
            ":2: limits.lumbar_flexion_deg: 2 is not allowed; "
            "must be a number from 5 to 60 degrees",
        ),
        (
            '[cues]\nsquat = "locked_nees"\n',
            ':2: cues.squat: "locked_nees" is no cue; did you mean locked_knees?',
        ),
        (
            "[wall]\ndistance_cm = 12\npercent_of_height = 9\n",
            ":1: wall: distance_cm and percent_of_height are two walls; keep one of them",
        ),
        (
            "[tempo]\nlower_s = 3\nrise_s = 1\n",
            ":1: tempo: a tempo needs all of lower_s, pause_s and rise_s",
        ),
        ("[hold]\nleast_s = 10\n", ":1: hold: a hold needs both least_s and most_s"),
        ("[hold]\nleast_s = 20\nmost_s = 10\n", ":1: hold: most_s must be at least least_s"),
        (
            "[level]\nup_after_clean = 5\nof_last = 2\n",
            ":1: level: of_last must be at least down_after_faults, or it never moves nearer",
        ),
        (
            "[level]\nup_after_clean = 5\n",
            ": [level] moves the wall: it needs distance_cm in [wall]",
        ),
        (
            "[tempo]\nlower_s = 3\npause_s = 2\nrise_s = 1\n[hold]\nleast_s = 5\nmost_s = 9\n",
            ": [tempo] has a pause of its own: leave out [hold] or [tempo]",
        ),
        (
            "[contrast]\nround_percent = 40\n",
            ":1: contrast: a contrast needs both round_percent and arch_percent",
        ),
        ("wall = 12\n", ":1: wall: 12 is not allowed; must be a section: [wall]"),
        ("[wall]\ndistance_cm = ten\n", ":2: not valid TOML: Invalid value (column 15)"),
    ],
)
def test_a_mistake_is_one_line_with_place_and_remedy(own: Path, text: str, expected: str) -> None:
    file = own / "wall-tap.toml"
    file.write_text(text, encoding="utf-8")
    assert mistakes_in_drill(file) == [f"{file}{expected}"]
    with pytest.raises(ConfigError) as caught:
        load_drill("wall-tap", own)
    assert str(caught.value) == f"{file}{expected}"
    assert caught.value.exit_code == 2


def test_all_mistakes_are_told_in_the_order_of_the_file(own: Path) -> None:
    file = own / "wall-tap.toml"
    file.write_text('[cues]\ntempo = "?"\n[dose]\nsets = 0\n')
    lines = mistakes_in_drill(file)
    assert [line.split(": ")[1] for line in lines] == ["cues.tempo", "dose.sets"]
    assert "known are: no_touch, lumbar_flexion" in lines[0]
    with pytest.raises(ConfigError, match=r"and 1 more\)$"):
        load_drills(own)


def test_a_gyms_own_drill_needs_a_title_and_a_plain_name(own: Path) -> None:
    (own / "door.toml").write_text("[dose]\nsets = 1\n")
    assert mistakes_in_drill(own / "door.toml") == [
        f"{own / 'door.toml'}: words.title: must be given: config/cues has words only for the "
        "station's own drills"
    ]
    (own / "door.toml").write_text('[words]\ntitle = "Close the door"\n')
    assert mistakes_in_drill(own / "door.toml") == []
    (own / "Our Drill.toml").write_text('[words]\ntitle = "Ours"\n')
    (line,) = mistakes_in_drill(own / "Our Drill.toml")
    assert line.endswith('small letters, digits and "-", then .toml')


def test_own_drills_come_after_the_stations_or_in_their_place(own: Path) -> None:
    (own / "door.toml").write_text('[words]\ntitle = "Close the door"\n')
    (own / "wall-tap.toml").write_text("[wall]\ndistance_cm = 14\n")
    (own / "notes.txt").write_text("no drill")
    (own / "._wall-tap.toml").write_bytes(b"\0\5\26\7")
    found = load_drills(own)
    assert [each.drill.name for each in found] == [*SHIPPED, "door"]
    assert [each.drill.name for each in found if each.own] == ["wall-tap", "door"]
    assert load_drill("wall-tap", own).drill.wall == Wall(distance_m=0.14)


def test_a_name_that_is_none_tells_the_nearest_right_one(own: Path) -> None:
    with pytest.raises(ConfigError, match=r"no drill is called Wall Tap; did you mean wall-tap\?"):
        load_drill("Wall Tap", own)
    with pytest.raises(ConfigError, match="there are: hip-crease-fold, pvc-hinge"):
        load_drill("../../etc/passwd", own)


def test_own_drills_lie_with_what_must_survive(tmp_path: Path) -> None:
    assert drills_dir({"STATE_DIRECTORY": "/var/lib/wall-tap"}) == Path("/var/lib/wall-tap/drills")
    assert drill_files(tmp_path / "none") == drill_files(Path("/nowhere"))


def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    file = tmp_path / "drills"
    file.write_text("not a folder")
    with pytest.raises(ConfigError, match="the gym's own drills cannot be read"):
        load_drills(file)
