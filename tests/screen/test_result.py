"""The result: everything on it is there, apart, and goes away when the athlete does."""

from __future__ import annotations

import itertools

import numpy as np
import pygame
import pytest

from station.drills.standing import Standing
from station.drills.walk_up import TestResult, WalkUpTest
from station.engine import Reading
from station.hinge.verdict import Fault, Outcome, Verdict
from station.screen.layout import Layout
from station.screen.result import ResultPicture, ResultState
from station.screen.result_places import ResultPlaces
from station.screen.state import StateName, Visit
from station.screen.theme import BLUE_ORANGE, RED_GREEN
from station.signals.press import Press
from station.signals.tell import Tell
from tests.screen import puppet
from tests.screen.drawing import LANGUAGES, canvas_of, count, drawn, notes
from tests.screen.visiting import EMPTY, Story, ready

CLEAN, LUMBAR, HINT, UNSEEN, SHORT = puppet.VERDICTS
NECK = Verdict(Outcome.FAULT, (Fault.NECK_EXTENSION,), cue="neck_extension")
MANY = (
    CLEAN, CLEAN, SHORT, CLEAN, CLEAN, HINT, CLEAN, LUMBAR, UNSEEN, CLEAN, CLEAN, SHORT, CLEAN,
    CLEAN, LUMBAR, CLEAN, CLEAN, LUMBAR, CLEAN, NECK, SHORT,
)  # fmt: skip
USUAL = (CLEAN, CLEAN, SHORT, CLEAN, CLEAN, CLEAN, LUMBAR, NECK)
RESULTS = {
    "usual": ResultPicture(puppet.result(USUAL), Standing(9, 24)),
    "many": ResultPicture(puppet.result(MANY), Standing(100, 230)),
    "perfect": ResultPicture(puppet.result((CLEAN,) * 20), Standing(1, 24)),
    "no score": ResultPicture(puppet.result((SHORT, LUMBAR))),
    "no try": ResultPicture(puppet.result(())),
}


@pytest.mark.parametrize("name", RESULTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_stay_on_the_screen_and_apart(
    size_px: tuple[int, int], name: str, language: str
) -> None:
    for banner in (False, True) if max(size_px) < 2000 else (True,):
        canvas = canvas_of(size_px, language, banner=banner)
        drawn(RESULTS[name], canvas)
        written = [(text, box) for text, box in notes(canvas) if not _in_banner(canvas.layout, box)]
        assert all(canvas.layout.content.contains(box) for _, box in written)
        for (first, one), (second, other) in itertools.combinations(written, 2):
            assert not one.colliderect(other), (first, second)


def _in_banner(layout: Layout, box: pygame.Rect) -> bool:
    return box.bottom <= layout.banner.bottom


def test_score_share_and_place_are_written() -> None:
    canvas = canvas_of()
    drawn(RESULTS["usual"], canvas)
    texts = [text for text, _ in notes(canvas)]
    assert {"12.5", "cm", "7.0 % of your height", "Place 9 of 24"} <= set(texts)
    assert texts.count("12.5 cm") == 2
    assert {"3 earlier", "Best", "To fix", "low back rounds +1"} <= set(texts)


def test_few_results_say_nothing_about_others() -> None:
    canvas = canvas_of()
    drawn(ResultPicture(puppet.result(USUAL)), canvas)
    assert not any("Place" in text for text, _ in notes(canvas))


def test_without_a_clean_level_the_screen_says_what_to_do() -> None:
    canvas = canvas_of()
    drawn(RESULTS["no score"], canvas)
    texts = " ".join(text for text, _ in notes(canvas))
    assert "No clean level yet" in texts
    assert "Get the first wall clean" in texts


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        ((CLEAN, CLEAN), "Just like that, again"),
        ((UNSEEN,), "One at a time, please"),
        ((), "Hips back to the wall"),
        ((SHORT, LUMBAR), "Push your hips to the wall Fold at the hip crease"),
    ],
)
def test_next_time_is_never_empty_and_never_praise_for_nothing(
    verdicts: tuple[Verdict, ...], said: str
) -> None:
    canvas = canvas_of()
    drawn(ResultPicture(puppet.result(verdicts)), canvas)
    assert said in " ".join(text for text, _ in notes(canvas))


