"""Thank you: who comes next, and a code a phone can read."""

from __future__ import annotations

import cv2
import numpy as np
import pygame
import pytest

from station.drills.ladder import LadderRules
from station.drills.walk_up import WalkUpTest
from station.engine import Reading
from station.reasons import Reason
from station.screen.result_text import result_text
from station.screen.state import StateName, Visit
from station.screen.thanks import ThanksPicture, ThanksState
from station.screen.words import Words
from station.signals.press import Press
from station.signals.tell import Tell
from tests.screen import puppet
from tests.screen.drawing import LANGUAGES, canvas_of, drawn, notes
from tests.screen.visiting import EMPTY, LEARNING, Story, assert_left, ready, unplaced

CLEAN, FAULTY = puppet.VERDICTS[0], puppet.VERDICTS[1]
SCORED = puppet.result((CLEAN, CLEAN, CLEAN, CLEAN, FAULTY, FAULTY))
UNSCORED = puppet.result((FAULTY, FAULTY))
STANDS = ready()


@pytest.mark.parametrize("nobody", [EMPTY, LEARNING])
def test_after_45_s_with_nobody_the_invitation_comes_back(tell: Tell, nobody: Reading) -> None:
    story = Story([(0.0, STANDS), (5.0, nobody)])
    left = story.play(ThanksState(tell), 60.0)
    assert_left(left, StateName.INVITATION, 50.0)


def test_whoever_stays_on_the_mat_is_not_the_next_one(tell: Tell) -> None:
    stumble = [(0.0, STANDS), (3.0, EMPTY), (3.3, STANDS), (8.0, unplaced(Reason.LOST))]
    assert Story(stumble).play(ThanksState(tell), 60.0) is None


def test_who_comes_as_the_thanks_come_is_the_next_one(tell: Tell) -> None:
    story = Story([(0.0, EMPTY), (0.3, STANDS)])
    assert_left(story.play(ThanksState(tell), 60.0), StateName.PLACE, 0.5)


def test_the_next_one_starts_at_once(tell: Tell) -> None:
    story = Story([(0.0, STANDS), (3.0, EMPTY), (6.0, unplaced(Reason.TURN_SIDE_ON))])
    left = story.play(ThanksState(tell), 60.0)
    assert_left(left, StateName.PLACE, 6.2)


@pytest.mark.parametrize(
    ("press", "wanted"), [(Press.SHORT, StateName.INVITATION), (Press.LONG, StateName.MENU)]
)
def test_the_button(tell: Tell, press: Press, wanted: StateName) -> None:
    assert Story([(0.0, STANDS)], [(2.0, press)]).play(ThanksState(tell), 9.0) == (wanted, 2.0)


def test_the_result_of_the_visit_is_shown(tell: Tell) -> None:
    test = WalkUpTest(LadderRules())
    test.skip()
    shown: list[object] = []
    for visit in (Visit(test), Visit()):
        story = Story([(0.0, EMPTY)])
        story.play(ThanksState(tell), 0.0, visit, each=lambda _, picture: shown.append(picture))
    assert shown == [ThanksPicture(test.result), ThanksPicture(None)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size_px", [(1280, 720), (720, 1280), (1920, 1080)])
def test_a_phone_reads_the_result_off_the_screen(language: str, size_px: tuple[int, int]) -> None:
    words = Words.load(language)
    for result in (SCORED, UNSCORED):
        surface = drawn(ThanksPicture(result), canvas_of(size_px, language))
        grey = pygame.surfarray.array3d(surface).mean(axis=2).T.astype(np.uint8)
        read, _, _ = cv2.QRCodeDetector().detectAndDecode(grey)
        assert read == result_text(result, words)


def test_the_score_is_written_large_and_on_one_line(size_px: tuple[int, int]) -> None:
    canvas = canvas_of(size_px, "de")
    drawn(ThanksPicture(SCORED), canvas)
    assert dict(notes(canvas))["12,5 cm"].height >= canvas.layout.px(9)


def test_without_a_score_there_is_no_number() -> None:
    canvas = canvas_of((1280, 720))
    drawn(ThanksPicture(UNSCORED), canvas)
    assert not any("cm" in text for text, _ in notes(canvas))


def test_without_a_test_there_is_only_the_thanks() -> None:
    canvas = canvas_of()
    drawn(ThanksPicture(None), canvas)
    assert [text for text, _ in notes(canvas)] == ["Thank you", "Who is next?"]
