"""The number that lets a phone in: shown only while somebody stands there, and large."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pygame
import pytest

from station.screen.desk_picture import words_and_code
from station.screen.pairing import ANSWERS_S, CLOSES_AFTER_S, TOLD_S, PairingState
from station.screen.pairing_picture import (
    PairingFace,
    PairingPicture,
    PairingView,
    clock_text,
    spaced,
)
from station.screen.picture import Picture
from station.screen.state import StateName
from station.signals.press import Press
from station.signals.tell import Tell
from tests.screen.drawing import LANGUAGES, canvas_of, drawn, notes
from tests.screen.screenings import ADDRESS, PICTURES
from tests.screen.visiting import EMPTY, Story, assert_left

OPEN = PairingView(PairingFace.OPEN, ADDRESS, "482913")


class Page:
    """A coach's page: what it says from which second on, and what the screen told it."""

    def __init__(self, *says: tuple[float, PairingView | None]) -> None:
        self.says = list(says)
        self.shown: list[bool] = []
        self.asked = 0
        self.now_s = 0.0

    def view(self) -> PairingView | None:
        """What it says now."""
        self.asked += 1
        return [view for start_s, view in self.says if start_s <= self.now_s + 1e-9][-1]

    def play(
        self, tell: Tell, *presses: tuple[float, Press], until_s: float = 300.0
    ) -> tuple[tuple[StateName, float] | None, list[PairingPicture]]:
        """Show the pairing; where it goes and when, and each picture once."""
        state = PairingState(tell, self.view, self.shown.append)
        seen: list[PairingPicture] = []

        def note(time_s: float, picture: Picture) -> None:
            self.now_s = time_s
            assert isinstance(picture, PairingPicture)
            if not seen or seen[-1] != picture:
                seen.append(picture)

        return Story([(0.0, EMPTY)], list(presses)).play(state, until_s, each=note), seen


def test_the_page_hears_that_the_screen_shows_the_number_and_that_it_does_no_more(
    tell: Tell,
) -> None:
    page = Page((0.0, OPEN))
    left, _ = page.play(tell, (5.0, Press.LONG))
    assert left == (StateName.INVITATION, 5.0)
    assert page.shown == [True, False]


def test_it_closes_after_two_minutes_and_counts_them_down(tell: Tell) -> None:
    left, seen = Page((0.0, OPEN)).play(tell)
    assert_left(left, StateName.INVITATION, CLOSES_AFTER_S)
    assert [picture.left_s for picture in seen] == list(range(120, 0, -1))


def test_a_short_press_does_nothing(tell: Tell) -> None:
    assert Page((0.0, OPEN)).play(tell, (5.0, Press.SHORT), until_s=20.0)[0] is None


def test_a_phone_that_is_in_is_confirmed_and_the_invitation_comes_back(tell: Tell) -> None:
    """The page makes a new number at once; that one is for nobody here."""
    paired = PairingView(PairingFace.PAIRED)
    page = Page((0.0, OPEN), (10.0, paired), (10.2, replace(OPEN, pin="111111")))
    left, seen = page.play(tell)
    assert_left(left, StateName.INVITATION, 10.0 + TOLD_S)
    assert "111111" not in {picture.view.pin for picture in seen}
    assert seen[-1].view.face is PairingFace.PAIRED


def test_a_new_number_takes_the_place_of_the_old_one(tell: Tell) -> None:
    page = Page((0.0, OPEN), (10.0, replace(OPEN, pin="000007")))
    _, seen = page.play(tell, until_s=12.0)
    assert list(dict.fromkeys(picture.view.pin for picture in seen)) == ["482913", "000007"]


def test_a_page_that_answers_late_is_waited_for(tell: Tell) -> None:
    _, seen = Page((0.0, None), (0.8, OPEN)).play(tell, until_s=3.0)
    faces = list(dict.fromkeys(picture.view.face for picture in seen))
    assert faces == [PairingFace.WAITING, PairingFace.OPEN]


def test_a_page_that_does_not_answer_is_told_until_it_does(tell: Tell) -> None:
    page = Page((0.0, None), (ANSWERS_S + 5.0, OPEN))
    _, seen = page.play(tell, until_s=9.0)
    faces = list(dict.fromkeys(picture.view.face for picture in seen))
    assert faces == [PairingFace.WAITING, PairingFace.NOT_RUNNING, PairingFace.OPEN]


def test_it_opens_anew_without_what_was_last(tell: Tell) -> None:
    page = Page((0.0, PairingView(PairingFace.PAIRED)))
    state = PairingState(tell, page.view, page.shown.append)
    assert Story([(0.0, EMPTY)]).play(state, 10.0) is not None
    page.says = [(0.0, OPEN)]
    assert Story([(0.0, EMPTY)]).play(state, 10.0) is None


@pytest.mark.parametrize(("pin", "shown"), [("482913", "482 913"), ("000007", "000 007")])
def test_the_digits_stand_in_threes(pin: str, shown: str) -> None:
    assert spaced(pin) == shown


@pytest.mark.parametrize(("seconds", "text"), [(899.2, "15:00"), (60.0, "1:00"), (4.4, "0:05")])
def test_a_lock_is_told_in_minutes(seconds: float, text: str) -> None:
    assert clock_text(seconds) == text
    view = PairingView(PairingFace.LOCKED, locked_s=seconds)
    canvas = canvas_of()
    drawn(PairingPicture(view, 20), canvas)
    assert text in " ".join(written for written, _ in notes(canvas))


@pytest.mark.parametrize("size_px", [(1920, 1080), (800, 480), (1080, 1920)])
def test_the_number_is_by_far_the_largest(size_px: tuple[int, int]) -> None:
    canvas = canvas_of(size_px)
    drawn(PICTURES["pairing"], canvas)
    heights = {text: box.height / canvas.layout.unit_px for text, box in notes(canvas)}
    assert heights.pop("482 913") >= 13.0 > 2 * max(heights.values())


@pytest.mark.parametrize("size_px", [(1920, 1080), (800, 480), (1080, 1920)])
def test_a_phone_reads_the_address(size_px: tuple[int, int]) -> None:
    canvas = canvas_of(size_px)
    surface = drawn(PICTURES["pairing"], canvas)
    card = words_and_code(canvas.layout, with_code=True)[1]
    pixels = pygame.surfarray.array3d(surface.subsurface(card)).swapaxes(0, 1)
    read, _, _ = cv2.QRCodeDetector().detectAndDecode(np.ascontiguousarray(pixels[..., ::-1]))
    assert read == ADDRESS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["pairing off", "pairing not running", "pairing locked", "paired"])
def test_without_a_number_none_is_shown_and_no_code(name: str, language: str) -> None:
    canvas = canvas_of(language=language)
    drawn(PICTURES[name], canvas)
    texts = " ".join(text for text, _ in notes(canvas))
    assert "482" not in texts
    assert ADDRESS not in texts
