"""What is asked of whoever sets the station up, step by step, and what comes of it.

A board stands before anybody looks: seen when the scene is learned, it belongs to the room like
every machine, and does not take part in the tap. It stands behind the hip away from the camera
only. Behind the near hip it would read the same depth as the body, and swallow of the body's
outline just what the check is to find.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from enum import StrEnum

from station.hinge.verdict import Outcome, Repetition
from station.scene.flaws import Flaw, cut_off_at, flaw_of, nearer_m
from station.scene.quality import Quality

TAPS = 3
MOST_SPREAD_MM = 10.0
"""The same contact reads the same within 6 mm; more is a board that gives way, or loose clothes."""
MOST_OFFSET_MM = 30.0
"""Three times what the outline of a stereo camera grows by: the board is not where it was said."""


class Step(StrEnum):
    """How far it is."""

    BOARD = "board"
    """The board is put up and the mat left, then the button is pressed."""
    EMPTY = "empty"
    """The empty scene is looked at."""
    STAND = "stand"
    """Somebody is to stand on the mat, side-on and still."""
    TAPS = "taps"
    """The board is tapped with the hips."""
    SUMMARY = "summary"
    """All is known; the button keeps it."""
    REFUSED = "refused"
    """It will not do; the button tries again."""
    KEPT = "kept"
    CANCELLED = "cancelled"


class Refusal(StrEnum):
    """What besides a :class:`~station.scene.flaws.Flaw` ends a try."""

    MOVING = "moving"
    CAMERA_MOVED = "camera_moved"
    TAPS_APART = "taps_apart"
    BOARD_ELSEWHERE = "board_elsewhere"


@dataclass(frozen=True, eq=False)
class Found:
    """What a try has found; ``gaps_mm`` is what the gap read at each contact."""

    quality: Quality
    distance_m: float
    gaps_mm: tuple[float, ...]

    @property
    def offset_mm(self) -> float:
        """What the gap reads where it should read 0."""
        return statistics.median(self.gaps_mm)

    @property
    def spread_mm(self) -> float:
        """From the least to the largest of the contacts."""
        return max(self.gaps_mm) - min(self.gaps_mm)


class SettingUp:
    """The steps of one set-up. Knows no camera and no screen: events in, step out."""

    def __init__(self) -> None:
        self.step = Step.BOARD
        self.refusal: Flaw | Refusal | None = None
        self.quality: Quality | None = None
        self.distance_m: float | None = None
        self.gaps_mm: tuple[float, ...] = ()

    @property
    def over(self) -> bool:
        """Kept or cancelled."""
        return self.step in (Step.KEPT, Step.CANCELLED)

    @property
    def nearer_m(self) -> float:
        """How much nearer whoever stands there has to stand; < 0: farther."""
        return 0.0 if self.distance_m is None else nearer_m(self.distance_m)

    @property
    def found(self) -> Found | None:
        """All that was found, once every tap is there."""
        if self.quality is None or self.distance_m is None or len(self.gaps_mm) < TAPS:
            return None
        return Found(self.quality, self.distance_m, self.gaps_mm)

    def go_on(self) -> None:
        """The button: begin, try again, or keep."""
        if self.step in (Step.BOARD, Step.REFUSED):
            self._start(Step.EMPTY)
        elif self.step is Step.SUMMARY:
            self.step = Step.KEPT

    def cancel(self) -> None:
        """The long button: nothing is kept."""
        if not self.over:
            self.step = Step.CANCELLED

    def start_over(self) -> None:
        """There is nobody to wait for any more: back to the board."""
        if self.step in (Step.EMPTY, Step.STAND, Step.TAPS):
            self._start(Step.BOARD)

    def refuse(self, refusal: Flaw | Refusal) -> None:
        """This try is over, and why."""
        self.step, self.refusal = Step.REFUSED, refusal

    def saw_scene(self, quality: Quality) -> None:
        """The empty scene was looked at."""
        self.quality = quality
        flaw = flaw_of(quality)
        if flaw is None:
            self._start(Step.STAND)
        else:
            self.refuse(flaw)

    def stood(self, distance_m: float) -> None:
        """Somebody has stood still this far from the lens; told again for every still second."""
        assert self.quality is not None
        self.distance_m, self.gaps_mm = distance_m, ()
        if self.nearer_m:
            self.step = Step.STAND
            return
        flaw = cut_off_at(self.quality.floor, self.quality.intrinsics, distance_m)
        if flaw is None:
            self.step = Step.TAPS
        else:
            self.refuse(flaw)

    def tapped(self, repetition: Repetition) -> None:
        """A repetition before the board; one that could not be seen is asked for again."""
        if self.step is not Step.TAPS or repetition.verdict.outcome is Outcome.NO_VERDICT:
            return
        self.gaps_mm = (*self.gaps_mm, repetition.min_gap_mm)
        found = self.found
        if found is None:
            return
        if found.spread_mm > MOST_SPREAD_MM:
            self.refuse(Refusal.TAPS_APART)
        elif abs(found.offset_mm) > MOST_OFFSET_MM:
            self.refuse(Refusal.BOARD_ELSEWHERE)
        else:
            self.step = Step.SUMMARY

    def lost(self) -> None:
        """Whoever tapped has gone or cannot be measured; what is in the way is told where they
        are asked to stand, and the taps so far belong to another stand."""
        if self.step is Step.TAPS:
            self._start(Step.STAND)

    def _start(self, step: Step) -> None:
        self.step, self.refusal, self.distance_m, self.gaps_mm = step, None, None, ()
