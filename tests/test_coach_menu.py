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
from station.desk_menu import DeskMenu
from station.drills.commands import DeleteGroup, SkipAthlete
from station.drills.desk import Desk
from station.drills.refusal import Refusal
from station.drills.screening import Protocol
from station.screen.menu import MenuAction
from station.screen.screen import Screen
from station.screen.state import StateName
from station.screen.words import Words
from tests.drills.made_groups import Kept, desk_of, group_of, screened


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
    language = menu.actions()[-1]
    assert language.label() == "Language: English"
    language.take()
    assert language.label() == "Sprache: Deutsch"
    assert menu.facts()[2][0] == "Gespeicherte Wiederholungen"


def desk_and_lines(desk: Desk, language: str = "en") -> dict[str, MenuAction]:
    """The lines of the desk's offers, by their words."""
    screen = Screen(pygame.Surface((1280, 720), 0, 32), Words.load(language))
    return {action.label(): action for action in DeskMenu(desk, screen).actions()}


def test_every_offer_of_the_desk_has_its_line_and_is_done() -> None:
    desk, _ = screened("Jörg O'Hara", "🦊", "Zoë")
    assert list(desk_and_lines(desk)) == [
        "Skip: Jörg O'Hara", "Absent: Jörg O'Hara", "Close the screening",
    ]  # fmt: skip
    skip = desk_and_lines(desk)["Skip: Jörg O'Hara"]
    assert skip.take() is None
    assert skip.leads_to is StateName.INVITATION
    # Whom the font cannot write is told by the place on the roster.
    assert "Absent: Athlete 2" in desk_and_lines(desk)
    desk.done("a1")
    lines = desk_and_lines(desk)
    assert list(lines)[:2] == ["Next athlete", "Again: Athlete 2"]
    assert lines["Again: Athlete 2"].take() is None
    assert desk.screening is not None
    assert desk.screening.state.called == "a1"


def test_a_screening_is_begun_by_the_name_of_its_group() -> None:
    kept = Kept({"g": group_of("Ana", uid="g", name="U16"), "h": group_of("Ben", name="🦊")})
    lines = desk_and_lines(desk_of(kept))
    assert list(lines) == ["Start: U16", "Start: 2"]
    assert lines["Start: U16"].take() is None


def test_what_the_phone_was_faster_with_is_refused_with_words() -> None:
    desk, _ = screened("Ana", "Ben")
    skip = desk_and_lines(desk, "de")["Zurückstellen: Ana"]
    assert desk.take(SkipAthlete("a0")) is None
    assert skip.take() == Words.load("de").refusal(Refusal.NO_LONGER_CALLED)
    assert desk.screening is not None
    assert desk.screening.state.called == "a1"


def test_a_group_that_the_phone_deletes_while_the_menu_is_open_does_no_harm() -> None:
    desk = desk_of(Kept({"g": group_of("Ana", uid="g", name="U16")}))
    start = desk_and_lines(desk)["Start: U16"]
    assert desk.take(DeleteGroup("g")) is None
    assert start.label() == "Start: "
    assert start.take() == Words.load().refusal(Refusal.NO_SUCH_GROUP)


def test_the_menu_leads_to_the_screen_that_lets_a_phone_in(
    opened: ExitStack, tmp_path: Path
) -> None:
    lines = {line.label(): line for line in menu_with(opened, tmp_path / "results.db").actions()}
    assert lines["Coach's phone"].take() is None
    assert lines["Coach's phone"].leads_to is StateName.PAIRING
