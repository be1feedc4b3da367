"""Whole pictures against the ones kept in ``golden/``; ``pytest tests/screen --update-golden``
writes them anew, and whoever does so looks at each of them before it is committed.

The letters are those that come with pygame and the shapes are OpenCV's, so a picture changes only
when the drawing does. Other builds of the two may round a smooth edge differently: the tolerance
is for that, and far below a moved line or another word.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pygame
import pytest

from station.drills.standing import Standing
from station.hinge.verdict import Reason, Verdict
from station.scene.flaws import Flaw
from station.screen.invitation import InvitationPicture
from station.screen.live import LivePicture
from station.screen.menu import MenuPicture
from station.screen.names import NameTag
from station.screen.picture import Picture
from station.screen.place import PlacePicture
from station.screen.result import ResultPicture
from station.screen.screen import Screen
from station.screen.setting_up import RefusedPicture
from station.screen.still import StillPicture
from station.screen.thanks import ThanksPicture
from station.screen.theme import BLUE_ORANGE, RED_GREEN, Theme
from station.screen.trouble import TroublePicture
from station.screen.words import Message, Words
from tests.screen import puppet
from tests.screen.drilling import ENDS, TEMPO, boards
from tests.screen.screenings import PICTURES as SCREENING
from tests.screen.test_result import MANY, USUAL
from tests.screen.test_setting_up import PICTURES
from tests.screen.visiting import plain_view, unplaced

FOLDER = Path(__file__).parent / "golden"
WIDE_PX, TALL_PX = (640, 360), (360, 640)
MEAN_TOLERANCE = 0.4
"""Mean absolute difference of a colour, of 255."""
SHARE_TOLERANCE = 0.004
"""Share of pixels that differ by more than ``VISIBLE`` in any colour."""
VISIBLE = 24

CLEAN, LUMBAR, HINT, UNSEEN, SHORT = puppet.VERDICTS
SO_FAR = (CLEAN, CLEAN, SHORT, CLEAN, CLEAN)


@dataclass(frozen=True)
class Golden:
    """One picture and how it is shown."""

    picture: Picture
    language: str = "en"
    theme: Theme = BLUE_ORANGE
    size_px: tuple[int, int] = WIDE_PX
    notices: tuple[str, ...] = ()


def live(hinge: float, verdicts: tuple[Verdict, ...], bend_deg: float = 0.0) -> LivePicture:
    return puppet.live(puppet.progress(verdicts), hinge, bend_deg)


CAMERA = ("Version", "0.1.0"), ("Camera", "D435 829212071234"), ("Repetitions kept", "212")

OFFERS = (
    "Skip: Jörg O'Hara", "Absent: Jörg O'Hara", "Again: Zoë", "Close the screening",
    "Coach's phone", "Sound: on", "Language: English",
)  # fmt: skip

GOLDEN = {
    "invitation": Golden(InvitationPicture(2.6), notices=("Simulated athlete",)),
    "invitation-tall": Golden(InvitationPicture(0.0), "de", RED_GREEN, TALL_PX),
    "learning": Golden(InvitationPicture(asks=Message.LEARNING), "es"),
    "place-ghost": Golden(PlacePicture(Message.NOBODY)),
    "place-side-on": Golden(PlacePicture(Message.TURN_SIDE_ON, plain_view()), "de"),
    "still": Golden(StillPicture(0.6, plain_view()), "es", RED_GREEN),
    "still-tall": Golden(StillPicture(0.2, plain_view()), size_px=TALL_PX),
    "thanks": Golden(ThanksPicture(puppet.result(USUAL)), "de"),
    "menu": Golden(MenuPicture(("Next athlete", "Sound: on", "Language: English"), 1, CAMERA)),
    "menu-scrolled": Golden(MenuPicture(OFFERS, 5, CAMERA), size_px=(800, 480)),
    "menu-refused-tall": Golden(
        MenuPicture(OFFERS, 1, CAMERA, "A test is running."), "de", RED_GREEN, TALL_PX
    ),
    "next-up": Golden(SCREENING["called"], notices=("Simulated athlete",)),
    "next-up-longest-tall": Golden(SCREENING["called longest"], "de", RED_GREEN, TALL_PX),
    "next-up-fresh": Golden(SCREENING["called last"], "es"),
    "desk-all-tested": Golden(SCREENING["all tested"], "de"),
    "desk-no-group-tall": Golden(SCREENING["no group"], "es", size_px=TALL_PX),
    "place-by-name": Golden(
        PlacePicture(Message.TURN_SIDE_ON, plain_view(), True, NameTag("Jörg O'Hara")), "de"
    ),
    "still-by-name": Golden(StillPicture(0.6, plain_view(), True, NameTag("Jörg O'Hara"))),
    "screened-clean": Golden(SCREENING["clean"]),
    "screened-practise": Golden(SCREENING["practise"], "de", RED_GREEN),
    "screened-worst-tall": Golden(SCREENING["worst"], "es", size_px=TALL_PX),
    "screened-again": Golden(SCREENING["hidden"], "es"),
    "pairing": Golden(SCREENING["pairing"], "de"),
    "pairing-locked-tall": Golden(SCREENING["pairing locked"], size_px=TALL_PX),
    "camera-trouble": Golden(
        TroublePicture(Message.CAMERA_TROUBLE, Words.load("es").get("camera", "usb_too_slow")),
        "es",
        RED_GREEN,
    ),
    "moved-tall": Golden(InvitationPicture(asks=Message.MOVED), size_px=TALL_PX),
    "practice": Golden(puppet.live(puppet.progress(practised=1), 0.4)),
    "pass": Golden(live(0.0, (*SO_FAR, CLEAN)), "de"),
    "fault": Golden(live(0.1, (*SO_FAR, LUMBAR)), notices=("Simulated athlete",)),
    "fault-red-green-tall": Golden(live(0.1, (*SO_FAR, LUMBAR)), "es", RED_GREEN, TALL_PX),
    "moving-broken-dowel": Golden(live(0.6, (*SO_FAR, LUMBAR), 22.0), "es"),
    "touch": Golden(live(0.7, (CLEAN, SHORT)), "de", RED_GREEN),
    "not-judged": Golden(live(0.0, (CLEAN, UNSEEN))),
    "back-hidden": Golden(live(0.0, (CLEAN, HINT)), "es"),
    "drill-tempo": Golden(boards()["lower"], "de"),
    "drill-rest-tall": Golden(boards()["rest"], "es", RED_GREEN, TALL_PX),
    "drill-held": Golden(boards()["held"]),
    "drill-screened": Golden(boards()["screened"], notices=("Simulated athlete",)),
    "warm-up-today": Golden(InvitationPicture(2.6, None, TEMPO), "es"),
    "warm-up-end": Golden(ENDS["usual"], "de"),
    "one-at-a-time": Golden(
        LivePicture(
            unplaced(Reason.ONE_AT_A_TIME, drawn=False),
            puppet.board(SO_FAR),
            True,
            Message.ONE_AT_A_TIME,
        ),
        "de",
    ),
    "set-up-board": Golden(PICTURES["board"], "de"),
    "set-up-taps-tall": Golden(PICTURES["taps"], "es", RED_GREEN, TALL_PX),
    "set-up-refused": Golden(RefusedPicture(Flaw.SHINY_FLOOR)),
    "set-up-summary": Golden(PICTURES["summary"], "de", notices=("Simulierte Person",)),
    "result": Golden(ResultPicture(puppet.result(USUAL), Standing(9, 24)), notices=("Recording",)),
    "result-many-tall": Golden(
        ResultPicture(puppet.result(MANY), Standing(2, 41)), "de", RED_GREEN, TALL_PX
    ),
    "result-none": Golden(ResultPicture(puppet.result((SHORT, LUMBAR))), "es"),
}


@pytest.mark.parametrize("name", GOLDEN)
def test_the_picture_is_the_golden_one(
    name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    file, drawn = FOLDER / f"{name}.png", drawn_as(GOLDEN[name])
    if request.config.getoption("--update-golden", default=False):
        FOLDER.mkdir(exist_ok=True)
        pygame.image.save(drawn, file)
        return
    assert file.exists(), f"no {file.name}: pytest tests/screen --update-golden, and look at it"
    mean, share = difference(drawn, pygame.image.load(file))
    if mean > MEAN_TOLERANCE or share > SHARE_TOLERANCE:
        pygame.image.save(drawn, tmp_path / file.name)
        pytest.fail(f"{mean:.2f} of 255, {share:.2%} of pixels differ: {tmp_path / file.name}")


def test_the_tolerance_catches_another_cue_a_moved_stick_and_a_lost_symbol() -> None:
    golden = drawn_as(GOLDEN["fault"])
    for other in (
        live(0.1, (*SO_FAR, replace(LUMBAR, cue="squat"))),
        live(0.12, (*SO_FAR, LUMBAR)),
        live(0.1, (*SO_FAR[1:], LUMBAR)),
    ):
        mean, share = difference(golden, drawn_as(replace(GOLDEN["fault"], picture=other)))
        assert mean > MEAN_TOLERANCE or share > SHARE_TOLERANCE


def drawn_as(golden: Golden) -> pygame.Surface:
    """The picture on a fresh screen."""
    screen = Screen(
        pygame.Surface(golden.size_px, 0, 32), Words.load(golden.language), golden.theme
    )
    return screen.draw(golden.picture, None, golden.notices)


def difference(first: pygame.Surface, second: pygame.Surface) -> tuple[float, float]:
    """Mean absolute difference of the colours, and the share of visibly different pixels."""
    colours = [pygame.surfarray.array3d(each).astype(np.int16) for each in (first, second)]
    apart = np.abs(colours[0] - colours[1])
    return float(apart.mean()), float((apart.max(axis=2) > VISIBLE).mean())
