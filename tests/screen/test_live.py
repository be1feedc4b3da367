"""Pixels of the live screen: athlete, wall, dowel, meter, verdict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pygame
import pytest

from station.engine import Stage
from station.posture.measures import Measures
from station.screen.card import Cards
from station.screen.figure import stick_pieces_mm
from station.screen.layout import Layout
from station.screen.live import LivePicture
from station.screen.stage import Stage as StageView
from station.screen.theme import BLUE_ORANGE, RED_GREEN, Colour
from tests.screen import puppet
from tests.screen.drawing import where

Draw = Callable[..., pygame.Surface]
SIZE_PX = (1920, 1080)
LAYOUT = Layout(*SIZE_PX)


def live(
    hinge: float = 0.5,
    taps: int = 0,
    *,
    faces_right: bool = True,
    round_back: float = 0.0,
    touching: bool | None = None,
) -> LivePicture:
    reading = puppet.reading(
        hinge, round_back=round_back, faces_right=faces_right, touching=touching
    )
    return LivePicture(reading, puppet.board(puppet.VERDICTS[:taps]), faces_right)


@pytest.mark.parametrize("faces_right", [True, False])
def test_athlete_stands_in_front_of_the_wall_and_faces_as_in_the_camera(
    draw: Draw, faces_right: bool
) -> None:
    surface = draw(live(0.5, faces_right=faces_right))
    body = where(surface, BLUE_ORANGE.body, LAYOUT.stage)
    wall = where(surface, BLUE_ORANGE.wall, LAYOUT.stage)
    assert len(body) > 20_000
    head_x = body[body[:, 1] < body[:, 1].min() + 60, 0].mean()
    feet_x = body[body[:, 1] > body[:, 1].max() - 20, 0].mean()
    assert bool(head_x > feet_x) is faces_right
    if faces_right:
        assert wall[:, 0].max() < body[:, 0].min()
    else:
        assert wall[:, 0].min() > body[:, 0].max()


@pytest.mark.parametrize("present", [True, False])
def test_without_a_wall_there_is_neither_wall_nor_meter(draw: Draw, present: bool) -> None:
    with_wall = live(0.5) if present else replace(live(), reading=puppet.nobody())
    free = replace(with_wall, reading=replace(with_wall.reading, wall_mm=None, measures=Measures()))
    surface = draw(free)
    assert len(where(draw(with_wall), BLUE_ORANGE.wall, LAYOUT.stage)) > 1000
    assert len(where(surface, BLUE_ORANGE.wall, LAYOUT.stage)) == 0
    assert len(where(surface, BLUE_ORANGE.wall, LAYOUT.meter)) == 0
    assert (len(where(surface, BLUE_ORANGE.body, LAYOUT.stage)) > 20_000) is present


def test_the_wall_stands_where_it_was_set(draw: Draw) -> None:
    surface = draw(live(0.2))
    stage = StageView.fit(LAYOUT.stage, puppet.WALL_MM, True)
    wall = where(surface, BLUE_ORANGE.wall, LAYOUT.stage)
    assert wall[:, 0].max() == pytest.approx(stage.x(-puppet.WALL_MM), abs=1.5)
    assert np.ptp(wall[:, 1]) > 0.8 * LAYOUT.stage.height


def test_the_wall_lights_up_on_touch(draw: Draw) -> None:
    before = where(draw(live(0.9, touching=False)), BLUE_ORANGE.clean, LAYOUT.stage)
    after = where(draw(live(0.9, touching=True)), BLUE_ORANGE.clean, LAYOUT.stage)
    assert len(after) > len(before) + 5_000


def test_the_stick_is_whole_until_a_contact_is_lost(draw: Draw) -> None:
    straight, _ = puppet.side_view(0.7)
    rounded, _ = puppet.side_view(0.7, round_back=22.0)
    assert all(straight.contact_held)
    assert len(stick_pieces_mm(straight)) == 1
    assert not all(rounded.contact_held)
    assert len(stick_pieces_mm(rounded)) == 2
    whole = draw(live(0.7))
    assert len(where(whole, BLUE_ORANGE.dowel, LAYOUT.stage)) > 500
    assert len(where(whole, BLUE_ORANGE.fault, LAYOUT.stage)) == 0
    broken = draw(live(0.7, round_back=22.0))
    assert len(where(broken, BLUE_ORANGE.fault, LAYOUT.stage)) > 100


def test_the_meter_moves_with_the_hips(draw: Draw) -> None:
    knobs = []
    for hinge in (0.0, 0.1, 0.2, 0.4, 0.6, 0.8):
        surface = draw(live(hinge, touching=False))
        track = pygame.Rect(LAYOUT.meter.topleft, (LAYOUT.meter.width, LAYOUT.px(8)))
        filled = where(surface, BLUE_ORANGE.body, track)
        knobs.append(filled[:, 0].min())
    assert knobs == sorted(knobs, reverse=True)
    assert len(set(knobs)) == len(knobs)


def test_the_meters_wall_is_on_the_side_of_the_wall(draw: Draw) -> None:
    right = where(draw(live(0.3)), BLUE_ORANGE.wall, LAYOUT.meter)
    left = where(draw(live(0.3, faces_right=False)), BLUE_ORANGE.wall, LAYOUT.meter)
    assert right[:, 0].max() < LAYOUT.meter.centerx < left[:, 0].min()


def test_leaning_through_the_wall_turns_the_meter_to_the_fault_colour(draw: Draw) -> None:
    deep = live(1.0)
    leaning = replace(deep.reading, measures=Measures(hip_gap_mm=-45.0), touching=True)
    assert len(where(draw(deep), BLUE_ORANGE.fault, LAYOUT.meter)) == 0
    drawn = draw(LivePicture(leaning, deep.board))
    assert len(where(drawn, BLUE_ORANGE.fault, LAYOUT.meter)) > 1_000


@pytest.mark.parametrize(
    ("taps", "colour", "on_right"),
    [(1, BLUE_ORANGE.clean, False), (2, BLUE_ORANGE.fault, True)],
)
def test_pass_and_fault_differ_in_colour_and_place(
    draw: Draw, taps: int, colour: Colour, on_right: bool
) -> None:
    card = Cards.of(LAYOUT).verdict
    top = pygame.Rect(card.topleft, (card.width, LAYOUT.px(20)))
    surface = draw(live(0.1, taps))
    symbol_right = pygame.Rect(card.right - LAYOUT.px(17), top.top, LAYOUT.px(17), top.height)
    symbol_left = pygame.Rect(card.left, top.top, LAYOUT.px(17), top.height)
    count = {
        side: len(where(surface, colour, area))
        for side, area in (("left", symbol_left), ("right", symbol_right))
    }
    assert (count["right"] > count["left"]) is on_right


def test_the_other_theme_changes_the_colours(draw: Draw) -> None:
    surface = draw(live(0.1, 1), theme=RED_GREEN)
    card = Cards.of(LAYOUT).verdict
    assert len(where(surface, RED_GREEN.clean, card)) > 2_000
    assert len(where(surface, BLUE_ORANGE.clean, card)) == 0


def test_a_hidden_back_is_drawn_without_stick(draw: Draw) -> None:
    none = np.empty((0, 2), np.float32)
    view, _ = puppet.side_view(0.5)
    hidden = replace(view, back_line_mm=none, dowel_mm=none, contacts_mm=none)
    picture = live(0.5)
    surface = draw(replace(picture, reading=replace(picture.reading, draw=lambda: hidden)))
    assert len(where(surface, BLUE_ORANGE.dowel, LAYOUT.stage)) == 0
    assert len(where(surface, BLUE_ORANGE.body, LAYOUT.stage)) > 20_000


def test_the_same_picture_twice_is_the_same(draw: Draw) -> None:
    first, second = draw(live(0.6, 3)), draw(live(0.6, 3))
    assert pygame.image.tobytes(first, "RGB") == pygame.image.tobytes(second, "RGB")


def test_while_moving_no_old_verdict_can_be_taken_for_the_new_one(draw: Draw) -> None:
    card = Cards.of(LAYOUT).verdict
    for taps, colour in ((1, BLUE_ORANGE.clean), (2, BLUE_ORANGE.fault)):
        still = live(0.1, taps)
        moving = replace(still, reading=replace(still.reading, stage=Stage.REPETITION))
        assert len(where(draw(still), colour, card)) > 2_000
        assert len(where(draw(moving), colour, card)) == 0
        assert len(where(draw(moving), BLUE_ORANGE.text, card)) > 2_000
