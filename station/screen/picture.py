"""What can be shown: every picture knows its name and draws itself on a canvas."""

from __future__ import annotations

from typing import Protocol

from station.screen.canvas import Canvas


class Picture(Protocol):
    """Values for one screen; drawing reads them and changes nothing."""

    @property
    def name(self) -> str | None:
        """What is new about it, for the name of a file; None for a picture in between."""
        ...

    def draw(self, canvas: Canvas) -> None:
        """Draw over whatever was on the surface."""
        ...
