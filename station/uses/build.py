"""Which use is in force, and its states."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from station.config import Settings
from station.drills.desk import Desk
from station.drills.drill import Drill
from station.drills.screening_test import ScreeningResult
from station.drills.standing import Standing
from station.drills.walk_up import TestResult
from station.results.about import Use
from station.screen.flow import Flow
from station.uses.around import Around
from station.uses.screening import screening_flow
from station.uses.walk_up import walk_up_flow
from station.uses.warm_up import warm_up_flow


class Uses:
    """Builds the states of the use in force: an open screening goes before what the settings say,
    so that a coach can begin one from the phone on any station.

    ``passed`` takes what athletes come to, by uid; ``page_address`` is that of the coach's page,
    ``is_better`` tells who has passed and had not the last time.
    """

    def __init__(
        self,
        settings: Settings,
        desk: Desk,
        drills: Mapping[str, Drill],
        standing: Callable[[TestResult], Standing | None],
        passed: dict[str, bool | None],
        page_address: Callable[[], str | None],
        is_better: Callable[[ScreeningResult], bool],
    ) -> None:
        self._settings, self._desk, self._drills = settings, desk, drills
        self._standing = standing
        self._passed = passed
        self._page_address, self._is_better = page_address, is_better

    @property
    def now(self) -> Use:
        """The use in force."""
        return Use(self._settings.station.use) if self._desk.screening is None else Use.SCREENING

    def flow(self, use: Use, around: Around) -> Flow:
        """Its states, from the invitation on."""
        limits = self._settings.faults.limits()
        match use:
            case Use.WALK_UP:
                return walk_up_flow(around, self._settings.test.rules(), self._standing)
            case Use.SCREENING:
                return screening_flow(
                    around,
                    self._desk,
                    self._drills,
                    limits,
                    self._passed,
                    self._page_address,
                    self._is_better,
                )
            case Use.WARM_UP:
                return warm_up_flow(around, self._desk, self._drills, limits)
