"""Test and result at every size: margins stay free, banners are there and may come and go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pygame
import pytest

from station.drills.ladder import LadderRules
from station.engine import Stage
from station.hinge.verdict import Reason
from station.screen.album import Album
from station.screen.layout import Layout
from station.screen.live import LivePicture
from station.screen.picture import Picture
from station.screen.screen import Screen
from station.screen.theme import BLUE_ORANGE
from station.screen.words import Message, Words
from station.signals.patterns import SignalState
from tests.screen import puppet
from tests.screen.drawing import alike
from tests.screen.screenings import PICTURES as PICTURES_OF_A_SCREENING
from tests.screen.test_result import RESULTS
from tests.screen.visiting import unplaced

Draw = Callable[..., pygame.Surface]

PICTURES: dict[str, Picture] = {
    "live": LivePicture(puppet.reading(0.8), puppet.board((puppet.CLEAN,))),
    "practice": LivePicture(puppet.reading(0.3), puppet.board(practised=1)),
    "many tries": LivePicture(
        puppet.reading(0.0), puppet.board(rules=LadderRules(tries=12, clean_taps=10))
    ),
    "nobody": LivePicture(
        puppet.nobody(Stage.PLACING, Reason.LOST), puppet.board(), True, Message.LOST
    ),
    "dark": LivePicture(
        unplaced(Reason.TOO_FEW_PIXELS), puppet.board(), False, Message.TOO_FEW_PIXELS
    ),
    **RESULTS,
    **{name: PICTURES_OF_A_SCREENING[name] for name in ("called", "practise", "pairing")},
}


@pytest.mark.parametrize("name", PICTURES)
def test_margins_stay_free(draw: Draw, size_px: tuple[int, int], name: str) -> None:
    surface = draw(PICTURES[name], size_px)
    surface.fill(BLUE_ORANGE.ground, Layout(*size_px).content.inflate(4, 4))
    surface.set_colorkey(BLUE_ORANGE.ground)
    assert surface.get_bounding_rect().size == (0, 0)


def test_what_is_simulated_is_said_on_every_screen(draw: Draw, words: Words) -> None:
    notices = (words.get("banner", "simulated_athlete"), words.get("banner", "simulated_gpio"))
    banner = Layout(1920, 1080, has_banner=True).banner
    for picture in PICTURES.values():
        surface = draw(picture, notices=notices)
        assert surface.get_at((2, banner.centery))[:3] == BLUE_ORANGE.banner
        assert surface.get_at((1917, 2))[:3] == BLUE_ORANGE.banner


@pytest.mark.parametrize("name", ["live", "usual"])
def test_the_banner_may_come_and_go(draw: Draw, words: Words, name: str) -> None:
    screen = Screen(pygame.Surface((1280, 720), 0, 32), words)
    shown = [
        pygame.image.tobytes(screen.draw(PICTURES[name], None, notices), "RGB")
        for notices in ((), ("Results are not kept",), ())
    ]
    fresh = draw(PICTURES[name], (1280, 720), notices=("Results are not kept",))
    assert shown[1] == pygame.image.tobytes(fresh, "RGB")
    assert shown[0] == shown[2]


def test_another_language_holds_from_the_next_picture_on(draw: Draw, words: Words) -> None:
    screen = Screen(pygame.Surface((1280, 720), 0, 32), words)
    english = pygame.image.tobytes(screen.draw(PICTURES["live"]), "RGB")
    screen.words = Words.load("de")
    assert pygame.image.tobytes(screen.draw(PICTURES["live"]), "RGB") != english
    screen.words = words
    assert pygame.image.tobytes(screen.draw(PICTURES["live"]), "RGB") == english


def test_simulated_lamps_are_shown_in_the_banner(words: Words) -> None:
    screen = Screen(pygame.Surface((1280, 720), 0, 32), words)

    def lit(state: SignalState, colour: tuple[int, int, int]) -> bool:
        surface = screen.draw(PICTURES["no try"], state, ("Simulated",))
        strip = surface.subsurface(screen.layout.banner)
        return bool(alike(strip, colour).any())

    assert lit(SignalState(pass_light=True), BLUE_ORANGE.clean)
    assert not lit(SignalState(fault_light=True), BLUE_ORANGE.clean)
    assert lit(SignalState(fault_light=True), BLUE_ORANGE.fault)


def test_a_display_of_another_depth_gets_the_same_picture(words: Words, draw: Draw) -> None:
    display = pygame.Surface((1280, 720), 0, 24)
    Screen(display, words).draw(PICTURES["live"])
    same = draw(PICTURES["live"], (1280, 720))
    assert pygame.image.tobytes(display, "RGB") == pygame.image.tobytes(same, "RGB")


def test_an_album_keeps_every_new_picture_once(tmp_path: Path, words: Words) -> None:
    (tmp_path / "07-old.png").touch()
    (tmp_path / "mine.png").touch()
    album = Album(tmp_path, words)
    for name in ("live", "live", "practice", "usual", "many"):
        album.keep(PICTURES[name])
    assert album.count == 3
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "01-repetition-4-pass.png",
        "02-repetition-1-practice.png",
        "03-result.png",
        "mine.png",
    ]
