"""The matrix of stories: every kind of repetition, five bodies, both facings, three distances."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache

from station.camera.simulated import SimulatedSource
from station.engine import Engine
from station.hinge.verdict import Outcome, Repetition
from station.simulator.expected import ExpectedRepetition
from station.simulator.gym import Gym, bench, rack
from station.simulator.sensor import Mount, d435
from station.simulator.sessions import PLANS
from station.simulator.shape import ArmStyle, AthleteShape, Sex
from station.simulator.story import Side, Story, Timing, expected

QUICK = Timing(empty_s=0.7, walk_s=1.3, turn_s=0.4, still_s=1.5, end_s=0.2)

BODIES = {
    "man": AthleteShape(1.78, 0.4, Sex.MAN, 4.0, ArmStyle.CROSSED),
    "woman": AthleteShape(1.64, 0.3, Sex.WOMAN, 3.0, ArmStyle.HIPS),
    "tall": AthleteShape(1.96, 0.5, Sex.MAN, 8.0, ArmStyle.HANGING),
    "short": AthleteShape(1.50, 0.4, Sex.WOMAN, 6.0, ArmStyle.REACHING, lordosis_deg=8.0),
    "heavy": AthleteShape(1.72, 0.9, Sex.MAN, 12.0, ArmStyle.CROSSED, kyphosis_deg=8.0),
}
WALLS_M = {"man": 0.17, "woman": 0.15, "tall": 0.21, "short": 0.14, "heavy": 0.175}
"""A clean repetition takes 30 to 40 degrees of trunk, and a rounded back still gets there."""
DISTANCES_M = {"near": 2.0, "middle": 2.3, "far": 2.7}


@dataclass(frozen=True)
class Case:
    """One session of the matrix: who, which way, how far, how seen, and what they do."""

    body: str
    facing: Side
    distance: str
    width_px: int
    fps: float
    plans: tuple[str, ...]
    gym: Gym = field(default_factory=Gym)

    @property
    def name(self) -> str:
        """For the test's name."""
        return f"{self.body}-{self.facing}-{self.distance}-{self.width_px}"

    @property
    def story(self) -> Story:
        """The session as a story."""
        return Story(
            athlete=BODIES[self.body],
            camera=d435(self.width_px),
            mount=Mount(distance_m=DISTANCES_M[self.distance]),
            gym=self.gym,
            wall_m=WALLS_M[self.body],
            plans=tuple(replace(PLANS[name], rest_s=0.8) for name in self.plans),
            seed=11,
            fps=self.fps,
            facing=self.facing,
            enters_from="left" if self.facing == "right" else "right",
            timing=QUICK,
        )


FURNISHED = Gym(1.6, bench(-0.9, 0.9) + rack(0.6, 1.2))
HALL = Gym(None)
CASES = (
    Case("man", "right", "near", 424, 20.0, ("clean", "lumbar", "feet_moved", "hyper", "no_touch")),
    Case(
        "man",
        "left",
        "far",
        848,
        15.0,
        ("squat", "partial", "lumbar_extension", "fast", "neck", "clean"),
    ),
    Case(
        "woman",
        "right",
        "middle",
        848,
        15.0,
        ("no_touch", "thoracic", "short", "held", "squat", "clean"),
        HALL,
    ),
    Case("woman", "left", "near", 424, 20.0, ("clean", "past_horizontal", "leaning", "lumbar")),
    Case(
        "tall",
        "right",
        "far",
        848,
        15.0,
        ("neck", "clean", "locked_knees", "squat", "short", "lumbar"),
    ),
    Case("tall", "left", "middle", 424, 20.0, ("double_tap", "thoracic", "hyper", "leaning")),
    Case(
        "short",
        "right",
        "near",
        848,
        15.0,
        ("slow", "lumbar", "partial", "feet_moved", "clean"),
        HALL,
    ),
    Case("short", "left", "middle", 424, 20.0, ("thoracic", "held", "fast", "no_touch", "squat")),
    Case("heavy", "right", "middle", 424, 20.0, ("lumbar_extension", "clean", "short", "tempo")),
    Case(
        "heavy",
        "left",
        "near",
        848,
        15.0,
        ("neck", "lumbar", "hyper", "locked_knees", "thoracic"),
        FURNISHED,
    ),
)


@dataclass(frozen=True, eq=False)
class Judged:
    """One session played through the engine: what was told, and what a perfect judge says."""

    case: Case
    told: tuple[Repetition, ...]
    true: tuple[ExpectedRepetition, ...]

    def match(self, true: ExpectedRepetition) -> Repetition | None:
        """The repetition told for the middle of a true one."""
        middle = (true.plan.start_s + true.plan.end_s) / 2
        return next((r for r in self.told if r.start_s <= middle <= r.end_s), None)

    def pairs(self) -> list[tuple[Repetition, ExpectedRepetition]]:
        """Every true repetition with the one told for it, which must be there."""
        pairs = []
        for true in self.true:
            told = self.match(true)
            assert told is not None
            pairs.append((told, true))
        return pairs

    def misses(self) -> list[str]:
        """One line for every repetition that was not judged exactly, and for every extra one."""
        lines = []
        for name, true in zip(self.case.plans, self.true, strict=True):
            told = self.match(true)
            if told is None:
                lines.append(f"{self.case.name} {name}: not found")
                continue
            faults = {str(fault) for fault in told.verdict.faults}
            if told.verdict.outcome is Outcome.NO_VERDICT:
                lines.append(f"{self.case.name} {name}: no verdict, {told.verdict.reason}")
            elif faults != true.faults:
                lines.append(
                    f"{self.case.name} {name}: {sorted(faults)} instead of {sorted(true.faults)},"
                    f" gap {told.min_gap_mm:.0f} instead of {true.min_gap_mm:.0f} mm"
                )
        extra = len(self.told) - sum(self.match(true) is not None for true in self.true)
        return lines + [f"{self.case.name}: a repetition too many"] * extra


@lru_cache(maxsize=len(CASES))
def judged(case: Case) -> Judged:
    """Play one session; each is played once."""
    return Judged(case, play_through(case.story), expected(case.story))


def play_through(story: Story) -> tuple[Repetition, ...]:
    """The repetitions the engine tells of a story."""
    engine = Engine(story.wall_m)
    source = SimulatedSource(story)
    told = [engine.step(frame).repetition for frame in iter(source.read, None)]
    return tuple(r for r in (*told, engine.finish()) if r is not None)
