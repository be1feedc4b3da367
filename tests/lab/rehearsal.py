"""Finding the postures a session asks for: where the wall is, and how its bottoms are reached.

A posture that no body can take (the weight would leave the feet, the trunk hang below the
horizontal) is asked for again smaller, at last as a clean hinge: :class:`Rehearsed` tells what is
really done beside what was asked, so that nothing is silently wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from station.simulator.repetitions import End, Kind, turning_point
from tests.lab.figure import Figure
from tests.lab.kinematics import Posture, place
from tests.lab.legs import PLANTED, Feet, Foot
from tests.lab.motion import mix
from tests.lab.plan import HeelStep, LabSession, PlannedRep
from tests.lab.truth import rearmost_m, trunk_line_deg

WALL_STEP_M = 0.005
_MOST_TRUNK_DEG = 84.0
_LEAST_HIP_DEG, _MOST_HIP_DEG = 5.0, 120.0
_BACK_ON_HEELS_M = (0.0, -0.012, -0.024, -0.036, -0.048)
"""How much further back the weight goes when the wall is hard to reach."""
_SMALLER = (1.0, 0.8, 0.6)
_BOWED_HIP_DEG = (30.0, 150.0)
_BOWED_FORWARD_M = (-0.04, 0.10)
"""Who bows below the horizontal keeps the hips at the wall by leaning to the toes."""
_TAP_M = -0.009
_USUAL = Posture(knee_deg=11.0, lumbar_deg=2.5, thoracic_deg=1.5, bottom_share=1.0)
"""A clean hinge but for its hips."""


class UnreachableError(ValueError):
    """No posture of this kind reaches the wall with the weight over the feet."""


@dataclass(frozen=True)
class Rehearsed:
    """One repetition worked out. ``done`` differs from ``asked`` where that cannot be reached.

    ``lowest`` is where the lowering ends and ``bottom`` where the rise begins; only who steps
    at the bottom changes posture in between. ``feet`` are where the feet go within it.
    """

    asked: PlannedRep
    done: PlannedRep
    lowest: Posture
    bottom: Posture
    feet: Feet
    end: Posture
    late: tuple[float, float]
    """How late hips and spine move, see :class:`tests.lab.motion.Movement`."""


def wall_of(session: LabSession, figure: Figure) -> float:
    """The wall's distance behind the heels, metres, in steps of 5 mm: where a clean hinge ends."""
    clean = replace(_USUAL, hip_deg=session.hinge_deg)
    rear_m = rearmost_m(figure, place(figure, clean))
    return round((_TAP_M - rear_m) / WALL_STEP_M) * WALL_STEP_M


def rehearse_all(session: LabSession, figure: Figure, wall_m: float) -> Iterator[Rehearsed]:
    """Every repetition of a session, in order."""
    random = np.random.default_rng([session.seed, 29])
    for asked in session.repetitions:
        done, lowest, bottom = _bottoms(figure, asked, wall_m, random)
        yield Rehearsed(
            asked=asked,
            done=done,
            lowest=lowest,
            bottom=bottom,
            feet=_stepped(done.step),
            end=_end(figure, done, bottom),
            late=(float(random.uniform(0.88, 1.15)), float(random.uniform(0.85, 1.25))),
        )


def _bottoms(
    figure: Figure, asked: PlannedRep, wall_m: float, random: np.random.Generator
) -> tuple[PlannedRep, Posture, Posture]:
    """The repetition that can be done, where its lowering ends and where its rise begins."""
    smaller = [_of_size(asked, share) for share in _SMALLER]
    clean = replace(asked, kind=Kind.CLEAN, size_deg=0.0, step=None)
    for plan in (*smaller, clean, replace(clean, gap_mm=asked.gap_mm + 30.0)):
        bends = _bends(plan, random)
        for back_m in _BACK_ON_HEELS_M:
            tried = replace(bends, forward_m=bends.forward_m + back_m)
            try:
                if plan.kind is Kind.PAST_HORIZONTAL:
                    bottom = lowest = _bow(figure, tried, plan, wall_m)
                else:
                    stepped = replace(tried, feet=_stepped(plan.step))
                    bottom = lowest = _hinge_to(figure, stepped, plan, wall_m)
                if plan.step is not None and plan.step.moment == "bottom":
                    lowest = _hinge_to(figure, tried, plan, wall_m)
            except UnreachableError:
                continue
            return plan, lowest, bottom
    raise UnreachableError(f"{figure.person.shape} does not reach a wall {wall_m:.3f} m behind")


def _of_size(asked: PlannedRep, share: float) -> PlannedRep:
    step = asked.step
    return replace(
        asked,
        size_deg=round(asked.size_deg * share),
        step=None if step is None else replace(step, back_mm=round(step.back_mm * share)),
    )


