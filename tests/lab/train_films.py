"""Films for the soft-tissue map: what the station's own eyes see of pupils in known postures.

From the depth image to the silhouette everything is the station's. Silhouettes are what is kept,
so that the fit and the inputs of the map may change without a body being drawn again. Time is cut
short: a few postures of each movement instead of all its frames.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from station.camera.frame import DepthFrame, Intrinsics
from station.placing import Placing
from station.posture.baseline import Baseline
from station.posture.sagittal import SagittalPlane
from station.scene.scene import Scene
from station.scene.silhouette import Silhouette
from station.simulator.gym import Gym, empty_view
from station.simulator.noise import SensorNoise, hide_from_right
from station.simulator.render import Box
from station.simulator.sensor import View
from tests.lab.kinematics import Posture
from tests.lab.render import noise_of
from tests.lab.rig import Floats
from tests.lab.train_bodies import Posed, poser_of
from tests.lab.train_pupils import Pupil, draw_movement

_MOVEMENTS = 8
LOOKS = 3
"""The filters average readings over a fifth of a second; so are these."""
_FRAME_S = 1 / 15
_MOST_STILL_FRAMES = 40
_MOST_TRUNK_DEG = 125.0


@dataclass(frozen=True, eq=False)
class Picture:
    """The coverage of one silhouette, 0..255, cut to what is body, and where it lies."""

    coverage: NDArray[np.uint8]
    left_m: float
    top_m: float


@dataclass(frozen=True, eq=False)
class Film:
    """One pupil: the standing contour ``(n, 2)`` in the side plane, and pictures.

    ``plane`` is the sagittal plane without the turn, ``yaw_deg`` the true turn in its sense.
    ``looks`` are :data:`LOOKS` pictures of each posture, ``bends_deg`` ``(n, 5)`` its true bends,
    ``movement`` ``(n,)`` which movement it is part of.
    """

    contour_m: Floats
    plane: SagittalPlane
    yaw_deg: float
    still: list[Picture]
    looks: list[list[Picture]]
    bends_deg: Floats
    movement: NDArray[np.int64]


def film_of(pupil: Pupil, folder: Path) -> Film | None:
    """The film of a pupil, from its file where there is one; None when no baseline was taken."""
    path = folder / f"{pupil.seed}.npz"
    if not path.is_file():
        film = _Studio(pupil).film()
        folder.mkdir(parents=True, exist_ok=True)
        half_written = path.with_suffix(".part.npz")
        np.savez_compressed(half_written, allow_pickle=False, **_packed(film))
        half_written.replace(path)
    with np.load(path) as kept:
        return _unpacked({name: kept[name] for name in kept.files})


def _packed(film: Film | None) -> dict[str, NDArray[np.generic]]:
    if film is None:
        return {}
    pictures = [*film.still, *(picture for looks in film.looks for picture in looks)]
    return {
        "contour_m": film.contour_m,
        "plane": np.array(astuple(film.plane)),
        "yaw_deg": np.array(film.yaw_deg),
        "still": np.array(len(film.still)),
        "shapes": np.array([picture.coverage.shape for picture in pictures]),
        "corners_m": np.array([(picture.left_m, picture.top_m) for picture in pictures]),
        "coverage": np.concatenate([picture.coverage.ravel() for picture in pictures]),
        "bends_deg": film.bends_deg,
        "movement": film.movement,
    }


def _unpacked(kept: dict[str, NDArray[np.generic]]) -> Film | None:
    if not kept:
        return None
    pictures, start = [], 0
    for shape, (left_m, top_m) in zip(kept["shapes"], kept["corners_m"], strict=True):
        rows, columns = map(int, shape)
        cells = kept["coverage"][start : start + rows * columns].reshape(rows, columns)
        pictures.append(Picture(np.asarray(cells, np.uint8), float(left_m), float(top_m)))
        start += rows * columns
    side, distance, height, pivot, forward, yaw = map(float, kept["plane"])
    still = int(kept["still"])
    moving = pictures[still:]
    return Film(
        contour_m=np.asarray(kept["contour_m"], np.float64),
        plane=SagittalPlane(side, distance, height, pivot, int(forward), yaw),
        yaw_deg=float(kept["yaw_deg"]),
        still=pictures[:still],
        looks=[moving[n : n + LOOKS] for n in range(0, len(moving), LOOKS)],
        bends_deg=np.asarray(kept["bends_deg"], np.float64),
        movement=np.asarray(kept["movement"], np.int64),
    )


class _Studio:
    """One pupil before one camera, seen by a station of its own."""

    def __init__(self, pupil: Pupil) -> None:
        self._pupil = pupil
        view = View(pupil.camera.pinhole, pupil.camera.mount)
        self._pose = poser_of(pupil, view)
        self._empty = empty_view(Gym(), view)
        hide_from_right(self._empty)
        self._sensor = SensorNoise(view.camera, noise_of(pupil.camera.noise), pupil.seed)
        self._scene = Scene()
        self._frames = 0
        k = view.camera
        self._intrinsics = Intrinsics(k.width_px, k.height_px, k.f_px, k.f_px, k.cx_px, k.cy_px)

    def film(self) -> Film | None:
        """Let the pupil stand still, then move; None where no baseline can be taken."""
        for frame in self._seen(None, 10):
            self._scene.look(frame)
        placing = Placing()
        baseline = self._baseline(placing)
        if baseline is None:
            return None
        self._scene.lock_plane()
        still = [_cut(silhouette) for _, silhouette in placing.still_window()[::2]]
        random = np.random.default_rng([self._pupil.seed, 78])
        looks, bends, movement = [], [], []
        for number in range(_MOVEMENTS):
            for posed, pictures in self._movement(random):
                looks.append(pictures)
                bends.append(posed.bends_deg)
                movement.append(number)
        return Film(
            contour_m=baseline.still.contour_m,
            plane=baseline.plane,
            yaw_deg=self._pupil.yaw_deg * (1 if self._pupil.facing_right else -1),
            still=still,
            looks=looks,
            bends_deg=np.array(bends).reshape(-1, 5),
            movement=np.array(movement, np.int64),
        )

    def _baseline(self, placing: Placing) -> Baseline | None:
        for frame in self._seen(self._pose(Posture()), _MOST_STILL_FRAMES):
            view = self._scene.look(frame)
            if view.silhouette is None:
                continue
            found = placing.step(frame, view, view.silhouette)
            if isinstance(found, Baseline):
                return found
        return None

    def _movement(self, random: np.random.Generator) -> Iterator[tuple[Posed, list[Picture]]]:
        """Every posture of one movement that was seen."""
        for posture in list(draw_movement(random)):
            try:
                posed = self._pose(posture)
            except ArithmeticError:
                return
            if posed.trunk_deg > _MOST_TRUNK_DEG:
                return
            pictures = []
            for frame in self._seen(posed, LOOKS):
                silhouette = self._scene.look(frame).silhouette
                if silhouette is None:
                    return
                pictures.append(_cut(silhouette))
            yield posed, pictures

    def _seen(self, posed: Posed | None, count: int) -> Iterator[DepthFrame]:
        """Frames of one posture, or of the empty scene; the noise is new in each."""
        clean = self._empty.copy()
        box = Box(0, 0, 0, 0) if posed is None else posed.draw(clean)
        for _ in range(count):
            depth = self._sensor.depth(clean.copy(), box, self._empty)
            self._frames += 1
            yield DepthFrame(depth, 0.001, self._intrinsics, self._frames * _FRAME_S, self._frames)


def _cut(silhouette: Silhouette) -> Picture:
    return Picture(silhouette.coverage, silhouette.left_m, silhouette.top_m)
