"""The catalogue is complete, and a wrong one is found at the start."""

from __future__ import annotations

from pathlib import Path

import pytest

from station.config import defaults_dir
from station.errors import ConfigError
from station.hinge.verdict import Fault, Hint, Outcome, Reason
from station.screen.words import Message, Words, reason_key
from tests.screen import puppet

ENGLISH = defaults_dir() / "cues" / "en.toml"


def written(folder: Path, text: str) -> Path:
    (folder / "xx.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("key", ["pass", *Fault, *Hint, *map(reason_key, Reason)])
def test_every_verdict_has_a_short_cue(words: Words, key: str) -> None:
    assert 1 <= len(words.cue(key).split()) <= 7


def test_cues_of_faults_are_all_different(words: Words) -> None:
    assert len({words.cue(fault) for fault in Fault}) == len(Fault)


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_message_screen(reason: Reason) -> None:
    assert Message(reason_key(reason))


def test_seen_names_faults_hints_and_what_was_not_judged(words: Words) -> None:
    seen = [words.seen(puppet.repetition(1, verdict)) for verdict in puppet.VERDICTS]
    assert seen == [
        ["clean"],
        ["low back rounds", "upper back rounds"],
        ["knees locked", "back not seen"],
        ["two people in view"],
        ["no touch"],
    ]


def test_outcomes_have_different_words(words: Words) -> None:
    assert len({words.outcome(outcome) for outcome in Outcome}) == len(Outcome)


def test_a_missing_text_is_named(tmp_path: Path) -> None:
    text = ENGLISH.read_text(encoding="utf-8").replace('squat = "squats"\n', "")
    with pytest.raises(ConfigError, match=r"lacks fault\.squat"):
        Words.load("xx", written(tmp_path, text))


def test_a_mistyped_key_is_named(tmp_path: Path) -> None:
    text = ENGLISH.read_text(encoding="utf-8") + '\nrecordin = "oops"\n'
    with pytest.raises(ConfigError, match=r"banner\.recordin"):
        Words.load("xx", written(tmp_path, text))


def test_a_wrong_placeholder_is_named(tmp_path: Path) -> None:
    text = ENGLISH.read_text(encoding="utf-8").replace('gap = "{gap_cm} cm"', 'gap = "{gap} cm"')
    with pytest.raises(ConfigError, match=r"live\.gap .*\{gap_cm\}"):
        Words.load("xx", written(tmp_path, text))


@pytest.mark.parametrize("text", ["not toml at all", "[cue"])
def test_a_broken_file_is_one_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Words.load("xx", written(tmp_path, text))
    assert "\n" not in str(caught.value)


def test_an_unknown_language_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="'tlh'"):
        Words.load("tlh", tmp_path)
