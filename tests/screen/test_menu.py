"""The coach menu: one button, a short list."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from station.screen.mat import room_area
from station.screen.menu import TOLD_S, MenuAction, MenuPicture, MenuState, lines_shown
from station.screen.state import StateName
from station.screen.theme import BLUE_ORANGE
from station.signals.press import Press
from station.signals.tell import Tell
from tests.screen.drawing import canvas_of, drawn, notes, where
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


def test_what_there_is_to_do_is_asked_for_anew(tell: Tell) -> None:
    """When the menu opens and after every choice: it depends on the desk."""
    offered = [["One"], ["One", "Two"], ["Three"]]
    said: list[tuple[str, ...]] = []

    def offers() -> list[MenuAction]:
        words = offered.pop(0) if len(offered) > 1 else offered[0]
        return [MenuAction(lambda word=word: word, lambda: None) for word in words]  # type: ignore[misc]

    menu = MenuState(tell, list, offers)
    said += [each.labels for each in chosen(menu, pressed((1.0, SHORT), (2.0, LONG)), 3.0)]
    assert said == [("One",), ("One",), ("One", "Two")]
    assert [each.labels for each in chosen(menu, pressed(), 1.0)] == [("Three",)]


def test_a_line_that_is_gone_leaves_back_chosen_and_one_that_stays_its_own(tell: Tell) -> None:
    """Two long presses must never do two things."""
    offered = ["Skip: Ana", "Skip: Ben"]
    done: list[str] = []

    def offers() -> list[MenuAction]:
        word = offered[len(done)]
        return [
            MenuAction(lambda: word, lambda: done.append(word)),
            MenuAction(lambda: "Sound", lambda: None),
        ]

    menu = MenuState(tell, list, offers)
    shown = chosen(menu, pressed((1.0, SHORT), (2.0, LONG)), 3.0)
    assert done == ["Skip: Ana"]
    assert (shown[-1].labels[0], shown[-1].chosen) == ("Skip: Ben", 0)
    desk = Desk()
    toggled = chosen(desk.menu(tell), pressed((1.0, SHORT), (2.0, LONG)), 3.0)
    assert (toggled[-1].labels[0], toggled[-1].chosen) == ("Sound off", 1)


def test_a_line_may_lead_to_another_screen(tell: Tell) -> None:
    phone = MenuAction(lambda: "Phone", lambda: None, StateName.PAIRING)
    menu = MenuState(tell, list, lambda: [phone])
    assert pressed((1.0, SHORT), (2.0, LONG)).play(menu, 5.0) == (StateName.PAIRING, 2.0)
    # The next time it opens it leads nowhere by itself.
    assert pressed().play(menu, 3.0) is None


def refusals(tell: Tell, *presses: tuple[float, Press]) -> list[tuple[float, str | None]]:
    """What is told in a menu whose only line is refused, from which second on."""
    close = MenuAction(lambda: "Close", lambda: "A test is running", StateName.INVITATION)
    menu = MenuState(tell, list, lambda: [close])
    told: list[tuple[float, str | None]] = []

    def note(time_s: float, picture: object) -> None:
        assert isinstance(picture, MenuPicture)
        if not told or told[-1][1] != picture.refused:
            told.append((round(time_s, 1), picture.refused))

    assert pressed(*presses).play(menu, 14.0, each=note) is None
    return told


def test_why_something_is_refused_is_told_for_a_moment_and_the_menu_stays(tell: Tell) -> None:
    told = refusals(tell, (1.0, SHORT), (2.0, LONG))
    assert told[:-1] == [(0.0, None), (2.0, "A test is running")]
    over_s, words = told[-1]
    assert words is None
    assert over_s == pytest.approx(2.0 + TOLD_S, abs=0.11)


def test_the_next_press_takes_the_refusal_away(tell: Tell) -> None:
    told = refusals(tell, (1.0, SHORT), (2.0, LONG), (3.0, SHORT))
    assert told == [(0.0, None), (2.0, "A test is running"), (3.0, None)]


def test_a_refusal_stands_in_place_of_the_facts(size_px: tuple[int, int]) -> None:
    canvas = canvas_of(size_px)
    drawn(MenuPicture(("Close",), 1, (("Version", "0.1.0"),), "A test is running"), canvas)
    told = " ".join(text for text, _ in notes(canvas))
    assert "A test is running" in told
    assert "Version" not in told


@pytest.mark.parametrize("count", range(1, 15))
@pytest.mark.parametrize("room", range(1, 8))
def test_of_a_long_list_the_chosen_line_is_always_seen(count: int, room: int) -> None:
    for place in range(count):
        shown = lines_shown(count, place, room)
        assert place in shown
        assert len(shown) == min(room, count)
        assert 0 <= shown.start <= shown.stop <= count


@pytest.mark.parametrize("size_px", [(1920, 1080), (1280, 720), (800, 480), (1080, 1920)])
def test_a_long_menu_scrolls_rather_than_shrinks(size_px: tuple[int, int]) -> None:
    labels = tuple(f"Start: U{number} Mädchen" for number in range(8, 20))
    for place in range(13):
        canvas = canvas_of(size_px)
        drawn(MenuPicture(labels, place), canvas)
        lines = {text: box for text, box in notes(canvas) if text in ("Back", *labels)}
        assert ("Back", *labels)[place] in lines
        assert min(box.height for box in lines.values()) >= 5.5 * canvas.layout.unit_px
        tops = sorted(box.top for box in lines.values())
        assert min(b - a for a, b in itertools.pairwise(tops)) > 11 * canvas.layout.unit_px
        assert len(lines) >= 4


def test_a_long_line_is_cut_rather_than_too_small_to_read() -> None:
    canvas = canvas_of((800, 480))
    drawn(MenuPicture((f"Absent: {'W' * 60}", "Sound: on"), 1), canvas)
    cut = {text: box for text, box in notes(canvas) if text.startswith(("Absent", "Sound"))}
    assert any(text.endswith("…") for text in cut)
    assert min(box.height for box in cut.values()) >= 5.0 * canvas.layout.unit_px - 1


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
