"""The screens around the test, at every size and in every language: nothing is cut or collides."""

from __future__ import annotations

import itertools

import pygame
import pytest

from station.camera_trouble import CAMERA_WORDS
from station.screen.canvas import Canvas
from station.screen.invitation import InvitationPicture
from station.screen.layout import Layout
from station.screen.menu import MenuPicture
from station.screen.picture import Picture
from station.screen.place import PlacePicture
from station.screen.still import StillPicture
from station.screen.thanks import ThanksPicture
from station.screen.theme import BLUE_ORANGE
from station.screen.trouble import TroublePicture
from station.screen.words import Message, Words
from tests.screen import puppet
from tests.screen.drawing import LANGUAGES, alike, canvas_of, drawn, notes
from tests.screen.visiting import plain_view

CLEAN, FAULTY = puppet.VERDICTS[0], puppet.VERDICTS[1]
SCORED = puppet.result((CLEAN, CLEAN, FAULTY, FAULTY))
UNSCORED = puppet.result((FAULTY, FAULTY))
LONG = "no camera: " + "check the cable and the blue port, then plug it in again; " * 3
STATION = (Message.CAMERA_TROUBLE, Message.NO_PICTURE, Message.NO_FLOOR, Message.STARTING)
TO_DO = [message for message in Message if message not in STATION]


def menu(words: Words) -> MenuPicture:
    """A menu with the words it has on a station, and a fact that is too long."""
    labels = (words.get("menu", "language", name="English"), words.get("menu", "skip"))
    keys = ("version", "camera", "kept", "clock", "note")
    values = ("0.1.0", "D435 829212071234", LONG, "2026-11-21 12:53", LONG)
    facts = tuple((words.get("menu", key), v) for key, v in zip(keys, values, strict=True))
    return MenuPicture((*labels, words.get("menu", "sound_off")), 1, facts)


def longest_camera_words(words: Words) -> str:
    """What a camera's trouble may need the most room for."""
    return max((words.get("camera", key) for key in CAMERA_WORDS.values()), key=len)


def longest_step(words: Words) -> str:
    """What is being done about it."""
    return max((words.get("camera_step", key) for key in ("reopen", "reset", "exit")), key=len)


def pictures(words: Words) -> dict[str, Picture]:
    """Every screen around the test."""
    return {
        "learning": InvitationPicture(asks=Message.LEARNING),
        "bumped": InvitationPicture(asks=Message.MOVED),
        "invitation": InvitationPicture(0.0),
        "tap": InvitationPicture(2.8),
        "still": StillPicture(0.6, plain_view()),
        "thanks": ThanksPicture(SCORED),
        "no score": ThanksPicture(UNSCORED),
        "no test": ThanksPicture(None),
        "menu": menu(words),
        "trouble": TroublePicture(Message.CAMERA_TROUBLE, LONG),
        **{message.value: TroublePicture(message) for message in STATION},
        "camera": TroublePicture(
            Message.CAMERA_TROUBLE, longest_camera_words(words), longest_step(words)
        ),
        **{f"place {message.value}": PlacePicture(message, plain_view()) for message in TO_DO},
        "ghost": PlacePicture(Message.NOBODY),
    }


def assert_kept_clear(picture: Picture, canvas: Canvas) -> None:
    """Nothing of the picture lies in the margins, and no text on another."""
    surface = drawn(picture, canvas)
    content = canvas.layout.content
    for margin in _margins(canvas.layout):
        assert alike(surface, BLUE_ORANGE.ground, margin).all(), margin
    written = [(text, box) for text, box in notes(canvas) if box.top >= content.top]
    assert all(content.contains(box) for _, box in written), written
    for (first, one), (second, other) in itertools.combinations(written, 2):
        assert not one.colliderect(other), (first, second)


NAMES = list(pictures(Words.load()))


@pytest.mark.parametrize("name", NAMES)
def test_margins_stay_free_and_texts_apart(size_px: tuple[int, int], name: str) -> None:
    for language, banner in (*((language, False) for language in LANGUAGES), ("de", True)):
        canvas = canvas_of(size_px, language, banner=banner)
        assert_kept_clear(pictures(canvas.words)[name], canvas)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size_px", [(1280, 720), (720, 1280)])
@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("menu", "trouble")])
def test_every_text_can_be_read_from_three_metres(
    language: str, size_px: tuple[int, int], name: str
) -> None:
    canvas = canvas_of(size_px, language)
    drawn(pictures(canvas.words)[name], canvas)
    heights = [box.height / canvas.layout.unit_px for _, box in notes(canvas)]
    # The largest says what to do: 7 mm per metre; everything else at least 5 (see layout.py).
    assert max(heights) >= 6.9
    assert min(heights) >= 4.5


def _margins(layout: Layout) -> list[pygame.Rect]:
    """The four strips around the content; two pixels for smooth edges."""
    inside = layout.content.inflate(4, 4)
    width_px, top = layout.width_px, layout.banner.bottom
    height_px = layout.height_px - top
    return [
        pygame.Rect(0, top, width_px, inside.top - top),
        pygame.Rect(0, inside.bottom, width_px, layout.height_px - inside.bottom),
        pygame.Rect(0, top, inside.left, height_px),
        pygame.Rect(inside.right, top, width_px - inside.right, height_px),
    ]
