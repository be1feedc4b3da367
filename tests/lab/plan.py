"""The catalogue of sessions: who hinges how before which camera. Only numbers, drawn from seeds.

Two halves whose people share nothing: "tuning" may be looked at while the station is improved,
"unseen" only judges it. Every kind of fault comes in graded sizes on both sides of its limit.
Nothing here needs a body; :mod:`tests.lab.rehearsal` finds out which postures can be reached,
:func:`tests.lab.script.script_of` works a session out (wall, times), :func:`tests.lab.play.play`
plays it and :func:`tests.lab.expected.outcome` tells what is true of it. The bodies are made once
by ``python -m tests.lab.bodies``, which needs the extra ``lab``; all else here needs numpy only.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from station.simulator.gym import Gym
from station.simulator.repetitions import End, Kind
from station.simulator.sensor import Mount, PinholeCamera
from station.simulator.shape import Sex

Half = Literal["tuning", "unseen"]
Side = Literal["left", "right"]
Clothes = Literal["tight", "tshirt", "loose", "hoodie"]
Hair = Literal["short", "bun", "ponytail", "full"]
Arms = Literal["hang", "crossed", "on_hips", "in_front", "reaching"]
Stepping = Literal["both", "left", "right"]
StepMoment = Literal["lowering", "bottom"]


@dataclass(frozen=True)
class BodyShape:
    """What a body is made from. ``seed`` draws its local peculiarities.

    ``weight`` 0 is slim, 1 heavy, up to 1.6 very heavy; ``muscle`` and ``proportions`` are 0 to 1.
    """

    seed: int
    sex: Sex
    age_years: float
    height_m: float
    weight: float
    muscle: float
    proportions: float


@dataclass(frozen=True)
class Person:
    """One athlete: body, clothes, and how they carry themselves.

    The shares are how a bend is spread over the bones from the bottom up, each tuple summing to 1.
    ``standing_*`` are the athlete's own standing posture, as offsets from an upright one;
    everything measured is a change from it. ``weight_share`` is where the weight is over the
    feet, 0 heel to 1 toes.
    """

    shape: BodyShape
    clothes: Clothes
    hair: Hair
    shoes: bool
    arms: Arms
    reach: float
    stance_half_m: float
    toe_out_deg: float
    lumbar_shares: tuple[float, ...]
    thoracic_shares: tuple[float, ...]
    neck_shares: tuple[float, ...]
    standing_pelvis_deg: float
    standing_knee_deg: float
    standing_lumbar_deg: float
    standing_thoracic_deg: float
    standing_neck_deg: float
    weight_share: float
    sway_mm: float
    wobble_deg: float


@dataclass(frozen=True)
class CameraSetup:
    """One camera and where it stands. ``noise`` scales the sensor's usual noise.

    Pitch > 0 looks up, roll > 0 clockwise, pan > 0 to the right.
    """

    width_px: int
    height_px: int
    fps: int
    distance_m: float
    height_m: float
    pitch_deg: float
    roll_deg: float
    pan_deg: float
    noise: float

    @property
    def pinhole(self) -> PinholeCamera:
        """The optics of a D435: every mode sees 90 degrees across."""
        return PinholeCamera(
            width_px=self.width_px,
            height_px=self.height_px,
            f_px=self.width_px / 2,
            cx_px=self.width_px / 2 - 0.4,
            cy_px=self.height_px / 2 - 0.3,
        )

    @property
    def mount(self) -> Mount:
        """How the camera hangs in the gym."""
        return Mount(self.height_m, self.distance_m, self.pitch_deg, self.roll_deg, self.pan_deg)


@dataclass(frozen=True)
class HeelStep:
    """Feet that leave their places within a repetition and come back after it.

    ``back_mm`` < 0 is a step forward. Both feet go one after the other on the way down; one foot
    alone steps then or while the hips are at the bottom, which stay where they are.
    """

    back_mm: float
    feet: Stepping
    moment: StepMoment = "lowering"


@dataclass(frozen=True)
class PlannedRep:
    """One repetition as asked for.

    ``size_deg`` is the bend at the bottom that makes the fault (knee bend for a squat, the trunk
    line against the vertical for one past horizontal), 0 for a clean one; ``step`` is the fault of
    one whose feet move. ``gap_mm`` is what is left to the wall at the bottom, < 0 through it.
    ``end_deg`` is how far the trunk line is from the own standing after the rise, < 0 behind it.
    ``stands_up``: a wrong end is left for standing tall before the next repetition.
    """

    kind: Kind = Kind.CLEAN
    size_deg: float = 0.0
    step: HeelStep | None = None
    gap_mm: float = -9.0
    end: End = End.STAND
    end_deg: float = 0.0
    stands_up: bool = True
    lower_s: float = 1.3
    pause_s: float = 0.4
    rise_s: float = 1.2
    rest_s: float = 1.0

    @property
    def size(self) -> float:
        """How large the fault is: degrees, or millimetres for feet that move."""
        return self.size_deg if self.step is None else self.step.back_mm


@dataclass(frozen=True)
class LabTiming:
    """How long the parts around the repetitions take, seconds."""

    empty_s: float
    walk_s: float
    turn_s: float
    still_s: float


@dataclass(frozen=True)
class LabSession:
    """One recording to be made: empty mat, walk in, stand still, repetitions, walk out.

    ``yaw_deg`` is how far the athlete is turned from the picture's plane, anticlockwise seen
    from above. ``hinge_deg`` is the hip flexion of a clean hinge that just reaches the wall:
    the wall's distance follows from it and the body.
    """

    name: str
    half: Half
    seed: int
    person: Person
    camera: CameraSetup
    gym: Gym
    facing: Side
    yaw_deg: float
    spot_m: float
    enters_from: Side
    timing: LabTiming
    hinge_deg: float
    repetitions: tuple[PlannedRep, ...]

    @property
    def facing_deg(self) -> float:
        """Which way the athlete faces in the gym: 0 to the right, anticlockwise from above."""
        return (0.0 if self.facing == "right" else 180.0) + self.yaw_deg


@lru_cache(maxsize=1)
def sessions() -> tuple[LabSession, ...]:
    """All sessions of the lab, the tuning half first; always the same."""
    from tests.lab.catalogue import draw_half

    return (*draw_half("tuning"), *draw_half("unseen"))
