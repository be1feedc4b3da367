"""Who is next: the name in letters that a queue reads from 5 m, what to do, and who comes after."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from station.drills.drill import Drill
from station.screen.canvas import Canvas
from station.screen.layout import BODY, GUTTER_UNITS, Layout
from station.screen.line_up import LineUp
from station.screen.names import NameTag, draw_name, shortened, writable
from station.screen.room import draw_floor, draw_wall
from station.screen.shapes import panel
from station.screen.sketch import hinge_at, sketch, wall_mm
from station.screen.stack import Part
from station.screen.stage import Stage
from station.screen.step_card import draw_step_card

NAME = 18.0
_PADDING = 3.5
_CAPTION_GAP = 4.5
_TOUCHING = 0.998
_NAME_SHARE = 0.53
_TALL_NAME_SHARE = 0.37
_FIGURE_SHARE = 0.22
_AFTER = 11.5
_TALL_AFTER = 36.0
_TALL_STEP = 24.0
_PITCH = 8.0
_LEAST_NAME = 4.5
_BETWEEN_NAMES = 4.0
_COUNTS = 4.5


@dataclass(frozen=True)
class NextUpPlaces:
    """The name above, below it the moving figure, the task, and who comes after."""

    name: pygame.Rect
    figure: pygame.Rect
    step: pygame.Rect
    after: pygame.Rect

    @classmethod
    def of(cls, layout: Layout) -> NextUpPlaces:
        """All on one grid of gutters."""
        area, gutter_px, tall = layout.content, layout.px(GUTTER_UNITS), layout.portrait
        height_px = round(area.height * (_TALL_NAME_SHARE if tall else _NAME_SHARE))
        name = pygame.Rect(area.topleft, (area.width, height_px))
        top = name.bottom + gutter_px
        figure = pygame.Rect(area.left, top, area.width, area.bottom - top)
        below = figure.copy()
        if tall:
            below_px = layout.px(_TALL_STEP + GUTTER_UNITS + _TALL_AFTER)
            figure.height -= below_px + gutter_px
            below.top, below.height = area.bottom - below_px, below_px
        else:
            figure.width = round(area.width * _FIGURE_SHARE)
            below.left = figure.right + gutter_px
            below.width = area.right - below.left
        after_px = layout.px(_TALL_AFTER if tall else _AFTER)
        step = pygame.Rect(below.topleft, (below.width, below.height - after_px - gutter_px))
        after = pygame.Rect(below.left, below.bottom - after_px, below.width, after_px)
        return cls(name, figure, step, after)

    def written(self, layout: Layout) -> pygame.Rect:
        """Where the name itself is."""
        inside = layout.inside(self.name, _PADDING)
        above_px = layout.px(BODY + _CAPTION_GAP)
        return pygame.Rect(
            inside.left, inside.top + above_px, inside.width, inside.height - above_px
        )


@dataclass(frozen=True)
class NextUpPicture:
    """``called`` is up; ``fresh`` marks a name that was another one a moment ago.

    The figure shows what to do ``elapsed_s`` into its movement, at a wall if ``drill`` has one.
    """

    line_up: LineUp
    called: NameTag
    drill: Drill
    elapsed_s: float = 0.0
    fresh: bool = False

    @property
    def name(self) -> str | None:
        """One for each turn, with nobody's name in it."""
        return f"next-up-{self.line_up.place}"

    def draw(self, canvas: Canvas) -> None:
        """Draw over whatever was on the surface."""
        canvas.background(("next up", self.line_up, self.drill.name, self.fresh), self._draw_still)
        stage, hinge = _stage(canvas.layout), hinge_at(self.elapsed_s)
        if self.drill.wall is not None:
            draw_wall(canvas, stage, wall_mm(), hinge > _TOUCHING)
        sketch(hinge).draw(canvas, stage)

    def _draw_still(self, canvas: Canvas) -> None:
        places = NextUpPlaces.of(canvas.layout)
        self._draw_called(canvas, places)
        draw_floor(canvas, _stage(canvas.layout))
        # On a tall screen there is no room for it, and a coach says it.
        title = Part(canvas.words.title(self.drill), BODY, canvas.theme.quiet_text, one_line=True)
        draw_step_card(canvas, places.step, None if canvas.layout.portrait else title)
        _draw_after(canvas, self.line_up, places.after)

    def _draw_called(self, canvas: Canvas, places: NextUpPlaces) -> None:
        layout, theme, words = canvas.layout, canvas.theme, canvas.words
        ground = theme.text if self.fresh else theme.panel
        ink = theme.ground if self.fresh else theme.text
        quiet = theme.ground if self.fresh else theme.quiet_text
        panel(canvas.surface, places.name, layout.px(2), ground)
        inside = layout.inside(places.name, _PADDING)
        name, number = self.called.written(canvas), self.called.numbered(canvas)
        count = words.get("next_up", "count", place=self.line_up.place, of=self.line_up.of)
        half_px = inside.width // 2 - layout.px(GUTTER_UNITS)
        if self.line_up.absent and not layout.portrait:
            count += f"   {words.get('next_up', 'absent', absent=self.line_up.absent)}"
        canvas.text(count, BODY, quiet, inside.topleft, max_width_px=half_px)
        beside = number if number != name else ""
        beside = beside or writable(canvas, self.line_up.group)
        if beside:
            beside = shortened(canvas, beside, _LEAST_NAME, half_px)
            anchor = inside.topright
            canvas.text(beside, BODY, quiet, anchor, max_width_px=half_px, align="right")
        draw_name(canvas, name, NAME, ink, places.written(layout))


