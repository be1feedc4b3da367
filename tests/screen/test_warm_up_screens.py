"""The warm-up's invitation and its end: what they say, that it fits, and when they give way."""

from __future__ import annotations

import itertools

import pytest

from station.drills.drill import Drill
from station.drills.warm_up import WarmUp
from station.engine import Reading
from station.hinge.limits import FaultLimits
from station.screen.invitation import InvitationPicture, InvitationState
from station.screen.mat import room_area
from station.screen.picture import Picture
from station.screen.sketch import TAP as TAP_CYCLE
from station.screen.sketch import Cycle, hinge_at
from station.screen.state import StateName, Visit
from station.screen.theme import BLUE_ORANGE
from station.screen.warm_up_end import WarmUpEndPicture, WarmUpEndState
from station.signals.press import Press
from station.signals.tell import Tell
from tests.drills.made_repetitions import CLEAN, done, reading
from tests.screen.drawing import LANGUAGES, canvas_of, count, drawn, notes
from tests.screen.drilling import DRILLS, ENDS, HOLD, TAP, TEMPO
from tests.screen.visiting import EMPTY, Story, assert_left, ready, unplaced

SIZES_PX = [(1280, 720), (800, 480), (720, 1280)]
PICTURES: dict[str, Picture] = {
    **{f"today {name}": InvitationPicture(0.0, None, drill) for name, drill in DRILLS.items()},
    **{f"end {name}": end for name, end in ENDS.items()},
}


def texts(picture: Picture) -> str:
    canvas = canvas_of((1280, 720))
    drawn(picture, canvas)
    return " ".join(text for text, _ in notes(canvas))


@pytest.mark.parametrize("size_px", SIZES_PX)
@pytest.mark.parametrize("name", PICTURES)
def test_everything_fits_and_can_be_read(size_px: tuple[int, int], name: str) -> None:
    for language in LANGUAGES:
        canvas = canvas_of(size_px, language)
        drawn(PICTURES[name], canvas)
        content, unit_px = canvas.layout.content, canvas.layout.unit_px
        assert all(content.contains(box) for _, box in notes(canvas)), language
        for (first, one), (second, other) in itertools.combinations(notes(canvas), 2):
            assert not one.colliderect(other), (language, first, second)
        heights = [box.height / unit_px for _, box in notes(canvas)]
        assert max(heights) >= 7.5
        # "Today" above a title of two lines is the smallest.
        assert min(heights) >= 3.7


@pytest.mark.parametrize("drill", [TAP, TEMPO, HOLD], ids=lambda drill: drill.name)
def test_the_invitation_tells_todays_drill_and_shows_its_wall(drill: Drill) -> None:
    picture = InvitationPicture(0.0, None, drill)
    told = texts(picture)
    canvas = canvas_of((1280, 720))
    for words in (canvas.words.title(drill), canvas.words.what_to_do(drill), "Step on the mat"):
        assert words in told
    surface = drawn(picture, canvas)
    walls = count(surface, BLUE_ORANGE.wall, room_area(canvas.layout))
    assert (walls > 500) is (drill.wall is not None)


def test_the_figure_keeps_the_tempo_and_touches_only_a_wall_that_is_there() -> None:
    tempo = Cycle(TAP_CYCLE.stand_s, 3.0, 2.0, 1.0)
    assert hinge_at(1.0 + 3.5, tempo) == 1.0
    assert hinge_at(1.0 + 1.5, tempo) == pytest.approx(0.5)
    assert InvitationPicture(1.0 + 3.5, None, TEMPO).touching
    assert not InvitationPicture(2.8, None, HOLD).touching
    assert InvitationPicture(2.8, None, TAP).touching


def test_another_drill_is_shown_as_soon_as_it_is_chosen(tell: Tell) -> None:
    chosen, seen = [TAP], []

    def each(time_s: float, picture: Picture) -> None:
        assert isinstance(picture, InvitationPicture)
        seen.append(picture.drill)
        chosen[0] = HOLD if time_s > 1.0 else TAP

    Story([(0.0, EMPTY)]).play(InvitationState(tell, lambda: chosen[0]), 2.0, each=each)
    assert (seen[0], seen[-1]) == (TAP, HOLD)


def test_the_end_tells_what_was_done_and_one_cue() -> None:
    told = texts(ENDS["usual"])
    for words in (
        "Wall tap",
        "12 of 16",
        "Sets done: 1 of 2",
        "Clean in a row: 6",
        "Farthest wall: 12.5 cm",
        "Fold",
    ):
        assert words in told
    assert "Just like" in texts(ENDS["all clean"])
    assert "wall" not in texts(ENDS["all clean"])
    assert "See you next" in texts(ENDS["nothing"])


def played(
    tell: Tell,
    seen: list[tuple[float, Reading]],
    presses: list[tuple[float, Press]] | None = None,
    *,
    left: bool = False,
) -> tuple[StateName, float] | None:
    """The end of a warm-up with one clean tap, and where it goes when."""
    warm_up = WarmUp(TAP, FaultLimits())
    warm_up.step(reading(1.0, done(CLEAN)))
    if left:
        warm_up.step(EMPTY)
        warm_up.step(Story([(0.0, EMPTY)]).reading(5.0))
    else:
        warm_up.skip()
    assert warm_up.left is left

    def each(time_s: float, picture: Picture) -> None:
        assert isinstance(picture, WarmUpEndPicture)
        assert picture.result.clean == 1

    return Story(seen, presses or []).play(WarmUpEndState(tell), 40.0, Visit(warm_up), each)


def test_it_leaves_with_its_visitor(tell: Tell) -> None:
    assert_left(played(tell, [(0.0, ready()), (2.0, EMPTY)]), StateName.INVITATION, 6.0)
    assert_left(played(tell, [(0.0, EMPTY)], left=True), StateName.INVITATION, 6.0)
    assert_left(played(tell, [(0.0, ready()), (9.0, EMPTY)]), StateName.INVITATION, 10.0)


def test_whoever_stays_or_comes_goes_on(tell: Tell) -> None:
    assert_left(played(tell, [(0.0, ready())]), StateName.PLACE, 15.0)
    coming = [(0.0, EMPTY), (5.9, unplaced())]
    assert_left(played(tell, coming, left=True), StateName.PLACE, 6.1)
    pressed = played(tell, [(0.0, ready())], [(1.0, Press.SHORT)])
    assert_left(pressed, StateName.PLACE, 1.0)
    assert_left(played(tell, [(0.0, ready())], [(1.0, Press.LONG)]), StateName.MENU, 1.0)
