"""Screenings for the screen tests: a desk with a group, and the pictures that they lead to."""

from __future__ import annotations

from dataclasses import replace

from station.config.drills import load_drill
from station.drills.commands import MarkAbsent, NextAthlete
from station.drills.desk import Desk
from station.drills.drill import Drill
from station.hinge.verdict import Fault, Outcome, Reason, Verdict
from station.screen.desk_picture import DeskPicture, Waiting
from station.screen.line_up import LineUp
from station.screen.names import NameTag
from station.screen.next_up_picture import NextUpPicture
from station.screen.pairing_picture import PairingFace, PairingPicture, PairingView
from station.screen.picture import Picture
from station.screen.screened_picture import ScreenedPicture
from tests.drills.made_groups import screened
from tests.screen import puppet

TAP, DOWEL = load_drill("wall-tap").drill, load_drill("dowel-hinge").drill
ADDRESS = "http://192.168.1.20:8080"
LONGEST = "Maximiliana Theodora von und zu Hohenstein-Schwarzenberg-Auß"
WIDEST = "W" * 60
CLEAN, LUMBAR, HINT, UNSEEN, SHORT = puppet.VERDICTS
HIDDEN = replace(CLEAN, back_judged=False, cue="back_hidden")


def called_at_desk(*names: str, tested: int = 0, absent: int = 0) -> Desk:
    """A desk with an open screening: so many at the start are done, so many at the end absent."""
    desk, _ = screened(*names)
    screening = desk.screening
    assert screening is not None
    for athlete in screening.state.group.athletes[len(names) - absent :]:
        assert desk.take(MarkAbsent(athlete.uid)) is None
    for _ in range(tested):
        assert screening.called is not None
        assert desk.done(screening.called.uid) is None
        desk.take(NextAthlete())
    return desk


def next_up(
    *names: str, tested: int = 0, absent: int = 0, drill: Drill = TAP, **more: object
) -> NextUpPicture:
    """The picture of whoever is called then."""
    screening = called_at_desk(*names, tested=tested, absent=absent).screening
    assert screening is not None
    line_up = LineUp.of_screening(screening)
    assert line_up.called is not None
    return replace(NextUpPicture(line_up, line_up.called, drill), **more)  # type: ignore[arg-type]


def result(
    *verdicts: Verdict, name: str = "Zoë Weiß", before: str | None = None, repetitions: int = 3
) -> ScreenedPicture:
    """The picture of a test with these verdicts."""
    test = puppet.screened(verdicts, repetitions=repetitions)
    return ScreenedPicture(test.result, NameTag(name, "7", 1), before)


def pictures() -> dict[str, Picture]:
    """Every screen that only a screening has."""
    worst = Verdict(Outcome.FAULT, tuple(Fault)[:4], cue="lumbar_flexion", back_judged=False)
    dark = replace(UNSEEN, reason=Reason.TOO_FEW_PIXELS, cue="too_few_pixels")
    view = PairingView(PairingFace.OPEN, ADDRESS, "482913")
    return {
        "called": next_up("Maximilian Oberhuber", "Ben Ole", "Siobhán O'Brien", "Ana", absent=1),
        "called longest": next_up(LONGEST, LONGEST, LONGEST, drill=DOWEL),
        "called widest": next_up(WIDEST, WIDEST, WIDEST, WIDEST, elapsed_s=2.8),
        "called last": next_up("Zoë", "🦊", tested=1, fresh=True),
        "all tested": DeskPicture(Waiting.ALL_TESTED, ADDRESS, "U16", 18, 2),
        "no screening": DeskPicture(Waiting.NO_SCREENING),
        "no group": DeskPicture(Waiting.NO_GROUP, ADDRESS),
        "empty group": DeskPicture(Waiting.EMPTY_GROUP, ADDRESS, WIDEST),
        "clean": result(CLEAN, CLEAN, CLEAN, before="Last time: 1 of 3 clean"),
        "clean enough": result(CLEAN, LUMBAR, CLEAN, name=LONGEST),
        "practise": result(LUMBAR, LUMBAR, SHORT),
        "worst": result(*(worst,) * 10, name=WIDEST, repetitions=10),
        "hidden": result(HIDDEN, HIDDEN, CLEAN),
        "unseen": result(*(dark,) * 9, repetitions=3),
        "left": result(CLEAN, UNSEEN),
        "pairing": PairingPicture(view, 118),
        "pairing waits": PairingPicture(PairingView(PairingFace.WAITING), 120),
        "pairing off": PairingPicture(PairingView(PairingFace.OFF), 20),
        "pairing not running": PairingPicture(PairingView(PairingFace.NOT_RUNNING), 20),
        "pairing locked": PairingPicture(PairingView(PairingFace.LOCKED, locked_s=899.2), 20),
        "paired": PairingPicture(PairingView(PairingFace.PAIRED), 20),
    }


PICTURES = pictures()
