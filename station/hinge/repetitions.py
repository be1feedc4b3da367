"""Where a repetition begins and ends, in seconds and shares of body height."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from station.hinge.bottom import arched_deg
from station.hinge.history import LITTLE_TRAVEL_MM, History, Sample, sustained_max
from station.hinge.judge import judge, no_verdict
from station.hinge.task import Task
from station.hinge.verdict import Repetition
from station.reasons import Reason

START_SHARE = 0.03
"""Hips this share of height behind where they rested begin a repetition."""
_START_TRUNK_DEG = 25.0
"""So does a bow whose hips do not travel."""
_HOME_SHARE = 0.015
_HOME_TRUNK_DEG = 10.0
_RISEN = 0.5
"""Only after half the way back up may a repetition end."""
_SETTLED_S = 0.30
_SETTLED_SHORT_S = 0.65
"""Standing still short of upright must last longer before it is the end and not a slow rise."""
_STILL_MM_PER_S = 45.0
_STILL_DEG_PER_S = 14.0
_STILL_REACH_MM, _STILL_REACH_DEG = 25.0, 6.0
"""At a turning point the rate is zero as well; the way covered is not."""
_LEAD_S = 1.3
_TURN_DEG = 5.0
_HINGED_S, _HINGED_DEG = 0.25, 8.0


class RepetitionWatch:
    """Cuts the stream of measures of one athlete into judged repetitions."""

    def __init__(self, height_m: float, task: Task, repetitions_before: int = 0) -> None:
        self._height_mm = height_m * 1000
        self._task = task
        self._lead: deque[Sample] = deque()
        self._rest_mm = 0.0
        self._rest_trunk_deg = 0.0
        self._history: History | None = None
        self._about_to_begin = False
        self._deepest_mm = 0.0
        self._risen_to_mm = 0.0
        self._touch_s: float | None = None
        self._number = repetitions_before

    @property
    def repetitions(self) -> int:
        """How many repetitions there have been."""
        return self._number

    @property
    def in_repetition(self) -> bool:
        """Whether a repetition is under way."""
        return self._history is not None

    def ask(self, task: Task) -> None:
        """Judge by another task from now on, a repetition under way included."""
        self._task = task

    def step(self, sample: Sample, new_touch: bool) -> Repetition | None:
        """Take in one frame; return the repetition that it ends, if it ends one."""
        if self._history is None:
            self._wait(sample)
            if self._history is not None and new_touch:
                self._touch_s = sample.time_s
            return None
        self._history.samples.append(sample)
        if new_touch and self._touch_s is None:
            self._touch_s = sample.time_s
        hips_mm = sample.measures.hip_displacement_mm
        if hips_mm is None:
            return None
        if hips_mm > self._deepest_mm:
            self._deepest_mm = self._risen_to_mm = hips_mm
        self._risen_to_mm = min(self._risen_to_mm, hips_mm)
        way_mm = self._deepest_mm - min(self._rest_mm, 0.0)
        if self._deepest_mm - self._risen_to_mm < _RISEN * way_mm:
            return None
        if way_mm < LITTLE_TRAVEL_MM and self._still_bowed():
            return None
        if hips_mm > self._risen_to_mm + START_SHARE * self._height_mm and self._bends_again():
            return self._finish_at_turn()
        return self._finish() if self._settled(sample) else None

    def lose(self, reason: Reason) -> Repetition | None:
        """The athlete is lost: what was under way ends without a verdict."""
        repetition = None
        # A camera that moved moves the heels in the picture; they tell nothing then.
        stays = reason is Reason.CAMERA_MOVED or not self._walked_off()
        if self._history is not None and stays:
            repetition = self._close(self._history, reason)
        self._history = None
        self._lead.clear()
        self._rest_mm = self._rest_trunk_deg = 0.0
        return repetition

    def _wait(self, sample: Sample) -> None:
        self._lead.append(sample)
        while sample.time_s - self._lead[0].time_s > _LEAD_S:
            self._lead.popleft()
        hips_mm, trunk_deg = sample.measures.hip_displacement_mm, sample.trunk_change_deg
        if hips_mm is None:
            return
        self._rest_mm = min(self._rest_mm, hips_mm)
        if trunk_deg is not None:
            self._rest_trunk_deg = min(self._rest_trunk_deg, trunk_deg)
        # One flickering frame begins nothing; the next must say the same.
        if not self._left_rest(hips_mm, trunk_deg):
            self._about_to_begin = False
        elif self._about_to_begin:
            self._about_to_begin = False
            self._begin(hips_mm)
        else:
            self._about_to_begin = True

    def _left_rest(self, hips_mm: float, trunk_deg: float | None) -> bool:
        """Whether hips or trunk are far from where they rested.

        Who rests short of upright has less way left than a repetition's beginning may need; there
        hips and trunk, which go together in a hinge, count together.
        """
        back = (hips_mm - self._rest_mm) / (START_SHARE * self._height_mm)
        bowed = 0.0
        if trunk_deg is not None:
            bowed = (trunk_deg - self._rest_trunk_deg) / _START_TRUNK_DEG
        if self._rest_trunk_deg > _HOME_TRUNK_DEG:
            return back + bowed > 1.0
        return back > 1.0 or bowed > 1.0

    def _begin(self, hips_mm: float) -> None:
        # With the standing before it, so that the slow beginning is part of what is timed.
        self._history = History(list(self._lead))
        self._lead.clear()
        self._deepest_mm = self._risen_to_mm = hips_mm
        self._touch_s = None

    def _settled(self, sample: Sample) -> bool:
        assert self._history is not None
        hips_mm = sample.measures.hip_displacement_mm or 0.0
        trunk_deg = sample.trunk_change_deg or 0.0
        home = hips_mm < _HOME_SHARE * self._height_mm and abs(trunk_deg) < _HOME_TRUNK_DEG
        window_s = _SETTLED_S if home else _SETTLED_SHORT_S
        recent = [s for s in self._history.samples if s.time_s >= sample.time_s - window_s]
        if len(recent) < 4 or recent[0].time_s > sample.time_s - 0.8 * window_s:
            return False
        hips = _motion(recent, lambda s: s.measures.hip_displacement_mm)
        trunk = _motion(recent, lambda s: s.trunk_change_deg)
        return (
            abs(hips.per_s) < _STILL_MM_PER_S
            and abs(trunk.per_s) < _STILL_DEG_PER_S
            and hips.reach < _STILL_REACH_MM
            and trunk.reach < _STILL_REACH_DEG
        )

    def _still_bowed(self) -> bool:
        """Whether the trunk is not half the way up; hips that do not travel cannot tell."""
        assert self._history is not None
        trunk_deg = self._history.trunk_change()
        known = trunk_deg[np.isfinite(trunk_deg)]
        return bool(len(known) and known[-1] > (1 - _RISEN) * known.max())

    def _bends_again(self) -> bool:
        """Whether the trunk, too, turns forward again; hips alone may be a flapping shirt."""
        assert self._history is not None
        trunk_deg = self._history.trunk_change()
        known = trunk_deg[np.isfinite(trunk_deg)]
        if len(known) < 3:
            return True
        since_bottom = known[int(np.argmax(known)) :]
        return bool(since_bottom[-1] > since_bottom.min() + _TURN_DEG)

    def _finish_at_turn(self) -> Repetition | None:
        """The hips go back again before standing still: one repetition ends, the next begins."""
        assert self._history is not None
        samples = self._history.samples
        hips_mm = self._history.values("hip_displacement_mm")
        deepest = int(np.nanargmax(hips_mm))
        turn = deepest + int(np.nanargmin(hips_mm[deepest:]))
        repetition = self._close(History(samples[: turn + 1]), None)
        self._rest_mm = float(hips_mm[turn])
        self._history = History(samples[turn:])
        self._deepest_mm = self._risen_to_mm = float(np.nanmax(hips_mm[turn:]))
        self._touch_s = None
        return repetition

    def _finish(self) -> Repetition | None:
        assert self._history is not None
        repetition = self._close(self._history, None)
        last = self._history.samples[-1]
        self._rest_mm = last.measures.hip_displacement_mm or 0.0
        self._rest_trunk_deg = last.trunk_change_deg or 0.0
        self._history = None
        return repetition

    def _walked_off(self) -> bool:
        """Whether who is lost had left their feet's place: that was a step, not a hinge."""
        if self._history is None:
            return False
        shift_mm = self._history.samples[-1].heel_shift_mm
        return shift_mm is not None and abs(shift_mm) > self._task.limits.feet_moved_mm

    def _close(self, history: History, lost: Reason | None) -> Repetition | None:
        """Judge what is over; None when it was no hinge, but somebody who shifted or walked."""
        if not _hinged(history):
            return None
        phases = history.phases()
        touched = self._touch_s is not None
        judged = judge(history, phases, touched, self._task, self._height_mm)
        verdict = judged.verdict if lost is None else no_verdict(lost)
        self._number += 1
        gap_mm = judged.peaks.hip_gap_mm
        return Repetition(
            number=self._number,
            start_s=phases.start_s,
            end_s=phases.end_s,
            touched=touched,
            touch_s=self._touch_s,
            min_gap_mm=float("nan") if gap_mm is None else gap_mm,
            lower_s=phases.lower_s,
            pause_s=phases.pause_s,
            rise_s=phases.rise_s,
            peaks=judged.peaks,
            verdict=verdict,
            arched_deg=arched_deg(history),
            held_s=judged.held_s,
        )


@dataclass(frozen=True)
class _Motion:
    """Rate of change per second over a window, and the way between its extremes."""

    per_s: float
    reach: float


def _motion(samples: list[Sample], value: Callable[[Sample], float | None]) -> _Motion:
    """Least-squares rate and reach; no motion when too little is known."""
    known = [(s.time_s, v) for s in samples if (v := value(s)) is not None]
    if len(known) < 3:
        return _Motion(0.0, 0.0)
    t, v = np.array(known).T
    t = t - t.mean()
    return _Motion(float(t @ v / (t @ t)), float(np.ptp(v)))


def _hinged(history: History) -> bool:
    """Whether the trunk bent at all; where it could not be seen, the hips speak for it."""
    trunk = history.trunk_change()
    if not np.isfinite(trunk).any():
        return True
    return sustained_max(history.times(), trunk, _HINGED_S) > _HINGED_DEG
