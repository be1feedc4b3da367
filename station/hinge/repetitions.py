"""Where a repetition begins and ends, in seconds and shares of body height."""

from __future__ import annotations

from collections import deque

import numpy as np

from station.hinge.bottom import arched_deg
from station.hinge.history import History, Sample, sustained_max
from station.hinge.judge import judge, no_verdict
from station.hinge.stillness import stands_still
from station.hinge.task import Task
from station.hinge.turning import START_SHARE, START_TRUNK_DEG, Turning, bend
from station.hinge.verdict import Repetition
from station.reasons import Reason

_HOME_SHARE = 0.015
_HOME_TRUNK_DEG = 10.0
_LEAD_S = 1.3
_LEANT_DEG, _BACK_UPRIGHT, _WOBBLE = -5.0, -0.4, 0.5
"""Who leans back at the end of a rise is this far behind upright, in degrees and as a bend; and so
much a bend goes up and down by itself."""
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
        self._turning = self._turning_from(0)
        self._touches_s: list[float] = []
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
        if new_touch:
            self._touches_s.append(sample.time_s)
        if self._history is None:
            self._wait(sample)
            return None
        self._history.samples.append(sample)
        self._turn(sample)
        if sample.measures.hip_displacement_mm is None:
            return None
        if self._turning.goes_down_again:
            return self._finish_at_turn()
        return self._finish() if self._turning.is_up and self._settled(sample) else None

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
            self._begin()
        else:
            self._about_to_begin = True

    def _left_rest(self, hips_mm: float, trunk_deg: float | None) -> bool:
        """Whether hips or trunk are far from where they rested.

        Who rests short of upright has less way left than a repetition's beginning may need; there
        hips and trunk, which go together in a hinge, count together.
        """
        # Coming back upright from leaning back begins nothing yet.
        rest_mm = max(self._rest_mm, 0.0) if self._rest_trunk_deg < _LEANT_DEG else self._rest_mm
        back_mm = hips_mm - rest_mm
        bowed_deg = 0.0 if trunk_deg is None else trunk_deg - self._rest_trunk_deg
        if self._rest_trunk_deg > _HOME_TRUNK_DEG:
            return bend(back_mm, bowed_deg, self._height_mm) > 1.0
        return back_mm > START_SHARE * self._height_mm or bowed_deg > START_TRUNK_DEG

    def _begin(self) -> None:
        # With the standing before it, so that the slow beginning is part of what is timed, but
        # nothing of the way there from a rise that ended short of standing or behind it.
        samples = [self._lead.pop()]
        least = self._bend_of(samples[0])
        while self._lead and _BACK_UPRIGHT < self._bend_of(self._lead[-1]) < least + _WOBBLE:
            samples.append(self._lead.pop())
            least = min(least, self._bend_of(samples[-1]))
        self._lead.clear()
        self._follow(samples[::-1], down_from=len(samples) - 1)

    def _bend_of(self, sample: Sample) -> float:
        hips_mm, trunk_deg = sample.measures.hip_displacement_mm, sample.trunk_change_deg
        return bend(hips_mm or 0.0, trunk_deg or 0.0, self._height_mm)

    def _follow(self, samples: list[Sample], down_from: int) -> None:
        """Begin a repetition with the frames of it that have been seen by now."""
        self._history = History(samples)
        self._touches_s = [t for t in self._touches_s if t > samples[0].time_s]
        self._turning = self._turning_from(down_from)
        for sample in samples[down_from:]:
            self._turn(sample)

    def _turn(self, sample: Sample) -> None:
        hips_mm = sample.measures.hip_displacement_mm
        self._turning.add(sample.time_s, hips_mm, sample.trunk_change_deg)

    def _turning_from(self, first: int) -> Turning:
        rest = bend(self._rest_mm, 0.0, self._height_mm)
        return Turning(self._height_mm, rest, self._task.hold is not None, first)

    def _settled(self, sample: Sample) -> bool:
        assert self._history is not None
        hips_mm = sample.measures.hip_displacement_mm or 0.0
        trunk_deg = sample.trunk_change_deg or 0.0
        home = hips_mm < _HOME_SHARE * self._height_mm and abs(trunk_deg) < _HOME_TRUNK_DEG
        return stands_still(self._history.samples, home)

    def _finish_at_turn(self) -> Repetition | None:
        """The hips go back again before standing still: one repetition ends, the next begins."""
        assert self._history is not None
        samples, turn = self._history.samples, self._turning.highest_at
        repetition = self._close(History(samples[: turn + 1]), None)
        self._rest_mm = samples[turn].measures.hip_displacement_mm or 0.0
        self._follow(samples[turn:], down_from=0)
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
        touch_s = next((t for t in self._touches_s if t <= history.samples[-1].time_s), None)
        touched = touch_s is not None
        judged = judge(history, phases, touched, self._task, self._height_mm)
        verdict = judged.verdict if lost is None else no_verdict(lost)
        self._number += 1
        gap_mm = judged.peaks.hip_gap_mm
        return Repetition(
            number=self._number,
            start_s=phases.start_s,
            end_s=phases.end_s,
            touched=touched,
            touch_s=touch_s,
            min_gap_mm=float("nan") if gap_mm is None else gap_mm,
            lower_s=phases.lower_s,
            pause_s=phases.pause_s,
            rise_s=phases.rise_s,
            peaks=judged.peaks,
            verdict=verdict,
            arched_deg=arched_deg(history),
            held_s=judged.held_s,
        )


def _hinged(history: History) -> bool:
    """Whether the trunk bent at all; where it could not be seen, the hips speak for it."""
    trunk = history.trunk_change()
    if not np.isfinite(trunk).any():
        return True
    return sustained_max(history.times(), trunk, _HINGED_S) > _HINGED_DEG
