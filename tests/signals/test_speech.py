"""Speech through the real espeak-ng, played on SDL's dummy audio device."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator

import pygame
import pytest

from station.signals import speech as module
from station.signals.mixer import SPEECH_CHANNEL
from station.signals.speech import Speech
from tests.signals.hearing import waits

LONG_WAIT_S = 20.0
CUES = {
    "en": "Close the door with your hips",
    "de": "Schließ die Tür mit der Hüfte",
    "es": "Cierra la puerta con la cadera",
}

needs_espeak = pytest.mark.skipif(
    shutil.which("espeak-ng") is None, reason="needs espeak-ng: sudo apt install espeak-ng"
)


@pytest.fixture
def speech(sound_device: None) -> Iterator[Speech]:
    """English, at half the volume."""
    opened = Speech.open("en", 0.5)
    assert opened is not None
    yield opened
    opened.close()


def until(done: Callable[[], bool], speech: Speech, *, hold: bool = False) -> None:
    """Turn after turn, until ``done``; far sooner than the limit."""
    limit_s = time.monotonic() + LONG_WAIT_S
    while not done():
        assert time.monotonic() < limit_s
        speech.update(hold=hold)


def said(speech: Speech) -> str | None:
    """The words of what is being said."""
    playing = pygame.mixer.Channel(SPEECH_CHANNEL).get_sound()
    found = [words for words, sound in speech._sounds.items() if sound is playing]
    return found[0] if found else None


@needs_espeak
@pytest.mark.usefixtures("sound_device")
@pytest.mark.parametrize("language", list(CUES))
def test_each_language_speaks_its_cue(language: str) -> None:
    opened = Speech.open(language, 1.0)
    assert opened is not None
    opened.say(CUES[language])
    until(lambda: not waits(opened), opened)
    assert said(opened) == CUES[language]
    assert 1.0 < opened._sounds[CUES[language]].get_length() < 4.0
    opened.close()


@needs_espeak
def test_a_newer_cue_replaces_the_one_that_waits(speech: Speech) -> None:
    for words in ("one", "two", "three"):
        speech.say(words)
    until(lambda: not waits(speech), speech)
    assert said(speech) == "three"
    assert "two" not in speech._sounds


@needs_espeak
def test_words_wait_while_held_and_can_be_hushed(speech: Speech) -> None:
    speech.say("soft knees")
    until(lambda: "soft knees" in speech._sounds, speech, hold=True)
    assert waits(speech)
    assert said(speech) is None
    speech.hush()
    speech.update()
    assert said(speech) is None
    speech.say("soft knees")
    speech.update()
    assert said(speech) == "soft knees"


@needs_espeak
def test_words_are_never_a_command_or_an_option(speech: Speech) -> None:
    for words in ("--version", "$(exit 3); `exit 4` \"' \\ *", "two\nlines"):
        speech.say(words)
        until(lambda: not waits(speech), speech)
        assert said(speech) == " ".join(words.split())
    assert speech.trouble is None


@needs_espeak
@pytest.mark.usefixtures("sound_device")
def test_an_answer_without_a_sound_is_told(caplog: pytest.LogCaptureFixture) -> None:
    broken = Speech("xx-none", 1.0)
    broken.say("hips back")
    until(lambda: broken.trouble is not None, broken)
    assert not waits(broken)
    assert caplog.messages == ['no speech: espeak-ng gives no sound in language "xx-none"']
    broken.close()


@needs_espeak
@pytest.mark.usefixtures("sound_device")
def test_a_program_that_does_not_answer_is_given_up(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "_FIRST_ANSWER_S", 0.0)
    assert Speech.open("en", 1.0) is None
    assert caplog.messages == ["no speech: espeak-ng does not answer within 0 s"]


@needs_espeak
def test_a_program_that_is_stuck_never_blocks_and_the_cue_is_dropped(speech: Speech) -> None:
    os.kill(speech._process.pid, signal.SIGSTOP)
    try:
        # The pipe to a stopped program fills up; from then on nothing fits.
        with pytest.raises(BlockingIOError):
            while True:
                os.write(speech._lines, b"x" * module._LONGEST_LINE)
        speech.say("too late")
        assert not waits(speech)
        speech.update()
    finally:
        os.kill(speech._process.pid, signal.SIGCONT)
    assert speech.trouble is None


@needs_espeak
def test_a_line_too_long_for_one_write_is_dropped(speech: Speech) -> None:
    speech.say("x" * module._LONGEST_LINE)
    assert not waits(speech)


@needs_espeak
def test_a_dead_program_is_told_once_and_then_silent(
    speech: Speech, caplog: pytest.LogCaptureFixture
) -> None:
    speech._process.kill()
    speech._process.wait()
    speech.say("anybody there")
    until(lambda: speech.trouble is not None, speech)
    speech.say("anybody there")
    speech.update()
    assert not waits(speech)
    assert len(caplog.messages) == 1
    assert caplog.messages[0].startswith("no speech: ")


@needs_espeak
def test_it_does_not_keep_more_sounds_than_there_are_cues(
    speech: Speech, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST_KEPT", 3)
    for number in range(6):
        speech.say(str(number))
        until(lambda: not waits(speech), speech)
    assert len(speech._sounds) <= 3


@needs_espeak
def test_closing_ends_the_program(speech: Speech) -> None:
    speech.close()
    speech.close()
    assert speech._process.returncode is not None
    speech.say("closed")
    speech.update()
    assert not waits(speech)


@needs_espeak
@pytest.mark.usefixtures("sound_device")
def test_a_language_without_a_voice_is_refused_with_the_reason(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert Speech.open("xx-none", 1.0) is None
    assert caplog.messages == ['no speech: espeak-ng gives no sound in language "xx-none"']


@needs_espeak
@pytest.mark.usefixtures("no_sound_device")
def test_without_a_sound_device_there_is_no_speech(caplog: pytest.LogCaptureFixture) -> None:
    assert Speech.open("en", 1.0) is None
    assert len(caplog.messages) == 1
    assert "no sound device" in caplog.messages[0]


def test_without_the_program_it_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("PATH", "")
    assert Speech.open("en", 1.0) is None
    assert caplog.messages == ["no speech: espeak-ng is missing; sudo apt install espeak-ng"]
