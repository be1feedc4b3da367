"""The screens of a set-up: every text fits, in every language, wide and tall."""

from __future__ import annotations

import itertools

import pygame
import pytest

from station.drills.setting_up import Found, Refusal, SettingUp, Step
from station.engine import Stage
from station.reasons import Reason
from station.scene.flaws import Flaw
from station.screen.layout import BODY
from station.screen.picture import Picture
from station.screen.place import PlacePicture
from station.screen.set_up_summary import SummaryPicture, summary_rows
from station.screen.setting_up import CancelledPicture, RefusedPicture, StepPicture, picture_of
from station.screen.still import StillPicture
from station.screen.theme import BLUE_ORANGE
from station.screen.words import Words
from tests.drills.test_setting_up import GOOD, at_the_board, tapped
from tests.screen import puppet
from tests.screen.drawing import LANGUAGES, canvas_of, count, drawn, notes
from tests.screen.visiting import plain_view, unplaced

FOUND = Found(GOOD, 2.18, (-11.3, -10.3, -14.6))
PICTURES: dict[str, Picture] = {
    "board": StepPicture("board", board_mm=125.0),
    "empty": StepPicture("empty", progress=0.4),
    "farther": StepPicture("farther", (("cm", "35"),), view=plain_view()),
    "taps": StepPicture("taps", view=puppet.reading(0.8).side_view, gaps_mm=FOUND.gaps_mm),
    "summary": SummaryPicture(FOUND),
    "kept": SummaryPicture(FOUND, Step.KEPT),
    "cancelled": CancelledPicture(),
}


def longest_refusals(words: Words) -> list[RefusedPicture]:
    """Those with the most to say in this language."""

    def letters(reason: Flaw | Refusal) -> int:
        return sum(len(words.get(f"calibrate.{reason}", part)) for part in ("title", "text"))

    reasons = sorted((*Flaw, *Refusal), key=letters)
    return [RefusedPicture(reason, 12.5) for reason in reasons[-3:]]


@pytest.mark.parametrize("size_px", [(1280, 720), (720, 1280)], ids=["wide", "tall"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_fits_and_can_be_read(language: str, size_px: tuple[int, int]) -> None:
    for picture in (*PICTURES.values(), *longest_refusals(Words.load(language))):
        canvas, name = canvas_of(size_px, language), picture.name
        drawn(picture, canvas)
        assert all(canvas.layout.content.contains(box) for _, box in notes(canvas)), name
        for (first, one), (second, other) in itertools.combinations(notes(canvas), 2):
            assert not one.colliderect(other), (name, first, second)
        least = min(box.height for _, box in notes(canvas)) / canvas.layout.unit_px
        assert least >= 0.75 * BODY, name


def test_the_look_fills_its_bar_and_every_tap_its_place() -> None:
    canvas = canvas_of((1280, 720))
    seen = [
        count(drawn(StepPicture("empty", progress=share), canvas), BLUE_ORANGE.clean)
        for share in (0.2, 0.8)
    ]
    assert seen[1] == pytest.approx(4 * seen[0], rel=0.02)
    for taps in range(4):
        fresh = canvas_of((1280, 720))
        drawn(StepPicture("taps", gaps_mm=FOUND.gaps_mm[:taps]), fresh)
        assert sum("cm" in text for text, _ in notes(fresh)) == taps


def test_the_board_stands_where_it_was_said() -> None:
    def left(board_mm: float) -> int:
        surface = drawn(StepPicture("empty", board_mm=board_mm), canvas_of())
        mask = pygame.mask.from_threshold(surface, BLUE_ORANGE.wall, (1, 1, 1, 255))
        return min(rect.left for rect in mask.get_bounding_rects())

    assert left(250.0) < left(100.0)


def test_each_step_has_its_picture() -> None:
    steps = SettingUp()
    assert shown(steps) == "calibrate-board"
    steps.go_on()
    assert shown(steps) == "calibrate-empty"
    steps.saw_scene(GOOD)
    near = unplaced(Reason.TURN_SIDE_ON)
    assert isinstance(picture_of(steps, near, 0.0, 10.0), PlacePicture)
    still = puppet.nobody(Stage.STANDING_STILL, None)
    assert isinstance(picture_of(steps, still, 0.0, 10.0), StillPicture)
    steps.stood(2.86)
    told = picture_of(steps, near, 0.0, 10.0)
    assert isinstance(told, StepPicture)
    assert (told.key, told.values) == ("nearer", (("cm", "20"),))
    assert shown(at_the_board()) == "calibrate-taps"
    assert shown(tapped(-9.0)) == "calibrate-taps-1"
    assert shown(tapped(-9.0, -10.0, -11.0)) == "calibrate-summary"
    assert shown(tapped(-1.0, -10.0, -20.0)) == "calibrate-refused-taps-apart"


def test_only_what_is_kept_is_told_so() -> None:
    steps = tapped(-9.0, -10.0, -11.0)
    assert "Kept" not in told(steps)
    steps.go_on()
    assert "Kept" in told(steps)
    for cancelled in (SettingUp(), tapped(-9.0, -10.0, -11.0), tapped(-1.0, -10.0, -20.0)):
        cancelled.cancel()
        assert told(cancelled) == ["Nothing was kept"]


def told(steps: SettingUp) -> list[str]:
    """Every text on the screen."""
    canvas = canvas_of()
    drawn(picture_of(steps, None, 0.0, 10.0), canvas)
    return [text for text, _ in notes(canvas)]


def shown(steps: SettingUp) -> str | None:
    return picture_of(steps, None, 0.0, 10.0).name


def test_the_summary_tells_the_offset_before_and_after() -> None:
    rows = dict(summary_rows(FOUND, Words.load("de")))
    assert rows["Abstand am Brett gelesen"] == "-11,3 mm"
    assert rows["Abstand von jetzt an"] == "± 3,3 mm"
    assert rows["Höhe der Kamera"] == "1,00 m"
    assert rows["Neigung, Drehung"] == "0,0°, 0,0°"
