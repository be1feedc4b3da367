"""The floor plane, fitted in inverse depth where a stereo sensor's noise is the same everywhere.

A plane ``n . P = 1`` seen through a pinhole is linear in inverse depth:
``1/z = n_x x + n_y y + n_z`` with ``x = (u - cx)/fx`` and ``y = (v - cy)/fy``. Fitting that way
weighs near and far floor rightly, and three numbers are the plane.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from station.camera.frame import Intrinsics
from station.errors import SceneError

Floats = NDArray[np.float64]

MAX_TILT_DEG = 28.0
"""The camera may be pitched and rolled by 15 degrees each; beyond this it is no floor."""
CAMERA_HEIGHT_M = (0.3, 2.2)
DISPARITY_NOISE_PX = 0.08
"""Sub-pixel noise of a D400 at an ordinary surface (Intel, "Tuning D435 and D415")."""
STEREO_BASELINE_M = 0.05
"""The shortest of the family (D435); a D455 is only better."""
_SAMPLES = 4000
_TRIALS = 400
_MIN_FLOOR_SHARE = 0.12
_NEAR_SHARE = 0.7


@dataclass(frozen=True, eq=False)
class FloorPlane:
    """The floor in the camera's frame (x right, y down, z away; metres).

    ``up`` is the unit vector away from the floor, ``camera_height_m`` the lens's height above it,
    ``residual_mm`` the root mean square distance of the floor's pixels from the plane.
    """

    up: Floats
    camera_height_m: float
    residual_mm: float

    def height_m(self, points_m: Floats) -> Floats:
        """Height above the floor of ``(..., 3)`` points in the camera's frame."""
        height: Floats = points_m @ self.up + self.camera_height_m
        return height


def inverse_depth_noise(intrinsics: Intrinsics) -> float:
    """Standard deviation of one pixel's inverse depth, 1/m, at this image size."""
    return DISPARITY_NOISE_PX / (intrinsics.fx_px * STEREO_BASELINE_M)


def fit_floor(depth_m: NDArray[np.float32], intrinsics: Intrinsics) -> FloorPlane:
    """Fit the floor to an ``(h, w)`` depth image in metres (0 = no reading).

    Looks for the plane that holds most of the pixels below the horizon and lies where a floor
    must lie under a camera on a stand. Raises :class:`SceneError` when there is none.
    """
    rng = np.random.default_rng(7)
    rays, inverse = _sample(depth_m, intrinsics, rng)
    tolerance = 3.0 * inverse_depth_noise(intrinsics)
    normal = likeliest_floor(rays, inverse, tolerance, rng)
    for _ in range(3):
        inliers = np.abs(rays @ normal - inverse) < tolerance
        normal = np.asarray(
            np.linalg.lstsq(rays[inliers], inverse[inliers], rcond=None)[0], np.float64
        )
    inliers = np.abs(rays @ normal - inverse) < tolerance
    normal = _refit_near(rays[inliers], inverse[inliers], normal)
    inliers = np.abs(rays @ normal - inverse) < tolerance
    if inliers.mean() < _MIN_FLOOR_SHARE or not _is_plausible(normal[None])[0]:
        raise _no_floor()
    size = float(np.linalg.norm(normal))
    points = rays[inliers] / inverse[inliers, None]
    distance_m = points @ (normal / size) - 1.0 / size
    return FloorPlane(-normal / size, 1.0 / size, float(np.sqrt(np.mean(distance_m**2)) * 1000))


def _sample(
    depth_m: NDArray[np.float32], intrinsics: Intrinsics, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Rays ``(n, 3)`` and inverse depths ``(n,)`` of random valid pixels of the lower image."""
    top = depth_m.shape[0] // 3
    v_px, u_px = np.nonzero(depth_m[top:] > 0.2)
    if len(v_px) < 500:
        raise _no_floor()
    chosen = rng.choice(len(v_px), min(_SAMPLES, len(v_px)), replace=False)
    u_px, v_px = u_px[chosen], v_px[chosen] + top
    rays = np.stack(
        [
            (u_px - intrinsics.cx_px) / intrinsics.fx_px,
            (v_px - intrinsics.cy_px) / intrinsics.fy_px,
            np.ones(len(u_px)),
        ],
        axis=1,
    )
    return rays, 1.0 / depth_m[v_px, u_px].astype(np.float64)


def likeliest_floor(
    rays: Floats,
    inverse: Floats,
    tolerance: float,
    rng: np.random.Generator,
    trials: int = _TRIALS,
) -> Floats:
    """The plausible floor through three of the rays that holds most of them, as ``n . P = 1``.

    ``rays`` ``(n, 3)`` have z = 1, ``inverse`` ``(n,)`` is 1/m. Raises :class:`SceneError` when
    no three of them make a plausible floor.
    """
    triples = rng.integers(0, len(rays), (trials, 3))
    a = rays[triples]
    solvable = np.abs(np.linalg.det(a)) > 1e-4
    normals = np.linalg.solve(a[solvable], inverse[triples[solvable], None])[..., 0]
    normals = normals[_is_plausible(normals)]
    if not len(normals):
        raise _no_floor()
    support = (np.abs(rays @ normals.T - inverse[:, None]) < tolerance).sum(axis=0)
    best: Floats = normals[int(support.argmax())]
    return best


def _refit_near(rays: Floats, inverse: Floats, normal: Floats) -> Floats:
    """Fit once more without the farthest floor, where the foot of a wall passes for floor.

    Nearness is what the plane predicts, not what was read, which would choose by noise.
    """
    predicted = rays @ normal
    near = predicted > np.quantile(predicted, 1 - _NEAR_SHARE)
    fitted = np.linalg.lstsq(rays[near], inverse[near], rcond=None)[0]
    return np.asarray(fitted, np.float64)


def _is_plausible(normals: Floats) -> NDArray[np.bool_]:
    """Which of ``(n, 3)`` plane normals (scaled so that n . P = 1) could be the floor."""
    size = np.linalg.norm(normals, axis=1)
    height_m = 1.0 / np.maximum(size, 1e-9)
    upright = normals[:, 1] > np.cos(np.radians(MAX_TILT_DEG)) * size
    plausible: NDArray[np.bool_] = (
        upright & (height_m > CAMERA_HEIGHT_M[0]) & (height_m < CAMERA_HEIGHT_M[1])
    )
    return plausible


def _no_floor() -> SceneError:
    return SceneError(
        "no floor in view: aim the camera level, 0.7 to 1.3 m above the floor, so that the lower"
        " third of the picture shows the floor in front of the mat"
    )
