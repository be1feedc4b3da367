"""The words on the screen, read from ``config/cues/<language>.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from station.config import defaults_dir
from station.drills.cues import DrillCue
from station.drills.desk import (
    FARTHEST_WALL_CM,
    MOST_PRACTICE,
    MOST_REPETITIONS,
    NEAREST_WALL_CM,
)
from station.drills.drill import Drill
from station.drills.guide import Beat
from station.drills.refusal import Refusal
from station.drills.roster import (
    LONGEST_NAME,
    LONGEST_NUMBER,
    MOST_ATHLETES,
    MistakeKind,
    RosterMistake,
)
from station.drills.roster_csv import MOST_BYTES
from station.drills.setting_up import Refusal as SettingUpRefusal
from station.drills.shipped import SHIPPED
from station.errors import ConfigError
from station.hinge.verdict import Fault, Hint, Outcome, Reason, Repetition
from station.scene.flaws import Flaw
from station.screen.coach_words import COACH_WORDS
from station.screen.report_words import REPORT_WORDS


class Message(StrEnum):
    """What may have to be said instead of measuring; what has a reason bears its name."""

    LEARNING = "learning"
    NOBODY = "nobody"
    ONE_AT_A_TIME = "one_at_a_time"
    NOT_A_PERSON = "not_a_person"
    OUT_OF_VIEW = "out_of_view"
    TURN_SIDE_ON = "turn_side_on"
    TOO_FEW_PIXELS = "too_few_pixels"
    BACK_HIDDEN = "back_hidden"
    LOST = "lost"
    NO_BASELINE = "no_baseline"
    NO_PICTURE = "no_picture"
    CAMERA_TROUBLE = "camera_trouble"
    MOVED = "camera_moved"
    NO_FLOOR = "no_floor"
    OWN_RANGE = "own_range"
    STARTING = "starting"


def reason_key(reason: Reason) -> str:
    """The catalogue key of a reason: its name in lower case."""
    return reason.name.lower()


_OUTCOMES = tuple(outcome.name.lower() for outcome in Outcome)
_FAULTS = tuple(fault.value for fault in Fault)
_HINTS = tuple(hint.value for hint in Hint)
_REASONS = tuple(reason_key(reason) for reason in Reason)

_BEATS = tuple(beat.value for beat in Beat if beat is not Beat.WAIT)
_DRILL_CUES = tuple(cue.value for cue in DrillCue)

_SETTING_UP: dict[str, tuple[str, ...]] = {
    "board": ("wall_cm",),
    "empty": (),
    "nearer": ("cm",),
    "farther": ("cm",),
    "taps": (),
    **dict.fromkeys(
        (*(flaw.value for flaw in Flaw), *(each.value for each in SettingUpRefusal)), ()
    ),
    "board_elsewhere": ("wall_cm",),
}

_DESK: dict[str, object] = {
    "nearest_cm": f"{NEAREST_WALL_CM:g}",
    "farthest_cm": f"{FARTHEST_WALL_CM:g}",
    "repetitions": MOST_REPETITIONS,
    "practice": MOST_PRACTICE,
    "name": LONGEST_NAME,
    "number": LONGEST_NUMBER,
    "athletes": MOST_ATHLETES,
    "kb": MOST_BYTES // 1000,
}
"""The limits that a coach's desk holds to, as its refusals name them."""

