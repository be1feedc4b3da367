"""Tones on SDL's dummy audio device: their pitch, their length, and no clicks."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pygame
import pytest

from station.signals.mixer import RATE_HZ, amplitude
from station.signals.patterns import END, EVENTS, FAULT, NO_VERDICT, PASS, TOUCH, TROUBLES, Pattern
from station.signals.speaker import Speaker, wave_of
from tests.signals.hearing import a_tone_sounds

LONG_WAIT_S = 20.0
SOUNDING = [pattern for pattern in EVENTS if pattern.buzzer]


@pytest.mark.parametrize("pattern", SOUNDING, ids=lambda pattern: pattern.name)
def test_each_tone_has_its_pitch_and_its_place(pattern: Pattern) -> None:
    wave = wave_of(pattern, 1.0).astype(float)
    assert len(wave) == round(pattern.sound_s * RATE_HZ)
    for start_s, end_s, pitch_hz in pattern.buzzer:
        tone = wave[round(start_s * RATE_HZ) : round(end_s * RATE_HZ)]
        spectrum = np.abs(np.fft.rfft(tone, RATE_HZ))
        assert abs(int(spectrum.argmax()) - pitch_hz) <= 3
    for (_, end_s, _), (start_s, _, _) in itertools.pairwise(pattern.buzzer):
        assert not wave[round(end_s * RATE_HZ) : round(start_s * RATE_HZ)].any()


@pytest.mark.parametrize("pattern", SOUNDING, ids=lambda pattern: pattern.name)
def test_tones_begin_and_end_at_zero_without_a_jump(pattern: Pattern) -> None:
    wave = wave_of(pattern, 1.0).astype(float)
    peak = np.abs(wave).max()
    assert 0.85 * 32767 < peak <= 0.9 * 32767
    assert (wave[0], wave[-1]) == (0.0, 0.0)
    steepest = 2 * np.pi * max(hz for *_, hz in pattern.buzzer) / RATE_HZ * peak
    assert np.abs(np.diff(wave)).max() <= 1.05 * steepest


def test_volume_scales_the_wave_to_how_loud_it_sounds() -> None:
    assert (amplitude(0.0), amplitude(1.0)) == (0.0, 1.0)
    assert amplitude(0.5) == pytest.approx(0.315, abs=0.001)
    assert np.abs(wave_of(PASS, amplitude(0.5))).max() == pytest.approx(0.315 * 29490, rel=0.01)
    assert not wave_of(PASS, 0.0).any()


@pytest.mark.usefixtures("sound_device")
def test_a_new_signal_takes_over_and_one_without_tones_ends_it() -> None:
    speaker = Speaker.open(0.5)
    assert speaker is not None
    assert not a_tone_sounds()
    speaker.play(FAULT)
    first = speaker._channels[0]
    speaker.play(TOUCH)
    assert speaker._channels[0] is not first
    assert speaker._channels[0].get_sound() is speaker._sounds[TOUCH]
    speaker.play(END)
    assert speaker._channels[0] is first
    assert first.get_sound() is speaker._sounds[END]
    assert a_tone_sounds()
    speaker.play(NO_VERDICT)
    assert speaker._channels[0] is first
    speaker.close()
    assert not a_tone_sounds()


@pytest.mark.usefixtures("sound_device")
def test_what_is_replaced_does_not_outlast_what_replaces_it() -> None:
    speaker = Speaker.open(0.5)
    assert speaker is not None
    speaker.play(FAULT)
    long, short = speaker._channels
    speaker.play(TOUCH)
    limit_s = time.monotonic() + LONG_WAIT_S
    while short.get_busy():
        assert time.monotonic() < limit_s
    assert not long.get_busy()


@pytest.mark.usefixtures("sound_device")
def test_troubles_are_not_heard() -> None:
    speaker = Speaker.open(1.0)
    assert speaker is not None
    for pattern in TROUBLES.values():
        speaker.play(pattern)
    assert not a_tone_sounds()


@pytest.mark.usefixtures("no_sound_device")
def test_without_a_sound_device_it_says_why_and_is_absent(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert Speaker.open(1.0) is None
    assert len(caplog.messages) == 1
    assert "no sound device" in caplog.messages[0]


@pytest.mark.usefixtures("sound_device")
def test_closing_after_the_device_is_gone_is_harmless() -> None:
    speaker = Speaker.open(1.0)
    assert speaker is not None
    pygame.mixer.quit()
    speaker.close()


def test_an_open_sound_device_does_not_swallow_sigterm() -> None:
    code = (
        "import os, signal; from station.signals.speaker import Speaker; "
        "assert Speaker.open(1.0); os.kill(os.getpid(), signal.SIGTERM); signal.pause()"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | {"SDL_AUDIODRIVER": "dummy"}, timeout=60
    )
    assert ended.returncode == -signal.SIGTERM
