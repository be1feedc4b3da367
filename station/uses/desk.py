"""Opens the coach's desk: drills, groups and the screening that was open when the power went."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from station.config import Settings
from station.config.drills import drill_files, load_drill
from station.drills.desk import Desk, Keep
from station.drills.drill import Drill
from station.drills.roster import Group
from station.drills.screening import Protocol, ScreeningState
from station.drills.screening_test import ScreeningResult
from station.errors import ConfigError, ResultsError
from station.results.readonly import looks_of
from station.results.rosters import (
    load_groups,
    load_passed,
    load_passed_before,
    load_screening,
)

_log = logging.getLogger(__name__)


def usable_drills(settings: Settings) -> dict[str, Drill]:
    """Every drill whose file is in order, by name; the others are told in the log.

    Raises :class:`~station.errors.ConfigError` when one is not that the settings ask for.
    """
    asked = {settings.screening.drill, settings.warm_up.drill}
    drills = {name: load_drill(name).drill for name in sorted(asked)}
    for name in drill_files():
        try:
            drills[name] = load_drill(name).drill
        except ConfigError as error:
            _log.warning("%s", error)
    return drills


def open_desk(
    settings: Settings, drills: Mapping[str, Drill], results_file: Path | None, keep: Keep
) -> Desk:
    """The desk as it was left; with results that cannot be read it begins empty."""
    groups: tuple[Group, ...] = ()
    screening: ScreeningState | None = None
    if results_file is not None:
        try:
            groups, screening = load_groups(results_file), load_screening(results_file)
        except ResultsError as error:
            _log.warning("%s", error)
    if screening is not None and screening.protocol.drill not in drills:
        _log.warning("the open screening's drill %s is there no more", screening.protocol.drill)
        screening = None
    return Desk(groups, screening, drills, keep, lambda: uuid4().hex, _offered(settings))


def _offered(settings: Settings) -> Protocol:
    """What the settings offer: the warm-up's drill on a station that is used for that."""
    protocol = settings.screening.protocol()
    if settings.station.use != "warm-up":
        return protocol
    warm_up = settings.warm_up
    return replace(protocol, drill=warm_up.drill, wall_m=warm_up.wall_cm / 100 or None)


def known_passes(desk: Desk, results_file: Path | None) -> dict[str, bool | None]:
    """What the athletes of the open screening have come to already, by uid."""
    if results_file is None or desk.screening is None:
        return {}
    try:
        return {**load_passed(results_file, desk.screening.state.uid)}
    except ResultsError as error:
        _log.warning("%s", error)
        return {}


class Rosters:
    """Lets the desk know of groups that somebody else has changed in the results.

    ``station roster import`` writes beside the running station. Read again when the file looks
    otherwise and all of this station's own writes are in it.
    """

    def __init__(self, desk: Desk, results_file: Path | None) -> None:
        self._desk, self._file = desk, results_file
        self._screening: str | None = None
        self._before: dict[str, bool] = {}
        self._looks = None if results_file is None else looks_of(results_file)

    def look(self, all_written: bool) -> None:
        """To be called when there is time; nothing is read unless something was written."""
        if self._file is None or not all_written:
            return
        try:
            self._look_back(self._file)
            looks = looks_of(self._file)
            if looks != self._looks:
                self._looks = looks
                self._desk.adopt(load_groups(self._file))
        except ResultsError as error:
            _log.warning("%s", error)

    def is_better(self, result: ScreeningResult) -> bool:
        """Whether somebody has passed who had not the last time."""
        return result.passed is True and self._before.get(result.athlete.uid) is False

    def _look_back(self, file: Path) -> None:
        """How the athletes of a screening were before it, once for each."""
        uid = None if self._desk.screening is None else self._desk.screening.state.uid
        if uid != self._screening:
            self._screening = uid
            self._before = {} if uid is None else load_passed_before(file, uid)