def _stage(layout: Layout) -> Stage:
    return Stage.fit(NextUpPlaces.of(layout).figure, wall_mm(), True)


def _draw_after(canvas: Canvas, line_up: LineUp, card: pygame.Rect) -> None:
    """The next names, beside one another or on a tall screen below, and how many are absent."""
    layout, theme, words = canvas.layout, canvas.theme, canvas.words
    panel(canvas.surface, card, layout.px(2), theme.panel)
    inside = layout.inside(card, _PADDING)
    if layout.portrait and line_up.absent:
        anchor = (inside.right, inside.bottom - layout.px(_COUNTS))
        absent = words.get("next_up", "absent", absent=line_up.absent)
        quiet, width_px = theme.quiet_text, inside.width
        canvas.text(absent, _COUNTS, quiet, anchor, max_width_px=width_px, align="right")
    if not line_up.after:
        last, width_px = words.get("next_up", "last"), inside.width
        canvas.text(last, BODY, theme.quiet_text, inside.topleft, max_width_px=width_px)
        return
    then, third_px = words.get("next_up", "then"), inside.width // 3
    box = canvas.text(then, BODY, theme.quiet_text, inside.topleft, max_width_px=third_px)
    left = box.right + layout.px(_BETWEEN_NAMES)
    row = pygame.Rect(left, inside.top, inside.right - left, layout.px(BODY))
    names = [tag.written(canvas) for tag in line_up.after]
    if layout.portrait:
        for place, name in enumerate(names):
            _write(canvas, name, row.move(0, place * layout.px(_PITCH)))
    else:
        _draw_beside(canvas, names, row)


def _draw_beside(canvas: Canvas, names: list[str], row: pygame.Rect) -> None:
    """As many names as have room, two at least, and if need be not whole."""
    gap_px, name_px = canvas.layout.px(_BETWEEN_NAMES), canvas.layout.px(BODY)
    widths_px = [canvas.lettering.width_px(name, name_px) for name in names]
    while len(names) > 2 and sum(widths_px) + gap_px * (len(names) - 1) > row.width:
        names, widths_px = names[:-1], widths_px[:-1]
    left = row.left
    for place, name in enumerate(names):
        others = len(names) - place - 1
        # Whoever has a short name leaves room to who has a long one.
        rest_px = row.right - left - others * gap_px
        fair_px = max(rest_px // (others + 1), rest_px - sum(widths_px[place + 1 :]))
        box = _write(canvas, name, pygame.Rect(left, row.top, fair_px, row.height))
        left = box.right + gap_px


def _write(canvas: Canvas, name: str, box: pygame.Rect) -> pygame.Rect:
    name = shortened(canvas, name, _LEAST_NAME, box.width)
    return canvas.text(name, BODY, canvas.theme.text, box.topleft, max_width_px=box.width)
