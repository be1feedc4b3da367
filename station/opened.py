"""All that is open while the station runs, and the desk and the uses that go with it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from station.calibration.applied import SetUp
from station.coach.link import KioskEnd
from station.coach.phone import Phone
from station.config import Settings
from station.drills.desk import Desk
from station.drills.drill import Drill
from station.feed import Feed
from station.notices import NoticesNow
from station.results.results import Results
from station.signals.tell import Tell
from station.uses.build import Uses
from station.uses.desk import Rosters, known_passes, open_desk, usable_drills


@dataclass(frozen=True, eq=False)
class Opened:
    """What the loop works with; whoever opened it closes it."""

    settings: Settings
    feed: Feed
    tell: Tell
    results: Results
    set_up: SetUp
    notices: NoticesNow
    desk: Desk
    uses: Uses
    rosters: Rosters
    phone: Phone | None

    @classmethod
    def of(
        cls,
        settings: Settings,
        feed: Feed,
        tell: Tell,
        results: Results,
        set_up: SetUp,
        notices: NoticesNow,
        *,
        results_file: Path | None = None,
        drills: Mapping[str, Drill] | None = None,
        coach_socket: Path | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> Opened:
        """With the desk as ``results_file`` has it, the drills that there are, and the coach's page
        at ``coach_socket``, if it is wanted; ``clock`` gives monotonic seconds."""
        drills = usable_drills(settings) if drills is None else drills
        desk = open_desk(settings, drills, results_file, results)
        phone = None
        passed = known_passes(desk, results_file)
        if coach_socket is not None:
            end = KioskEnd(coach_socket, clock)
            phone = Phone(end, desk, drills, settings.screen.language, passed)
        rosters = Rosters(desk, results_file)
        uses = Uses(
            settings,
            desk,
            drills,
            lambda result: results.standing(result.score_m),
            passed,
            lambda: None if phone is None else phone.address,
            rosters.is_better,
        )
        return cls(settings, feed, tell, results, set_up, notices, desk, uses, rosters, phone)

    def close(self) -> None:
        """Let go of the coach's page; the rest is closed by whoever opened it."""
        if self.phone is not None:
            self.phone.close()
