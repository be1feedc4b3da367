"""The result of a screening's test: kind and clear, never a number about a body, and it goes."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from station.drills.commands import CloseScreening, NextAthlete, Redo, SkipAthlete
from station.drills.desk import Desk
from station.drills.screening_test import ScreeningResult
from station.engine import Reading
from station.hinge.verdict import Outcome, Verdict
from station.screen.picture import Picture
from station.screen.screened import (
    GONE_S,
    SHOWN_S,
    STAYS_S,
    STAYS_UNJUDGED_S,
    ScreenedState,
)
from station.screen.screened_picture import ScreenedPicture, ScreenedPlaces
from station.screen.state import StateName, Visit
from station.screen.theme import BLUE_ORANGE
from station.signals.press import Press
from station.signals.tell import Tell
from tests.drills.made_groups import screened
from tests.screen import puppet
from tests.screen.drawing import LANGUAGES, canvas_of, count, drawn, notes
from tests.screen.screenings import CLEAN, HIDDEN, LUMBAR, PICTURES, SHORT, UNSEEN, result
from tests.screen.visiting import EMPTY, Story, ready

HERE = [(0.0, ready())]


def written(picture: Picture, language: str = "en") -> str:
    canvas = canvas_of(language=language)
    drawn(picture, canvas)
    return " ".join(text for text, _ in notes(canvas))


def test_a_clean_test_says_so() -> None:
    text = written(result(CLEAN, CLEAN, CLEAN, before="Last time: 1 of 3 clean"))
    assert "Zoë Weiß" in text
    assert "3 of 3 clean" in text
    assert "Clean" in text
    assert "Just like that, again" in text
    assert "Last time: 1 of 3 clean" in text


def test_what_was_seen_too_seldom_to_count_is_for_next_time() -> None:
    text = written(result(CLEAN, LUMBAR, CLEAN))
    assert "2 of 3 clean" in text
    assert "Next time: Fold at the hip crease" in text
    assert "low back rounds" in text


def test_what_counted_is_told_with_one_cue_and_how_often_it_was_seen() -> None:
    text = written(result(LUMBAR, LUMBAR, SHORT))
    assert "Your next step Fold at the hip crease" in text
    assert "2 of 3: low back rounds" in text
    assert "no touch" in text
    # Seen once only, so it does not count.
    assert "1 of 3: no touch" not in text


@pytest.mark.parametrize("verdicts", [(LUMBAR, LUMBAR, SHORT), (LUMBAR,) * 3])
def test_nobody_is_told_before_the_team_that_nothing_was_clean(
    verdicts: tuple[Verdict, ...],
) -> None:
    assert "0 of" not in written(result(*verdicts))


def test_the_card_of_who_has_to_practise_bears_no_cross() -> None:
    """What to do is large; the symbols of the repetitions say the rest."""
    canvas = canvas_of()
    surface = drawn(result(LUMBAR, LUMBAR, SHORT), canvas)
    places = ScreenedPlaces.of(canvas.layout)
    assert count(surface, BLUE_ORANGE.fault, places.verdict) == 0
    assert count(surface, BLUE_ORANGE.fault, places.repetitions) > 3_000


def test_each_repetition_has_its_symbol() -> None:
    canvas = canvas_of()
    surface = drawn(result(CLEAN, LUMBAR, UNSEEN, CLEAN), canvas)
    card = ScreenedPlaces.of(canvas.layout).repetitions
    for outcome in Outcome:
        assert count(surface, BLUE_ORANGE.outcome(outcome), card) > 800


@pytest.mark.parametrize(
    ("verdicts", "why", "cue"),
    [
        ((HIDDEN, HIDDEN, CLEAN), "Not judged: back hidden", "Tuck in your shirt"),
        ((UNSEEN,) * 9, "Not judged: two people in view", "One at a time, please"),
        ((CLEAN, UNSEEN), "The test was not finished", "Once more"),
    ],
)
def test_without_a_verdict_it_says_why_and_once_more(
    verdicts: tuple[Verdict, ...], why: str, cue: str
) -> None:
    picture = result(*verdicts)
    assert picture.result.passed is None
    text = written(picture)
    assert "Once more" in text
    assert why in text
    assert cue in text
    assert not re.search(r"\d of \d clean", text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["clean", "clean enough", "practise", "hidden", "left"])
def test_nobody_reads_anything_about_a_body(name: str, language: str) -> None:
    """Neither degrees nor centimetres nor a share of body height."""
    text = written(PICTURES[name], language)
    assert not re.search(r"\d\s*(cm|mm|m|°|%)|\d[.,]\d", text), text


def test_of_very_many_the_last_ones_are_told_and_how_many_came_before() -> None:
    text = written(result(*(LUMBAR,) * 10, repetitions=10))
    assert re.search(r"[1-9] earlier", text)


def play(
    tell: Tell,
    desk: Desk,
    seen: list[tuple[float, Reading]],
    presses: list[tuple[float, Press]],
    *verdicts: Verdict,
    at: tuple[float, object] | None = None,
) -> tuple[StateName, float] | None:
    """The result of the called one's test, whom the desk has as done if there is a verdict.

    ``at`` is a second and the command that comes from the phone then.
    """
    screening = desk.screening
    assert screening is not None and screening.called is not None
    test = puppet.screened(verdicts, athlete=screening.called)
    asked: list[ScreeningResult] = []
    if test.result.passed is not None:
        assert desk.done(screening.called.uid) is None
    command = at

    def before(result: ScreeningResult) -> str:
        asked.append(result)
        return "Last time: clean"

    def note(time_s: float, picture: Picture) -> None:
        nonlocal command
        assert isinstance(picture, ScreenedPicture)
        assert picture.before == "Last time: clean"
        if command is not None and time_s >= command[0]:
            assert desk.take(command[1]) is None  # type: ignore[arg-type]
            command = None

    state = ScreenedState(tell, desk, before, lambda: None)
    left = Story(seen, presses).play(state, 100.0, Visit(test), note)
    assert [each.athlete for each in asked] == [test.athlete]
    return left


@pytest.mark.parametrize(
    ("left_s", "over_s"), [(0.0, SHOWN_S), (1.0, SHOWN_S), (8.0, 8.0 + GONE_S)]
)
def test_who_is_next_comes_when_the_athlete_has_gone(
    tell: Tell, left_s: float, over_s: float
) -> None:
    desk, _ = screened("Ana", "Ben")
    seen = [(0.0, ready()), (left_s, EMPTY)]
    name, time_s = play(tell, desk, seen, [], CLEAN, CLEAN, CLEAN) or (None, 0.0)
    assert name is StateName.INVITATION
    assert time_s == pytest.approx(over_s, abs=0.08)


@pytest.mark.parametrize(
    ("verdicts", "stays_s"), [((CLEAN,) * 3, STAYS_S), ((UNSEEN,) * 9, STAYS_UNJUDGED_S)]
)
def test_whoever_stays_sees_who_is_next_after_a_while(
    tell: Tell, verdicts: tuple[Verdict, ...], stays_s: float
) -> None:
    desk, _ = screened("Ana", "Ben")
    name, time_s = play(tell, desk, HERE, [], *verdicts) or (None, 0.0)
    assert name is StateName.INVITATION
    assert time_s == pytest.approx(stays_s, abs=0.08)


@pytest.mark.parametrize(
    ("press", "wanted"), [(Press.SHORT, StateName.INVITATION), (Press.LONG, StateName.MENU)]
)
def test_the_button_leads_on_at_once(tell: Tell, press: Press, wanted: StateName) -> None:
    desk, _ = screened("Ana", "Ben")
    assert play(tell, desk, HERE, [(1.0, press)], CLEAN, CLEAN, CLEAN) == (wanted, 1.0)


@pytest.mark.parametrize("command", [Redo("a0"), NextAthlete(), CloseScreening()])
def test_what_the_coach_decides_on_the_phone_is_followed(tell: Tell, command: object) -> None:
    desk, _ = screened("Ana", "Ben")
    left = play(tell, desk, HERE, [], CLEAN, CLEAN, CLEAN, at=(2.0, command))
    name, time_s = left or (None, 0.0)
    assert name is StateName.INVITATION
    assert time_s == pytest.approx(2.0, abs=0.08)


def test_without_a_verdict_the_same_one_stays_called_unless_skipped(tell: Tell) -> None:
    desk, _ = screened("Ana", "Ben")
    assert play(tell, desk, [(0.0, EMPTY)], [], UNSEEN, CLEAN) is not None
    screening = desk.screening
    assert screening is not None and screening.called is not None
    assert screening.called.name == "Ana"
    left = play(tell, desk, HERE, [], UNSEEN, CLEAN, at=(2.0, SkipAthlete("a0")))
    name, time_s = left or (None, 0.0)
    assert name is StateName.INVITATION
    assert time_s == pytest.approx(2.0, abs=0.08)


def test_a_name_that_was_corrected_meanwhile_is_still_a_name(tell: Tell) -> None:
    """The result bears the name under which it was made; a roster without them does no harm."""
    desk, _ = screened("Ana", "Ben")
    group = desk.groups[0]
    test = puppet.screened((CLEAN,) * 3, athlete=group.athletes[0])
    desk.adopt([replace(group, athletes=group.athletes[1:])])
    shown: list[str] = []

    def note(time_s: float, picture: Picture) -> None:
        assert isinstance(picture, ScreenedPicture)
        shown.append(picture.called.name)

    Story(HERE).play(
        ScreenedState(tell, desk, lambda _: None, lambda: None), 1.0, Visit(test), note
    )
    assert set(shown) == {"Ana"}
