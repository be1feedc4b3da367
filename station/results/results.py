"""What the kiosk tells about a test as it happens. Nothing here waits or raises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from station.closing import ClosesItself
from station.drills.attempt import Attempt
from station.drills.ladder import LadderRules
from station.drills.standing import Standing
from station.drills.walk_up import TestResult
from station.results.backlog import Begun, Finished, Repeated
from station.results.keeper import Keeper, Nowhere
from station.results.protocol import WALK_UP
from station.results.rows import TestStart
from station.results.scores import Scores
from station.results.writer import RETRY_S, Writer


class Results(ClosesItself):
    """Keeps the tests of one station in the database at ``path``; with None it keeps nothing.

    ``protocol`` is a line such as :func:`~station.results.protocol.walk_up_protocol` makes,
    ``rules`` are kept beside it. ``now`` gives the wall clock's time; it is only written down,
    together with whether it was to be trusted, and never counted with. ``retry_s`` is the pace at
    which a database that failed is opened again.

    No method waits for the disk but :meth:`flush` and :meth:`close`, and none raises because of
    it: :attr:`trouble` tells. Pictures are taken off before anything is kept, even in memory.
    """

    def __init__(
        self,
        path: Path | None,
        *,
        app_version: str,
        camera_serial: Callable[[], str],
        protocol: str,
        now: Callable[[], datetime],
        clock_is_trusted: Callable[[], bool],
        rules: LadderRules | None = None,
        retry_s: float = RETRY_S,
    ) -> None:
        self._app_version = app_version
        self._camera_serial = camera_serial
        self._protocol = protocol
        self._rules = rules
        self._now = now
        self._clock_is_trusted = clock_is_trusted
        self._scores = Scores()
        self._start: TestStart | None = None
        self._number = 0
        self._keeper: Keeper = (
            Nowhere() if path is None else Writer(path, self._scores.load, retry_s)
        )

    def begin(self) -> None:
        """A new athlete's test begins. One that was not finished stays so."""
        self._begun()

    def attempt(self, attempt: Attempt) -> None:
        """A repetition of the running test is over; a test that did not begin does so now."""
        start = self._start or self._begun()
        self._number += 1
        self._keeper.add(Repeated(start, replace(attempt, side_view=None), self._number))

    def finish(self, result: TestResult) -> None:
        """The running test is over; without one this does nothing."""
        if self._start is None:
            return
        if self._protocol.startswith(WALK_UP):
            self._scores.finish(result.score_m)
        self._keeper.add(Finished(self._start, replace(result, attempts=()), self._now()))
        self._start = None

    def standing(self, score_m: float | None) -> Standing | None:
        """Where the newest test's score stands among this station's walk-up tests, itself included.

        The same before and after :meth:`finish`. None without a score, and while there are fewer
        than :data:`~station.results.scores.ENOUGH` results.
        """
        return self._scores.standing(score_m)

    @property
    def kept(self) -> int:
        """Repetitions on the disk since the start."""
        return self._keeper.kept

    @property
    def trouble(self) -> str | None:
        """Why results are not kept now, with how many wait and how many are lost, in one line."""
        return self._keeper.trouble

    @property
    def disk_full(self) -> bool:
        """Whether the trouble is a full disk."""
        return self._keeper.disk_full

    @property
    def notice(self) -> str | None:
        """That a damaged or vanished database was replaced by a new one, in one line; it stays."""
        return self._keeper.notice

    def flush(self, timeout_s: float) -> bool:
        """Wait until all is on the disk, trying at once; False when it is not in time."""
        return self._keeper.flush(timeout_s)

    def close(self) -> None:
        """Write what waits, if that can be done in a few seconds, and let go of the database."""
        self._keeper.close()

    def _begun(self) -> TestStart:
        self._scores.begin()
        self._number = 0
        self._start = start = TestStart(
            uid=uuid4().hex,
            started=self._now(),
            clock_trusted=self._clock_is_trusted(),
            protocol=self._protocol,
            rules=self._rules,
            app_version=self._app_version,
            camera_serial=self._camera_serial(),
        )
        self._keeper.add(Begun(start))
        return start
