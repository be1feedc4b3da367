"""Somebody is on the mat but has no baseline yet: wait until they stand still, side-on."""

from __future__ import annotations

from station.camera.frame import DepthFrame
from station.posture.baseline import Baseline, take_baseline
from station.posture.standing import StandingStill
from station.reasons import Reason
from station.scene.feet import FeetAverage
from station.scene.heels import HeelsAverage
from station.scene.scene import SceneView
from station.scene.silhouette import Silhouette

_WALKED_M = 0.15
_STILL_PROGRESS = 0.35
"""Who moves fills a quarter of the still second again and again; beyond this they stand."""
_HIDDEN, _HIDDEN_REFUSED = 0.07, 0.04
"""Most that dark clothes may hide of who gets a baseline; more than this they explain a refusal."""


class Placing:
    """One try at a baseline; build a new one for the next.

    ``too_dark``: until a moment ago dark clothes hid too much; that is said until it is better.
    """

    def __init__(self, too_dark: bool = False) -> None:
        self._still: StandingStill | None = None
        self._seen: Silhouette | None = None
        self._feet: FeetAverage | None = None
        self._heels: HeelsAverage | None = None
        self._feet_x_m = 0.0
        self._too_dark = too_dark

    @property
    def progress(self) -> float:
        """How much of the still second is there, 0 to 1."""
        return self._still.progress if self._still is not None else 0.0

    @property
    def feet(self) -> FeetAverage:
        """The running average of the feet; only after a first step."""
        assert self._feet is not None
        return self._feet

    @property
    def heels(self) -> HeelsAverage:
        """The heels of the still second; only after a first step."""
        assert self._heels is not None
        return self._heels

    def still_window(self) -> list[tuple[float, Silhouette]]:
        """The silhouettes of the still second, with their times."""
        return self._still.window() if self._still is not None else []

    def step(
        self, frame: DepthFrame, view: SceneView, silhouette: Silhouette
    ) -> Baseline | Reason | None:
        """Take in one frame; a baseline, or why there is none yet."""
        assert view.blob is not None
        moved_plane = self._seen is None or self._seen.plane is not silhouette.plane
        if self._still is None or moved_plane:
            self._still = StandingStill()
        walked = abs(view.blob.x_m - self._feet_x_m) > _WALKED_M
        if self._feet is None or moved_plane or walked:
            self._feet = FeetAverage(silhouette.plane, view.blob.x_m)
            self._feet_x_m = view.blob.x_m
        self._seen = silhouette
        self._feet.add(frame)
        average = self._still.add(silhouette, frame.capture_time_s)
        if self._heels is None or self._still.progress < _STILL_PROGRESS or moved_plane or walked:
            self._heels = HeelsAverage(self._feet.window)
        self._heels.add(frame)
        self._too_dark &= view.hidden_share > _HIDDEN_REFUSED
        if average is None:
            return Reason.TOO_FEW_PIXELS if self._too_dark else Reason.NO_BASELINE
        feet = self._feet.feet()
        if feet is None:
            return Reason.OUT_OF_VIEW
        found = take_baseline(average, feet, silhouette.plane, heels=self._heels)
        # Holes are why an outline looks like nobody's; one that passes may have a few more.
        most_hidden = _HIDDEN_REFUSED if isinstance(found, Reason) else _HIDDEN
        if view.hidden_share > most_hidden:
            self._too_dark = True
            found = Reason.TOO_FEW_PIXELS
        if isinstance(found, Reason):
            self._still = StandingStill()
        return found