def test_best_and_worst_are_drawn_with_dowel_and_wall() -> None:
    canvas = canvas_of()
    surface = drawn(RESULTS["usual"], canvas)
    figures = ResultPlaces.of(canvas.layout).figures
    left = pygame.Rect(figures.topleft, (figures.width // 2, figures.height))
    for half in (left, left.move(figures.width // 2, 0)):
        for colour in (BLUE_ORANGE.body, BLUE_ORANGE.dowel, BLUE_ORANGE.wall):
            assert count(surface, colour, half) > 100
    # Only the worst has lost a contact.
    assert count(surface, BLUE_ORANGE.fault, left) == 0


def test_a_test_without_a_fault_shows_one_figure_in_all_the_room() -> None:
    canvas = canvas_of()
    surface = drawn(RESULTS["perfect"], canvas)
    figures = ResultPlaces.of(canvas.layout).figures
    middle = pygame.Rect(figures.centerx - 5, figures.top, 10, figures.height)
    assert count(surface, BLUE_ORANGE.ground, middle) == 0


def test_the_other_theme_changes_the_score() -> None:
    canvas = canvas_of(theme=RED_GREEN)
    surface = drawn(RESULTS["usual"], canvas)
    score = ResultPlaces.of(canvas.layout).score
    assert count(surface, RED_GREEN.clean, score) > 5_000
    assert count(surface, BLUE_ORANGE.clean) == 0


def test_the_same_result_is_drawn_once() -> None:
    canvas = canvas_of((1280, 720))
    first = pygame.surfarray.array3d(drawn(RESULTS["usual"], canvas))
    written = len(notes(canvas))
    second = pygame.surfarray.array3d(drawn(RESULTS["usual"], canvas))
    assert len(notes(canvas)) == written
    assert np.array_equal(first, second)


def played(
    tell: Tell,
    seen: list[tuple[float, Reading]],
    presses: list[tuple[float, Press]],
    until_s: float,
) -> tuple[StateName, float] | None:
    """The result of a test, and where the state goes when."""
    test = WalkUpTest(puppet.RULES)
    test.skip()
    asked: list[TestResult] = []

    def standing(result: TestResult) -> Standing | None:
        asked.append(result)
        return Standing(1, 20)

    def each(time_s: float, picture: object) -> None:
        assert isinstance(picture, ResultPicture)
        assert picture.standing == Standing(1, 20)

    left = Story(seen, presses).play(ResultState(tell, standing), until_s, Visit(test), each)
    assert asked == [test.result]
    return left


def leaving_at(time_s: float) -> list[tuple[float, Reading]]:
    return [(0.0, ready()), (time_s, EMPTY)]


@pytest.mark.parametrize(("left_s", "thanks_s"), [(1.0, 6.0), (10.0, 11.0), (4.99, 6.0)])
def test_thanks_to_whoever_has_walked_away(tell: Tell, left_s: float, thanks_s: float) -> None:
    name, time_s = played(tell, leaving_at(left_s), [], 30.0) or (None, 0.0)
    assert name is StateName.THANKS
    assert time_s == pytest.approx(thanks_s, abs=0.04)


def test_who_comes_after_the_athlete_is_next(tell: Tell) -> None:
    """The queue need not wait for the minute that is for whoever stays."""
    seen = [(0.0, ready()), (2.0, EMPTY), (4.5, ready())]
    name, time_s = played(tell, seen, [], 30.0) or (None, 0.0)
    assert name is StateName.PLACE
    assert time_s == pytest.approx(6.0, abs=0.04)


def test_a_moment_out_of_sight_is_not_leaving(tell: Tell) -> None:
    seen = [(0.0, ready()), *((10.0 + 0.9 * k, (EMPTY, ready())[k % 2]) for k in range(20))]
    assert played(tell, seen, [], 30.0) is None


def test_whoever_stays_gets_another_turn(tell: Tell) -> None:
    name, time_s = played(tell, [(0.0, ready())], [], 100.0) or (None, 0.0)
    assert name is StateName.PLACE
    assert time_s == pytest.approx(60.0, abs=0.04)


@pytest.mark.parametrize(
    ("press", "wanted"), [(Press.SHORT, StateName.PLACE), (Press.LONG, StateName.MENU)]
)
def test_the_button_leads_on(tell: Tell, press: Press, wanted: StateName) -> None:
    name, time_s = played(tell, [(0.0, ready())], [(2.0, press)], 10.0) or (None, 0.0)
    assert name is wanted
    assert time_s == pytest.approx(2.0, abs=0.04)
