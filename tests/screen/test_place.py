"""Place yourself: where it leads, what it says and when, and what the lights do meanwhile."""

from __future__ import annotations

import itertools

import pytest

from station.engine import Reading
from station.reasons import Reason
from station.screen.mat import room_area
from station.screen.place import PlacePicture, PlaceState
from station.screen.state import StateName
from station.screen.theme import BLUE_ORANGE, RED_GREEN, Theme
from station.screen.words import Message, reason_key
from station.signals.patterns import DARK, TROUBLES, Trouble
from station.signals.press import Press
from station.signals.signals import Signals
from station.signals.tell import Tell
from tests.screen.drawing import canvas_of, count, drawn, where
from tests.screen.visiting import (
    EMPTY,
    LEARNING,
    Story,
    assert_left,
    plain_view,
    ready,
    still,
    unplaced,
)

TURN = unplaced(Reason.TURN_SIDE_ON)


def shown(state: PlaceState, story: Story, until_s: float) -> list[tuple[float, Message]]:
    """Which message came up at which second."""
    changes: list[tuple[float, Message]] = []

    def note(time_s: float, picture: object) -> None:
        assert isinstance(picture, PlacePicture)
        if not changes or changes[-1][1] is not picture.message:
            changes.append((time_s, picture.message))

    story.play(state, until_s, each=note)
    return changes


@pytest.mark.parametrize(
    ("then", "wanted", "after_s"),
    [
        (still(), StateName.STILL, 0.0),
        (ready(), StateName.TEST, 0.0),
        (EMPTY, StateName.INVITATION, 2.0),
        (LEARNING, StateName.INVITATION, 2.0),
    ],
)
def test_where_it_leads(tell: Tell, then: Reading, wanted: StateName, after_s: float) -> None:
    story = Story([(0.0, TURN), (3.0, then)])
    left = story.play(PlaceState(tell), 8.0)
    assert_left(left, wanted, 3.0 + after_s)


def test_somebody_who_comes_back_in_time_stays(tell: Tell) -> None:
    story = Story([(0.0, TURN), (1.0, EMPTY), (2.8, TURN), (4.0, EMPTY), (5.8, TURN)])
    assert story.play(PlaceState(tell), 9.0) is None


def test_only_a_long_press_does_something(tell: Tell) -> None:
    story = Story([(0.0, TURN)], [(1.0, Press.SHORT), (2.0, Press.LONG)])
    assert story.play(PlaceState(tell), 5.0) == (StateName.MENU, 2.0)


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_its_words_at_once(tell: Tell, reason: Reason) -> None:
    story = Story([(0.0, unplaced(reason))])
    assert shown(PlaceState(tell), story, 1.0) == [(0.0, Message(reason_key(reason)))]


def test_other_words_come_after_a_third_of_a_second(tell: Tell) -> None:
    story = Story([(0.0, TURN), (2.0, unplaced(Reason.ONE_AT_A_TIME, drawn=False))])
    assert shown(PlaceState(tell), story, 4.0) == [
        (0.0, Message.TURN_SIDE_ON),
        (pytest.approx(2.3, abs=0.04), Message.ONE_AT_A_TIME),
    ]


def test_a_stumble_of_the_measuring_flashes_no_words(tell: Tell) -> None:
    stumbles = [
        (second + offset_s, reading)
        for second in range(5)
        for offset_s, reading in ((0.0, TURN), (0.5, unplaced(Reason.TOO_FEW_PIXELS)), (0.7, TURN))
    ]
    assert shown(PlaceState(tell), Story(stumbles), 5.0) == [(0.0, Message.TURN_SIDE_ON)]


@pytest.mark.parametrize(
    ("reason", "trouble"),
    [
        (Reason.ONE_AT_A_TIME, Trouble.SEVERAL),
        (Reason.TOO_FEW_PIXELS, Trouble.UNSEEN),
        (Reason.BACK_HIDDEN, Trouble.UNSEEN),
    ],
)
def test_the_lights_say_what_is_in_the_way_as_long_as_the_words_do(
    signals: Signals, tell: Tell, reason: Reason, trouble: Trouble
) -> None:
    played: list[tuple[float, str]] = []

    def note(time_s: float, picture: object) -> None:
        tell.update(time_s)
        playing = DARK if signals.state == DARK.at(0.0) else signals.pattern
        played.append((time_s, playing.name))

    story = Story([(0.0, TURN), (2.0, unplaced(reason)), (9.0, TURN)])
    story.play(PlaceState(tell), 16.0, each=note)
    seconds = [time_s for time_s, name in played if name == TROUBLES[trouble].name]
    assert {name for _, name in played} == {DARK.name, TROUBLES[trouble].name}
    assert 2.2 < min(seconds) < 2.5
    assert max(seconds) < 9.4 + TROUBLES[trouble].duration_s


def test_the_lights_are_calm_once_it_is_left(signals: Signals, tell: Tell) -> None:
    story = Story([(0.0, unplaced(Reason.ONE_AT_A_TIME)), (1.0, still())])
    story.play(PlaceState(tell), 3.0, each=lambda time_s, _: tell.update(time_s))
    for frame in range(30 * 10):
        tell.update(10 + frame / 30)
    assert signals.state == DARK.at(0.0)


@pytest.mark.parametrize("theme", [BLUE_ORANGE, RED_GREEN], ids=lambda theme: theme.name)
def test_a_frame_shows_when_it_is_right(size_px: tuple[int, int], theme: Theme) -> None:
    canvas = canvas_of(size_px, theme=theme)
    room = room_area(canvas.layout)
    edges = [(room.centerx, room.top + 2), (room.left + 2, room.centery)]
    edges += [(room.centerx, room.bottom - 3), (room.right - 3, room.centery)]
    surface = drawn(PlacePicture(Message.TURN_SIDE_ON, plain_view()), canvas)
    assert [surface.get_at(edge)[:3] for edge in edges] == [theme.ground] * 4
    surface = drawn(PlacePicture(Message.NO_BASELINE, plain_view()), canvas)
    assert [surface.get_at(edge)[:3] for edge in edges] == [theme.clean] * 4


def test_whoever_stands_there_is_seen_and_both_footprints(size_px: tuple[int, int]) -> None:
    canvas = canvas_of(size_px)
    room, unit_px = room_area(canvas.layout), canvas.layout.unit_px
    surface = drawn(PlacePicture(Message.TURN_SIDE_ON, plain_view()), canvas)
    body = where(surface, BLUE_ORANGE.body, room)
    assert body[:, 1].max() - body[:, 1].min() > 25 * unit_px
    assert abs(body[:, 0].mean() - room.centerx) < 3 * unit_px
    prints = where(surface, BLUE_ORANGE.quiet_text, room)
    rows = sorted(set(prints[:, 1].tolist()))
    gaps = [above for above, below in itertools.pairwise(rows) if below - above > 2]
    assert len(gaps) == 1


def test_when_nobody_can_be_drawn_a_ghost_shows_how_to_stand() -> None:
    canvas = canvas_of()
    surface = drawn(PlacePicture(Message.ONE_AT_A_TIME), canvas)
    assert count(surface, BLUE_ORANGE.body) == 0
    room = room_area(canvas.layout)
    dashes = where(surface, (130, 142, 154), room)
    assert dashes[:, 1].max() - dashes[:, 1].min() > 0.6 * room.height


def test_every_message_looks_different() -> None:
    seen = {drawn(PlacePicture(message), canvas_of()).get_buffer().raw for message in Message}
    assert len(seen) == len(Message)
