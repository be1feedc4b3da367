"""The walk-up session: a number of repetitions at a wall that stays where it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from station.engine import Reading, Stage
from station.hinge.verdict import Outcome, Repetition


@dataclass(frozen=True)
class Summary:
    """What a session came to.

    ``best_clean_gap_mm`` is the gap of the clean tap that met the wall most lightly (the
    smallest distance from the plane), None without a clean tap. ``top_cue`` is the cue given
    most often for what was not clean, the earlier one first on a tie; None when there was none.
    """

    repetitions: tuple[Repetition, ...]
    asked: int
    clean: int
    faults: int
    not_judged: int
    best_clean_gap_mm: float | None
    top_cue: str | None

    @property
    def judged(self) -> int:
        """Repetitions with a pass or a fault."""
        return self.clean + self.faults


class WalkUpSession:
    """Counts one athlete's repetitions until ``repetitions`` of them have been judged.

    It also ends when the athlete, after at least one repetition, is away for more than
    ``leave_after_s``. Repetitions without a verdict are kept and shown but do not use up the
    turn. Time is the time of the readings.
    """

    def __init__(self, repetitions: int, leave_after_s: float = 3.0) -> None:
        if repetitions < 1:
            raise ValueError(f"a session needs at least one repetition, not {repetitions}")
        self._asked = repetitions
        self._leave_after_s = leave_after_s
        self._done: list[Repetition] = []
        self._away_since_s: float | None = None
        self._finished = False

    @property
    def finished(self) -> bool:
        """True once the session takes no more repetitions."""
        return self._finished

    def step(self, reading: Reading) -> Repetition | None:
        """Take in one reading; return the repetition that was counted with it, if any."""
        if self._finished:
            return None
        if reading.repetition is not None:
            self._done.append(reading.repetition)
        self._finished = self.summary().judged >= self._asked or self._has_left(reading)
        return reading.repetition

    def summary(self) -> Summary:
        """The state of the session so far."""
        outcomes = Counter(done.verdict.outcome for done in self._done)
        clean = [done for done in self._done if done.verdict.outcome is Outcome.PASS]
        cues = Counter(
            done.verdict.cue for done in self._done if done.verdict.outcome is not Outcome.PASS
        )
        return Summary(
            repetitions=tuple(self._done),
            asked=self._asked,
            clean=outcomes[Outcome.PASS],
            faults=outcomes[Outcome.FAULT],
            not_judged=outcomes[Outcome.NO_VERDICT],
            best_clean_gap_mm=min((done.min_gap_mm for done in clean), key=abs, default=None),
            top_cue=cues.most_common(1)[0][0] if cues else None,
        )

    def _has_left(self, reading: Reading) -> bool:
        if reading.stage is not Stage.EMPTY:
            self._away_since_s = None
            return False
        if self._away_since_s is None:
            self._away_since_s = reading.time_s
        away_s = reading.time_s - self._away_since_s
        return bool(self._done) and away_s > self._leave_after_s
