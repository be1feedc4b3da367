"""What the coach menu tells of a running station, with its real results and signals."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pygame
import pytest

from station.assembly import open_results, open_tell
from station.calibration.applied import SetUp
from station.coach_menu import CoachMenu
from station.config import Settings
from station.drills.desk import Desk
from station.drills.screening import Protocol
from station.screen.screen import Screen
from station.screen.words import Words


@pytest.fixture
def opened() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def menu_with(opened: ExitStack, file: Path, set_up: SetUp | None = None) -> CoachMenu:
    settings = Settings()
    tell = opened.enter_context(open_tell(settings, simulate_gpio=True, sound=False))
    results = opened.enter_context(open_results(file, str))
    assert results.flush(10.0)
    screen = Screen(pygame.Surface((1280, 720), 0, 32), Words.load())
    desk = Desk((), None, ("wall-tap",), results, lambda: "1", Protocol("wall-tap"))
    return CoachMenu(
        "en", screen, tell, results, lambda: "D435 829212071234", set_up or SetUp(None, str), desk
    )


def test_where_all_is_well_there_is_nothing_to_note(opened: ExitStack, tmp_path: Path) -> None:
    facts = dict(menu_with(opened, tmp_path / "results.db").facts())
    assert facts["Camera"] == "D435 829212071234"
    assert facts["Repetitions kept"] == "0"
    assert "Please note" not in facts
    assert "Set up" not in facts


def test_a_camera_that_was_never_set_up_is_told(opened: ExitStack, tmp_path: Path) -> None:
    set_up = SetUp(tmp_path / "calibration.json", lambda: "829212071234")
    facts = dict(menu_with(opened, tmp_path / "results.db", set_up).facts())
    assert facts["Set up"] == "never: station calibrate"


def test_a_damaged_database_is_noted(opened: ExitStack, tmp_path: Path) -> None:
    database = tmp_path / "results.db"
    database.write_bytes(b"this is no database " * 400)
    facts = dict(menu_with(opened, database).facts())
    assert "was damaged" in facts["Please note"]
    assert facts["Repetitions kept"] == "0"


def test_the_language_changes_what_it_says(opened: ExitStack, tmp_path: Path) -> None:
    menu = menu_with(opened, tmp_path / "results.db")
    language = menu.actions()[2]
    assert language.label() == "Language: English"
    language.take()
    assert language.label() == "Sprache: Deutsch"
    assert menu.facts()[2][0] == "Gespeicherte Wiederholungen"
