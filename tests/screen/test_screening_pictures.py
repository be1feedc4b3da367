"""The screens of a screening: nothing is cut, collides or gets too small, whatever the names."""

from __future__ import annotations

import pytest

from station.drills.refusal import Refusal
from station.screen.menu import MenuPicture
from station.screen.names import NameTag
from station.screen.picture import Picture
from station.screen.place import PlacePicture
from station.screen.still import StillPicture
from station.screen.words import Message, Words
from tests.drills.made_groups import TEAM_OF_20
from tests.screen.drawing import canvas_of, drawn, notes
from tests.screen.screenings import LONGEST, PICTURES, WIDEST
from tests.screen.test_kept_clear import assert_kept_clear
from tests.screen.visiting import plain_view

WIDE_PX, SMALL_PX, TALL_PX, LARGE_PX = (1280, 720), (800, 480), (720, 1280), (1920, 1080)
SHOWN = [
    *((WIDE_PX, language, False) for language in ("en", "de", "es")),
    (WIDE_PX, "de", True),
    (SMALL_PX, "es", False),
    (TALL_PX, "de", False),
    (LARGE_PX, "en", True),
]
HELD_IN_HAND = ("long menu",)
"""Whoever reads them stands at the button."""
EXTREME = ("called last", "worst", "unseen", "clean enough", "empty group", "all tested")
"""Sixty wide letters, ten repetitions, the longest words with the address: a little smaller."""


def pictures(words: Words) -> dict[str, Picture]:
    """Every picture that a name or an offer of the desk can make difficult."""
    longest = max((words.refusal(refusal) for refusal in Refusal), key=len)
    labels = tuple(words.get("menu", "absent", name=name) for name in TEAM_OF_20)
    return {
        **PICTURES,
        "still": StillPicture(0.6, plain_view(), called=NameTag(WIDEST)),
        "place": PlacePicture(Message.BACK_HIDDEN, plain_view(), called=NameTag(LONGEST)),
        "long menu": MenuPicture(labels, 9),
        "refused": MenuPicture(("One",), 1, refused=longest),
    }


@pytest.mark.parametrize("name", pictures(Words.load()))
def test_it_is_kept_clear_and_can_be_read(name: str) -> None:
    """The largest words from three metres, all the others not much smaller; see layout.py."""
    for size_px, language, banner in SHOWN:
        canvas = canvas_of(size_px, language, banner=banner)
        assert_kept_clear(pictures(canvas.words)[name], canvas)
        heights = {
            text: (box.height + 0.5) / canvas.layout.unit_px
            for text, box in notes(canvas)
            if box.top >= canvas.layout.content.top
        }
        least = 3.7 if name in EXTREME or banner else 4.2
        assert min(heights.values()) >= least, (size_px, language, heights)
        largest = 4.8 if name in HELD_IN_HAND else 5.9 if banner else 6.8
        assert max(heights.values()) >= largest, (size_px, language, heights)


@pytest.mark.parametrize("make", [StillPicture, PlacePicture])
def test_who_is_called_stands_above_what_to_do(make: type) -> None:
    first = 0.6 if make is StillPicture else Message.TURN_SIDE_ON
    canvas = canvas_of()
    drawn(make(first, plain_view(), called=NameTag("Jörg O'Hara")), canvas)
    texts = [text for text, _ in notes(canvas)]
    assert texts[0] == "Jörg O'Hara"
    unnamed = canvas_of()
    drawn(make(first, plain_view()), unnamed)
    assert [text for text, _ in notes(unnamed)] == texts[1:]
