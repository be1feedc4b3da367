"""Stories: somebody walks in, stands still, does repetitions and leaves, before a camera."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from station.simulator.balance import balanced
from station.simulator.bump import Bump
from station.simulator.bystanders import WALKING_SPEED_M_S, Bystander, body_of, stood_at
from station.simulator.dark_cloth import DarkHoles, Worn, dressed
from station.simulator.ellipsoids import Ellipsoids
from station.simulator.expected import ExpectedRepetition, judge
from station.simulator.gait import walking
from station.simulator.gym import Gym, empty_view
from station.simulator.motion import ease
from station.simulator.noise import SensorNoise, hide_from_right
from station.simulator.noise_tiles import NoiseSettings
from station.simulator.pose import place
from station.simulator.render import Box, draw
from station.simulator.repetitions import RepetitionPlan
from station.simulator.sensor import Image, Mount, PinholeCamera, View
from station.simulator.shape import AthleteShape
from station.simulator.timeline import plan_timeline
from station.simulator.truth import Standing, Truth, rearmost_m, stand, true_measures

Side = Literal["left", "right"]


@dataclass(frozen=True)
class Timing:
    """How long the parts around the repetitions take, seconds."""

    empty_s: float = 1.0
    walk_s: float = 2.2
    turn_s: float = 0.6
    still_s: float = 1.8
    end_s: float = 0.6


@dataclass(frozen=True)
class Story:
    """One scripted session. The same story gives the same frames, bit by bit.

    ``facing`` is the way the athlete looks in the picture, ``yaw_deg`` how far they are turned
    from it (> 0: anticlockwise seen from above). ``spot_m`` is where the middle of their feet
    is, across the picture. ``sway_mm`` is the rms of the sway of a standing body. ``bumps`` add up,
    in order of time; they move the camera and not the truth.
    """

    athlete: AthleteShape = field(default_factory=AthleteShape)
    camera: PinholeCamera = field(default_factory=PinholeCamera)
    mount: Mount = field(default_factory=Mount)
    gym: Gym = field(default_factory=Gym)
    wall_m: float = 0.15
    plans: tuple[RepetitionPlan, ...] = (RepetitionPlan(),)
    seed: int = 1
    fps: float = 30.0
    bystanders: tuple[Bystander, ...] = ()
    facing: Side = "right"
    yaw_deg: float = 0.0
    spot_m: float = 0.0
    enters_from: Side = "left"
    timing: Timing = field(default_factory=Timing)
    noise: NoiseSettings = field(default_factory=NoiseSettings)
    sway_mm: float = 1.5
    bumps: tuple[Bump, ...] = ()


@dataclass(frozen=True, eq=False)
class SimulatedFrame:
    """One frame: the depth image as the sensor hands it out, and what was really there.

    ``depth`` is ``(height, width)`` uint16 in depth units, 0 for no reading. ``truth`` is None
    unless the athlete stands on the spot (``present``). ``phase`` is one of empty, walk, stand,
    down, hold, up, hyper, short, rest, leave.
    """

    depth: NDArray[np.uint16]
    time_s: float
    truth: Truth | None
    present: bool
    phase: str


class Script:
    """A story worked out: the athlete's body, standing reference and timeline."""

    def __init__(self, story: Story) -> None:
        timing = story.timing
        self.story = story
        self.body = body_of(story.athlete)
        self.arrive_s = timing.empty_s + timing.walk_s + timing.turn_s
        self.timeline = plan_timeline(
            self.body,
            story.plans,
            wall_m=story.wall_m,
            start_s=self.arrive_s,
            still_s=timing.still_s,
            sway_m=story.sway_mm / 1000,
            seed=story.seed,
        )
        self.leave_s = self.timeline.end_s + 0.3
        self.end_s = self.leave_s + timing.turn_s + timing.walk_s + timing.end_s
        self.standing = self._standing()

    def truth(self, time_s: float) -> tuple[Truth, str]:
        """The true measures of the athlete on the spot, and the phase."""
        pose, phase = self.timeline.pose_at(time_s)
        return true_measures(place(self.body, balanced(self.body, pose)), self.standing), phase

    def athlete(self, time_s: float) -> tuple[Ellipsoids | None, Truth | None, str]:
        """The athlete's surface in the gym frame, the truth and the phase."""
        story, timing = self.story, self.story.timing
        facing = (0.0 if story.facing == "right" else 180.0) + story.yaw_deg
        if self.arrive_s <= time_s < self.leave_s:
            pose, phase = self.timeline.pose_at(time_s)
            placement = place(self.body, balanced(self.body, pose))
            at_spot = stood_at(self.body, placement.ellipsoids, story.spot_m, 0.0, facing)
            return at_spot, true_measures(placement, self.standing), phase
        side = -1.0 if story.enters_from == "left" else 1.0
        outside_m = side * (story.mount.distance_m * self._half_view() + 0.7)
        way_in = 0.0 if side < 0 else 180.0
        if time_s < self.arrive_s:
            since, phase, heading = time_s - timing.empty_s, "walk", way_in
        else:
            gone_s = self.leave_s + timing.turn_s + timing.walk_s
            since, phase, heading = gone_s - time_s, "leave", way_in + 180.0
        if since <= 0:
            return None, None, "empty"
        return self._on_the_way(since, outside_m, heading, facing), None, phase

    def _on_the_way(
        self, since_s: float, outside_m: float, heading_deg: float, facing_deg: float
    ) -> Ellipsoids:
        """Walking from outside to the spot, then turning on it; leaving is the same reversed."""
        story, timing = self.story, self.story.timing
        walk = min(1.0, since_s / timing.walk_s)
        length = story.spot_m - outside_m
        speed = abs(length) / timing.walk_s * 30 * walk**2 * (1 - walk) ** 2
        forwards = (length > 0) == (math.cos(math.radians(heading_deg)) > 0)
        walked = abs(length) * ease(walk) * (1 if forwards else -1)
        joints = walking(self.body, walked, min(1.0, speed / WALKING_SPEED_M_S))
        turned = ease((since_s - timing.walk_s) / timing.turn_s)
        turn_deg = (facing_deg - heading_deg + 180.0) % 360.0 - 180.0
        return stood_at(
            self.body,
            place(self.body, joints).ellipsoids,
            outside_m + length * ease(walk),
            0.0,
            heading_deg + turned * turn_deg,
        )

    def _half_view(self) -> float:
        """Half the width of the picture, per metre of distance."""
        return self.story.camera.width_px / 2 / self.story.camera.f_px

    def _standing(self) -> Standing:
        """The standing reference; its zero is the mean over the last still second."""
        still_to = self.arrive_s + self.story.timing.still_s
        moments = np.linspace(max(self.arrive_s, still_to - 1.0), still_to, 21)
        poses = [self.timeline.pose_at(float(t))[0] for t in moments]
        rear = [rearmost_m(place(self.body, balanced(self.body, pose))) for pose in poses]
        return replace(stand(self.body, self.story.wall_m), buttock_m=float(np.mean(rear)))


