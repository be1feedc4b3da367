"""What the kiosk says of a test: at its beginning what is asked of whom, at its end what came."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from station.drills.ladder import Ending, LadderRules
from station.results.protocol import walk_up_protocol

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


class Use(StrEnum):
    """What the station was used as; the values are those of ``[station] use``."""

    WALK_UP = "walk-up"
    SCREENING = "screening"
    WARM_UP = "warm-up"


@dataclass(frozen=True)
class TestAbout:
    """What is asked for, and of whom.

    ``protocol`` is one line for people, ``drill`` the drill's name. ``rules`` is any dataclass of
    numbers and words that was asked by, kept as JSON. Without ``athlete_uid`` nobody was logged in.
    """

    __test__ = False

    use: Use
    protocol: str
    drill: str
    rules: DataclassInstance | None = None
    athlete_uid: str | None = None
    screening_uid: str | None = None


@dataclass(frozen=True)
class TestEnd:
    """What a test came to.

    ``score_m`` is the farthest wall with enough clean taps, where a drill has such a thing;
    ``passed`` None where nothing can be passed, and when too little could be judged.
    """

    __test__ = False

    height_m: float | None
    score_m: float | None
    ending: Ending
    passed: bool | None = None


def walk_up(rules: LadderRules) -> TestAbout:
    """The walk-up test by these rules."""
    return TestAbout(Use.WALK_UP, walk_up_protocol(rules), "wall-tap", rules)
