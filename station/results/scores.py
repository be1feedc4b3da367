"""Where a result stands among this station's: answered from memory."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable
from threading import Lock

from station.drills.standing import Standing

ENOUGH = 20
"""Among fewer results, this one included, a place says nothing."""


class Scores:
    """The scores of all finished tests but the last one, which is asked about.

    Safe to use from several threads. Scores are metres, told apart by a tenth of a millimetre.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._others: list[int] = []
        self._latest: int | None = None

    def load(self, scores_m: Iterable[float]) -> None:
        """Add what earlier runs of the station left."""
        with self._lock:
            self._others = sorted([*self._others, *map(_tenths, scores_m)])

    def begin(self) -> None:
        """A new test begins: from now on the one before is one of the others."""
        with self._lock:
            if self._latest is not None:
                insort(self._others, self._latest)
                self._latest = None

    def finish(self, score_m: float | None) -> None:
        """The test that is under way came to this."""
        with self._lock:
            self._latest = None if score_m is None else _tenths(score_m)

    def standing(self, score_m: float | None) -> Standing | None:
        """The place of this score, be it finished already or not; equal scores share the best."""
        if score_m is None:
            return None
        with self._lock:
            of = len(self._others) + 1
            farther = len(self._others) - bisect_right(self._others, _tenths(score_m))
        return Standing(rank=farther + 1, of=of) if of >= ENOUGH else None


def _tenths(score_m: float) -> int:
    return round(10_000 * score_m)
