"""The column beside the athlete in a drill: what it shows when, that it moves, and that it fits."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pygame
import pytest

from station.drills.contrast import Lesson
from station.drills.drill import Dose, Drill
from station.drills.run import DrillProgress
from station.screen.card import PADDING, Cards
from station.screen.drill_board import DrillBoard
from station.screen.drill_head import HEAD
from station.screen.layout import Layout
from station.screen.live import LivePicture
from station.screen.names import NameTag
from station.screen.tempo_track import TempoTrack
from station.screen.theme import BLUE_ORANGE
from station.screen.words import Message
from tests.screen import puppet
from tests.screen.drawing import LANGUAGES, canvas_of, count, drawn, notes, where
from tests.screen.drilling import (
    CLEAN,
    CONTRAST,
    DRILLS,
    HOLD,
    LONG_NAME,
    LUMBAR,
    TAP,
    TEMPO,
    boards,
    live,
    progress,
)

WIDE_PX = (1280, 720)
SIZES_PX = [WIDE_PX, (800, 480), (720, 1280)]
LOWER = Layout(*WIDE_PX).inside(Cards.of(Layout(*WIDE_PX), HEAD).verdict, PADDING)


def texts(picture: LivePicture, language: str = "en") -> list[str]:
    """The lines beside the athlete."""
    canvas = canvas_of(WIDE_PX, language)
    drawn(picture, canvas)
    return [text for text, box in notes(canvas) if canvas.layout.panel.contains(box)]


def of(drill: Drill, now: DrillProgress, hinge: float = 0.0) -> list[str]:
    """The same of a board in a warm-up."""
    return texts(live(DrillBoard(drill, now), hinge))


@pytest.mark.parametrize("size_px", SIZES_PX)
@pytest.mark.parametrize("name", boards())
def test_nothing_is_cut_and_no_texts_collide(size_px: tuple[int, int], name: str) -> None:
    for language in LANGUAGES:
        canvas = canvas_of(size_px, language)
        drawn(boards()[name], canvas)
        written = [(t, b) for t, b in notes(canvas) if canvas.layout.panel.collidepoint(b.center)]
        assert all(canvas.layout.panel.contains(box) for _, box in written), (language, written)
        for (first, one), (second, other) in itertools.combinations(written, 2):
            assert not one.colliderect(other), (language, first, second)


@pytest.mark.parametrize("size_px", SIZES_PX)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_drills_words_can_be_read_from_three_metres(
    language: str, size_px: tuple[int, int]
) -> None:
    for drill in DRILLS.values():
        canvas = canvas_of(size_px, language)
        drawn(live(DrillBoard(drill, progress(drill))), canvas)
        inside = canvas.layout.inside(Cards.of(canvas.layout, HEAD).verdict, PADDING)
        unit_px = canvas.layout.unit_px
        task = [box.height / unit_px for _, box in notes(canvas) if inside.contains(box)]
        head = [
            box.height / unit_px
            for text, box in notes(canvas)
            if text in canvas.words.title(drill) and canvas.layout.panel.contains(box)
        ]
        assert min(task) >= 5.5, drill.name
        assert min(head) >= 4.2, drill.name


def test_a_set_is_told_by_its_places_its_number_and_the_clean_ones_missing() -> None:
    told = of(TAP, progress(TAP, CLEAN, LUMBAR, CLEAN, CLEAN))
    assert {"Wall tap", "12.5 cm", "Set 1 of 2", "farther in 8"} <= set(told)
    assert "farthest wall" in of(TAP, progress(TAP, CLEAN, farthest=True))
    assert "2 of 8" in of(TEMPO, progress(TEMPO, CLEAN, LUMBAR))
    surface = drawn(boards()["pass"], canvas_of(WIDE_PX))
    head = Cards.of(Layout(*WIDE_PX), HEAD).count
    # Three ticks and a cross.
    clean, fault = (count(surface, c, head) for c in (BLUE_ORANGE.clean, BLUE_ORANGE.fault))
    assert clean == pytest.approx(3 * fault, rel=0.3)


def test_a_screening_shows_the_athlete_instead_and_no_level() -> None:
    told = texts(live(DrillBoard(TAP, progress(TAP, CLEAN), NameTag("Jörg O'Hara"))))
    assert {"Jörg O'Hara", "1 of 10"} <= set(told)
    assert not {"Wall tap", "Set 1 of 2", "farther in 9"} & set(told)
    practising = live(
        DrillBoard(TAP, progress(TAP, CLEAN, practice=True), NameTag("Jo"), practice=True)
    )
    assert {"Practice", "not judged"} <= set(texts(practising))
    surface = drawn(practising, canvas_of(WIDE_PX))
    assert count(surface, BLUE_ORANGE.clean, Layout(*WIDE_PX).panel) == 0


@pytest.mark.parametrize(
    ("name", "part"),
    [(LONG_NAME, "Maximiliane"), ("🏋", "Athlete 3"), ("Tom 😀", "Tom"), ("a" * 60, "aaa")],
)
def test_any_name_can_be_drawn(name: str, part: str) -> None:
    canvas = canvas_of(WIDE_PX)
    drawn(live(DrillBoard(TAP, progress(TAP), NameTag(name, "", 3))), canvas)
    written = [box for text, box in notes(canvas) if text.startswith(part)]
    assert written
    assert all(canvas.layout.panel.contains(box) for box in written)


def test_between_repetitions_stands_the_verdict_and_while_moving_the_cue() -> None:
    still, moving = boards()["fault"], boards()["moving"]
    assert {"Fault", "Fold at the", "hip crease"} <= set(texts(still))
    assert "Fault" not in texts(moving)
    assert {"Fold at the", "hip crease"} <= set(texts(moving))
    assert "Turn side-on" in texts(boards()["message"])
    assert "Round your" in texts(boards()["round"])


def test_a_contrast_says_what_is_shown_next_and_what_it_has_seen() -> None:
    told = [
        " ".join(of(CONTRAST, progress(CONTRAST, lesson=Lesson.ROUND))),
        " ".join(
            of(
                CONTRAST,
                progress(CONTRAST, replace(CLEAN, cue="arch"), practice=True, lesson=Lesson.ARCH),
            )
        ),
    ]
    assert "Round your back all the way" in told[0]
    assert "1 of 2 Your own range" in told[0]
    assert "Now arch it all the way" in told[1]


def test_the_rest_comes_when_the_verdict_has_been_read() -> None:
    assert "Fault" in of(TAP, progress(TAP, LUMBAR, rest_left_s=58.0))
    told = of(TAP, progress(TAP, LUMBAR, rest_left_s=41.2))
    assert {"Rest", "42"} <= set(told)
    # Who begins the next set sooner is shown what to do in it.
    assert "Rest" not in of(TAP, progress(TAP, LUMBAR, rest_left_s=41.2), 0.6)


def test_the_rings_follow_their_seconds() -> None:
    filled = []
    for left_s in (55.0, 40.0, 20.0, 2.0):
        picture = live(DrillBoard(TAP, progress(TAP, LUMBAR, rest_left_s=left_s)))
        surface = drawn(picture, canvas_of(WIDE_PX))
        filled.append(count(surface, BLUE_ORANGE.body, LOWER))
    assert filled == sorted(filled, reverse=True)
    assert filled[1] == pytest.approx(2 * filled[2], rel=0.15)
    for held_s, colour, word in (
        (6.4, BLUE_ORANGE.body, "Hold"),
        (12.4, BLUE_ORANGE.clean, "You"),
        (21.0, BLUE_ORANGE.clean, "Rise"),
    ):
        picture = live(DrillBoard(HOLD, progress(HOLD, held_s=held_s)), 0.7)
        surface = drawn(picture, canvas_of(WIDE_PX))
        assert count(surface, colour, LOWER) > 1000
        assert {word, str(int(held_s))} <= set(texts(picture))


def test_the_ball_moves_at_one_speed_and_its_parts_are_as_long_as_they_last() -> None:
    canvas = canvas_of(WIDE_PX)
    bar = progress(TEMPO, tempo_s=0.0).tempo
    assert bar is not None
    track = TempoTrack(canvas, LOWER, bar)
    xs = [track.at(at_s)[0] for at_s in np.arange(0.0, 6.1, 0.5)]
    assert np.allclose(np.diff(xs), np.diff(xs)[0])
    seen = []
    for at_s in (0.0, 1.5, 2.9, 4.0, 5.5, 9.0):
        picture = live(DrillBoard(TEMPO, progress(TEMPO, tempo_s=at_s)), 0.5)
        surface = drawn(picture, canvas_of(WIDE_PX))
        ball = where(surface, BLUE_ORANGE.text, track.track.inflate(40, 0))
        seen.append(float(np.median(ball[:, 0])))
        assert seen[-1] == pytest.approx(track.at(min(at_s, 6.0))[0], abs=4)
    assert seen == sorted(seen)


def test_the_tempo_says_what_to_do_now_and_counts_in() -> None:
    words = {-1.4: "Get ready", 1.4: "Down", 4.2: "Hold", 5.5: "Up", 7.0: "Stand tall"}
    numbers = {-1.4: "2", 1.4: "2", 4.2: "1", 5.5: "1"}
    for at_s, word in words.items():
        told = of(TEMPO, progress(TEMPO, CLEAN, tempo_s=at_s), 0.5)
        assert word in told
        assert numbers.get(at_s, word) in told
    # Between repetitions it waits, and the verdict can be read.
    assert "Clean tap" in of(TEMPO, progress(TEMPO, CLEAN))


def test_seconds_run_on_over_the_same_still_layer() -> None:
    for one, other in (
        (progress(TEMPO, tempo_s=1.0), progress(TEMPO, tempo_s=1.5)),
        (progress(HOLD, held_s=1.0), progress(HOLD, held_s=1.5)),
        (progress(TAP, rest_left_s=9.0), progress(TAP, rest_left_s=8.5)),
    ):
        drill = TEMPO if one.tempo else HOLD if one.hold else TAP
        first, second = DrillBoard(drill, one), DrillBoard(drill, other)
        assert first == second
        assert hash(first) == hash(second)
    beats = [DrillBoard(TEMPO, progress(TEMPO, tempo_s=at_s)) for at_s in (1.0, 4.0)]
    assert beats[0] != beats[1]
    assert DrillBoard(TAP, progress(TAP)) != DrillBoard(TAP, progress(TAP), NameTag("Jo"))
    assert DrillBoard(TAP, progress(TAP)) != "Jo"


@pytest.mark.parametrize("repetitions", [1, 12, 30, 100])
def test_a_set_of_any_length_has_its_places_on_the_card(repetitions: int) -> None:
    drill = replace(TAP, dose=Dose(repetitions, 3, 30.0))
    done = (CLEAN,) * (repetitions - 1)
    surface = drawn(live(DrillBoard(drill, progress(drill, *done, LUMBAR))), canvas_of(WIDE_PX))
    head = Cards.of(Layout(*WIDE_PX), HEAD).count
    assert len(where(surface, BLUE_ORANGE.fault, head)) > 60
    inside = Layout(*WIDE_PX).inside(head, PADDING)
    around = [head.inflate(8, 8), pygame.Rect(inside)]
    found = [len(where(surface, BLUE_ORANGE.fault, area)) for area in around]
    assert found[0] == found[1]


def test_a_message_hides_what_moves() -> None:
    for name in ("lower", "held"):
        picture = replace(boards()[name], message=Message.ONE_AT_A_TIME)
        picture = replace(picture, reading=puppet.nobody())
        surface = drawn(picture, canvas_of(WIDE_PX))
        assert count(surface, BLUE_ORANGE.clean, LOWER) == 0
        assert count(surface, BLUE_ORANGE.body, LOWER) == 0


def test_who_turns_away_in_a_rest_is_not_told_to_stand_still() -> None:
    told = texts(replace(boards()["rest"], message=Message.TURN_SIDE_ON))
    assert {"Rest", "42"} <= set(told)
    assert "Turn side-on" not in told