def play(story: Story) -> Iterator[SimulatedFrame]:
    """Every frame of a story, in order, as fast as they are asked for."""
    script = Script(story)
    view, empty = _looking(story.camera, story.mount, story.gym)
    coming = list(story.bumps)
    sensor = SensorNoise(story.camera, story.noise, story.seed)
    holes = DarkHoles(story.camera, story.seed)
    for number in range(int(script.end_s * story.fps) + 1):
        time_s = number / story.fps
        while coming and time_s >= coming[0].time_s:
            view, empty = _looking(story.camera, coming.pop(0).knocked(view.mount), story.gym)
        surface, truth, phase = script.athlete(time_s)
        people = [] if surface is None else [dressed(script.body, surface)]
        for other in story.bystanders:
            around = other.ellipsoids(time_s)
            if around is not None:
                people.append(dressed(body_of(other.shape), around))
        image = empty.copy()
        box = _draw_all(view, people, image, holes)
        depth = sensor.depth(image, box, empty)
        yield SimulatedFrame(depth, time_s, truth, truth is not None, phase)


@lru_cache(maxsize=8)
def _looking(camera: PinholeCamera, mount: Mount, gym: Gym) -> tuple[View, Image]:
    """What a camera that hangs like this sees of the empty gym; only to be read."""
    view = View(camera, mount)
    empty = empty_view(gym, view)
    hide_from_right(empty)
    empty.flags.writeable = False
    return view, empty


def _draw_all(view: View, people: list[Worn], image: Image, holes: DarkHoles) -> Box:
    """Draw everybody; dark cloth last, so that what it hides is known before it drops out."""
    box = Box(0, 0, 0, 0)
    for worn in people:
        box = box.around(draw(view, worn.light, image))
    for worn in people:
        if worn.dark is not None:
            before = image.copy()
            cloth = draw(view, worn.dark, image)
            holes.drop(image, before, cloth, worn.hole_share)
            box = box.around(cloth)
    return box


def expected(story: Story, hold_asked: bool = False) -> tuple[ExpectedRepetition, ...]:
    """What a perfect judge would say of each repetition, looking 60 times a second.

    ``hold_asked``: the drill wants the hips held on the wall, so holding is not leaning.
    """
    script = Script(story)
    repetitions = []
    for number, times in enumerate(script.timeline.repetitions, start=1):
        moments = np.arange(times.start_s, times.over_s + 0.05, 1 / 60)
        frames = [(float(t), script.truth(float(t))[0]) for t in moments]
        repetitions.append(
            judge(
                number,
                times,
                frames,
                trunk_deg=script.standing.trunk_deg,
                height_m=story.athlete.height_m,
                hold_asked=hold_asked,
            )
        )
    return tuple(repetitions)
