"""Screen and sound, on made-up cards."""

from __future__ import annotations

import os

import pytest

from station.config import SoundSettings
from station.service.checks.check import Ran
from station.service.checks.screen import check_screen, check_sound
from tests.made_health import WELL
from tests.service.checks.made_host import MadeHost, states


def connect(made: MadeHost, status: str) -> None:
    made.write("dev/dri/card1", "")
    made.write("sys/class/drm/card1-HDMI-A-1/status", status + "\n")


def test_a_screen_without_a_desktop(made: MadeHost) -> None:
    connect(made, "connected")
    made.write("sys/module/kernel/parameters/consoleblank", "0\n")
    checks = check_screen(made.host, None)
    assert states(checks) == {"screen": "pass", "screen blanking": "pass"}
    assert checks[0].found == "kmsdrm, no desktop"


@pytest.mark.parametrize(
    ("environment", "found"),
    [({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "wayland"), ({"DISPLAY": ":0"}, "x11")],
)
def test_a_desktop(made: MadeHost, environment: dict[str, str], found: str) -> None:
    made.environment = environment
    made.answers["raspi-config nonint get_blanking"] = Ran(0, "0\n")
    checks = check_screen(made.host, None)
    assert checks[0].found == found
    assert states(checks) == {"screen": "pass", "screen blanking": "warn"}
    made.answers["raspi-config nonint get_blanking"] = Ran(0, "1\n")
    assert states(check_screen(made.host, None))["screen blanking"] == "pass"


def test_no_screen_says_which_of_three_it_is(
    made: MadeHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert check_screen(made.host, None)[0].found == "no graphics card"
    connect(made, "disconnected")
    assert check_screen(made.host, None)[0].found == "no screen is connected"
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    made.groups = frozenset({"video"})
    (check, _) = check_screen(made.host, None)
    assert check.state == "fail"
    assert "wall-tap may not open" in check.found
    assert check.do.startswith("join the groups render")


def test_a_console_that_goes_dark_is_a_warning(made: MadeHost) -> None:
    connect(made, "connected")
    made.write("sys/module/kernel/parameters/consoleblank", "600\n")
    assert states(check_screen(made.host, None))["screen blanking"] == "warn"


def test_a_running_station_draws(made: MadeHost) -> None:
    assert states(check_screen(made.host, WELL))["screen"] == "pass"


@pytest.mark.parametrize(
    ("settings", "cards", "path", "state", "words"),
    [
        (SoundSettings(volume=0.0), "", "", "pass", "off"),
        (SoundSettings(), "--- no soundcards ---", "", "pass", "the buzzer does"),
        (SoundSettings(), " 0 [vc4hdmi0]", "", "pass", "loudspeaker and buzzer"),
        (SoundSettings(speech=True), "--- no soundcards ---", "", "warn", "no loudspeaker"),
        (SoundSettings(speech=True), " 0 [vc4hdmi0]", "", "warn", "espeak-ng"),
    ],
)
def test_sound_as_the_settings_want_it(
    made: MadeHost, settings: SoundSettings, cards: str, path: str, state: str, words: str
) -> None:
    made.environment = {"PATH": path}
    made.write("proc/asound/cards", cards + "\n")
    check = check_sound(made.host, settings)
    assert (check.state, words in check.found) == (state, True)
