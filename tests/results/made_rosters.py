"""Groups and screenings that never were."""

from __future__ import annotations

from station.drills.roster import Athlete, Group
from station.drills.screening import Protocol, ScreeningState, Status
from station.results.about import TestAbout, Use

MIA = Athlete("uid-mia", "Mia Quetschkommode", "7")
JOSE = Athlete("uid-jose", "José Ñandú", "10")
ONO = Athlete("uid-ono", "小野 🤸")
TEAM = Group("uid-team", "Zwölfte Mannschaft", (MIA, JOSE, ONO))
OTHERS = Group("uid-others", "Die Anderen", (Athlete("uid-other-mia", "Mia Quetschkommode"),))

PROTOCOL = Protocol("wall-tap", wall_m=0.15, repetitions=3, practice=1, seen_in=2)
WAITING = ScreeningState(
    uid="uid-screening",
    group=TEAM,
    protocol=PROTOCOL,
    statuses={
        MIA.uid: Status.DONE,
        JOSE.uid: Status.ABSENT,
        ONO.uid: Status.WAITING,
    },
    called=ONO.uid,
    tested_last=MIA.uid,
)
"""In the middle of it."""


def screening_of(
    athlete: Athlete, screening_uid: str | None = WAITING.uid, drill: str = "wall-tap"
) -> TestAbout:
    """The test of one of them."""
    return TestAbout(
        Use.SCREENING, f"screening {drill} 15.0 cm", drill, PROTOCOL, athlete.uid, screening_uid
    )