def _stepped(step: HeelStep | None) -> Feet:
    """Where the feet are after a step, if there is one."""
    if step is None:
        return PLANTED
    moved = Foot(-step.back_mm / 1000)
    return (
        Foot() if step.feet == "right" else moved,
        Foot() if step.feet == "left" else moved,
    )


def _bends(plan: PlannedRep, random: np.random.Generator) -> Posture:
    """What bends at the bottom beside the hips: the fault, and a few degrees in everybody."""
    uniform = random.uniform
    usual = Posture(
        knee_deg=uniform(7.0, 15.0),
        lumbar_deg=uniform(-1.0, 6.0),
        thoracic_deg=uniform(-2.0, 5.0),
        neck_deg=uniform(-7.0, 8.0),
        forward_m=uniform(-0.006, 0.006),
        bottom_share=1.0,
    )
    along = min(1.0, abs(plan.size_deg) / 30.0)
    match plan.kind:
        case Kind.LUMBAR:
            thoracic = uniform(2.0, 8.0) * along
            return replace(usual, lumbar_deg=plan.size_deg, thoracic_deg=thoracic)
        case Kind.LUMBAR_EXTENSION:
            return replace(usual, lumbar_deg=plan.size_deg, thoracic_deg=uniform(-5.0, 1.0))
        case Kind.THORACIC:
            return replace(usual, thoracic_deg=plan.size_deg)
        case Kind.NECK:
            return replace(usual, neck_deg=plan.size_deg)
        case Kind.SQUAT:
            return replace(usual, knee_deg=plan.size_deg)
        case _:
            return usual


def _hinge_to(figure: Figure, bends: Posture, plan: PlannedRep, wall_m: float) -> Posture:
    """Flex the hips until the buttocks are where the plan wants them; the first such place.

    Raises :class:`UnreachableError` where they are there before the hips flex, never get there,
    or only with the trunk nearly horizontal.
    """
    target_m = plan.gap_mm / 1000 - wall_m

    def over_m(hip_deg: float) -> float:
        return rearmost_m(figure, place(figure, replace(bends, hip_deg=hip_deg))) - target_m

    low, high = _LEAST_HIP_DEG, _LEAST_HIP_DEG + 9.0
    if over_m(low) <= 0:
        raise UnreachableError
    while over_m(high) > 0:
        low, high = high, high + 9.0
        if high > _MOST_HIP_DEG:
            raise UnreachableError
    hip_deg = turning_point(lambda hip: over_m(hip) > 0, low, high)
    bottom = replace(bends, hip_deg=hip_deg)
    if trunk_line_deg(figure, place(figure, bottom)) > _MOST_TRUNK_DEG:
        raise UnreachableError
    return bottom


def _bow(figure: Figure, bends: Posture, plan: PlannedRep, wall_m: float) -> Posture:
    """Bow until the trunk line is where the plan wants it, the hips just as far from the wall."""
    target_m = plan.gap_mm / 1000 - wall_m

    def bowed(forward_m: float) -> Posture:
        leant = replace(bends, forward_m=forward_m)

        def is_short(hip_deg: float) -> bool:
            now = place(figure, replace(leant, hip_deg=hip_deg))
            return trunk_line_deg(figure, now) < plan.size_deg

        return replace(leant, hip_deg=turning_point(is_short, *_BOWED_HIP_DEG))

    def is_behind(forward_m: float) -> bool:
        return rearmost_m(figure, place(figure, bowed(forward_m))) < target_m

    least_m, most_m = _BOWED_FORWARD_M
    if is_behind(most_m) or not is_behind(least_m):
        raise UnreachableError
    return bowed(turning_point(is_behind, least_m, most_m))


def _end(figure: Figure, plan: PlannedRep, bottom: Posture) -> Posture:
    """Where the rise ends: standing, or with the trunk line short of it or behind it."""
    if plan.end is End.STAND:
        return Posture()
    upright_deg = trunk_line_deg(figure, place(figure, Posture()))
    whole = _LEANT_BACK if plan.end is End.HYPER else bottom

    def within(share: float) -> bool:
        trunk_deg = trunk_line_deg(figure, place(figure, mix(Posture(), whole, share)))
        return abs(trunk_deg - upright_deg) < abs(plan.end_deg)

    return mix(Posture(), whole, turning_point(within, 0.0, 1.0))


_LEANT_BACK = Posture(hip_deg=-19.0, knee_deg=-3.0, lumbar_deg=-21.0, thoracic_deg=-9.0)
"""As far back as a rise ends; knees do not stretch beyond straight."""
