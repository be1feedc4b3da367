"""Cameras drawn from seeds, each of which keeps the whole athlete in its picture."""

from __future__ import annotations

import itertools

import numpy as np

from tests.lab.plan import CameraSetup
from tests.lab.rig import Floats

_MODES = ((848, 480), (640, 360), (424, 240), (1280, 720))
_NOISE = (0.7, 1.0, 1.0, 1.4)
_NEAREST_M, _FARTHEST_M, _STEP_M = 1.8, 2.8, 0.05
_DRAWS = 40
_TALLER_M = 0.06
"""Hair and soles."""
_REACH_M = 0.85
"""How far buttocks or head come from the ankles in a hinge."""
_FOOT_M = 0.26
"""How far a foot reaches sideways or forward from the middle of the ankles."""


def draw_camera(
    random: np.random.Generator, number: int, height_m: float, spot_m: float
) -> CameraSetup:
    """The camera of a half's ``number``-th session; mode, rate and noise go round by number.

    From a place at a drawn distance it steps back until it sees the whole athlete.
    """
    width_px, height_px = _MODES[_mode_of(number)]
    for distance_m in np.arange(random.uniform(_NEAREST_M, _FARTHEST_M), _FARTHEST_M, _STEP_M):
        for _ in range(_DRAWS):
            setup = CameraSetup(
                width_px=width_px,
                height_px=height_px,
                fps=_fps_of(number),
                distance_m=float(distance_m),
                height_m=float(random.uniform(0.8, 1.25)),
                pitch_deg=float(random.uniform(-9.0, 3.0)),
                roll_deg=float(random.uniform(-3.0, 3.0)),
                pan_deg=float(random.uniform(-3.0, 3.0)),
                noise=_NOISE[number % len(_NOISE)],
            )
            if sees_all(setup, _space(height_m, spot_m)):
                return setup
    raise ValueError(f"no camera sees all of an athlete of {height_m:.2f} m")


def sees_all(setup: CameraSetup, points_m: Floats) -> bool:
    """Whether points ``(n, 3)`` of the gym are all in the picture."""
    pinhole, mount = setup.pinhole, setup.mount
    x, y, z = (mount.rotation @ (points_m - mount.position_m).T).astype(np.float64)
    column = pinhole.f_px * x / z + pinhole.cx_px
    row = pinhole.f_px * y / z + pinhole.cy_px
    across = (column >= 0) & (column <= setup.width_px - 1)
    return bool(np.all((z > 0.3) & across & (row >= 0) & (row <= setup.height_px - 1)))


def _space(height_m: float, spot_m: float) -> Floats:
    """Corners of the space an athlete needs: the feet, the hinge, the crown when standing."""
    feet = itertools.product((-_FOOT_M, _FOOT_M), (-_FOOT_M, _FOOT_M), (0.0,))
    hinge = itertools.product((-_REACH_M, _REACH_M), (-0.4, 0.4), (0.5, 0.72 * height_m))
    crown = itertools.product((-0.15, 0.2), (-0.15, 0.15), (height_m + _TALLER_M,))
    corners: Floats = np.array([*feet, *hinge, *crown]) + np.array([spot_m, 0.0, 0.0])
    return corners


def _mode_of(number: int) -> int:
    """Mostly 848x480; of each half's 32 five 640x360, four 424x240 and three 1280x720."""
    return {3: 1, 7: 2, 11: 3, 14: 1, 18: 2, 20: 1, 22: 3, 24: 1, 26: 2, 28: 3, 29: 1, 31: 2}.get(
        number, 0
    )


def _fps_of(number: int) -> int:
    """Mostly 30; of each half's 32 three at 60 and two at 15 pictures a second."""
    return {0: 60, 10: 60, 18: 60, 5: 15, 14: 15}.get(number, 30)