# Section -> key -> the names a text may be filled in with. What is listed must be in the file,
# and nothing else may be, so that a mistyped key is found at start and not in front of a class.
_CATALOGUE: dict[str, dict[str, tuple[str, ...]]] = {
    "verdict": dict.fromkeys(_OUTCOMES, ()),
    "cue": dict.fromkeys(("pass", *_FAULTS, *_HINTS, *_REASONS, *_DRILL_CUES), ()),
    "fault": dict.fromkeys(_FAULTS, ()),
    "hint": dict.fromkeys(_HINTS, ()),
    "reason": dict.fromkeys(_REASONS, ()),
    **{f"message.{message}": {"title": (), "text": ()} for message in Message},
    **{f"drill.{name}": {"title": (), "what_to_do": ()} for name in SHIPPED},
    "number": {"decimal": ()},
    "invitation": {"title": (), "text": ()},
    "live": {
        "practice": (),
        "practice_count": ("number", "of"),
        "practice_note": (),
        "level": ("number",),
        "clean_needed": ("clean",),
        "best": (),
        "ready": (),
        "gap": ("gap_cm",),
        "no_gap": (),
        "to_the_wall": (),
        "touch": (),
        "back_not_judged": (),
    },
    "board": {
        "set": ("number", "of"),
        "done": ("number", "of"),
        "farther": ("clean",),
        "next_set": ("number", "of"),
        "hold_asked": ("least", "most"),
        **dict.fromkeys(("farthest", "lesson", "rest", "stay", "hold", "begin"), ()),
        **dict.fromkeys(("hold_enough", "hold_whole"), ()),
    },
    "tempo": {**dict.fromkeys(_BEATS, ()), "seconds": ("seconds",)},
    "warm_up": {
        "today": (),
        "nothing": (),
        "clean": ("clean", "of"),
        "sets": ("sets", "of"),
        "in_row": ("count",),
        "farthest": ("wall",),
    },
    "result": {
        "share": ("share",),
        "no_score": (),
        "no_score_todo": (),
        "place": ("rank", "of"),
        "limit": (),
        "best": (),
        "worst": (),
        "cues": (),
        "earlier": ("count",),
        "scan": (),
        "text_head": (),
        "touched": (),
        "next_cue": ("cue",),
        "clean": (),
    },
    "calibrate": {
        **dict.fromkeys(("go_on", "again", "keep", "cancel", "kept", "not_kept"), ()),
        "gap": ("gap_cm",),
    },
    **{f"calibrate.{key}": {"title": names, "text": names} for key, names in _SETTING_UP.items()},
    "calibrate.summary": dict.fromkeys(
        ("title", "height", "angles", "distance", "noise", "before", "spread", "after"), ()
    ),
    "thanks": {"title": (), "next": ()},
    "next_up": {
        "count": ("place", "of"),
        "number": ("number",),
        "athlete": ("place",),
        "then": (),
        "last": (),
        "absent": ("absent",),
    },
    **{
        f"next_up.{key}": {"title": (), "text": ("done", "absent"), "hint": ()}
        for key in ("all_tested", "no_screening", "no_group", "empty_group")
    },
    "screened": {
        "better": (),
        "clean": (),
        "clean_of": ("clean", "of"),
        "next_step": (),
        "again": (),
        "seen_in": ("fault", "seen", "of"),
        "not_finished": (),
        "not_judged": ("reason",),
    },
    "pairing": {"text": (), "left": ("seconds",), "cancel": ()},
    **{
        f"pairing.{key}": {"title": (), "text": ("time",)}
        for key in ("waiting", "off", "not_running", "locked", "paired")
    },
    "menu": {
        **dict.fromkeys(("postpone", "absent", "redo"), ("name",)),
        "phone": (),
        "start": ("group",),
        "close": (),
        "clock_set": (),
        "note": (),
        "clock_not_set": (),
        "title": (),
        "back": (),
        "language": ("name",),
        "sound_on": (),
        "sound_off": (),
        "skip": (),
        "hint": (),
        "version": (),
        "camera": (),
        "kept": (),
        "clock": (),
        **dict.fromkeys(
            ("set_up", "set_up_never", "set_up_moved", "set_up_damaged", "set_up_undated"), ()
        ),
    },
    "camera": dict.fromkeys(
        (
            "no_camera",
            "other_serial",
            "library",
            "permission",
            "usb_too_slow",
            "wrong_camera",
            "no_frames",
            "frozen",
            "unplugged",
            "other",
        ),
        (),
    ),
    "refusal": dict.fromkeys(Refusal, tuple(_DESK)),
    "roster_line": {"line": ("line", "mistake")},
    "roster_mistake": dict.fromkeys(MistakeKind, (*_DESK, "what", "first_line")),
    **COACH_WORDS,
    "camera_step": dict.fromkeys(("reopen", "reset", "exit"), ()),
    "banner": dict.fromkeys(
        (
            "simulated_athlete",
            "simulated_gpio",
            "recording",
            "not_kept",
            "disk_full",
            "clock_not_set",
            "moved_since",
            "set_up_damaged",
        ),
        (),
    ),
    **REPORT_WORDS,
}


