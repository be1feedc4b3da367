"""Every key of a drill file, in the order of the file, and what must hold between them."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Self

from pydantic import field_validator, model_validator

from station.config.keys import Section, choice, number, section, text
from station.config.schema import FaultSettings
from station.drills.contrast import ContrastRule
from station.drills.cues import DrillCue
from station.drills.drill import Dose, Drill, Wall
from station.drills.levels import LevelRule
from station.hinge.task import Hold, Tempo
from station.hinge.verdict import Fault, Hint

_CUES = tuple(str(cue) for cue in (*Fault, *Hint, *DrillCue))


class WordsSection(Section):
    """What the drill is called, and what to do."""

    title: str = text("", 32, 'What the drill is called; "" takes the words of config/cues.')
    what_to_do: str = text("", 80, 'What to do, in one line; "" takes the words of config/cues.')


class DoseSection(Section):
    """How much."""

    repetitions: int = number(10, 1, 100, "repetitions", "So many repetitions make a set.")
    sets: int = number(2, 1, 20, "sets", "So many sets.")
    rest_s: float = number(60.0, 0.0, 600.0, "s", "The rest between two sets.")

    def dose(self) -> Dose:
        """The same as the drills room takes it."""
        return Dose(self.repetitions, self.sets, self.rest_s)


class WallSection(Section):
    """Where the wall stands; neither key: no wall."""

    distance_cm: float | None = number(
        None, 5.0, 60.0, "cm", "The wall behind the rearmost point of the heels."
    )
    percent_of_height: float | None = number(
        None, 3.0, 25.0, "% of body height", "The same wall, for tall and short alike."
    )

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if self.distance_cm is not None and self.percent_of_height is not None:
            raise ValueError("distance_cm and percent_of_height are two walls; keep one of them")
        return self

    def wall(self) -> Wall | None:
        """The same as the drills room takes it."""
        if self.distance_cm is not None:
            return Wall(distance_m=self.distance_cm / 100)
        if self.percent_of_height is not None:
            return Wall(height_share=self.percent_of_height / 100)
        return None


class TravelSection(Section):
    """How far the hips have to go where no wall shows it."""

    hips_percent: float = number(
        8.0, 1.0, 16.0, "% of body height", "Without a wall: hips back at least so far."
    )


class TempoSection(Section):
    """The tempo; all three keys or none."""

    lower_s: float | None = number(None, 0.5, 30.0, "s", "Lowering takes so long.")
    pause_s: float | None = number(None, 0.5, 30.0, "s", "The pause at the bottom.")
    rise_s: float | None = number(None, 0.5, 30.0, "s", "The rise.")
    tolerance_percent: float = number(25.0, 10.0, 60.0, "%", "Each part may be off by so much.")

    @model_validator(mode="after")
    def _all_or_none(self) -> Self:
        given = [part is not None for part in (self.lower_s, self.pause_s, self.rise_s)]
        if any(given) and not all(given):
            raise ValueError("a tempo needs all of lower_s, pause_s and rise_s")
        return self

    def tempo(self) -> Tempo | None:
        """The same as the hinge room takes it."""
        if self.lower_s is None or self.pause_s is None or self.rise_s is None:
            return None
        return Tempo(self.lower_s, self.pause_s, self.rise_s, self.tolerance_percent / 100)


class HoldSection(Section):
    """How long the bottom is held; both keys or none."""

    least_s: float | None = number(
        None, 1.0, 120.0, "s", "The bottom is held for at least so long, with a neutral spine."
    )
    most_s: float | None = number(
        None, 1.0, 120.0, "s", "Hips that rest on a wall for longer than this lean."
    )

    @model_validator(mode="after")
    def _from_to(self) -> Self:
        if (self.least_s is None) != (self.most_s is None):
            raise ValueError("a hold needs both least_s and most_s")
        if self.least_s is not None and self.most_s is not None and self.least_s > self.most_s:
            raise ValueError("most_s must be at least least_s")
        return self

    def hold(self) -> Hold | None:
        """The same as the hinge room takes it."""
        if self.least_s is None or self.most_s is None:
            return None
        return Hold(self.least_s, self.most_s)


class JudgedSection(Section):
    """What is a fault in this drill; wall, tempo and hold are judged where they are asked for."""

    lumbar_flexion: bool = choice(True, "The lower back rounds.")
    lumbar_extension: bool = choice(True, "The lower back arches.")
    thoracic_flexion: bool = choice(True, "The upper back rounds.")
    neck_extension: bool = choice(True, "The head is craned up.")
    squat: bool = choice(True, "The knees bend far.")
    locked_knees: bool = choice(True, "The knees stay locked: a hint, not a fault.")
    past_horizontal: bool = choice(True, "The trunk goes below level.")
    leaning: bool = choice(True, "The hips lean on the wall.")
    lockout_hyperextension: bool = choice(True, "The rise ends leaning back.")
    incomplete_lockout: bool = choice(True, "The rise ends short of standing tall.")
    feet_moved: bool = choice(True, "The feet move.")
    dowel_contacts: bool = choice(
        False, "The back loses a contact of a straight stick: head, shoulder blades, tailbone."
    )

    def ignored(self) -> frozenset[Fault | Hint]:
        """What is no fault."""
        codes: tuple[Fault | Hint, ...] = (*Fault, *Hint)
        return frozenset(code for code in codes if not getattr(self, code.value, True))


class FinishSection(Section):
    """How the repetition ends."""

    hip_extension_deg: float | None = number(
        None, 5.0, 30.0, "degrees", "The hips must be stretched out again up to so many degrees."
    )


class LevelSection(Section):
    """How the wall moves with skill; without up_after_clean it stays."""

    up_after_clean: int | None = number(
        None, 1, 50, "repetitions", "So many clean ones in a row move the wall one step farther."
    )
    down_after_faults: int = number(
        3, 1, 20, "faults", "So many faults move it one step nearer ..."
    )
    of_last: int = number(5, 1, 50, "repetitions", "... if they are among so many last ones.")
    step_cm: float = number(2.5, 0.5, 10.0, "cm", "One step.")
    nearest_cm: float = number(7.0, 5.0, 60.0, "cm", "No nearer than this.")
    farthest_percent: float = number(
        15.5, 3.0, 25.0, "% of body height", "No farther than this: balance ends there."
    )

    @model_validator(mode="after")
    def _faults_among_the_last(self) -> Self:
        if self.of_last < self.down_after_faults:
            raise ValueError("of_last must be at least down_after_faults, or it never moves nearer")
        return self

    def rule(self) -> LevelRule | None:
        """The same as the drills room takes it."""
        if self.up_after_clean is None:
            return None
        return LevelRule(
            self.up_after_clean,
            self.down_after_faults,
            self.of_last,
            self.step_cm / 100,
            self.nearest_cm / 100,
            self.farthest_percent / 100,
        )


class ContrastSection(Section):
    """First the own full rounding and arching is learned; both percentages or none."""

    round_percent: float | None = number(
        None, 10.0, 90.0, "% of the own range", "A fault begins at so much of the own rounding."
    )
    arch_percent: float | None = number(
        None, 10.0, 90.0, "% of the own range", "A fault begins at so much of the own arching."
    )
    least_round_deg: float = number(
        20.0, 10.0, 60.0, "degrees", "Less rounding shows no range: it is asked for again."
    )
    least_arch_deg: float = number(
        12.0, 5.0, 45.0, "degrees", "Less arching shows no range: it is asked for again."
    )

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.round_percent is None) != (self.arch_percent is None):
            raise ValueError("a contrast needs both round_percent and arch_percent")
        return self

    def rule(self) -> ContrastRule | None:
        """The same as the drills room takes it."""
        if self.round_percent is None or self.arch_percent is None:
            return None
        return ContrastRule(
            self.round_percent / 100,
            self.arch_percent / 100,
            self.least_round_deg,
            self.least_arch_deg,
        )


def _cue(fault: Fault) -> str:
    cue: str = text("", 32, f"What is said of {fault.value}: a key of [cue] in config/cues.")
    return cue


class CuesSection(Section):
    """Another cue than the fault's own, by its key in ``config/cues``."""

    no_touch: str = _cue(Fault.NO_TOUCH)
    too_shallow: str = _cue(Fault.TOO_SHALLOW)
    lumbar_flexion: str = _cue(Fault.LUMBAR_FLEXION)
    lumbar_extension: str = _cue(Fault.LUMBAR_EXTENSION)
    thoracic_flexion: str = _cue(Fault.THORACIC_FLEXION)
    neck_extension: str = _cue(Fault.NECK_EXTENSION)
    dowel_lost: str = _cue(Fault.DOWEL_LOST)
    squat: str = _cue(Fault.SQUAT)
    past_horizontal: str = _cue(Fault.PAST_HORIZONTAL)
    leaning: str = _cue(Fault.LEANING)
    lockout_hyperextension: str = _cue(Fault.LOCKOUT_HYPEREXTENSION)
    incomplete_lockout: str = _cue(Fault.INCOMPLETE_LOCKOUT)
    feet_moved: str = _cue(Fault.FEET_MOVED)
    tempo: str = _cue(Fault.TEMPO)

    @field_validator("*")
    @classmethod
    def _a_known_cue(cls, value: str) -> str:
        if value and value not in _CUES:
            near = get_close_matches(value[:64], _CUES, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known are: {', '.join(_CUES)}"
            raise ValueError(f'"{value}" is no cue; {hint}')
        return value

    def cues(self) -> dict[Fault, str]:
        """Only those that were given."""
        return {Fault(name): cue for name, cue in self.model_dump().items() if cue}


class DrillFile(Section):
    """A whole drill file; every section may be left out."""

    words: WordsSection = section(WordsSection(), "What the drill is called, and what to do.")
    dose: DoseSection = section(DoseSection(), "How much.")
    wall: WallSection = section(WallSection(), "Where the wall stands; left out: no wall.")
    travel: TravelSection = section(TravelSection(), "How far the hips go without a wall.")
    tempo: TempoSection = section(TempoSection(), "The tempo; left out: any.")
    hold: HoldSection = section(HoldSection(), "How long the bottom is held; left out: not at all.")
    judged: JudgedSection = section(JudgedSection(), "What is a fault in this drill.")
    limits: FaultSettings = section(
        FaultSettings(),
        "Fault limits that differ from the station's [faults]; left out: those hold.",
    )
    finish: FinishSection = section(FinishSection(), "How the repetition ends.")
    level: LevelSection = section(LevelSection(), "How the wall moves; left out: it stays.")
    contrast: ContrastSection = section(ContrastSection(), "Wrong first, then right.")
    cues: CuesSection = section(CuesSection(), "Other cues than the faults' own.")

    @model_validator(mode="after")
    def _goes_together(self) -> Self:
        if self.tempo.tempo() is not None and self.hold.hold() is not None:
            raise ValueError("[tempo] has a pause of its own: leave out [hold] or [tempo]")
        if self.level.rule() is not None and self.wall.wall() is None:
            raise ValueError("[level] moves the wall: it needs distance_cm in [wall]")
        return self

    def drill(self, name: str) -> Drill:
        """The drill of this name."""
        return Drill(
            name=name,
            dose=self.dose.dose(),
            title=self.words.title,
            what_to_do=self.words.what_to_do,
            wall=self.wall.wall(),
            least_travel_share=self.travel.hips_percent / 100,
            tempo=self.tempo.tempo(),
            hold=self.hold.hold(),
            dowel=self.judged.dowel_contacts,
            hip_extension_deg=self.finish.hip_extension_deg,
            ignored=self.judged.ignored(),
            limits=self.limits.model_dump(exclude_unset=True),
            levels=self.level.rule(),
            contrast=self.contrast.rule(),
            cues=self.cues.cues(),
        )
