"""One state of the kiosk on a time line: what stands there from which second on, and presses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
import pytest

from station.engine import Reading, Stage
from station.posture.side_view import SideView
from station.reasons import Reason
from station.screen.picture import Picture
from station.screen.state import Moment, State, StateName, Visit
from station.signals.press import Press
from tests.screen import puppet

FRAME_S = 1 / 30


@dataclass
class Story:
    """``seen`` are readings, each from its second on; ``presses`` come at the first frame then."""

    seen: list[tuple[float, Reading]]
    presses: list[tuple[float, Press]] = field(default_factory=list)

    def reading(self, time_s: float) -> Reading:
        """What is seen at this second."""
        last = [reading for start_s, reading in self.seen if start_s <= time_s + 1e-9][-1]
        return replace(last, time_s=time_s)

    def play(
        self,
        state: State,
        until_s: float,
        visit: Visit | None = None,
        each: Callable[[float, Picture], None] = lambda time_s, picture: None,
    ) -> tuple[StateName, float] | None:
        """Run the state frame by frame; where it goes and when, or None when it stays.

        ``each`` gets the second and the picture of every frame on which it stayed.
        """
        visit, presses = visit or Visit(), list(self.presses)
        for frame in range(round(until_s / FRAME_S) + 1):
            time_s = frame * FRAME_S
            due = presses and presses[0][0] <= time_s + 1e-9
            press = presses.pop(0)[1] if due else None
            moment = Moment(time_s, self.reading(time_s), press)
            if frame == 0:
                state.enter(moment, visit)
            state.do(moment, visit)
            wanted = state.next(moment, visit)
            if wanted is not None:
                state.exit(moment, visit)
                return wanted, time_s
            each(time_s, state.picture(moment, visit))
        return None


def assert_left(left: tuple[StateName, float] | None, wanted: StateName, at_s: float) -> None:
    """The state was left for ``wanted`` at this second, give or take a frame or two."""
    assert left is not None
    assert left[0] is wanted
    assert left[1] == pytest.approx(at_s, abs=0.08)


EMPTY = puppet.nobody(Stage.EMPTY, Reason.NOBODY)
LEARNING = puppet.nobody(Stage.LEARNING)


def unplaced(reason: Reason | None = None, *, drawn: bool = True) -> Reading:
    """Somebody who cannot be measured yet, and why."""
    reading = puppet.nobody(Stage.PLACING, reason)
    return replace(reading, draw=plain_view if drawn else None)


def still(progress: float = 0.5) -> Reading:
    """Somebody who stands still."""
    stage = Stage.STANDING_STILL
    reading = puppet.nobody(stage, Reason.NO_BASELINE)
    return replace(reading, draw=plain_view, baseline_progress=progress)


def ready() -> Reading:
    """Somebody with a baseline."""
    return puppet.reading(stage=Stage.READY)


@cache
def plain_view() -> SideView:
    """The puppet as it is seen before it has a baseline: the outline alone, around its middle."""
    view, _ = puppet.side_view(0.0)
    outline = view.outline_mm
    middle_mm = (outline[:, 0].min() + outline[:, 0].max()) / 2
    none = np.empty((0, 2), np.float32)
    return replace(
        view,
        outline_mm=(outline - np.array([middle_mm, 0.0], np.float32)).astype(np.float32),
        back_line_mm=none,
        dowel_mm=none,
        contacts_mm=none,
        contact_held=(False, False, False),
    )