@dataclass(frozen=True)
class Words:
    """Looks up texts; every key it can be asked for is known to exist."""

    texts: Mapping[str, str]

    @classmethod
    def load(cls, language: str = "en", folder: Path | None = None) -> Words:
        """Read ``<language>.toml`` from ``folder`` (default: the cues that come along).

        Raises :class:`~station.errors.ConfigError` when the file is missing, is not TOML, lacks
        a text or has one too many, or a text has the wrong {placeholders}.
        """
        path = (folder or defaults_dir() / "cues") / f"{language}.toml"
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise ConfigError(f"no words for language {language!r}: {error}") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigError(f"{path} cannot be read as TOML: {error}") from error
        texts = dict(_flatten(content))
        _check(texts, path)
        return cls(texts)

    def get(self, section: str, key: str, **values: object) -> str:
        """The text ``[section] key`` with its {placeholders} filled in."""
        text = self.texts[f"{section}.{key}"]
        return text.format(**values) if values else text

    def outcome(self, outcome: Outcome) -> str:
        """The word for a verdict."""
        return self.get("verdict", outcome.name.lower())

    def cue(self, key: str) -> str:
        """The cue for a fault code, a hint, a reason's key, a drill's own or ``pass``."""
        return self.get("cue", key)

    def refusal(self, refusal: Refusal) -> str:
        """Why a coach's command is refused and what to do."""
        return self.get("refusal", refusal, **_DESK)

    def roster_mistake(self, mistake: RosterMistake) -> str:
        """What is wrong in which line of a roster and what to do."""
        told = {**_DESK, "what": mistake.what, "first_line": mistake.first_line}
        text = self.get("roster_mistake", mistake.kind, **told)
        if mistake.line == 0:
            return text
        return self.get("roster_line", "line", line=mistake.line, mistake=text)

    def title(self, drill: Drill) -> str:
        """What a drill is called; a gym's own words are the same in every language."""
        return drill.title or self.get(f"drill.{drill.name}", "title")

    def what_to_do(self, drill: Drill) -> str:
        """What to do in a drill, in one line; "" where a gym's own drill has no words for it."""
        return drill.what_to_do or self.texts.get(f"drill.{drill.name}.what_to_do", "")

    def decimal(self, value: float) -> str:
        """A number with one decimal, as it is written in this language."""
        return f"{value:.1f}".replace(".", self.get("number", "decimal"))

    def short(self, value: float) -> str:
        """A number with no more decimals than it has, two at most."""
        return f"{round(value, 2):g}".replace(".", self.get("number", "decimal"))

    def cm(self, length_m: float) -> str:
        """A length in centimetres with its unit."""
        return self.get("live", "gap", gap_cm=self.decimal(100 * length_m))

    def seen(self, repetition: Repetition) -> list[str]:
        """What was seen in a repetition, in words, the most important first; never empty."""
        verdict = repetition.verdict
        if verdict.outcome is Outcome.NO_VERDICT and verdict.reason is not None:
            return [self.get("reason", reason_key(verdict.reason))]
        parts = [self.get("fault", fault) for fault in verdict.faults]
        parts += [self.get("hint", hint) for hint in verdict.hints]
        if not verdict.back_judged:
            parts.append(self.get("live", "back_not_judged"))
        return parts or [self.get("result", "clean")]


def _flatten(content: Mapping[str, object], prefix: str = "") -> list[tuple[str, str]]:
    flat: list[tuple[str, str]] = []
    for key, value in content.items():
        if isinstance(value, Mapping):
            flat += _flatten(value, f"{prefix}{key}.")
        else:
            flat.append((f"{prefix}{key}", str(value)))
    return flat


def _check(texts: Mapping[str, str], path: Path) -> None:
    wanted = {
        f"{section}.{key}": names
        for section, keys in _CATALOGUE.items()
        for key, names in keys.items()
    }
    if missing := sorted(wanted.keys() - texts.keys()):
        raise ConfigError(f"{path} lacks {', '.join(missing)}; copy them from en.toml")
    if unknown := sorted(texts.keys() - wanted.keys()):
        raise ConfigError(f"{path} has unknown texts: {', '.join(unknown)}; check the spelling")
    for key, names in wanted.items():
        try:
            texts[key].format(**dict.fromkeys(names, ""))
        except (KeyError, IndexError, ValueError) as error:
            allowed = ", ".join(f"{{{name}}}" for name in names) or "none"
            raise ConfigError(
                f"{path}: {key} has a wrong placeholder {error}; allowed: {allowed}"
            ) from error
