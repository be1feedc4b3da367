"""Where things go, computed from the size of the screen.

Everything is counted in ``unit_px``, a hundredth of the screen's shorter side. Read from 3 m,
key words need 21 mm and other text 15 mm (7 and 5 mm per metre, Human Factors 21(6) 1979); on a
24-inch screen, 299 mm high, that is 7 and 5 units. Heights of letters are heights of capitals.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pygame import Rect

NUMBER = 14.0
"""The gap to the wall and the score."""
TITLE = 9.0
"""What a message screen asks for."""
KEY = 7.0
"""Verdict, cue, level: what must be read while moving."""
BODY = 5.0
"""Everything else for the athlete."""
NOTICE = 3.5
"""Banner and meter scale, for whoever sets the station up and stands near."""


@dataclass(frozen=True)
class Layout:
    """The areas of the screen for one size, all on one grid of margins and gutters."""

    width_px: int
    height_px: int
    has_banner: bool = False

    @cached_property
    def unit_px(self) -> float:
        """A hundredth of the shorter side."""
        return min(self.width_px, self.height_px) / 100

    def px(self, units: float) -> int:
        """Units in whole pixels, at least one."""
        return max(1, round(units * self.unit_px))

    def inside(self, area: Rect, padding: float) -> Rect:
        """An area without its padding, in units, on all four sides."""
        padding_px = 2 * self.px(padding)
        return area.inflate(-padding_px, -padding_px)

    @property
    def portrait(self) -> bool:
        """Taller than wide."""
        return self.height_px > self.width_px

    @cached_property
    def banner(self) -> Rect:
        """The strip along the top; empty without a banner."""
        return Rect(0, 0, self.width_px, self.px(7) if self.has_banner else 0)

    @cached_property
    def content(self) -> Rect:
        """Everything below the banner and inside the margins."""
        margin = self.px(4)
        top = self.banner.bottom + margin
        return Rect(margin, top, self.width_px - 2 * margin, self.height_px - margin - top)

    @cached_property
    def stage(self) -> Rect:
        """Where the athlete is drawn."""
        below_px = self.px(METER_UNITS + GUTTER_UNITS)
        if not self.portrait:
            width_px = self.content.width - self.panel.width - self.px(GUTTER_UNITS)
            return Rect(self.content.topleft, (width_px, self.content.height - below_px))
        height_px = self.panel.top - self.content.top - below_px - self.px(GUTTER_UNITS)
        return Rect(self.content.topleft, (self.content.width, height_px))

    @cached_property
    def meter(self) -> Rect:
        """The wall gap, right below the stage."""
        top = self.stage.bottom + self.px(GUTTER_UNITS)
        return Rect(self.stage.left, top, self.stage.width, self.px(METER_UNITS))

    @cached_property
    def panel(self) -> Rect:
        """Counts, verdict and cue, or the words of a message."""
        if not self.portrait:
            width_px = round(self.content.width * 0.48)
            left = self.content.right - width_px
            return Rect(left, self.content.top, width_px, self.content.height)
        height_px = min(self.px(92), round(self.content.height * 0.52))
        top = self.content.bottom - height_px
        return Rect(self.content.left, top, self.content.width, height_px)


METER_UNITS = 14.0
GUTTER_UNITS = 3.0
