"""What is wrong with the station itself: its own words, a sign, and the cause."""

from __future__ import annotations

import pytest

from station.screen.theme import BLUE_ORANGE, RED_GREEN, Theme
from station.screen.trouble import TroublePicture
from station.screen.words import Message
from tests.screen.drawing import canvas_of, count, drawn, notes

TROUBLES = (Message.CAMERA_TROUBLE, Message.NO_PICTURE, Message.NO_FLOOR)
DETAIL = "no camera found; plug it into a blue USB port"


def test_every_trouble_looks_different_and_has_a_name_of_its_own() -> None:
    pictures = [TroublePicture(message) for message in (*TROUBLES, Message.STARTING)]
    assert len({drawn(picture, canvas_of()).get_buffer().raw for picture in pictures}) == 4
    assert [picture.name for picture in pictures] == [
        "camera-trouble",
        "no-picture",
        "no-floor",
        "starting",
    ]


@pytest.mark.parametrize("theme", [BLUE_ORANGE, RED_GREEN], ids=lambda theme: theme.name)
def test_a_sign_warns_of_trouble_but_not_of_a_start(theme: Theme, size_px: tuple[int, int]) -> None:
    canvas = canvas_of(size_px, theme=theme)
    sign_px = (0.1 * min(size_px)) ** 2 / 3
    for message in TROUBLES:
        assert count(drawn(TroublePicture(message), canvas), theme.fault) > sign_px
    assert count(drawn(TroublePicture(Message.STARTING), canvas), theme.fault) == 0


def test_the_cause_is_written_whole_before_what_the_station_does(size_px: tuple[int, int]) -> None:
    canvas = canvas_of(size_px)
    drawn(TroublePicture(Message.CAMERA_TROUBLE, DETAIL), canvas)
    told = " ".join(text for text, _ in notes(canvas))
    assert told.startswith(f"Camera trouble {DETAIL} Trying again")


def test_another_detail_is_seen_at_once() -> None:
    canvas = canvas_of()
    drawn(TroublePicture(Message.CAMERA_TROUBLE, "first"), canvas)
    drawn(TroublePicture(Message.CAMERA_TROUBLE, "second"), canvas)
    told = [text for text, _ in notes(canvas)]
    assert "second" in told
