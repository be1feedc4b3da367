"""What is exported of a test and of a repetition: one table for the CSV, the JSON and its schema.

Names are those of the measures; the unit is their end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from station.drills.ladder import Ending
from station.hinge.verdict import Fault, Outcome
from station.posture.measures import MEASURES
from station.results.about import Use
from station.results.schema import CURVE

SCHEMA_ID = "urn:wall-tap-station:results:1"
"""In each JSON export and in the schema; the number goes up when a reader has to change."""


@dataclass(frozen=True)
class Field:
    """One value. ``kind`` is that of JSON Schema; ``may_miss``: null in JSON, empty in CSV."""

    name: str
    kind: str
    meaning: str
    may_miss: bool = False
    one_of: tuple[str, ...] = ()


def _text(
    name: str, meaning: str, *, may_miss: bool = False, one_of: tuple[str, ...] = ()
) -> Field:
    return Field(name, "string", meaning, may_miss, one_of)


def _number(name: str, meaning: str, *, may_miss: bool = True) -> Field:
    return Field(name, "number", meaning, may_miss)


def _yes_no(name: str, meaning: str, *, may_miss: bool = False) -> Field:
    return Field(name, "boolean", meaning, may_miss)


def _whole(name: str, meaning: str) -> Field:
    return Field(name, "integer", meaning)


TEST_FIELDS = (
    _text("test", "names the test for ever and everywhere"),
    _text("test_started_utc", "ISO 8601; believe it only where clock_trusted is true"),
    _yes_no("clock_trusted", "whether the clock was set when the test began"),
    _text("use", "what the station was used as", one_of=tuple(Use)),
    _text("drill", "name of the drill"),
    _text("protocol", "what was asked for, in one line"),
    _text("group", "name of the group; missing when nobody was logged in", may_miss=True),
    _text("athlete", "name of the athlete", may_miss=True),
    _text("athlete_number", "the athlete's number in the roster", may_miss=True),
    _text("screening", "names the screening that the test belongs to", may_miss=True),
    _yes_no("redone", "a later test of the same athlete in the same screening counts instead"),
    _number("height_mm", "the athlete's height as the camera saw it"),
    _number("score_mm", "the farthest wall with enough clean taps"),
    _yes_no(
        "passed", "missing where nothing can be passed or too little was judged", may_miss=True
    ),
    _text(
        "ending",
        "why the test ended; missing when it never did",
        may_miss=True,
        one_of=tuple(Ending),
    ),
    _text("test_finished_utc", "ISO 8601; missing when the test never ended", may_miss=True),
    _text("app_version", "of the station that judged"),
    _text("camera_serial", "of the camera that saw it"),
)

REPETITION_FIELDS = (
    _whole("set", "counted from 1"),
    _whole("number", "counted from 1 within the test, practice included"),
    _yes_no("practice", "decides nothing: a practice tap, or done wrong on purpose to learn"),
    _number("wall_mm", "the wall behind the heels; missing in drills without one"),
    _text("outcome", "the verdict", one_of=tuple(Outcome)),
    _text("reason", "why there is no verdict", may_miss=True),
    Field("faults", "array", "fault codes; in CSV with blanks between them", one_of=tuple(Fault)),
    _text("cue", "the one thing that was said"),
    _yes_no("back_judged", "false when only the back could not be judged"),
    _yes_no("touched", "whether the hips reached the wall"),
    _number("start_s", "on the camera's own clock", may_miss=False),
    _number("end_s", "on the camera's own clock", may_miss=False),
    _number("touch_s", "on the camera's own clock"),
    _number("lower_s", "how long the way down took", may_miss=False),
    _number("pause_s", "how long the bottom took", may_miss=False),
    _number("rise_s", "how long the way up took", may_miss=False),
    _number("held_s", "how long the bottom was held with a neutral spine, in a hold"),
    _number("min_gap_mm", "the smallest hip_gap_mm"),
    *(
        _number(measure.name, f"peak: {measure.definition}; {measure.zero_and_sign}")
        for measure in MEASURES
    ),
    _number("arched_deg", "how far the lower back arched while hinging, > 0 over standing"),
)


def json_schema() -> dict[str, Any]:
    """The schema of a JSON export (JSON Schema, draft 2020-12)."""
    curve = {
        "type": ["array", "null"],
        "description": "the course of the repetition; t_s counts from start_s",
        "maxItems": 64,
        "items": _object({name: {"type": ["number", "null"]} for name in CURVE}),
    }
    repetition = _object(
        {field.name: _kind(field) for field in REPETITION_FIELDS} | {"curve": curve}
    )
    rules = {"type": ["object", "null"], "description": "the numbers of the protocol"}
    test = _object(
        {field.name: _kind(field) for field in TEST_FIELDS}
        | {"rules": rules, "repetitions": {"type": "array", "items": repetition}}
    )
    whole = _object({"$schema": {"const": SCHEMA_ID}, "tests": {"type": "array", "items": test}})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "Results of a Wall Tap Station",
        **whole,
    }


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _kind(field: Field) -> dict[str, Any]:
    told: dict[str, Any] = {"description": field.meaning}
    if field.kind == "array":
        return told | {"type": "array", "items": {"enum": list(field.one_of)}, "uniqueItems": True}
    if field.one_of:
        return told | {"enum": [*field.one_of, *([None] if field.may_miss else [])]}
    return told | {"type": [field.kind, "null"] if field.may_miss else field.kind}
