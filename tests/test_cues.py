"""What a cue may say: something outside to aim at, and no muscle to think of."""

from __future__ import annotations

import re

import pytest

from station.config import LANGUAGES
from station.drills.cues import DrillCue
from station.hinge.verdict import Fault, Hint
from station.screen.words import Words

MUSCLES = {
    "en": r"abs|abdominals?|core|glutes?|hamstrings?|quads|lats|muscles?",
    # A "Po" may close a door; made firm ("fest") it is the muscle.
    "de": r"bauch\w*|rumpf|gesäß\w*|po fest|\w*muskel\w*",
    "es": r"abdomen|abdominales?|vientre|glúteos?|isquios|músculos?",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_cue_names_a_muscle(language: str) -> None:
    words = Words.load(language)
    muscle = re.compile(rf"\b({MUSCLES[language]})\b", re.IGNORECASE)
    assert [cue for cue in map(words.cue, (*Fault, *Hint, *DrillCue)) if muscle.search(cue)] == []


@pytest.mark.parametrize(
    ("language", "missing", "to_do"),
    [
        ("en", "the USB rule is missing", "Ask whoever set it up"),
        ("de", "USB-Regel fehlt", "Frag die Person, die alles aufgebaut hat"),
        ("es", "falta la regla USB", "Pregunta a quien la instaló"),
    ],
)
def test_a_camera_that_is_not_permitted_is_told_with_cause_and_remedy(
    language: str, missing: str, to_do: str
) -> None:
    """Installing the station again would not bring the rule."""
    text = Words.load(language).get("camera", "permission")
    assert missing in text
    assert to_do in text


@pytest.mark.parametrize(
    ("language", "section", "key", "text"),
    [
        ("en", "menu", "kept", "Repetitions kept"),
        ("de", "live", "best", "Am weitesten"),
        ("es", "verdict", "no_verdict", "Sin evaluar"),
        ("es", "live", "practice_note", "sin evaluar"),
        ("es", "result", "worst", "A mejorar"),
    ],
)
def test_words_that_were_once_misread_stay_as_they_are(
    language: str, section: str, key: str, text: str
) -> None:
    assert Words.load(language).get(section, key) == text
