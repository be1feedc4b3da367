"""From what was measured during a repetition to its verdict: the fault table, applied."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from station.hinge.bottom import POSTURE_S, held_s, hinging, sustained_while
from station.hinge.history import History, Phases, sustained_max
from station.hinge.limits import FaultLimits
from station.hinge.task import Task, Tempo
from station.hinge.verdict import Fault, Hint, Outcome, Verdict
from station.posture.measures import Measures
from station.posture.shape import CONTACT_HELD_MM
from station.reasons import Reason

Floats = NDArray[np.float64]

_LOCKOUT_HOLD_S = 0.1
_LAST_S = 0.2
_SEEN_SHARE = 0.7
_HEEL_LAG_S = 0.2
_BOTTOM_SHARE = 0.85
_DOWEL = ("dowel_head_mm", "dowel_thoracic_mm", "dowel_sacrum_mm")

CUE_ORDER = (
    Fault.LEANING,
    Fault.LUMBAR_FLEXION,
    Fault.LUMBAR_EXTENSION,
    Fault.THORACIC_FLEXION,
    Fault.SQUAT,
    Fault.NECK_EXTENSION,
    Fault.DOWEL_LOST,
    Fault.PAST_HORIZONTAL,
    Fault.FEET_MOVED,
    Fault.LOCKOUT_HYPEREXTENSION,
    Fault.INCOMPLETE_LOCKOUT,
    Fault.NO_TOUCH,
    Fault.TOO_SHALLOW,
    Fault.TEMPO,
)
"""The one cue goes to the first of these that applies."""

BACK_FAULTS = frozenset(
    {
        Fault.LUMBAR_FLEXION,
        Fault.LUMBAR_EXTENSION,
        Fault.THORACIC_FLEXION,
        Fault.NECK_EXTENSION,
        Fault.DOWEL_LOST,
        Fault.PAST_HORIZONTAL,
        Fault.LOCKOUT_HYPEREXTENSION,
        Fault.INCOMPLETE_LOCKOUT,
    }
)
"""What is not looked for when the back cannot be judged."""


@dataclass(frozen=True)
class Judged:
    """What is said of a finished repetition, and its peak measures."""

    verdict: Verdict
    peaks: Measures
    held_s: float | None = None


def judge(history: History, phases: Phases, touched: bool, task: Task, height_mm: float) -> Judged:
    """Judge a finished repetition of an athlete so tall."""
    peaks = _peaks(history)
    hips_seen = np.isfinite(history.values("hip_displacement_mm")).mean()
    if hips_seen < _SEEN_SHARE:
        return Judged(no_verdict(Reason.TOO_FEW_PIXELS), peaks)
    back_judged = _back_seen(history)
    faults = _travel_faults(history, touched, task, height_mm)
    faults |= _wall_faults(history, phases, touched, task)
    if _at_bottom(history, "knee_flexion_deg") > task.limits.squat_knee_deg:
        faults.add(Fault.SQUAT)
    faults |= _foot_faults(history, phases, task.limits)
    faults |= _tempo_faults(phases, task.tempo)
    held = None if task.hold is None else held_s(history, task)
    if held is not None and task.hold is not None and held < task.hold.least_s:
        faults.add(Fault.TEMPO)
    if back_judged:
        faults |= _back_faults(history, task.limits)
        faults |= _dowel_faults(history, task)
        faults |= _lockout_faults(history, phases, task)
    ordered = tuple(fault for fault in CUE_ORDER if fault in faults - task.ignored)
    hints = tuple(hint for hint in _hints(history, task.limits) if hint not in task.ignored)
    return Judged(_verdict(ordered, hints, back_judged, task), peaks, held)


def _verdict(
    faults: tuple[Fault, ...], hints: tuple[Hint, ...], back_judged: bool, task: Task
) -> Verdict:
    cue = str(hints[0]) if hints else "pass"
    if faults:
        cue = task.cues.get(faults[0], str(faults[0]))
    outcome = Outcome.FAULT if faults else Outcome.PASS
    return Verdict(outcome, faults, None, hints, cue, back_judged)


def _back_seen(history: History) -> bool:
    """Whether the back was seen nearly always, and at the bottom, where it rounds, as well."""
    seen = np.isfinite(history.values("lumbar_flexion_deg"))
    return bool(seen.mean() >= _SEEN_SHARE and seen[_deep(history)].mean() >= _SEEN_SHARE)


def no_verdict(reason: Reason) -> Verdict:
    """Neither pass nor fault, and why."""
    return Verdict(Outcome.NO_VERDICT, reason=reason, cue=reason.name.lower(), back_judged=False)


def _travel_faults(history: History, touched: bool, task: Task, height_mm: float) -> set[Fault]:
    if task.wall:
        return set() if touched else {Fault.NO_TOUCH}
    back_mm = sustained_max(history.times(), history.values("hip_displacement_mm"), _LOCKOUT_HOLD_S)
    return {Fault.TOO_SHALLOW} if back_mm < task.least_travel_share * height_mm else set()


def _wall_faults(history: History, phases: Phases, touched: bool, task: Task) -> set[Fault]:
    if not task.wall:
        return set()
    through_mm = sustained_max(history.times(), -history.values("hip_gap_mm"), POSTURE_S)
    rested_s = history.stillness_s(phases.pause_s) if touched else 0.0
    leans = through_mm > task.limits.leaning_mm or rested_s > task.longest_rest_s
    return {Fault.LEANING} if leans else set()


def _foot_faults(history: History, phases: Phases, limits: FaultLimits) -> set[Fault]:
    t, shift = history.times(), history.heel_shift()
    # The heels' place is an average over half a second; what they did before the start is not
    # this repetition's.
    known = np.isfinite(shift) & (t >= phases.start_s + _HEEL_LAG_S)
    if known.sum() < 3:
        return set()
    moved_mm = sustained_max(t[known], np.abs(shift[known] - shift[known][0]), 2 * POSTURE_S)
    return {Fault.FEET_MOVED} if moved_mm > limits.feet_moved_mm else set()


def _tempo_faults(phases: Phases, tempo: Tempo | None) -> set[Fault]:
    if tempo is None:
        return set()
    wanted = (tempo.lower_s, tempo.pause_s, tempo.rise_s)
    done = (phases.lower_s, phases.pause_s, phases.rise_s)
    off = any(
        abs(is_s - asked_s) > tempo.tolerance * asked_s
        for is_s, asked_s in zip(done, wanted, strict=True)
    )
    return {Fault.TEMPO} if off else set()


def _back_faults(history: History, limits: FaultLimits) -> set[Fault]:
    t = history.times()
    bent = hinging(history)
    lumbar = history.values("lumbar_flexion_deg")
    thoracic = history.values("thoracic_flexion_deg")
    neck = history.values("neck_flexion_deg")
    faults = set()
    if sustained_max(t, lumbar, limits.lumbar_flexion_hold_s) > limits.lumbar_flexion_deg:
        faults.add(Fault.LUMBAR_FLEXION)
    if sustained_while(t, -lumbar, bent) > limits.lumbar_extension_deg:
        faults.add(Fault.LUMBAR_EXTENSION)
    if sustained_max(t, thoracic, POSTURE_S) > limits.thoracic_flexion_deg:
        faults.add(Fault.THORACIC_FLEXION)
    if sustained_while(t, -neck, bent) > limits.neck_extension_deg:
        faults.add(Fault.NECK_EXTENSION)
    trunk = sustained_max(t, history.values("trunk_inclination_deg"), POSTURE_S)
    rounded = Fault.LUMBAR_FLEXION in faults or Fault.THORACIC_FLEXION in faults
    # A rounded back carries the line from sacrum to C7 past horizontal by itself; then the
    # rounding is what happened, not too deep a hinge.
    if trunk > limits.past_horizontal_deg and not rounded:
        faults.add(Fault.PAST_HORIZONTAL)
    return faults


def _dowel_faults(history: History, task: Task) -> set[Fault]:
    """Where a straight stick on the back would lose a contact; the stick itself is not seen."""
    if not task.dowel:
        return set()
    t, bent = history.times(), hinging(history)
    gaps = (sustained_while(t, history.values(name), bent) for name in _DOWEL)
    lost = any(gap_mm > most for gap_mm, most in zip(gaps, CONTACT_HELD_MM, strict=True))
    return {Fault.DOWEL_LOST} if lost else set()


def _lockout_faults(history: History, phases: Phases, task: Task) -> set[Fault]:
    t, trunk, limits = history.times(), history.trunk_change(), task.limits
    after = t >= phases.leave_s
    back_deg = sustained_max(t[after], -trunk[after], _LOCKOUT_HOLD_S)
    if back_deg > limits.lockout_hyperextension_deg:
        return {Fault.LOCKOUT_HYPEREXTENSION}
    last = t >= t[-1] - _LAST_S
    short = _median_known(trunk[last]) > limits.incomplete_lockout_deg
    if task.hip_extension_deg is not None:
        hips_deg = _median_known(history.values("hip_flexion_deg")[last])
        short = short or hips_deg > task.hip_extension_deg
    return {Fault.INCOMPLETE_LOCKOUT} if short else set()


def _hints(history: History, limits: FaultLimits) -> tuple[Hint, ...]:
    knee = _at_bottom(history, "knee_flexion_deg")
    return (Hint.LOCKED_KNEES,) if knee < limits.locked_knee_deg else ()


def _at_bottom(history: History, name: str) -> float:
    """Median of a measure at the bottom."""
    return _median_known(history.values(name)[_deep(history)])


def _deep(history: History) -> NDArray[np.bool_]:
    """Where the hips are nearly as far back as they get."""
    d = history.values("hip_displacement_mm")
    deep: NDArray[np.bool_] = d >= np.nanmin(d) + _BOTTOM_SHARE * (np.nanmax(d) - np.nanmin(d))
    return deep


def _median_known(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else float("nan")


def _peaks(history: History) -> Measures:
    t = history.times()

    def peak(name: str, sign: float = 1.0) -> float | None:
        value = sign * sustained_max(t, sign * history.values(name), _LOCKOUT_HOLD_S)
        return value if np.isfinite(value) else None

    return Measures(
        hip_gap_mm=peak("hip_gap_mm", -1.0),
        hip_displacement_mm=peak("hip_displacement_mm"),
        trunk_inclination_deg=peak("trunk_inclination_deg"),
        hip_flexion_deg=peak("hip_flexion_deg"),
        knee_flexion_deg=peak("knee_flexion_deg"),
        lumbar_flexion_deg=peak("lumbar_flexion_deg"),
        thoracic_flexion_deg=peak("thoracic_flexion_deg"),
        neck_flexion_deg=peak("neck_flexion_deg", -1.0),
        dowel_head_mm=peak("dowel_head_mm"),
        dowel_thoracic_mm=peak("dowel_thoracic_mm"),
        dowel_sacrum_mm=peak("dowel_sacrum_mm"),
    )
