"""The catalogue is complete, and a wrong one is found at the start."""

from __future__ import annotations

from pathlib import Path

import pytest

from station.config import defaults_dir
from station.drills.cues import DrillCue
from station.drills.drill import Dose, Drill
from station.drills.refusal import Refusal
from station.drills.roster import MistakeKind, RosterMistake
from station.drills.shipped import SHIPPED
from station.errors import ConfigError
from station.hinge.verdict import Fault, Hint, Outcome, Reason
from station.screen.lettering import Lettering
from station.screen.words import Message, Words, reason_key
from tests.screen import puppet

CUES = defaults_dir() / "cues"
ENGLISH = CUES / "en.toml"
LANGUAGES = sorted(file.stem for file in CUES.glob("*.toml"))


def written(folder: Path, text: str) -> Path:
    (folder / "xx.toml").write_text(text, encoding="utf-8")
    return folder


def test_english_german_and_spanish_come_along() -> None:
    assert LANGUAGES == ["de", "en", "es"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_is_complete(language: str) -> None:
    english, loaded = Words.load(), Words.load(language)
    assert loaded.texts.keys() == english.texts.keys()
    assert all(text.strip() for text in loaded.texts.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_written_in_letters_of_the_font(language: str) -> None:
    lettering, texts = Lettering(), Words.load(language).texts
    # What only a browser shows is written in its letters.
    drawn = [text for key, text in texts.items() if not key.startswith(("coach.", "report."))]
    letters = set("".join(drawn))
    assert [letter for letter in sorted(letters) if not lettering.has(letter)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_faults_have_the_same_words(language: str) -> None:
    spoken = Words.load(language)
    assert len({spoken.cue(fault) for fault in Fault}) == len(Fault)
    assert len({spoken.get("fault", fault) for fault in Fault}) == len(Fault)
    assert len({spoken.outcome(outcome) for outcome in Outcome}) == len(Outcome)


@pytest.mark.parametrize(("language", "text"), [("en", "12.5 cm"), ("de", "12,5 cm")])
def test_numbers_are_written_as_in_the_language(language: str, text: str) -> None:
    assert Words.load(language).cm(0.125) == text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["pass", *Fault, *Hint, *map(reason_key, Reason), *DrillCue])
def test_every_verdict_has_a_short_cue(language: str, key: str) -> None:
    assert 1 <= len(Words.load(language).cue(key).split()) <= 7


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_drill_has_a_title_of_its_own_and_a_line_of_what_to_do(language: str) -> None:
    spoken = Words.load(language)
    drills = [Drill(name, Dose(1, 1, 0.0)) for name in SHIPPED]
    assert len({spoken.title(drill) for drill in drills}) == len(SHIPPED)
    for drill in drills:
        assert 1 <= len(spoken.title(drill)) <= 32
        assert 1 <= len(spoken.what_to_do(drill)) <= 80


def test_a_gyms_own_words_come_first_and_may_lack_what_to_do(words: Words) -> None:
    own = Drill("wall-tap", Dose(1, 1, 0.0), title="Samira's tap", what_to_do="Tap it")
    assert (words.title(own), words.what_to_do(own)) == ("Samira's tap", "Tap it")
    assert words.what_to_do(Drill("own", Dose(1, 1, 0.0), title="Own")) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_and_roster_mistake_is_told_with_its_limits(language: str) -> None:
    spoken = Words.load(language)
    told = [spoken.refusal(refusal) for refusal in Refusal]
    told += [spoken.roster_mistake(RosterMistake(kind, 7, "Zoë", 3)) for kind in MistakeKind]
    assert len(set(told)) == len(told)
    for text in told:
        assert not set("{}") & set(text) and text[-1] in ".?"
        assert len(text) <= 120


def test_a_roster_mistake_names_its_line_unless_it_is_the_whole_file(words: Words) -> None:
    twice = RosterMistake(MistakeKind.SAME_TWICE, 7, "{Zoë}", 3)
    assert words.roster_mistake(twice).startswith("line 7: “{Zoë}” is in line 3 already.")
    big = RosterMistake(MistakeKind.TOO_BIG)
    assert words.roster_mistake(big).startswith("The file is bigger than 256 kB.")
    assert words.refusal(Refusal.WALL_OUT_OF_RANGE).startswith("The wall can be 5 to 60 cm away.")


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


def test_a_missing_text_is_named(tmp_path: Path) -> None:
    text = ENGLISH.read_text(encoding="utf-8").replace('squat = "squats"\n', "")
    with pytest.raises(ConfigError, match=r"lacks fault\.squat"):
        Words.load("xx", written(tmp_path, text))


def test_a_mistyped_key_is_named(tmp_path: Path) -> None:
    english = ENGLISH.read_text(encoding="utf-8")
    text = english.replace("[banner]\n", '[banner]\nrecordin = "oops"\n')
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
