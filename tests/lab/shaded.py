"""The picture a colour camera in the depth camera's place would take: what the rival looks at.

Soft daylight from above and from the camera's side, skin and clothes in colours of their own, a
floor and a wall behind: nothing a pose network has not seen in its training. No noise: its
pictures are to be as good as they get.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from station.simulator.gym import Gym
from station.simulator.sensor import View
from tests.lab.render import BodyCaster, Faces, Hits, Vertices

Picture = NDArray[np.uint8]
SKIN = (0.80, 0.60, 0.48)
_FLOOR, _WALL = np.array([0.42, 0.37, 0.33]), np.array([0.72, 0.72, 0.70])
_KEY_LIGHT = np.array([-0.35, -0.70, 0.62])
_AMBIENT, _SKY, _KEY = 0.34, 0.26, 0.50
_HALL_M = 9.0
"""Where a hall deeper than the depth sensor sees ends for the eye."""
_FLOOR_BOARD_M = 0.24
_BLUR_PX = 0.6
"""A lens is never sharper than its pixels."""
_MARGIN_PX = 8
_SHADOW_BLUR = 1 / 120
"""Of the picture's width."""


class ColourCamera:
    """A colour camera mounted like the depth camera, in the same gym."""

    def __init__(self, view: View, gym: Gym) -> None:
        self._caster = BodyCaster(view)
        self._background = _background(view, gym)
        self._empty = _finished(self._background)

    def picture(
        self,
        vertices_m: Vertices | None,
        faces: Faces,
        colours: NDArray[np.floating] | None = None,
    ) -> Picture:
        """``(height, width, 3)`` RGB. ``colours`` is ``(V, 3)`` of 0 to 1; None: all skin."""
        hits = None if vertices_m is None else self._caster.cast(vertices_m, faces)
        if vertices_m is None or hits is None:
            return self._empty.copy()
        if colours is None:
            colours = np.broadcast_to(np.array(SKIN), vertices_m.shape)
        # Only around the body anything differs from the empty gym.
        height_px, width_px = self._empty.shape[:2]
        blur_px = width_px * _SHADOW_BLUR
        margin = _MARGIN_PX + round(3 * blur_px)
        box = hits.box.grown(margin, margin, width_px, height_px)
        around = self._background[box.top : box.bottom, box.left : box.right].copy()
        _shadow(around, self._caster.pixels(_ground(vertices_m)) - (box.left, box.top), blur_px)
        top, left = hits.box.top - box.top, hits.box.left - box.left
        rows, columns = hits.depth_m.shape
        on_body = np.isfinite(hits.depth_m)
        around[top : top + rows, left : left + columns][on_body] = _lit(
            hits, on_body, vertices_m, faces, colours
        )
        picture = self._empty.copy()
        picture[box.top : box.bottom, box.left : box.right] = _finished(around)
        return picture


def _lit(
    hits: Hits,
    on_body: NDArray[np.bool_],
    vertices_m: Vertices,
    faces: Faces,
    colours: NDArray[np.floating],
) -> NDArray[np.float32]:
    """``(N, 3)`` the colour of every pixel on the body."""
    corners = faces[hits.face[on_body]]
    second, third = hits.weights[on_body].T
    weights = np.stack([1 - second - third, second, third], axis=1)
    normal = np.einsum("nk,nkd->nd", weights, vertex_normals(vertices_m, faces)[corners])
    normal /= np.linalg.norm(normal, axis=1, keepdims=True) + 1e-9
    colour = np.einsum("nk,nkd->nd", weights, colours[corners])
    key = np.maximum(normal @ (_KEY_LIGHT / np.linalg.norm(_KEY_LIGHT)), 0)
    light = _AMBIENT + _SKY * (normal[:, 2] + 1) / 2 + _KEY * key
    result: NDArray[np.float32] = (colour * light[:, None]).astype(np.float32)
    return result


def vertex_normals(vertices_m: Vertices, faces: Faces) -> NDArray[np.float64]:
    """``(V, 3)`` outward unit normals, the mean over the triangles around weighted by area."""
    a, b, c = (vertices_m[faces[:, k]].astype(float) for k in range(3))
    across = np.cross(b - a, c - a)
    normals = np.stack(
        [
            sum(
                np.bincount(faces[:, k], across[:, axis], minlength=len(vertices_m))
                for k in range(3)
            )
            for axis in range(3)
        ],
        axis=1,
    )
    return np.asarray(normals / (np.linalg.norm(normals, axis=1, keepdims=True) + 1e-12))


def _background(view: View, gym: Gym) -> NDArray[np.float32]:
    """The empty gym: boards on the floor, and a wall that is lit from above."""
    rays = view.rays().astype(np.float64)
    origin = view.mount.position_m
    wall_m = _HALL_M if gym.wall_behind_m is None else gym.wall_behind_m
    with np.errstate(divide="ignore"):
        to_floor = np.where(rays[..., 2] < -1e-6, -origin[2] / rays[..., 2], np.inf)
        to_wall = np.where(rays[..., 1] > 1e-6, (wall_m - origin[1]) / rays[..., 1], np.inf)
    is_floor = to_floor < to_wall
    place = origin + rays * np.minimum(np.minimum(to_floor, to_wall), 50.0)[..., None]
    tone = np.random.default_rng(7).normal(1.0, 0.05, 512)
    floor = _FLOOR * tone[np.floor(place[..., 1] / _FLOOR_BOARD_M).astype(int) % 512][..., None]
    wall = _WALL * (0.82 + 0.07 * np.clip(place[..., 2], 0, 3))[..., None]
    result: NDArray[np.float32] = np.where(is_floor[..., None], floor, wall).astype(np.float32)
    return result


def _ground(vertices_m: Vertices) -> Vertices:
    """``(n, 3)`` the points of the feet, put down on the floor."""
    feet = vertices_m[vertices_m[:, 2] < 0.06]
    return np.concatenate([feet[:, :2], np.zeros((len(feet), 1))], axis=1)


def _shadow(picture: NDArray[np.float32], pixels: NDArray[np.floating], blur_px: float) -> None:
    """Darken the floor around ``(n, 2)`` pixels, in place."""
    if not len(pixels):
        return
    outline = cv2.convexHull(np.round(pixels).astype(np.int32))
    mask = np.zeros(picture.shape[:2], np.float32)
    cv2.fillConvexPoly(mask, outline, 1.0)
    mask = np.asarray(cv2.GaussianBlur(mask, (0, 0), blur_px), np.float32)
    picture *= (1 - np.float32(0.45) * mask)[..., None]


def _finished(picture: NDArray[np.float32]) -> Picture:
    """Through the lens, and as bytes."""
    soft = cv2.GaussianBlur(picture, (0, 0), _BLUR_PX) * 255
    return np.asarray(np.clip(soft, 0, 255), np.uint8)
