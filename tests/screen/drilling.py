"""Boards of drills for the screen tests: every card that the column beside the athlete can show."""

from __future__ import annotations

from dataclasses import replace

from station.config.drills import load_drill
from station.drills.contrast import Lesson
from station.drills.drill import Drill
from station.drills.guide import HoldSoFar, LevelSoFar, RestLeft, TempoBar
from station.drills.ladder import Ending
from station.drills.levels import LevelRule
from station.drills.run import DrillProgress
from station.drills.shipped import SHIPPED
from station.drills.warm_up import WarmUpResult
from station.engine import Stage
from station.hinge.verdict import Outcome, Verdict
from station.screen.drill_board import DrillBoard
from station.screen.live import LivePicture
from station.screen.names import NameTag
from station.screen.warm_up_end import WarmUpEndPicture
from station.screen.words import Message
from tests.screen import puppet

DRILLS = {name: load_drill(name).drill for name in SHIPPED}
TAP, TEMPO, HOLD = DRILLS["wall-tap"], DRILLS["tempo-hinge"], DRILLS["isometric-hold"]
CONTRAST, LOADED = DRILLS["contrast"], DRILLS["sternum-loaded"]
LEVEL = LevelRule(10, 3, 5, 0.025, 0.07, 0.155)
CLEAN, LUMBAR = puppet.VERDICTS[:2]
UNSEEN = puppet.VERDICTS[3]
LONG_NAME = "Maximiliane-Friederike Freifrau von Hohenstein-O'Connor"


def progress(
    drill: Drill,
    *verdicts: Verdict,
    set_number: int = 1,
    practice: bool = False,
    rest_left_s: float | None = None,
    tempo_s: float | None = None,
    held_s: float = 0.0,
    lesson: Lesson | None = None,
    farthest: bool = False,
) -> DrillProgress:
    """Where a run of this drill stands after these verdicts of one set."""
    judged = [v.outcome for v in verdicts if v.outcome is not Outcome.NO_VERDICT]
    clean_in_row = next(
        (n for n, each in enumerate(reversed(judged)) if each is not Outcome.PASS), len(judged)
    )
    last = puppet.attempt(len(verdicts), verdicts[-1], practice=practice) if verdicts else None
    bar = None if drill.tempo is None else TempoBar(drill.tempo)
    return DrillProgress(
        set_number=set_number + (rest_left_s is not None),
        done=len(judged),
        outcomes=tuple(judged),
        outcomes_of=set_number,
        wall_m=None if drill.wall is None else 0.125,
        lesson=lesson,
        rest=None if rest_left_s is None else RestLeft(rest_left_s, drill.dose.rest_s),
        level=None if drill.levels is None else LevelSoFar(clean_in_row, LEVEL, farthest),
        hold=None if drill.hold is None else HoldSoFar(held_s, drill.hold),
        tempo=bar if bar is None or tempo_s is None else bar.moved_to(tempo_s),
        last=last,
    )


def live(board: DrillBoard, hinge: float = 0.0, message: Message | None = None) -> LivePicture:
    """The puppet in a drill; it moves when it is hinged."""
    stage = Stage.REPETITION if hinge > 0.3 else Stage.READY
    seen = puppet.reading(hinge, stage=stage)
    if board.progress.wall_m is None:
        seen = puppet.without_wall(seen)
    return LivePicture(seen, board, message=message)


def boards() -> dict[str, LivePicture]:
    """One of each kind."""
    full = (CLEAN,) * 9 + (LUMBAR,)
    return {
        "first": live(DrillBoard(TAP, progress(TAP))),
        "pass": live(DrillBoard(TAP, progress(TAP, CLEAN, LUMBAR, CLEAN, CLEAN))),
        "fault": live(DrillBoard(TAP, progress(TAP, CLEAN, LUMBAR))),
        "moving": live(DrillBoard(TAP, progress(TAP, CLEAN, LUMBAR)), 0.6),
        "farthest": live(DrillBoard(TAP, progress(TAP, CLEAN, farthest=True))),
        "rest": live(DrillBoard(TAP, progress(TAP, *full, rest_left_s=41.2))),
        "unseen": live(DrillBoard(LOADED, progress(LOADED, CLEAN, UNSEEN, set_number=2))),
        "count": live(DrillBoard(TEMPO, progress(TEMPO, CLEAN, tempo_s=-1.4))),
        "lower": live(DrillBoard(TEMPO, progress(TEMPO, CLEAN, LUMBAR, tempo_s=1.4)), 0.4),
        "pause": live(DrillBoard(TEMPO, progress(TEMPO, tempo_s=4.2)), 0.7),
        "rise": live(DrillBoard(TEMPO, progress(TEMPO, tempo_s=5.5)), 0.5),
        "over": live(DrillBoard(TEMPO, progress(TEMPO, tempo_s=7.0)), 0.4),
        "hold": live(DrillBoard(HOLD, progress(HOLD, held_s=6.4)), 0.7),
        "held": live(DrillBoard(HOLD, progress(HOLD, held_s=12.4)), 0.7),
        "round": live(DrillBoard(CONTRAST, progress(CONTRAST, lesson=Lesson.ROUND))),
        "screened": live(DrillBoard(TAP, progress(TAP, CLEAN), NameTag("Jörg O'Hara"))),
        "practice": live(
            DrillBoard(TAP, progress(TAP, CLEAN, practice=True), NameTag(LONG_NAME), practice=True)
        ),
        "message": live(DrillBoard(TAP, progress(TAP, CLEAN)), 0.0, Message.TURN_SIDE_ON),
    }


def warmed_up(drill: Drill, *verdicts: Verdict, wall_m: float | None = 0.125) -> WarmUpResult:
    """What a visit with these verdicts came to."""
    attempts = tuple(
        replace(
            puppet.attempt(number, verdict),
            wall_m=wall_m,
            set_number=1 + (number - 1) // drill.dose.repetitions,
        )
        for number, verdict in enumerate(verdicts, start=1)
    )
    return WarmUpResult(drill, attempts, puppet.HEIGHT_M, Ending.LEFT)


ENDS = {
    "usual": WarmUpEndPicture(warmed_up(TAP, *((CLEAN,) * 6 + (LUMBAR,) * 2) * 2)),
    "all clean": WarmUpEndPicture(warmed_up(HOLD, *(CLEAN,) * 3, wall_m=None)),
    "nothing": WarmUpEndPicture(warmed_up(TAP, UNSEEN)),
}
