"""Stand still: the ring fills, and where it leads."""

from __future__ import annotations

import pytest

from station.engine import Reading
from station.reasons import Reason
from station.screen.mat import room_area
from station.screen.place import PlacePicture
from station.screen.state import StateName
from station.screen.still import StillPicture, StillState
from station.screen.theme import BLUE_ORANGE
from station.screen.words import Message
from station.signals.press import Press
from station.signals.tell import Tell
from tests.screen.drawing import canvas_of, count, drawn
from tests.screen.visiting import EMPTY, Story, assert_left, plain_view, ready, still, unplaced


@pytest.mark.parametrize(
    ("then", "wanted", "after_s"),
    [
        (ready(), StateName.TEST, 0.0),
        (unplaced(Reason.NO_BASELINE), StateName.PLACE, 0.3),
        (unplaced(Reason.ONE_AT_A_TIME, drawn=False), StateName.PLACE, 0.3),
        (EMPTY, StateName.INVITATION, 2.0),
    ],
)
def test_where_it_leads(tell: Tell, then: Reading, wanted: StateName, after_s: float) -> None:
    story = Story([(0.0, still()), (1.0, then)])
    left = story.play(StillState(tell), 5.0)
    assert_left(left, wanted, 1.0 + after_s)


def test_a_long_press_opens_the_menu(tell: Tell) -> None:
    story = Story([(0.0, still())], [(0.5, Press.SHORT), (1.0, Press.LONG)])
    assert story.play(StillState(tell), 5.0) == (StateName.MENU, 1.0)


def test_a_stumble_of_the_measuring_neither_leaves_nor_empties_the_ring(tell: Tell) -> None:
    seen = [(0.0, still(0.4)), (1.0, unplaced(Reason.TOO_FEW_PIXELS)), (1.2, still(0.7))]
    rings: list[float] = []

    def note(time_s: float, picture: object) -> None:
        assert isinstance(picture, StillPicture)
        rings.append(picture.progress)

    assert Story(seen).play(StillState(tell), 3.0, each=note) is None
    assert sorted(set(rings)) == [0.4, 0.7]
    assert rings == sorted(rings)


def ring_pixels(share: float, size_px: tuple[int, int]) -> int:
    canvas = canvas_of(size_px)
    surface = drawn(StillPicture(share, plain_view()), canvas)
    card = canvas.layout.panel
    lower = card.copy()
    lower.height //= 2
    lower.bottom = card.bottom
    return count(surface, BLUE_ORANGE.clean, lower)


def test_the_ring_fills_with_the_baseline(size_px: tuple[int, int]) -> None:
    none, half, whole = (ring_pixels(share, size_px) for share in (0.0, 0.5, 1.0))
    assert none < half / 10
    assert whole - none == pytest.approx(2 * (half - none), rel=0.04)


def test_whoever_stands_still_is_seen() -> None:
    canvas = canvas_of()
    surface = drawn(StillPicture(0.5, plain_view()), canvas)
    assert count(surface, BLUE_ORANGE.body, room_area(canvas.layout)) > 20_000


def test_it_begins_where_placing_right_ends() -> None:
    placed = drawn(PlacePicture(Message.NO_BASELINE, plain_view()), canvas_of())
    begins = drawn(StillPicture(0.0, plain_view()), canvas_of())
    assert placed.get_buffer().raw == begins.get_buffer().raw


def test_only_a_ring_well_on_its_way_is_worth_a_file() -> None:
    assert [StillPicture(share).name for share in (0.1, 0.5, 0.9)] == [None, None, "still"]
