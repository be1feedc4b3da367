"""People, furniture and passers-by: one athlete is followed, nobody else enters the outline."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from station.errors import SceneError
from station.scene.background import Background
from station.scene.floor import fit_floor
from station.scene.people import Blob, find_blobs, follow
from station.scene.scene import SceneView, Sight
from station.scene.silhouette import RASTER_M, Silhouette
from station.simulator.bystanders import (
    Bystander,
    Waypoint,
    passer_by,
    running_child,
    second_athlete,
)
from station.simulator.gym import Block, Gym, bench, rack
from station.simulator.sensor import Mount
from station.simulator.shape import AthleteShape
from station.simulator.story import Story
from tests.scene.made_scenes import BOTTOM_S, CALM, NOISY, STANDS_S, frames, looked, until

MOMENTS = (STANDS_S, BOTTOM_S)
COACH = Bystander(
    AthleteShape(1.82, 0.6),
    (Waypoint(1.0, 3.6, 0.0), Waypoint(3.0, 1.05, 0.0), Waypoint(60.0, 1.05, 0.0)),
    heading_deg=180.0,
)
"""Comes after the scene was learned and stays a metre beside the athlete."""


def views_at(story: Story, *moments: float) -> list[SceneView]:
    """What the scene shows at some moments of a story."""
    views = looked(until(story, max(moments) + 0.1))
    return [
        next(view for frame, view in views if frame.capture_time_s >= moment - 1e-6)
        for moment in moments
    ]


def silhouettes(story: Story) -> list[Silhouette]:
    found = []
    for view in views_at(story, *MOMENTS):
        assert view.sight is Sight.ATHLETE
        assert view.silhouette is not None
        found.append(view.silhouette)
    return found


def laid_out(silhouette: Silhouette) -> NDArray[np.bool_]:
    """The body on one fixed canvas, three metres wide and 2.4 m high."""
    canvas = np.zeros((round(2.6 / RASTER_M), round(3.0 / RASTER_M)), np.bool_)
    top = round(2.55 / RASTER_M) - round(silhouette.top_m / RASTER_M)
    left = round(1.5 / RASTER_M) + round(silhouette.left_m / RASTER_M)
    body = silhouette.coverage > 127
    height = min(body.shape[0], canvas.shape[0] - top)
    width = min(body.shape[1], canvas.shape[1] - left)
    canvas[top : top + height, left : left + width] = body[:height, :width]
    return canvas


def apart_m2(one: Silhouette, other: Silhouette) -> float:
    """The area covered by one and not by the other."""
    assert abs(one.plane.distance_m - other.plane.distance_m) < 0.03
    return float((laid_out(one) ^ laid_out(other)).sum() * RASTER_M**2)


def extent_m(silhouette: Silhouette) -> tuple[float, float, float]:
    """Top above the floor, width, and the middle from the camera's axis."""
    rows, columns = np.nonzero(silhouette.coverage > 127)
    return (
        silhouette.top_m - rows.min() * RASTER_M,
        float(columns.max() - columns.min()) * RASTER_M,
        silhouette.left_m + float(columns.mean()) * RASTER_M,
    )


@pytest.fixture(scope="module")
def alone() -> list[Silhouette]:
    return silhouettes(CALM)


def test_the_scene_is_learned_then_empty_then_has_an_athlete_then_is_empty() -> None:
    order: list[Sight] = []
    for _, view in looked(frames(NOISY)):
        if view.sight is not Sight.CUT_OFF and (not order or order[-1] is not view.sight):
            order.append(view.sight)
    assert order == [Sight.LEARNING, Sight.EMPTY, Sight.ATHLETE, Sight.EMPTY]


def test_the_silhouette_is_the_athlete_in_metres(alone: list[Silhouette]) -> None:
    standing, bottom = alone
    rows = np.nonzero((standing.coverage > 127).any(axis=1))[0]
    tall_m = standing.top_m - rows[0] * RASTER_M
    assert tall_m == pytest.approx(CALM.athlete.height_m, abs=0.06)
    assert 0.2 < (standing.coverage > 127).sum() * RASTER_M**2 < 0.6
    columns = np.nonzero((bottom.coverage > 127).any(axis=0))[0]
    assert (columns[-1] - columns[0]) * RASTER_M > 0.55


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("behind", passer_by(2.6)),
        ("behind, the other way", passer_by(3.6, to_the_right=False)),
        ("close behind", passer_by(3.2, y_m=1.0)),
        ("child", running_child(4.4, y_m=1.0)),
        ("coach", COACH),
    ],
)
def test_bystanders_never_enter_the_outline(
    name: str, person: Bystander, alone: list[Silhouette]
) -> None:
    crowded = silhouettes(replace(CALM, bystanders=(person,)))
    for with_others, without in zip(crowded, alone, strict=True):
        assert apart_m2(with_others, without) < 0.006


@pytest.mark.parametrize(
    ("name", "blocks"),
    [
        ("bench behind", bench(0.4, 0.9)),
        ("rack behind", rack(0.0, 1.0)),
        ("bench before", bench(1.4, -0.6)),
        ("all", bench(-0.8, 0.8) + rack(0.5, 1.2)),
    ],
)
def test_furniture_never_enters_the_outline(
    name: str, blocks: tuple[Block, ...], alone: list[Silhouette]
) -> None:
    furnished = silhouettes(replace(CALM, gym=Gym(CALM.gym.wall_behind_m, blocks)))
    for with_it, without in zip(furnished, alone, strict=True):
        assert apart_m2(with_it, without) < 0.006


