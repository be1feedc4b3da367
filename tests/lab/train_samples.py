"""Samples for the soft-tissue map: what the station's own eyes make of pupils in known postures.

Everything between the depth image and the inputs of the map is the station's: scene, placing,
baseline, fit. Only time is cut short: a few postures of each movement instead of all its frames.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from station.camera.frame import DepthFrame, Intrinsics
from station.placing import Placing
from station.posture.baseline import Baseline, turned
from station.posture.fit import STANDING, fit_outline
from station.posture.fit import Posture as Fitted
from station.posture.outline import outline_of
from station.posture.soft_tissue import inputs_of
from station.posture.yaw import MAX_YAW_DEG
from station.scene.scene import Scene
from station.scene.silhouette import Silhouette
from station.simulator.gym import Gym, empty_view
from station.simulator.noise import SensorNoise, hide_from_right
from station.simulator.render import Box
from station.simulator.sensor import View
from tests.lab.bodies import make_body
from tests.lab.clothing import dress
from tests.lab.figure import Figure, build_figure
from tests.lab.kinematics import Placed, Posture, place, skin, stand_figure
from tests.lab.render import BodyCaster, noise_of
from tests.lab.rig import FEET, Floats
from tests.lab.train_pupils import Pupil, draw_movement, draw_pupil
from tests.lab.truth import joint_angles_deg, trunk_line_deg

_MOVEMENTS = 7
_LOOKS = 3
"""The filters average readings over a fifth of a second; so are these."""
_FRAME_S = 1 / 15
_MOST_STILL_FRAMES = 40
_MOST_TRUNK_DEG = 88.0
_SUPPORT = 0.6


@dataclass(frozen=True, eq=False)
class Samples:
    """One pupil's postures: ``inputs`` ``(n, i)``, true ``bends_deg`` ``(n, 5)``.

    ``standing`` ``(i,)`` are the mean inputs of the still second.
    """

    inputs: Floats
    bends_deg: Floats
    standing: Floats


def samples_of(seed: int, folder: Path) -> Samples | None:
    """The samples of a pupil, from their file where there is one; None when they were refused."""
    path = folder / f"{seed}.npz"
    if not path.is_file():
        taught = _Lesson(draw_pupil(seed)).samples()
        folder.mkdir(parents=True, exist_ok=True)
        half_written = path.with_suffix(".part.npz")
        np.savez(half_written, **(vars(taught) if taught is not None else {}))
        half_written.replace(path)
    with np.load(path) as kept:
        if not kept.files:
            return None
        return Samples(kept["inputs"], kept["bends_deg"], kept["standing"])


class _Lesson:
    """One pupil before one camera, seen by a station of its own."""

    def __init__(self, pupil: Pupil) -> None:
        self._pupil = pupil
        bare = make_body(pupil.person.shape).rig
        clothed = dress(pupil.person, bare)
        self._figure: Figure = stand_figure(build_figure(pupil.person, bare, clothed))
        view = View(pupil.camera.pinhole, pupil.camera.mount)
        self._caster = BodyCaster(view)
        self._empty = empty_view(Gym(), view)
        hide_from_right(self._empty)
        self._sensor = SensorNoise(view.camera, noise_of(pupil.camera.noise), pupil.seed)
        self._scene = Scene()
        self._frames = 0
        k = view.camera
        self._intrinsics = Intrinsics(k.width_px, k.height_px, k.f_px, k.f_px, k.cx_px, k.cy_px)
        self._disparity_px_m = k.disparity_px_m

    def samples(self) -> Samples | None:
        """Let the pupil stand still, then move; None where no baseline can be taken."""
        for frame in self._seen(None, 10):
            self._scene.look(frame)
        standing = place(self._figure, Posture())
        placing = Placing()
        baseline = self._baseline(placing, standing)
        if baseline is None:
            return None
        self._scene.lock_plane()
        still = [
            self._inputs(baseline, silhouette, STANDING, steps=2)[0]
            for _, silhouette in placing.still_window()[::2]
        ]
        random = np.random.default_rng([self._pupil.seed, 78])
        angles = np.array(joint_angles_deg(standing))
        inputs, bends = [], []
        for _ in range(_MOVEMENTS):
            for placed, found in self._movement(baseline, random):
                inputs.append(found)
                bends.append(np.array(joint_angles_deg(placed)) - angles)
        return Samples(np.array(inputs), np.array(bends), np.mean(still, axis=0))

    def _baseline(self, placing: Placing, standing: Placed) -> Baseline | None:
        for frame in self._seen(standing, _MOST_STILL_FRAMES):
            view = self._scene.look(frame)
            if view.silhouette is None:
                continue
            found = placing.step(frame, view, view.silhouette)
            if isinstance(found, Baseline):
                return self._turned(found)
        return None

    def _turned(self, baseline: Baseline) -> Baseline:
        pupil = self._pupil
        if pupil.yaw_error_deg is None:
            return baseline
        seen_deg = pupil.yaw_deg * (1 if pupil.facing_right else -1) + pupil.yaw_error_deg
        again = turned(baseline, float(np.clip(seen_deg, -MAX_YAW_DEG, MAX_YAW_DEG)))
        return again if isinstance(again, Baseline) else baseline

    def _movement(
        self, baseline: Baseline, random: np.random.Generator
    ) -> Iterator[tuple[Placed, Floats]]:
        """Every posture of one movement that was seen, and its inputs averaged over the looks."""
        fitted = STANDING
        for posture in draw_movement(random):
            try:
                placed = place(self._figure, posture)
            except ArithmeticError:
                return
            if trunk_line_deg(self._figure, placed) > _MOST_TRUNK_DEG:
                return
            looks = []
            for frame in self._seen(placed, _LOOKS):
                view = self._scene.look(frame)
                if view.silhouette is None:
                    return
                steps = 1 if looks else 3
                found, fitted, support = self._inputs(baseline, view.silhouette, fitted, steps)
                if support < _SUPPORT:
                    return
                looks.append(found)
            yield placed, np.mean(looks, axis=0)

    def _inputs(
        self, baseline: Baseline, silhouette: Silhouette, fitted: Fitted, steps: int
    ) -> tuple[Floats, Fitted, float]:
        """The map's inputs, the fit and its support; several fits make up for skipped frames."""
        outline = outline_of(silhouette, baseline.plane)
        for _ in range(steps):
            fit = fit_outline(baseline.model, outline, fitted)
            fitted = fit.posture
        return inputs_of(baseline.model, fit), fitted, fit.support

    def _seen(self, placed: Placed | None, count: int) -> Iterator[DepthFrame]:
        """Frames of one posture, or of the empty scene; the noise is new in each."""
        clean, box = self._empty.copy(), Box(0, 0, 0, 0)
        hits = None
        if placed is not None:
            hits = self._caster.cast(self._in_gym(placed), self._figure.rig.faces)
        if hits is not None:
            box = hits.box
            window = clean[box.top : box.bottom, box.left : box.right]
            np.maximum(window, self._disparity_px_m / hits.depth_m, out=window)
        for _ in range(count):
            depth = self._sensor.depth(clean.copy(), box, self._empty)
            self._frames += 1
            yield DepthFrame(depth, 0.001, self._intrinsics, self._frames * _FRAME_S, self._frames)

    def _in_gym(self, placed: Placed) -> Floats:
        pupil = self._pupil
        facing = math.radians((0.0 if pupil.facing_right else 180.0) + pupil.yaw_deg)
        c, s = math.cos(facing), math.sin(facing)
        turn = np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])
        ankles = placed.heads_m[list(FEET)].mean(axis=0)
        about, to = np.array([ankles[0], ankles[1], 0.0]), np.array([pupil.spot_m, 0.0, 0.0])
        return skin(self._figure, placed.moved(turn, about, to), self._figure.surface)
