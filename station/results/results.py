"""What the kiosk tells about a test as it happens. Nothing here waits or raises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from station.closing import ClosesItself
from station.drills.attempt import Attempt
from station.drills.roster import Group
from station.drills.screening import ScreeningState
from station.drills.standing import Standing
from station.results.about import TestAbout, TestEnd, Use
from station.results.backlog import Begun, Finished, Forgotten, Listed, Repeated, Screened
from station.results.erase import Goal
from station.results.keeper import Keeper, Nowhere
from station.results.rows import TestStart
from station.results.scores import Scores
from station.results.writer import RETRY_S, Writer


class Results(ClosesItself):
    """Keeps the tests of one station in the database at ``path``; with None it keeps nothing.

    ``copies`` is the folder of its nightly copies, from which the deleted are deleted as well.
    ``now`` gives the wall clock's time; it is only written down, together with whether it was to
    be trusted, and never counted with. ``retry_s`` is the pace at which a database that failed is
    opened again.

    No method waits for the disk but :meth:`flush` and :meth:`close`, and none raises because of
    it: :attr:`trouble` tells. Pictures are taken off before anything is kept, even in memory.
    """

    def __init__(
        self,
        path: Path | None,
        *,
        app_version: str,
        camera_serial: Callable[[], str],
        now: Callable[[], datetime],
        clock_is_trusted: Callable[[], bool],
        copies: Path | None = None,
        retry_s: float = RETRY_S,
    ) -> None:
        self._app_version = app_version
        self._camera_serial = camera_serial
        self._copies = copies
        self._now = now
        self._clock_is_trusted = clock_is_trusted
        self._scores = Scores()
        self._start: TestStart | None = None
        self._number = 0
        self._screening: ScreeningState | None = None
        self._keeper: Keeper = (
            Nowhere() if path is None else Writer(path, self._scores.load, retry_s)
        )

    def begin(self, about: TestAbout) -> None:
        """A test begins. One that was not finished stays so."""
        if about.use == Use.WALK_UP:
            self._scores.begin()
        self._number = 0
        screening = self._screening
        self._start = TestStart(
            uid=uuid4().hex,
            started=self._now(),
            clock_trusted=self._clock_is_trusted(),
            about=about,
            app_version=self._app_version,
            camera_serial=self._camera_serial(),
            screening=screening if screening and screening.uid == about.screening_uid else None,
        )
        self._keeper.add(Begun(self._start))

    def attempt(self, attempt: Attempt) -> None:
        """A repetition of the running test is over; without one this does nothing."""
        if self._start is None:
            return
        self._number += 1
        self._keeper.add(Repeated(self._start, replace(attempt, side_view=None), self._number))

    def finish(self, end: TestEnd) -> None:
        """The running test is over; without one this does nothing."""
        if self._start is None:
            return
        if self._start.about.use == Use.WALK_UP:
            self._scores.finish(end.score_m)
        self._keeper.add(Finished(self._start, end, self._now()))
        self._start = None

    def keep_group(self, group: Group) -> None:
        """The roster is like this from now on; who is not in it becomes a former member."""
        self._keeper.add(Listed(group, self._now(), self._clock_is_trusted()))

    def keep_screening(self, state: ScreeningState) -> None:
        """The screening is so far; a group that is not kept yet is kept with it."""
        self._screening = state
        self._keeper.add(Screened(state, self._now(), self._clock_is_trusted()))

    def delete_athlete(self, uid: str) -> None:
        """Delete an athlete with all tests, everywhere; what comes later of them is dropped."""
        if self._start is not None and self._start.about.athlete_uid == uid:
            self._start = None
        self._keeper.add(Forgotten(Goal(athletes=(uid,)), self._copies))

    def delete_group(self, uid: str) -> None:
        """Delete a group with all its athletes and their tests, everywhere."""
        self._keeper.add(Forgotten(Goal(groups=(uid,)), self._copies))

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
