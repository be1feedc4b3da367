"""Colours. A verdict is never told by colour alone: see :mod:`station.screen.symbols`."""

from __future__ import annotations

from dataclasses import dataclass, replace

from station.errors import ConfigError
from station.hinge.verdict import Outcome

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Theme:
    """One set of colours on a dark ground."""

    name: str
    clean: Colour
    fault: Colour
    ground: Colour = (11, 15, 20)
    panel: Colour = (22, 29, 37)
    line: Colour = (48, 60, 73)
    text: Colour = (242, 245, 247)
    quiet_text: Colour = (160, 174, 188)
    not_judged: Colour = (176, 186, 198)
    body: Colour = (126, 144, 163)
    dowel: Colour = (234, 196, 128)
    wall: Colour = (222, 229, 236)
    banner: Colour = (250, 214, 77)
    banner_text: Colour = (24, 20, 0)

    def outcome(self, outcome: Outcome) -> Colour:
        """The colour of a verdict."""
        return {
            Outcome.PASS: self.clean,
            Outcome.FAULT: self.fault,
            Outcome.NO_VERDICT: self.not_judged,
        }[outcome]


BLUE_ORANGE = Theme("blue_orange", clean=(74, 168, 255), fault=(255, 140, 40))
"""The default: can be told apart with every common kind of colour blindness."""

RED_GREEN = replace(BLUE_ORANGE, name="red_green", clean=(66, 205, 110), fault=(255, 86, 80))

THEMES = {theme.name: theme for theme in (BLUE_ORANGE, RED_GREEN)}


def theme_named(name: str) -> Theme:
    """Look up a theme; raises :class:`~station.errors.ConfigError` for an unknown name."""
    try:
        return THEMES[name]
    except KeyError:
        known = ", ".join(THEMES)
        raise ConfigError(f"there is no theme {name!r}; choose one of {known}") from None


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """``share`` of the second colour in the first."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue
