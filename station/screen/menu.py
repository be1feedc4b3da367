"""The coach menu for one button: a short press moves on, a long one takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pygame

from station.screen.canvas import Canvas
from station.screen.lasting import Lasting
from station.screen.layout import BODY, GUTTER_UNITS, KEY, NOTICE, Layout
from station.screen.mat import room_area
from station.screen.names import shortened
from station.screen.picture import Picture
from station.screen.shapes import panel
from station.screen.stack import Part, draw_stack
from station.screen.state import Moment, StateName, Visit
from station.screen.theme import mix
from station.signals.press import Press
from station.signals.tell import Tell

CLOSES_AFTER_S = 15.0
TOLD_S = 5.0
"""Why something was refused can be read for this long, or until the next press."""
_FACTS_EVERY_S = 1.0

_PADDING = 4.0
_ROW = 15.0
_LEAST_ROW = 11.5
"""Where so many lines would be closer, some of them are left out instead."""
_LIST_SHARE = 0.6
_LEAST_LABEL = 5.0
_SCROLL = 1.2
_FACT_ROW = 15.0
_LABEL_GAP = 2.5
_BEYOND = 1.5
"""Letters reach this far below their line, and accents above it."""


@dataclass(frozen=True)
class MenuAction:
    """One line of the menu. ``label`` gives its words now.

    ``take`` gives the words why not, where it is refused, and None when it is done; the menu then
    goes to ``leads_to``, or stays open where that is None.
    """

    label: Callable[[], str]
    take: Callable[[], str | None]
    leads_to: StateName | None = None


@dataclass(frozen=True)
class MenuPicture:
    """The lines below "back", which of all is chosen (0 is "back"), and some quiet facts.

    ``refused`` takes the place of the facts: why what was chosen is not done.
    """

    labels: tuple[str, ...]
    chosen: int
    facts: tuple[tuple[str, str], ...] = ()
    refused: str | None = None

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
        if self.refused is None:
            _draw_facts(canvas, self.facts, facts_area)
        else:
            _draw_refused(canvas, self.refused, facts_area)


class MenuState:
    """``facts`` and the labels of ``actions`` give finished words, in the language in force.

    What there is to do is asked for when the menu opens and after everything that was taken; the
    facts once a second, too.
    """

    def __init__(
        self,
        tell: Tell,
        facts: Callable[[], Sequence[tuple[str, str]]],
        actions: Callable[[], Sequence[MenuAction]],
    ) -> None:
        self._tell, self._facts, self._offers = tell, facts, actions
        self._actions: tuple[MenuAction, ...] = ()
        self._chosen = 0
        self._leads_to: StateName | None = None
        self._refused: str | None = None
        self._unpressed = Lasting()
        self._unpressed_s = 0.0
        self._known: tuple[tuple[str, str], ...] = ()
        self._asked_s = 0.0

    def enter(self, moment: Moment, visit: Visit) -> None:
        """Open on "back", so that a second long press closes it. A test under way is over."""
        self._chosen, self._leads_to, self._refused = 0, None, None
        self._unpressed, self._unpressed_s = Lasting(), 0.0
        self._actions = tuple(self._offers())
        self._ask(moment.time_s)

    def do(self, moment: Moment, visit: Visit) -> None:
        """Answer the button."""
        self._tell.calm()
        if moment.press is not None or self._unpressed_s >= TOLD_S:
            self._refused = None
        if moment.press is Press.SHORT:
            self._chosen = (self._chosen + 1) % (1 + len(self._actions))
        elif moment.press is Press.LONG:
            self._take()
            self._ask(moment.time_s)
        if not 0 <= moment.time_s - self._asked_s < _FACTS_EVERY_S:
            self._ask(moment.time_s)
        self._unpressed_s = self._unpressed.step(moment.press is None, moment.time_s)
        if self._unpressed_s >= CLOSES_AFTER_S:
            self._leads_to = StateName.INVITATION

    def next(self, moment: Moment, visit: Visit) -> StateName | None:
        """Where the chosen line leads; back to the invitation once it is closed."""
        return self._leads_to

    def exit(self, moment: Moment, visit: Visit) -> None:
        """Nothing is left behind."""

    def picture(self, moment: Moment, visit: Visit) -> Picture:
        """The menu as it stands."""
        labels = tuple(action.label() for action in self._actions)
        return MenuPicture(labels, self._chosen, self._known, self._refused)

    def _take(self) -> None:
        if self._chosen == 0:
            self._leads_to = StateName.INVITATION
            return
        action = self._actions[self._chosen - 1]
        self._refused = action.take()
        if self._refused is None:
            self._leads_to = action.leads_to
        self._renew(action)

    def _renew(self, taken: MenuAction) -> None:
        """What there is to do by now. The choice stays on the same line, or goes to "back"."""
        place = self._chosen - 1
        self._actions = tuple(self._offers())
        stays = place < len(self._actions) and self._actions[place].label() == taken.label()
        self._chosen = self._chosen if stays else 0

    def _ask(self, time_s: float) -> None:
        self._known, self._asked_s = tuple(self._facts()), time_s


def _areas(layout: Layout) -> tuple[pygame.Rect, pygame.Rect]:
    """The list, and beside or below it the facts."""
    if layout.portrait:
        return room_area(layout), layout.panel
    left, facts = layout.content.copy(), layout.content.copy()
    left.width = round(left.width * _LIST_SHARE)
    facts.width -= left.width + layout.px(GUTTER_UNITS)
    facts.right = layout.content.right
    return left, facts


def _draw_list(canvas: Canvas, lines: tuple[str, ...], chosen: int, area: pygame.Rect) -> None:
    """The lines as far as there is room for them, the chosen one among them."""
    layout, theme, words = canvas.layout, canvas.theme, canvas.words
    padding_px, gap_px = layout.px(_PADDING), layout.px(GUTTER_UNITS) // 2
    title_top = area.top + layout.px(_BEYOND)
    canvas.text(
        words.get("menu", "title"), BODY, theme.quiet_text, (area.left + padding_px, title_top),
        max_width_px=area.width - 2 * padding_px,
    )  # fmt: skip
    hint_top = area.bottom - layout.px(BODY + _BEYOND)
    top = title_top + layout.px(BODY + GUTTER_UNITS)
    room_px = hint_top - layout.px(GUTTER_UNITS) - top
    shown = lines_shown(len(lines), chosen, room_px // (layout.px(_LEAST_ROW) + gap_px))
    pitch_px = min(layout.px(_ROW) + gap_px, room_px // len(shown))
    rows = pygame.Rect(area.left, top, area.width, pitch_px * len(shown) - gap_px)
    if len(shown) < len(lines):
        rows.width -= layout.px(_SCROLL) + gap_px
        _draw_scroll(canvas, shown, len(lines), rows, area.right)
    # All lines in letters of one size, so that none seems to matter more; the longest are cut.
    width_px, key_px = rows.width - 2 * padding_px, layout.px(KEY)
    fitting_px = min(canvas.lettering.fitting_px(line, key_px, width_px) for line in lines)
    units = max(_LEAST_LABEL, fitting_px / layout.unit_px)
    for place, number in enumerate(shown):
        row = pygame.Rect(rows.left, top + place * pitch_px, rows.width, pitch_px - gap_px)
        _draw_row(canvas, lines[number], units, row, is_chosen=number == chosen)
    canvas.text(
        words.get("menu", "hint"), BODY, theme.quiet_text, (area.left + padding_px, hint_top),
        max_width_px=area.width - 2 * padding_px,
    )  # fmt: skip


def lines_shown(count: int, chosen: int, room: int) -> range:
    """Which of ``count`` lines are seen where ``room`` of them fit: the chosen one in the middle,
    as far as there are others on both sides."""
    room = min(max(room, 1), count)
    first = min(max(chosen - room // 2, 0), count - room)
    return range(first, first + room)


def _draw_row(
    canvas: Canvas, line: str, units: float, row: pygame.Rect, *, is_chosen: bool
) -> None:
    layout, theme = canvas.layout, canvas.theme
    padding_px = layout.px(_PADDING)
    panel(canvas.surface, row, layout.px(2), theme.text if is_chosen else theme.panel)
    width_px = row.width - 2 * padding_px
    canvas.text(
        shortened(canvas, line, units, width_px),
        units,
        theme.ground if is_chosen else theme.text,
        (row.left + padding_px, row.centery - layout.px(units) // 2),
        max_width_px=width_px,
    )


def _draw_scroll(
    canvas: Canvas, shown: range, count: int, rows: pygame.Rect, right_px: int
) -> None:
    """Which part of all lines is seen."""
    width_px = canvas.layout.px(_SCROLL)
    track = pygame.Rect(right_px - width_px, rows.top, width_px, rows.height)
    canvas.surface.fill(canvas.theme.line, track)
    seen = pygame.Rect(track.left, 0, width_px, round(track.height * len(shown) / count))
    seen.top = track.top + round(track.height * shown.start / count)
    canvas.surface.fill(canvas.theme.text, seen)


def _draw_refused(canvas: Canvas, refused: str, area: pygame.Rect) -> None:
    """Why not, and what to do, for whoever pressed the button."""
    theme, layout = canvas.theme, canvas.layout
    panel(canvas.surface, area, layout.px(2), mix(theme.panel, theme.fault, 0.16))
    draw_stack(canvas, [Part(refused, KEY, theme.text)], layout.inside(area, _PADDING))


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
