"""How a coach's phone is let in: where the page is, and the number that it asks for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from station.screen.canvas import Canvas
from station.screen.desk_picture import draw_code, words_and_code
from station.screen.layout import BODY, TITLE
from station.screen.shapes import panel
from station.screen.stack import Part, draw_stack

PIN = 22.0
_PADDING = 5.0
_ABOVE_FOOT = 5.0
_THREES = 3


class PairingFace(StrEnum):
    """What there is to say; the value is the section's end in ``config/cues``."""

    OFF = "off"
    """The page is off in the settings."""
    NOT_RUNNING = "not_running"
    WAITING = "waiting"
    """The page has just been asked for a number."""
    OPEN = "open"
    LOCKED = "locked"
    """Nobody may try for a while."""
    PAIRED = "paired"


@dataclass(frozen=True)
class PairingView:
    """What is known of the pairing. ``pin`` and ``address`` are those of an open one.

    ``locked_s`` says for how long nobody may try.
    """

    face: PairingFace
    address: str = ""
    pin: str = ""
    locked_s: float = 0.0


@dataclass(frozen=True)
class PairingPicture:
    """The pairing now; it stays for ``left_s`` seconds more."""

    view: PairingView
    left_s: int = 0

    @property
    def name(self) -> str | None:
        """One for each face."""
        return f"pairing-{self.view.face.value.replace('_', '-')}"

    def draw(self, canvas: Canvas) -> None:
        """Draw over whatever was on the surface; it changes once a second at most."""
        canvas.background(("pairing", self), self._draw_still)

    def _draw_still(self, canvas: Canvas) -> None:
        layout, view = canvas.layout, self.view
        is_open = view.face is PairingFace.OPEN
        words_card, code_card = words_and_code(layout, with_code=is_open)
        panel(canvas.surface, words_card, layout.px(2), canvas.theme.panel)
        inside = layout.inside(words_card, _PADDING)
        if view.face is not PairingFace.PAIRED:
            cancel, quiet = canvas.words.get("pairing", "cancel"), canvas.theme.quiet_text
            anchor = (inside.left, inside.bottom - layout.px(BODY))
            canvas.text(cancel, BODY, quiet, anchor, max_width_px=inside.width)
            inside.height -= layout.px(BODY + _ABOVE_FOOT)
        draw_stack(canvas, self._parts(canvas), inside)
        if is_open:
            draw_code(canvas, view.address, code_card)

    def _parts(self, canvas: Canvas) -> list[Part]:
        theme, words, view = canvas.theme, canvas.words, self.view
        if view.face is PairingFace.OPEN:
            return [
                Part(words.get("pairing", "text"), BODY, theme.quiet_text),
                Part(view.address, BODY + 0.5, theme.text, one_line=True),
                Part(spaced(view.pin), PIN, theme.clean, one_line=True),
                Part(words.get("pairing", "left", seconds=self.left_s), BODY, theme.quiet_text),
            ]
        section, time = f"pairing.{view.face}", clock_text(view.locked_s)
        is_good = view.face is PairingFace.PAIRED
        colour = theme.clean if is_good else theme.text
        return [
            Part(words.get(section, "title"), TITLE + 1, colour),
            Part(words.get(section, "text", time=time), BODY + 1, theme.quiet_text),
        ]


def spaced(pin: str) -> str:
    """The digits in threes, as they are read out and typed."""
    return " ".join(pin[start : start + _THREES] for start in range(0, len(pin), _THREES))


def clock_text(seconds: float) -> str:
    """Minutes and seconds, such as 4:05."""
    minutes, rest = divmod(math.ceil(seconds), 60)
    return f"{minutes}:{rest:02d}"
