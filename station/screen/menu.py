"""The coach menu for one button: a short press moves on, a long one takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pygame

from station.screen.canvas import Canvas
from station.screen.lasting import Lasting
from station.screen.layout import BODY, GUTTER_UNITS, KEY, NOTICE, Layout
from station.screen.mat import room_area
from station.screen.picture import Picture
from station.screen.shapes import panel
from station.screen.state import Moment, StateName, Visit
from station.signals.press import Press
from station.signals.tell import Tell

CLOSES_AFTER_S = 15.0
_FACTS_EVERY_S = 1.0

_PADDING = 4.0
_ROW = 15.0
_FACT_ROW = 15.0
_LABEL_GAP = 2.5
_BEYOND = 1.5
"""Letters reach this far below their line, and accents above it."""


@dataclass(frozen=True)
class MenuAction:
    """One line of the menu. ``label`` gives its words now; ``closes`` ends the menu with it."""

    label: Callable[[], str]
    take: Callable[[], None]
    closes: bool = False


@dataclass(frozen=True)
class MenuPicture:
    """The lines below "back", which of all is chosen (0 is "back"), and some quiet facts."""

    labels: tuple[str, ...]
    chosen: int
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str | None:
        """There is only one."""
        return "menu"

    def draw(self, canvas: Canvas) -> None:
        """Draw over whatever was on the surface. It changes by presses only, so it is kept."""
        canvas.background(("menu", self), self._draw_still)

    def _draw_still(self, canvas: Canvas) -> None:
        list_area, facts_area = _areas(canvas.layout)
        _draw_list(canvas, (canvas.words.get("menu", "back"), *self.labels), self.chosen, list_area)
        _draw_facts(canvas, self.facts, facts_area)


class MenuState:
    """``facts`` and the labels of ``actions`` give finished words, in the language in force.

    The facts are asked for when the menu opens, after every action, and once a second.
    """

    def __init__(
        self,
        tell: Tell,
        facts: Callable[[], Sequence[tuple[str, str]]],
        actions: Sequence[MenuAction],
    ) -> None:
        self._tell, self._facts, self._actions = tell, facts, tuple(actions)
        self._chosen = 0
        self._closed = False
        self._unpressed = Lasting()
        self._known: tuple[tuple[str, str], ...] = ()
        self._asked_s = 0.0

    def enter(self, moment: Moment, visit: Visit) -> None:
        """Open on "back", so that a second long press closes it. A test under way is over."""
        self._chosen, self._closed = 0, False
        self._unpressed = Lasting()
        self._ask(moment.time_s)

    def do(self, moment: Moment, visit: Visit) -> None:
        """Answer the button."""
        self._tell.calm()
        if moment.press is Press.SHORT:
            self._chosen = (self._chosen + 1) % (1 + len(self._actions))
        elif moment.press is Press.LONG:
            self._take()
            self._ask(moment.time_s)
        if not 0 <= moment.time_s - self._asked_s < _FACTS_EVERY_S:
            self._ask(moment.time_s)
        unpressed_s = self._unpressed.step(moment.press is None, moment.time_s)
        self._closed = self._closed or unpressed_s >= CLOSES_AFTER_S

    def next(self, moment: Moment, visit: Visit) -> StateName | None:
        """Back to the invitation once it is closed."""
        return StateName.INVITATION if self._closed else None

    def exit(self, moment: Moment, visit: Visit) -> None:
        """Nothing is left behind."""

    def picture(self, moment: Moment, visit: Visit) -> Picture:
        """The menu as it stands."""
        labels = tuple(action.label() for action in self._actions)
        return MenuPicture(labels, self._chosen, self._known)

    def _take(self) -> None:
        if self._chosen == 0:
            self._closed = True
            return
        action = self._actions[self._chosen - 1]
        action.take()
        self._closed = action.closes

    def _ask(self, time_s: float) -> None:
        self._known, self._asked_s = tuple(self._facts()), time_s


def _areas(layout: Layout) -> tuple[pygame.Rect, pygame.Rect]:
    """The list, and beside or below it the facts."""
    return room_area(layout), layout.panel


def _draw_list(canvas: Canvas, lines: tuple[str, ...], chosen: int, area: pygame.Rect) -> None:
    layout, theme, words = canvas.layout, canvas.theme, canvas.words
    padding_px, gap_px = layout.px(_PADDING), layout.px(GUTTER_UNITS) // 2
    title_top = area.top + layout.px(_BEYOND)
    canvas.text(
        words.get("menu", "title"), BODY, theme.quiet_text, (area.left + padding_px, title_top),
        max_width_px=area.width - 2 * padding_px,
    )  # fmt: skip
    hint_top = area.bottom - layout.px(BODY + _BEYOND)
    top = title_top + layout.px(BODY + GUTTER_UNITS)
    pitch_px = min(
        layout.px(_ROW) + gap_px, (hint_top - layout.px(GUTTER_UNITS) - top) // len(lines)
    )
    for place, line in enumerate(lines):
        row = pygame.Rect(area.left, top + place * pitch_px, area.width, pitch_px - gap_px)
        is_chosen = place == chosen
        panel(canvas.surface, row, layout.px(2), theme.text if is_chosen else theme.panel)
        canvas.text(
            line,
            KEY,
            theme.ground if is_chosen else theme.text,
            (row.left + padding_px, row.centery - layout.px(KEY) // 2),
            max_width_px=row.width - 2 * padding_px,
        )
    canvas.text(
        words.get("menu", "hint"), BODY, theme.quiet_text, (area.left + padding_px, hint_top),
        max_width_px=area.width - 2 * padding_px,
    )  # fmt: skip


def _draw_facts(canvas: Canvas, facts: tuple[tuple[str, str], ...], area: pygame.Rect) -> None:
    """Labels small, values below them, for whoever stands near; a long value shrinks."""
    layout, theme = canvas.layout, canvas.theme
    panel(canvas.surface, area, layout.px(2), theme.panel)
    inside = layout.inside(area, _PADDING)
    pitch_px = min(layout.px(_FACT_ROW + GUTTER_UNITS), inside.height // max(len(facts), 1))
    for place, (label, value) in enumerate(facts):
        top = inside.top + place * pitch_px
        under = top + layout.px(NOTICE + _LABEL_GAP)
        canvas.text(label, NOTICE, theme.quiet_text, (inside.left, top), max_width_px=inside.width)
        height_px = top + pitch_px - layout.px(GUTTER_UNITS) - under
        box = pygame.Rect(inside.left, under, inside.width, height_px)
        canvas.block(value, BODY, theme.text, box)
