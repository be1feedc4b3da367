"""Every screen at every size: margins stay free, banners are there, nothing runs over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pygame
import pytest

from station.drills.turns import Turns
from station.engine import Stage
from station.hinge.verdict import Reason
from station.screen.layout import Layout
from station.screen.live import LivePicture
from station.screen.message import MessagePicture
from station.screen.picture import Director, Picture
from station.screen.result import ResultPicture
from station.screen.screen import Screen
from station.screen.theme import BLUE_ORANGE
from station.screen.words import Message, Words
from station.signals.patterns import SignalState
from tests.screen import puppet

Draw = Callable[..., pygame.Surface]
LONG = "no camera: " + "check the cable and the blue port, then plug it in again; " * 3

PICTURES: dict[str, Picture] = {
    "live": LivePicture(puppet.reading(0.8), puppet.session().summary()),
    "many": LivePicture(puppet.reading(0.0), puppet.session(puppet.VERDICTS * 6, 50).summary()),
    "result": ResultPicture(puppet.session().summary()),
    "long result": ResultPicture(puppet.session(puppet.VERDICTS * 5, 50).summary()),
    "no result": ResultPicture(puppet.session(()).summary()),
    "still": MessagePicture(Message.NO_BASELINE, puppet.reading(), progress=0.5),
    "trouble": MessagePicture(Message.CAMERA_TROUBLE, detail=LONG),
    **{
        message.value: MessagePicture(message, puppet.nobody())
        for message in Message
        if message is not Message.CAMERA_TROUBLE
    },
}


@pytest.mark.parametrize("name", PICTURES)
def test_margins_stay_free(draw: Draw, size_px: tuple[int, int], name: str) -> None:
    surface = draw(PICTURES[name], size_px)
    inside = Layout(*size_px).content.inflate(4, 4)
    pixels = pygame.surfarray.array3d(surface)
    pixels[inside.left : inside.right, inside.top : inside.bottom] = BLUE_ORANGE.ground
    assert (pixels == np.array(BLUE_ORANGE.ground)).all()


def test_every_message_looks_different(draw: Draw) -> None:
    drawn = {
        pygame.image.tobytes(draw(MessagePicture(message, puppet.nobody())), "RGB")
        for message in Message
    }
    assert len(drawn) == len(Message)


def test_progress_turns_the_ring(draw: Draw) -> None:
    def lit(share: float) -> int:
        picture = MessagePicture(Message.NO_BASELINE, puppet.nobody(), progress=share)
        pixels = pygame.surfarray.array3d(draw(picture))
        return int((pixels == np.array(BLUE_ORANGE.clean)).all(axis=2).sum())

    assert lit(0.0) == 0
    assert lit(1.0) == pytest.approx(2 * lit(0.5), rel=0.03)


def test_what_is_simulated_is_said_on_every_screen(draw: Draw, words: Words) -> None:
    notices = (words.get("banner", "simulated_athlete"), words.get("banner", "simulated_gpio"))
    banner = Layout(1920, 1080, has_banner=True).banner
    for picture in PICTURES.values():
        surface = draw(picture, notices=notices)
        assert surface.get_at((2, banner.centery))[:3] == BLUE_ORANGE.banner
        assert surface.get_at((1917, 2))[:3] == BLUE_ORANGE.banner


def test_simulated_lamps_are_shown_in_the_banner(words: Words) -> None:
    screen = Screen(pygame.Surface((1280, 720), 0, 32), words, notices=("Simulated",))
    banner = screen.layout.banner

    def lit(state: SignalState, colour: tuple[int, int, int]) -> bool:
        strip = screen.draw(PICTURES["no result"], state).subsurface(banner)
        return bool((pygame.surfarray.array3d(strip) == np.array(colour)).all(axis=2).any())

    assert lit(SignalState(pass_light=True), BLUE_ORANGE.clean)
    assert not lit(SignalState(fault_light=True), BLUE_ORANGE.clean)
    assert lit(SignalState(fault_light=True), BLUE_ORANGE.fault)


def test_a_display_of_another_depth_gets_the_same_picture(words: Words, draw: Draw) -> None:
    display = pygame.Surface((1280, 720), 0, 24)
    Screen(display, words).draw(PICTURES["live"])
    same = draw(PICTURES["live"], (1280, 720))
    assert pygame.image.tobytes(display, "RGB") == pygame.image.tobytes(same, "RGB")


@pytest.mark.parametrize("reason", Reason)
def test_the_director_turns_a_reason_into_its_message(reason: Reason) -> None:
    picture = Director().choose(puppet.nobody(Stage.PLACING, reason), Turns(3))
    assert isinstance(picture, MessagePicture)
    assert picture.message.value == reason.name.lower()


@pytest.mark.parametrize(
    ("stage", "message"),
    [
        (Stage.LEARNING, Message.LEARNING),
        (Stage.EMPTY, Message.NOBODY),
        (Stage.PLACING, Message.NO_BASELINE),
        (Stage.STANDING_STILL, Message.NO_BASELINE),
    ],
)
def test_the_director_knows_every_stage_without_a_reason(stage: Stage, message: Message) -> None:
    picture = Director().choose(puppet.nobody(stage), Turns(3))
    assert isinstance(picture, MessagePicture)
    assert picture.message is message


def test_the_director_keeps_the_athletes_direction() -> None:
    director = Director()
    director.choose(puppet.reading(faces_right=False), Turns(3))
    for time_s in (1.0, 2.0):
        picture = director.choose(replace(puppet.nobody(), time_s=time_s), Turns(3))
    assert isinstance(picture, MessagePicture)
    assert not picture.faces_right


def test_a_stumble_of_the_measuring_flashes_no_message() -> None:
    director, turns = Director(), Turns(3)
    shown = []
    for frame in range(60):
        seen = puppet.reading(0.5) if frame < 30 and frame % 6 < 4 else puppet.nobody()
        reading = replace(seen, time_s=frame / 30)
        shown.append(isinstance(director.choose(reading, turns), MessagePicture))
    assert shown.index(True) / 30 == pytest.approx(28 / 30 + 0.3, abs=0.04)
    assert all(shown[shown.index(True) :])


def test_standing_still_is_one_message_with_a_ring_that_fills() -> None:
    director, turns = Director(), Turns(3)
    stages = [(Stage.PLACING, 0.1), (Stage.PLACING, 0.2), (Stage.STANDING_STILL, 0.6)]
    for time_s, (stage, progress) in enumerate(stages):
        reading = replace(
            puppet.reading(stage=stage, time_s=time_s),
            reason=Reason.NO_BASELINE,
            baseline_progress=progress,
        )
        picture = director.choose(reading, turns)
        assert isinstance(picture, MessagePicture)
        assert (picture.message, picture.progress) == (Message.NO_BASELINE, progress)
