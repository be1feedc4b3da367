"""The coach menu: one button, a short list."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from station.screen.mat import room_area
from station.screen.menu import MenuAction, MenuPicture, MenuState
from station.screen.state import StateName
from station.screen.theme import BLUE_ORANGE
from station.signals.press import Press
from station.signals.tell import Tell
from tests.screen.drawing import canvas_of, drawn, where
from tests.screen.visiting import EMPTY, Story, assert_left

SHORT, LONG = Press.SHORT, Press.LONG


class Desk:
    """What a menu acts on here: a sound that can be off, and how often it was asked for facts."""

    def __init__(self) -> None:
        self.sound = True
        self.skipped = 0
        self.asked = 0

    def menu(self, tell: Tell) -> MenuState:
        """The menu over this desk."""
        return MenuState(
            tell,
            self._facts,
            lambda: [
                MenuAction(lambda: f"Sound {'on' if self.sound else 'off'}", self._toggle),
                MenuAction(lambda: "Next", self._skip, leads_to=StateName.INVITATION),
            ],
        )

    def _facts(self) -> list[tuple[str, str]]:
        self.asked += 1
        return [("Asked", str(self.asked))]

    def _toggle(self) -> None:
        self.sound = not self.sound

    def _skip(self) -> None:
        self.skipped += 1


def pressed(*presses: tuple[float, Press]) -> Story:
    """Nobody on the mat, and these presses."""
    return Story([(0.0, EMPTY)], list(presses))


def chosen(state: MenuState, story: Story, until_s: float) -> list[MenuPicture]:
    """The pictures, each once."""
    shown: list[MenuPicture] = []

    def note(time_s: float, picture: object) -> None:
        assert isinstance(picture, MenuPicture)
        if not shown or shown[-1].chosen != picture.chosen or shown[-1].labels != picture.labels:
            shown.append(picture)

    story.play(state, until_s, each=note)
    return shown


def test_a_short_press_moves_on_and_round(tell: Tell) -> None:
    story = pressed(*((second, SHORT) for second in (1.0, 2.0, 3.0, 4.0)))
    shown = chosen(Desk().menu(tell), story, 6.0)
    assert [picture.chosen for picture in shown] == [0, 1, 2, 0, 1]


def test_back_is_chosen_first_and_leads_to_the_invitation(tell: Tell) -> None:
    desk = Desk()
    left = pressed((1.0, LONG)).play(desk.menu(tell), 5.0)
    assert left == (StateName.INVITATION, 1.0)
    assert (desk.sound, desk.skipped) == (True, 0)


def test_a_long_press_takes_and_the_new_words_are_seen(tell: Tell) -> None:
    desk = Desk()
    shown = chosen(desk.menu(tell), pressed((1.0, SHORT), (2.0, LONG)), 5.0)
    assert [picture.labels[0] for picture in shown] == ["Sound on", "Sound on", "Sound off"]
    assert not desk.sound


def test_an_action_may_close_the_menu(tell: Tell) -> None:
    desk = Desk()
    story = pressed((1.0, SHORT), (2.0, SHORT), (3.0, LONG))
    assert story.play(desk.menu(tell), 9.0) == (StateName.INVITATION, 3.0)
    assert desk.skipped == 1


def test_it_closes_15_s_after_the_last_press(tell: Tell) -> None:
    story = pressed((4.0, SHORT), (14.0, SHORT))
    left = story.play(Desk().menu(tell), 60.0)
    assert_left(left, StateName.INVITATION, 29.0)


def test_it_opens_anew(tell: Tell) -> None:
    menu = Desk().menu(tell)
    pressed((1.0, SHORT), (2.0, SHORT), (3.0, LONG)).play(menu, 9.0)
    assert pressed().play(menu, 1.0) is None
    assert [picture.chosen for picture in chosen(menu, pressed(), 1.0)] == [0]


def test_facts_are_asked_for_once_a_second_and_not_at_every_frame(tell: Tell) -> None:
    desk = Desk()
    pressed().play(desk.menu(tell), 5.5)
    assert desk.asked == pytest.approx(6, abs=1)


def test_the_chosen_line_stands_out(size_px: tuple[int, int]) -> None:
    canvas = canvas_of(size_px)
    rows = []
    for place in range(4):
        surface = drawn(MenuPicture(("One", "Two", "Three"), place), canvas)
        lit = where(surface, BLUE_ORANGE.text, room_area(canvas.layout))
        # Letters of the other lines are as bright; the bar has by far the most of it.
        lit_per_row = np.bincount(lit[:, 1])
        rows.append(float(np.flatnonzero(lit_per_row > 0.5 * lit_per_row.max()).mean()))
    assert rows == sorted(rows)
    assert min(b - a for a, b in itertools.pairwise(rows)) > 8 * canvas.layout.unit_px
