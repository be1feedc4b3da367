"""What a depth camera, and a colour camera beside it, see of a body's mesh in the gym.

The surface is hit exactly, ray by ray, by Open3D's RaycastingScene. What stands behind the body
and what the sensor makes of the picture are the simulator's own: the lab's bodies differ from the
simulator's, its camera does not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from station.simulator.gym import Gym, empty_view
from station.simulator.noise import SensorNoise, hide_from_right
from station.simulator.noise_tiles import NoiseSettings
from station.simulator.render import Box
from station.simulator.sensor import Image, View
from tests.lab.extra import the_extra

Vertices = NDArray[np.floating]
Faces = NDArray[np.integer]
_NEAREST_M = 0.30
_NO_BOX = Box(0, 0, 0, 0)


def noise_of(strength: float, max_range_m: float = 4.5) -> NoiseSettings:
    """The simulator's D435 with all of its noise ``strength`` times as strong: rms, drop-outs,
    flying pixels and how far outlines grow."""
    usual = NoiseSettings()
    return replace(
        usual,
        rms_px=usual.rms_px * strength,
        drop_out_share=usual.drop_out_share * strength,
        flying_share=usual.flying_share * strength,
        outline_px=usual.outline_px * strength,
        max_range_m=max_range_m,
    )


@dataclass(frozen=True, eq=False)
class Hits:
    """Where the rays of one box of pixels meet the body; all arrays ``(rows, columns, ...)``.

    ``depth_m`` is along the camera's axis, infinite where the ray passes by; ``face`` is the
    triangle, meaningless there; ``weights`` are those of its second and third corner.
    """

    box: Box
    depth_m: NDArray[np.float32]
    face: NDArray[np.int64]
    weights: NDArray[np.float32]


class BodyCaster:
    """Sends rays from one mounted camera at meshes in the gym frame, one core.

    Only through the pixels of the rectangle in which the mesh projects: a body fills a tenth of
    the picture.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self._o3d = the_extra("open3d")
        camera = view.camera
        rays = np.zeros((camera.height_px, camera.width_px, 6), np.float32)
        rays[..., 3] = view.columns[None, :]
        rays[..., 4] = view.rows[:, None]
        rays[..., 5] = 1.0
        self._rays = rays

    def cast(self, vertices_m: Vertices, faces: Faces) -> Hits | None:
        """The hits on ``(V, 3)`` vertices and ``(F, 3)`` triangles; None out of the picture."""
        seen = self._seen(vertices_m).astype(np.float32)
        box = self._box(seen)
        if box.is_empty:
            return None
        # A ray enters a body through its near side: the other half only costs time.
        towards = _facing_camera(seen, faces)
        tensor = self._o3d.core.Tensor
        scene = self._o3d.t.geometry.RaycastingScene(nthreads=1)
        scene.add_triangles(tensor(seen), tensor(faces[towards].astype(np.uint32)))
        rays = np.ascontiguousarray(self._rays[box.top : box.bottom, box.left : box.right])
        found = scene.cast_rays(tensor(rays), nthreads=1)
        hit = found["primitive_ids"].numpy()
        return Hits(
            box,
            found["t_hit"].numpy(),
            towards.take(hit, mode="clip"),
            found["primitive_uvs"].numpy(),
        )

    def draw(self, vertices_m: Vertices, faces: Faces, image: Image) -> Box:
        """Put a mesh before a clean disparity image, in place; the pixels that may have changed."""
        hits = self.cast(vertices_m, faces)
        if hits is None:
            return _NO_BOX
        box = hits.box
        window = image[box.top : box.bottom, box.left : box.right]
        np.maximum(window, self._view.camera.disparity_px_m / hits.depth_m, out=window)
        return box

    def pixels(self, points_m: Vertices) -> NDArray[np.floating]:
        """``(N, 2)`` columns and rows at which points of the gym, ahead of the camera, are seen."""
        return self._pixels(self._seen(points_m))

    def _seen(self, points_m: Vertices) -> NDArray[np.floating]:
        mount = self._view.mount
        return np.asarray((points_m - mount.position_m) @ mount.rotation.T)

    def _box(self, seen_m: NDArray[np.float32]) -> Box:
        """The pixels in which vertices in the camera frame may be seen."""
        ahead = seen_m[seen_m[:, 2] > _NEAREST_M]
        if not len(ahead):
            return _NO_BOX
        camera = self._view.camera
        pixels = self._pixels(ahead)
        left, top = np.floor(pixels.min(axis=0)).astype(int)
        right, bottom = np.ceil(pixels.max(axis=0)).astype(int) + 1
        return Box(
            max(0, int(left)),
            max(0, int(top)),
            min(camera.width_px, int(right)),
            min(camera.height_px, int(bottom)),
        )

    def _pixels(self, seen_m: NDArray[np.floating]) -> NDArray[np.floating]:
        camera = self._view.camera
        middle = np.array([camera.cx_px, camera.cy_px])
        return np.asarray(seen_m[:, :2] / seen_m[:, 2:] * camera.f_px + middle)


def _facing_camera(seen_m: NDArray[np.float32], faces: Faces) -> NDArray[np.int64]:
    """The triangles whose outward side the camera, at the origin of ``seen_m``, can see."""
    ahead = np.maximum(seen_m[:, 2], np.float32(_NEAREST_M))
    across, down = seen_m[:, 0] / ahead, seen_m[:, 1] / ahead
    a, b, c = faces[:, 0], faces[:, 1], faces[:, 2]
    u, v = across[a], down[a]
    turn = (across[b] - u) * (down[c] - v) - (down[b] - v) * (across[c] - u)
    return np.flatnonzero(turn < 0)


class DepthCamera:
    """A mounted depth camera in a gym: a mesh in, what the sensor hands out of it.

    The same seed gives the same noise, frame for frame.
    """

    def __init__(self, view: View, gym: Gym, noise: NoiseSettings, seed: int) -> None:
        self.camera = view.camera
        self._caster = BodyCaster(view)
        self._empty = empty_view(gym, view)
        hide_from_right(self._empty)
        self._sensor = SensorNoise(view.camera, noise, seed)

    def depth(self, vertices_m: Vertices | None, faces: Faces) -> NDArray[np.uint16]:
        """``(height, width)`` in depth units, 0 for no reading. None: nobody is there."""
        clean = self._empty.copy()
        box = _NO_BOX
        if vertices_m is not None:
            box = self._caster.draw(vertices_m, faces, clean)
        return self._sensor.depth(clean, box, self._empty)
