"""The invitation: wakes for somebody, moves smoothly, and can be read from 5 m."""

from __future__ import annotations

import numpy as np
import pytest

from station.engine import Stage
from station.reasons import Reason
from station.screen.invitation import FAR_TITLE, InvitationPicture, InvitationState, title_area
from station.screen.layout import Layout
from station.screen.lettering import Lettering
from station.screen.mat import room_area
from station.screen.picture import Picture
from station.screen.sketch import TAP, hinge_at, sketch, wall_mm
from station.screen.state import StateName
from station.screen.theme import BLUE_ORANGE, RED_GREEN, Theme
from station.screen.words import Message, Words
from station.signals.patterns import TROUBLES, Trouble
from station.signals.press import Press
from station.signals.signals import Signals
from station.signals.tell import Tell
from tests.screen import puppet
from tests.screen.drawing import LANGUAGES, canvas_of, count, drawn, where
from tests.screen.visiting import EMPTY, LEARNING, Story, assert_left, unplaced

STANDING, AT_THE_WALL = InvitationPicture(0.0), InvitationPicture(2.8)
LEARNS = InvitationPicture(0.0, Message.LEARNING)


@pytest.mark.parametrize("reason", [Reason.TURN_SIDE_ON, Reason.ONE_AT_A_TIME, None])
def test_it_wakes_when_somebody_steps_near(tell: Tell, reason: Reason | None) -> None:
    story = Story([(0.0, EMPTY), (3.0, unplaced(reason))])
    assert_left(story.play(InvitationState(tell), 5.0), StateName.PLACE, 3.2)


def test_somebody_who_passes_by_in_no_time_does_not_wake_it(tell: Tell) -> None:
    story = Story([(0.0, EMPTY), (1.0, unplaced()), (1.1, EMPTY), (2.0, unplaced()), (2.1, EMPTY)])
    assert story.play(InvitationState(tell), 5.0) is None


def test_learning_the_room_is_shown_and_wakes_nobody(tell: Tell) -> None:
    names: list[str | None] = []
    story = Story([(0.0, LEARNING), (2.0, EMPTY)])
    left = story.play(InvitationState(tell), 4.0, each=lambda _, shown: names.append(shown.name))
    assert left is None
    assert names[0] == "learning"
    assert names[-1] in ("invitation", "invitation-tap")


def test_a_bumped_camera_has_words_and_a_light_of_its_own(signals: Signals, tell: Tell) -> None:
    bumped = puppet.nobody(Stage.LEARNING, Reason.CAMERA_MOVED)
    names: list[tuple[str | None, str]] = []

    def note(time_s: float, picture: Picture) -> None:
        tell.update(time_s)
        names.append((picture.name, signals.pattern.name))

    Story([(0.0, bumped)]).play(InvitationState(tell), 4.0, each=note)
    assert {name for name, _ in names} == {"camera-moved"}
    assert TROUBLES[Trouble.MOVED].name in {pattern for _, pattern in names}


@pytest.mark.parametrize(
    ("press", "wanted"), [(Press.SHORT, StateName.PLACE), (Press.LONG, StateName.MENU)]
)
def test_the_button_starts_or_opens_the_menu(tell: Tell, press: Press, wanted: StateName) -> None:
    assert Story([(0.0, EMPTY)], [(2.0, press)]).play(InvitationState(tell), 5.0) == (wanted, 2.0)


def test_the_figure_reaches_the_wall_and_never_goes_through() -> None:
    rear_mm = [
        -float(sketch(hinge_at(time_s)).side_view.outline_mm[:, 0].min())
        for time_s in np.arange(0, TAP.whole_s, 1 / 60)
    ]
    assert max(rear_mm) == pytest.approx(wall_mm(), abs=1e-3)
    assert min(rear_mm) < 0.5 * wall_mm()


def test_the_figure_moves_smoothly_and_for_ever() -> None:
    frames = np.array(
        [sketch(hinge_at(frame / 60)).side_view.outline_mm for frame in range(2 * 60 * 5)]
    )
    steps_mm = np.hypot(*np.diff(frames, axis=0).transpose(2, 0, 1)).max(axis=1)
    # The head travels about a metre in 1.4 s; no frame jumps, and none starts with a jerk.
    assert steps_mm.max() < 35
    assert np.abs(np.diff(steps_mm)).max() < 3


def test_the_figure_touches_heads_up_with_a_straight_stick() -> None:
    for hinge in (0.0, 0.5, 1.0):
        view = sketch(hinge).side_view
        start, end = view.dowel_mm
        along = (end - start) / np.hypot(*(end - start))
        off = view.contacts_mm - start
        assert np.abs(off[:, 0] * along[1] - off[:, 1] * along[0]).max() < 10
        assert view.outline_mm[:, 1].min() > -8


@pytest.mark.parametrize("theme", [BLUE_ORANGE, RED_GREEN], ids=lambda theme: theme.name)
def test_the_wall_lights_up_when_the_figure_touches_it(
    theme: Theme, size_px: tuple[int, int]
) -> None:
    canvas = canvas_of(size_px, theme=theme)
    room = room_area(canvas.layout)
    before = count(drawn(STANDING, canvas), theme.clean, room)
    after = count(drawn(AT_THE_WALL, canvas), theme.clean, room)
    assert after > before + 0.004 * room.width * room.height
    assert count(canvas.surface, theme.body, room) > 0.02 * room.width * room.height


def test_the_empty_room_has_a_wall_and_nobody() -> None:
    canvas = canvas_of()
    surface = drawn(LEARNS, canvas)
    assert count(surface, BLUE_ORANGE.body) == 0
    assert len(where(surface, BLUE_ORANGE.wall, room_area(canvas.layout))) > 5_000


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("banner", [False, True])
@pytest.mark.parametrize("size_px", [(1280, 720), (3840, 2160), (1080, 1920), (720, 1280)])
def test_the_invitation_can_be_read_from_five_metres(
    language: str, banner: bool, size_px: tuple[int, int]
) -> None:
    layout, text = Layout(*size_px, banner), Words.load(language).get("invitation", "title")
    area = title_area(layout)
    _, capital_px = Lettering().wrap(text, layout.px(FAR_TITLE), area.width, area.height)
    # 7 mm for each of 5 m, on a screen 299 mm high; 0.5 for whole pixels.
    assert capital_px >= 35 / 2.99 * layout.unit_px - 0.5
