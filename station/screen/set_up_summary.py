"""What a set-up has found, before it is kept and after: one line for each number."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from station.drills.setting_up import Found, Step
from station.screen.canvas import Canvas
from station.screen.layout import BODY, GUTTER_UNITS, TITLE
from station.screen.shapes import panel
from station.screen.words import Words

_PADDING = 6.0
_TITLE_GAP = 7.0
_HINT = (BODY, 2.8 * BODY)
"""One line where the screen is wide, two where it is not."""
_VALUE_SHARE = 0.36


@dataclass(frozen=True, eq=False)
class SummaryPicture:
    """``step`` tells whether it still waits for the button."""

    found: Found
    step: Step = Step.SUMMARY

    @property
    def name(self) -> str | None:
        """One before it is kept, one after."""
        return f"calibrate-{self.step.value}"

    def draw(self, canvas: Canvas) -> None:
        """Draw over whatever was on the surface."""
        canvas.background(("summary", id(self.found), self.step), self._draw_still)

    def _draw_still(self, canvas: Canvas) -> None:
        theme, layout, words = canvas.theme, canvas.layout, canvas.words
        panel(canvas.surface, layout.content, layout.px(2), theme.panel)
        inside = layout.inside(layout.content, _PADDING)
        # Who reads "set up" before it is kept walks off, and nothing is.
        kept = self.step is Step.KEPT
        title = words.get("calibrate", "kept") if kept else words.get("calibrate.summary", "title")
        colour = theme.clean if kept else theme.text
        canvas.text(title, TITLE, colour, inside.topleft, max_width_px=inside.width)
        foot = pygame.Rect(inside.left, 0, inside.width, layout.px(_HINT[layout.portrait]))
        foot.bottom = inside.bottom
        if not kept:
            canvas.block(words.get("calibrate", "keep"), BODY, theme.text, foot)
        rows = summary_rows(self.found, words)
        top = inside.top + layout.px(TITLE + _TITLE_GAP)
        pitch_px = (foot.top - layout.px(GUTTER_UNITS) - top) // len(rows)
        for place, (label, value) in enumerate(rows):
            line = pygame.Rect(inside.left, top + place * pitch_px, inside.width, pitch_px)
            _draw_row(canvas, line, label, value)


def _draw_row(canvas: Canvas, line: pygame.Rect, label: str, value: str) -> None:
    """The value at the end of its line; where the screen is narrow, below its label."""
    layout, theme = canvas.layout, canvas.theme
    value_px = line.width if layout.portrait else round(line.width * _VALUE_SHARE)
    label_px = line.width - (0 if layout.portrait else value_px + layout.px(GUTTER_UNITS))
    canvas.text(label, BODY, theme.quiet_text, line.topleft, max_width_px=label_px)
    anchor = line.topright
    if layout.portrait:
        anchor = (line.right, line.top + layout.px(BODY + GUTTER_UNITS))
    canvas.text(value, BODY, theme.text, anchor, max_width_px=value_px, align="right")


def summary_rows(found: Found, words: Words) -> list[tuple[str, str]]:
    """Label and value of everything that was found, the offset last."""
    quality, offset_mm = found.quality, found.offset_mm
    after_mm = max((gap - offset_mm for gap in found.gaps_mm), key=abs)

    def number(value: float, decimals: int, unit: str) -> str:
        point = words.get("number", "decimal")
        # Rounding must not leave a minus before a zero.
        return f"{round(value, decimals) + 0.0:.{decimals}f}".replace(".", point) + unit

    values = {
        "height": number(quality.floor.camera_height_m, 2, " m"),
        "angles": f"{number(quality.pitch_deg, 1, '°')}, {number(quality.roll_deg, 1, '°')}",
        "distance": number(found.distance_m, 2, " m"),
        "noise": number(quality.noise_px, 2, " px"),
        "spread": number(found.spread_mm, 1, " mm"),
        "before": number(offset_mm, 1, " mm"),
        "after": "± " + number(abs(after_mm), 1, " mm"),
    }
    return [(words.get("calibrate.summary", key), value) for key, value in values.items()]