def test_a_hall_deeper_than_the_sensor_sees_is_as_good_as_a_wall(alone: list[Silhouette]) -> None:
    hall = silhouettes(replace(CALM, gym=Gym(wall_behind_m=None)))
    for in_hall, before_wall in zip(hall, alone, strict=True):
        assert apart_m2(in_hall, before_wall) < 0.006


@pytest.mark.parametrize("roll_deg", [-5.0, 5.0])
def test_a_rolled_camera_gives_the_same_outline(roll_deg: float, alone: list[Silhouette]) -> None:
    rolled = silhouettes(replace(CALM, mount=Mount(roll_deg=roll_deg)))
    for tilted, level in zip(rolled, alone, strict=True):
        assert extent_m(tilted) == pytest.approx(extent_m(level), abs=0.02)


def test_the_passer_by_is_seen_apart_from_the_athlete() -> None:
    views = looked(until(replace(CALM, bystanders=(passer_by(2.2),)), 7.0))
    sights = {view.sight for frame, view in views if 3.0 < frame.capture_time_s < 7.0}
    assert sights == {Sight.ATHLETE}


def test_two_on_the_mat_are_several() -> None:
    crowd = replace(CALM, bystanders=(second_athlete(3.0, 9.0),))
    views = looked(until(crowd, 7.1))
    # In between, the hinging athlete and the other touch in the picture and are one blob.
    assert all(v.sight is Sight.SEVERAL for f, v in views if 4.5 < f.capture_time_s < 4.9)
    assert all(v.sight is Sight.SEVERAL for f, v in views if 6.5 < f.capture_time_s < 7.1)


def test_a_coach_a_metre_away_is_not_on_the_mat() -> None:
    views = looked(until(replace(CALM, bystanders=(COACH,)), 6.5))
    assert {v.sight for f, v in views if 3.3 < f.capture_time_s < 6.5} == {Sight.ATHLETE}


@pytest.mark.parametrize(
    "story",
    [
        replace(CALM, mount=Mount(distance_m=1.6, height_m=0.7, pitch_deg=8.0)),
        replace(CALM, spot_m=2.1),
    ],
    ids=["too near", "at the edge"],
)
def test_who_is_not_whole_in_view_is_cut_off(story: Story) -> None:
    (view,) = views_at(story, STANDS_S)
    assert view.sight is Sight.CUT_OFF
    assert view.silhouette is None


def test_no_floor_no_scene() -> None:
    up = replace(CALM, mount=Mount(pitch_deg=60.0))
    with pytest.raises(SceneError):
        looked(frames(up))


def test_blobs_are_people_or_not() -> None:
    seen = list(until(replace(NOISY, bystanders=(running_child(3.0, y_m=0.9),)), STANDS_S + 0.1))
    background = Background(seen[0].intrinsics, seen[0].depth_unit_m)
    next(frame for frame in seen if background.learn(frame.depth, frame.capture_time_s))
    floor = fit_floor(background.depth_m, seen[0].intrinsics)
    standing = next(frame for frame in seen if frame.capture_time_s > STANDS_S)
    people = [blob for blob in find_blobs(standing, background, floor) if blob.is_person]
    athlete = min(people, key=lambda blob: abs(blob.x_m))
    assert athlete.highest_m == pytest.approx(CALM.athlete.height_m, abs=0.12)
    assert athlete.distance_m == pytest.approx(CALM.mount.distance_m, abs=0.25)
    assert 0.2 < athlete.area_m2 < 0.7
    # Cut out of a slab of depth elsewhere, the athlete is not there.
    behind = find_blobs(standing, background, floor, (2.9, 3.4))
    assert not any(abs(blob.x_m) < 0.2 and blob.is_person for blob in behind)


def test_who_was_found_a_frame_ago_is_followed_by_where_they_end() -> None:
    seen = list(until(NOISY, STANDS_S + 0.2))
    background = Background(seen[0].intrinsics, seen[0].depth_unit_m)
    next(frame for frame in seen if background.learn(frame.depth, frame.capture_time_s))
    floor = fit_floor(background.depth_m, seen[0].intrinsics)
    before, now = [frame for frame in seen if frame.capture_time_s > STANDS_S][:2]
    slab_m = CALM.mount.distance_m - 0.55, CALM.mount.distance_m + 0.55
    athlete = max(find_blobs(before, background, floor, slab_m), key=lambda blob: blob.cells)
    around = (athlete.left_px - 60, 0, athlete.right_px + 60, now.intrinsics.height_px)

    def box(blob: Blob) -> tuple[int, int, int, int]:
        return blob.left_px, blob.top_px, blob.right_px, blob.bottom_px

    found = max(find_blobs(now, background, floor, slab_m, 60, around), key=lambda blob: blob.cells)
    followed = follow(athlete, now, background, slab_m, around)
    assert followed is not None
    assert box(followed) == pytest.approx(box(found), abs=9)
    # Gone, or half hidden: not to be followed.
    assert follow(athlete, seen[0], background, slab_m, around) is None
    hidden = now.depth.copy()
    hidden[: (found.top_px + found.bottom_px) // 2] = 0
    assert follow(athlete, replace(now, depth=hidden), background, slab_m, around) is None
