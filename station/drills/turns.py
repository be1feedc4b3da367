"""One athlete after the other: a session, its result, then the next session."""

from __future__ import annotations

from station.drills.walk_up import Summary, WalkUpSession
from station.engine import Reading, Stage
from station.hinge.verdict import Repetition


class Turns:
    """Runs walk-up sessions one after the other.

    A result is shown for ``result_s`` at least. With an empty mat it stays up to ``log_out_s``,
    so that the athlete can walk to the screen and read it; as soon as anybody steps in, the next
    turn begins.
    """

    def __init__(self, repetitions: int, result_s: float = 8.0, log_out_s: float = 45.0) -> None:
        self._repetitions = repetitions
        self._result_s = result_s
        self._log_out_s = log_out_s
        self._session = WalkUpSession(repetitions)
        self._finished_s: float | None = None

    @property
    def showing_result(self) -> bool:
        """True while a finished session's result is on show; repetitions do not count then."""
        return self._finished_s is not None

    @property
    def summary(self) -> Summary:
        """The session that runs, or the finished one on show."""
        return self._session.summary()

    def step(self, reading: Reading) -> Repetition | None:
        """Take in one reading; return the repetition that was counted with it, if any."""
        if self._finished_s is not None and self._result_is_over(reading, self._finished_s):
            self._session = WalkUpSession(self._repetitions)
            self._finished_s = None
        counted = self._session.step(reading)
        if self._session.finished and self._finished_s is None:
            self._finished_s = reading.time_s
        return counted

    def _result_is_over(self, reading: Reading, finished_s: float) -> bool:
        shown_s = reading.time_s - finished_s
        wanted_s = self._log_out_s if reading.stage is Stage.EMPTY else self._result_s
        return shown_s >= wanted_s
