"""The column beside the athlete in a test: where it stands, what to do, the last verdict."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Protocol

from station.drills.attempt import Attempt
from station.screen.canvas import Canvas
from station.screen.words import Message


class Board(Hashable, Protocol):
    """Values for one column. Equal boards look the same, so that its still layer can be kept."""

    @property
    def last(self) -> Attempt | None:
        """The last repetition."""
        ...

    def draw_still(self, canvas: Canvas, moving: bool, message: Message | None) -> None:
        """The still layer. ``moving``: a repetition is under way; ``message`` says why nothing is
        measured just now."""
        ...

    def draw_moving(self, canvas: Canvas, moving: bool, message: Message | None) -> None:
        """What changes from frame to frame, over the still layer; not part of being equal."""
        ...
