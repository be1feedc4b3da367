"""The screens of ``station calibrate``: what to do now, beside the mat with its board."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pygame

from station.drills.setting_up import TAPS, Refusal, SettingUp, Step
from station.engine import Reading, Stage
from station.posture.side_view import SideView
from station.scene.flaws import Flaw
from station.screen.canvas import Canvas
from station.screen.layout import BODY, TITLE
from station.screen.mat import draw_board, draw_empty_mat, draw_on_mat
from station.screen.picture import Picture
from station.screen.place import PlacePicture, message_for
from station.screen.set_up_summary import SummaryPicture
from station.screen.shapes import panel
from station.screen.stack import Part, draw_stack
from station.screen.still import StillPicture
from station.screen.symbols import empty_place, taken_place
from station.screen.theme import mix
from station.screen.trouble import draw_warning_card

_PADDING = 5.0
_TAPS_FOOT = 24.0
_BAR_FOOT = 12.0
"""Below the words: the taps, or how far the look is; and what the button does."""
_ABOVE_FOOT = 6.0
"""Enough that the words and what the button does are not read as one sentence."""
_PLACE = 8.0
_UNDER = 1.5
_BETWEEN = 3.0
_BAR = 2.5
_STEP_CM = 5


@dataclass(frozen=True, eq=False)
class StepPicture:
    """One step: ``key`` names its words, ``values`` fill them in.

    ``progress`` 0 to 1 shows a bar, ``gaps_mm`` the taps; ``view`` is who stands there.
    """

    key: str
    values: tuple[tuple[str, str], ...] = ()
    board_mm: float = 100.0
    view: SideView | None = None
    faces_right: bool = True
    progress: float | None = None
    gaps_mm: tuple[float, ...] | None = None

    @property
    def name(self) -> str | None:
        """One for each step and each tap."""
        return f"calibrate-{self.key}" + (f"-{len(self.gaps_mm)}" if self.gaps_mm else "")

    @property
    def _foot_units(self) -> float:
        if self.gaps_mm is not None:
            return _TAPS_FOOT
        return BODY if self.progress is None else _BAR_FOOT

    def draw(self, canvas: Canvas) -> None:
        """Draw over whatever was on the surface."""
        key = ("calibrate", self.key, self.values, self.gaps_mm, self.faces_right, self.board_mm)
        canvas.background(key, self._draw_still)
        if self.progress is not None:
            bar = _foot(canvas, self._foot_units)
            bar.height = canvas.layout.px(_BAR)
            canvas.surface.fill(mix(canvas.theme.panel, canvas.theme.clean, 0.35), bar)
            bar.width = round(bar.width * self.progress)
            canvas.surface.fill(canvas.theme.clean, bar)
        if self.view is not None:
            draw_on_mat(canvas, self.view)

    def _draw_still(self, canvas: Canvas) -> None:
        theme, layout, words = canvas.theme, canvas.layout, canvas.words
        ghost = self.key == "board"
        draw_empty_mat(canvas, right=False, ghost=ghost, faces_right=self.faces_right)
        draw_board(canvas, self.board_mm, self.faces_right)
        panel(canvas.surface, layout.panel, layout.px(2), theme.panel)
        inside, foot = layout.inside(layout.panel, _PADDING), _foot(canvas, self._foot_units)
        section = f"calibrate.{self.key}"
        values = {"wall_cm": words.short(self.board_mm / 10), **dict(self.values)}
        parts = [
            Part(words.get(section, "title", **values), TITLE + 1, theme.text),
            Part(words.get(section, "text", **values), BODY + 1, theme.quiet_text),
        ]
        inside.height = foot.top - layout.px(_ABOVE_FOOT) - inside.top
        draw_stack(canvas, parts, inside)
        hint = words.get("calibrate", "go_on" if ghost else "cancel")
        anchor = (foot.left, foot.bottom - layout.px(BODY))
        colour = theme.text if ghost else theme.quiet_text
        canvas.text(hint, BODY, colour, anchor, max_width_px=foot.width)
        if self.gaps_mm is not None:
            _draw_taps(canvas, self.gaps_mm, foot)


@dataclass(frozen=True)
class RefusedPicture:
    """Why it will not do, and what to do about it."""

    refusal: Flaw | Refusal
    wall_cm: float = 10.0

    @property
    def name(self) -> str | None:
        """One for each reason."""
        return f"calibrate-refused-{self.refusal.value.replace('_', '-')}"

    def draw(self, canvas: Canvas) -> None:
        """Draw over whatever was on the surface."""
        canvas.background(("refused", self), self._draw_still)

    def _draw_still(self, canvas: Canvas) -> None:
        words, theme, section = canvas.words, canvas.theme, f"calibrate.{self.refusal.value}"
        wall = words.short(self.wall_cm)
        parts = [
            Part(words.get(section, "title"), TITLE + 1, theme.text),
            Part(words.get(section, "text", wall_cm=wall), BODY + 1, theme.fault),
            Part(words.get("calibrate", "again"), BODY, theme.text),
        ]
        draw_warning_card(canvas, parts)


@dataclass(frozen=True)
class CancelledPicture:
    """The last word of a set-up that was given up."""

    name: str | None = "calibrate-cancelled"

    def draw(self, canvas: Canvas) -> None:
        """Draw over whatever was on the surface."""
        canvas.background(("cancelled", self), self._draw_still)

    def _draw_still(self, canvas: Canvas) -> None:
        told = Part(canvas.words.get("calibrate", "not_kept"), TITLE + 1, canvas.theme.text)
        draw_warning_card(canvas, [told], sign=False)


def picture_of(
    steps: SettingUp, reading: Reading | None, progress: float, wall_cm: float
) -> Picture:
    """What to show in this step; ``progress`` is that of the look at the empty scene."""
    board_mm = 10 * wall_cm
    if steps.step is Step.CANCELLED:
        return CancelledPicture()
    if steps.step is Step.REFUSED and steps.refusal is not None:
        return RefusedPicture(steps.refusal, wall_cm)
    if steps.found is not None:
        return SummaryPicture(steps.found, steps.step)
    view = None if reading is None else reading.side_view
    if steps.step is Step.TAPS:
        faces_right = view is None or view.faces_right
        return StepPicture("taps", (), board_mm, view, faces_right, gaps_mm=steps.gaps_mm)
    if steps.step is Step.STAND and reading is not None:
        if steps.nearer_m and view is not None:
            return _nearer(steps.nearer_m, board_mm, view)
        if reading.stage is Stage.STANDING_STILL:
            return StillPicture(reading.baseline_progress, view)
        return PlacePicture(message_for(reading), view)
    if steps.step is Step.BOARD:
        return StepPicture("board", (), board_mm)
    return StepPicture("empty", (), board_mm, progress=progress)


def _nearer(nearer_m: float, board_mm: float, view: SideView) -> StepPicture:
    cm = _STEP_CM * math.ceil(100 * abs(nearer_m) / _STEP_CM)
    key = "nearer" if nearer_m > 0 else "farther"
    return StepPicture(key, (("cm", str(cm)),), board_mm, view)


def _foot(canvas: Canvas, units: float) -> pygame.Rect:
    inside = canvas.layout.inside(canvas.layout.panel, _PADDING)
    height_px = canvas.layout.px(units)
    return pygame.Rect(inside.left, inside.bottom - height_px, inside.width, height_px)


def _draw_taps(canvas: Canvas, gaps_mm: tuple[float, ...], foot: pygame.Rect) -> None:
    """A place for each tap, and what the gap read there."""
    layout, theme, words = canvas.layout, canvas.theme, canvas.words
    pitch_px, size_px = foot.width // TAPS, layout.px(_PLACE)
    for place in range(TAPS):
        left, done = foot.left + place * pitch_px, place < len(gaps_mm)
        symbol = taken_place(size_px, theme) if done else empty_place(size_px, theme)
        canvas.surface.blit(symbol, (left, foot.top))
        if done:
            gap = words.get("calibrate", "gap", gap_cm=words.decimal(gaps_mm[place] / 10))
            anchor = (left, foot.top + size_px + layout.px(_UNDER))
            width_px = pitch_px - layout.px(_BETWEEN)
            canvas.text(gap, BODY, theme.text, anchor, max_width_px=width_px)
