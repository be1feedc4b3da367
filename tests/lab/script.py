"""A session worked out: the figure, the wall, and every moment of what the athlete does."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from station.simulator.repetitions import End, RepetitionPlan
from station.simulator.timeline import PlannedTimes
from tests.lab.bodies import load_body
from tests.lab.clothing import dress
from tests.lab.figure import Figure, build_figure
from tests.lab.kinematics import Placed, Posture, place, stand_figure
from tests.lab.motion import FootStep, Liveliness, Movement, Timeline
from tests.lab.plan import LabSession, Person
from tests.lab.rehearsal import Rehearsed, rehearse_all, wall_of
from tests.lab.rig import Rig
from tests.lab.truth import Reference, reference, standing_still

STAND_UP_S = 0.7
"""From a wrong end of the rise to standing tall."""
END_HOLD_S = 0.9
LAST_REST_S = 0.4
STEP_S = 0.25
"""One foot's step on the way down or back in its place."""
_STEPS_FROM = 0.35
"""Share of the lowering after which feet that move do so."""
_STEP_BACK_AFTER_S = 0.3


@dataclass(frozen=True, eq=False)
class Script:
    """Everything about a session that is not a frame. Times are seconds from its first frame.

    ``times`` and ``repetitions`` go together, one each.
    """

    session: LabSession
    figure: Figure
    bmi: float
    standing: Reference
    repetitions: tuple[Rehearsed, ...]
    times: tuple[PlannedTimes, ...]
    timeline: Timeline
    lively: Liveliness
    arrive_s: float
    leave_s: float
    end_s: float

    def placed(self, time_s: float) -> tuple[Placed, str]:
        """The athlete on the spot at a time, and the phase."""
        posture, phase = self.timeline.at(time_s)
        return place(self.figure, self.lively.on(posture, time_s)), phase


def figure_of(person: Person) -> Figure:
    """A person's body, dressed and ready to stand."""
    return dressed(person, load_body(person.shape).rig)


def dressed(person: Person, bare: Rig) -> Figure:
    """The same of a body at hand."""
    return stand_figure(build_figure(person, bare, dress(person, bare)))


@lru_cache(maxsize=2)
def script_of(session: LabSession) -> Script:
    """Work a session out; the same session always gives the same script."""
    return written_for(session, figure_of(session.person), load_body(session.person.shape).bmi)


def written_for(session: LabSession, figure: Figure, bmi: float) -> Script:
    """The script of a session, played by this figure."""
    person, wall_m = session.person, wall_of(session, figure)
    repetitions = tuple(rehearse_all(session, figure, wall_m))
    timing = session.timing
    arrive_s = timing.empty_s + timing.walk_s + timing.turn_s
    timeline, times = _timeline(repetitions, arrive_s, timing.still_s)
    lively = Liveliness(session.seed, person.sway_mm, person.wobble_deg)
    still = np.linspace(arrive_s, arrive_s + timing.still_s, 31)
    moments = [place(figure, lively.on(Posture(), float(t))) for t in still]
    return Script(
        session=session,
        figure=figure,
        bmi=bmi,
        standing=standing_still(figure, reference(figure, wall_m), moments),
        repetitions=repetitions,
        times=times,
        timeline=timeline,
        lively=lively,
        arrive_s=arrive_s,
        leave_s=timeline.end_s,
        end_s=timeline.end_s + timing.turn_s + timing.walk_s + timing.empty_s / 2,
    )


def _timeline(
    repetitions: tuple[Rehearsed, ...], arrive_s: float, still_s: float
) -> tuple[Timeline, tuple[PlannedTimes, ...]]:
    start_s = arrive_s + still_s
    movements = [Movement(arrive_s, start_s, Posture(), Posture(), "stand")]
    times: list[PlannedTimes] = []
    steps: list[FootStep] = []
    for number, repetition in enumerate(repetitions, start=1):
        own = _movements(repetition, movements[-1], last=number == len(repetitions))
        times.append(_times(repetition, own))
        movements += own
        steps += _steps(repetition, times[-1])
    return Timeline(tuple(movements), tuple(steps)), tuple(times)


def _movements(repetition: Rehearsed, before: Movement, last: bool) -> list[Movement]:
    """Down, hold, up, the end held, and the rest before the next repetition."""
    plan, late = repetition.done, repetition.late
    steps: list[tuple[float, Posture, str]] = [
        (plan.lower_s, repetition.lowest, "down"),
        (plan.pause_s, repetition.bottom, "hold"),
        (plan.rise_s, repetition.end, "up"),
    ]
    rest_s = plan.rest_s + (LAST_REST_S if last else 0.0)
    if plan.end is End.STAND:
        steps.append((rest_s, Posture(), "rest"))
    else:
        steps.append((END_HOLD_S, repetition.end, "rest"))
        if plan.stands_up or last:
            steps += [(STAND_UP_S, Posture(), "rest"), (rest_s, Posture(), "rest")]
    movements = []
    start_s, posture = before.end_s, before.end
    for lasts_s, reached, phase in steps:
        movements.append(Movement(start_s, start_s + lasts_s, posture, reached, phase, *late))
        start_s, posture = start_s + lasts_s, reached
    return movements


def _steps(repetition: Rehearsed, times: PlannedTimes) -> list[FootStep]:
    """One foot after the other, on the way down or in the pause, and back during the rest."""
    step = repetition.done.step
    if step is None:
        return []
    away_s, lasts_s = times.start_s + _STEPS_FROM * (times.bottom_s - times.start_s), STEP_S
    if step.moment == "bottom":
        # As long as the pause, in which the hips make up for it.
        away_s, lasts_s = times.bottom_s, times.rise_from_s - times.bottom_s
    back_s = times.over_s + _STEP_BACK_AFTER_S
    moving = [number for number, foot in enumerate(repetition.feet) if foot.x_m]
    steps = []
    for turn, number in enumerate(moving):
        to_m, start_s = repetition.feet[number].x_m, away_s + turn * lasts_s
        steps.append(FootStep(number, start_s, start_s + lasts_s, 0.0, to_m))
    for turn, number in enumerate(moving):
        to_m, start_s = repetition.feet[number].x_m, back_s + turn * STEP_S
        steps.append(FootStep(number, start_s, start_s + STEP_S, to_m, 0.0))
    return steps


def _times(repetition: Rehearsed, own: list[Movement]) -> PlannedTimes:
    plan = repetition.done
    down, hold, up, after = own[:4]
    return PlannedTimes(
        plan=RepetitionPlan(
            kind=plan.kind,
            end=plan.end,
            gap_mm=plan.gap_mm,
            lower_s=plan.lower_s,
            pause_s=plan.pause_s,
            rise_s=plan.rise_s,
            rest_s=plan.rest_s,
            end_hold_s=END_HOLD_S,
        ),
        start_s=down.start_s,
        bottom_s=down.end_s,
        rise_from_s=hold.end_s,
        end_s=up.end_s,
        over_s=up.end_s if plan.end is End.STAND else after.end_s,
    )
