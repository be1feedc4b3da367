"""Light, tone and words together, with the real parts."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest

from station.hinge.verdict import Outcome
from station.signals.patterns import FAULT, PASS, TROUBLES, SignalState, Trouble
from station.signals.press import Press
from station.signals.quiet import QuietHours
from station.signals.signals import Signals
from station.signals.speaker import Speaker
from station.signals.speech import Speech
from station.signals.tell import Tell
from tests.signals.hearing import a_tone_sounds, waits
from tests.signals.histories import FRAME_S, expected, history

LONG_WAIT_S = 20.0
NIGHT = QuietHours.parse("22:00-07:00")
LIT_AND_LOUD = SignalState(pass_light=True, buzzer_hz=2093.0)
LIT = SignalState(pass_light=True)

needs_espeak = pytest.mark.skipif(
    shutil.which("espeak-ng") is None, reason="needs espeak-ng: sudo apt install espeak-ng"
)


@dataclass
class WallClock:
    """Shows what it is set to."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True)
class Room:
    """A tell with all its parts and a wall clock to set."""

    tell: Tell
    signals: Signals
    speaker: Speaker
    speech: Speech | None
    clock: WallClock


@pytest.fixture
def room(sound_device: None) -> Iterator[Room]:
    """At noon, without speech."""
    yield from _room(None)


@pytest.fixture
def talking(sound_device: None) -> Iterator[Room]:
    """At noon, with speech."""
    speech = Speech.open("en", 0.5)
    assert speech is not None
    yield from _room(speech)


def _room(speech: Speech | None) -> Iterator[Room]:
    speaker = Speaker.open(0.5)
    assert speaker is not None
    signals = Signals(simulate=True)
    clock = WallClock(datetime(2026, 6, 1, 12, 0))
    with Tell(signals, speaker, speech, NIGHT, clock) as tell:
        yield Room(tell, signals, speaker, speech, clock)


def test_light_and_tone_are_there_before_the_call_returns(room: Room) -> None:
    room.tell.outcome(Outcome.PASS)
    assert room.tell.state == LIT_AND_LOUD
    assert a_tone_sounds()


@pytest.mark.parametrize(
    ("signal", "state"),
    [
        (Tell.ready, SignalState(pass_light=True, buzzer_hz=880.0)),
        (Tell.touch, SignalState(pass_light=True, buzzer_hz=1047.0)),
        (Tell.end, SignalState(pass_light=True, buzzer_hz=1047.0)),
    ],
)
def test_each_signal_is_shown_and_heard(
    room: Room, signal: Callable[[Tell], None], state: SignalState
) -> None:
    signal(room.tell)
    assert room.tell.state == state
    assert a_tone_sounds()


def test_no_verdict_is_shown_and_not_heard(room: Room) -> None:
    room.tell.outcome(Outcome.NO_VERDICT)
    assert room.tell.state == SignalState(pass_light=True, fault_light=True)
    assert not a_tone_sounds()


def test_in_quiet_hours_only_the_light_tells(room: Room) -> None:
    room.clock.now = datetime(2026, 6, 1, 23, 30)
    room.tell.outcome(Outcome.PASS)
    assert room.tell.state == LIT
    for turn in range(90):
        room.tell.update(turn * FRAME_S)
    assert history(room.signals) == expected(PASS) | {"buzzer": [0.0]}
    assert not a_tone_sounds()
    room.clock.now = datetime(2026, 6, 2, 7, 0)
    room.tell.outcome(Outcome.PASS)
    assert room.tell.state == LIT_AND_LOUD
    assert a_tone_sounds()


def test_muted_only_the_light_tells(room: Room) -> None:
    room.tell.muted = True
    room.tell.outcome(Outcome.PASS)
    assert room.tell.state == LIT
    assert not a_tone_sounds()
    room.tell.muted = False
    room.tell.outcome(Outcome.PASS)
    assert room.tell.state == LIT_AND_LOUD


def test_troubles_are_shown_in_silence_and_end(room: Room) -> None:
    for turn in range(30):
        room.tell.trouble(Trouble.UNSEEN)
        room.tell.update(turn * FRAME_S)
    assert room.tell.state == SignalState(fault_light=True)
    assert not a_tone_sounds()
    for turn in range(30, 600):
        room.tell.calm()
        room.tell.update(turn * FRAME_S)
    assert history(room.signals) == expected(TROUBLES[Trouble.UNSEEN])


def test_stale_leaves_the_pass(room: Room) -> None:
    room.tell.touch()
    room.tell.stale()
    assert room.tell.state == SignalState()


def test_presses_come_through(room: Room) -> None:
    pin = room.signals.pins.button.device.pin
    pin.drive_low()
    pin.drive_high()
    assert room.tell.presses() == (Press.SHORT,)


def test_it_needs_neither_speaker_nor_speech() -> None:
    with Tell(Signals(simulate=True)) as tell:
        assert tell.simulated
        assert tell.speech_trouble is None
        assert not tell.speaks
        tell.outcome(Outcome.FAULT, "Soft knees")
        for turn in range(60):
            tell.update(turn * FRAME_S)
        assert history(tell._signals) == expected(FAULT)


def speak_until_silent(talking: Room, seconds: float) -> list[tuple[bool, bool]]:
    """Turns of station time, each given the real time espeak-ng needs: (tone to come, waiting)."""
    assert talking.speech is not None
    seen = []
    for turn in range(round(seconds / FRAME_S)):
        talking.tell.update(turn * FRAME_S)
        seen.append((talking.signals.sounding, waits(talking.speech)))
    return seen


def sound_of(talking: Room, words: str) -> None:
    """Wait until espeak-ng has computed the sound of these words."""
    assert talking.speech is not None
    talking.speech.say(words)
    limit_s = time.monotonic() + LONG_WAIT_S
    while words not in talking.speech._sounds:
        assert time.monotonic() < limit_s
        talking.speech.update(hold=True)
    talking.speech.hush()


@needs_espeak
def test_the_cue_is_said_after_the_tones(talking: Room) -> None:
    sound_of(talking, "Soft knees")
    talking.tell.outcome(Outcome.FAULT, "Soft knees")
    seen = speak_until_silent(talking, 1.0)
    assert (True, True) in seen
    assert (True, False) not in seen
    assert seen[-1] == (False, False)
    assert talking.tell.speech_trouble is None


@needs_espeak
def test_the_next_signal_forgets_a_cue_that_waits(talking: Room) -> None:
    assert talking.speech is not None
    talking.tell.outcome(Outcome.FAULT, "Soft knees")
    assert waits(talking.speech)
    talking.tell.touch()
    assert not waits(talking.speech)


@needs_espeak
def test_nothing_is_said_in_quiet_hours(talking: Room) -> None:
    assert talking.speech is not None
    talking.clock.now = datetime(2026, 6, 1, 3, 0)
    talking.tell.outcome(Outcome.FAULT, "Soft knees")
    assert not waits(talking.speech)


@needs_espeak
def test_a_dead_speech_program_leaves_light_and_tone(talking: Room) -> None:
    assert talking.speech is not None
    assert talking.tell.speaks
    talking.speech._process.kill()
    talking.speech._process.wait()
    limit_s = time.monotonic() + LONG_WAIT_S
    while talking.tell.speech_trouble is None:
        assert time.monotonic() < limit_s
        talking.tell.update(0.0)
    assert not talking.tell.speaks
    talking.tell.outcome(Outcome.PASS, "Just like that")
    assert talking.tell.state == LIT_AND_LOUD
    assert a_tone_sounds()


@needs_espeak
def test_a_lamp_that_fails_keeps_neither_speaker_nor_speech_open(
    talking: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert talking.speech is not None
    talking.tell.outcome(Outcome.PASS)

    def fail() -> None:
        raise OSError("the lamp fails")

    with monkeypatch.context() as patch:
        patch.setattr(talking.signals.pins.pass_light, "off", fail)
        patch.setattr(talking.speaker, "close", lambda: fail_later(talking))
        with pytest.raises(OSError, match="the lamp fails"):
            talking.tell.close()
    assert talking.speech._process.returncode is not None
    assert not a_tone_sounds()


def fail_later(talking: Room) -> None:
    """Silence, and then a second error."""
    Speaker.close(talking.speaker)
    raise OSError("the speaker fails too")


@needs_espeak
def test_no_process_is_started_once_the_pins_are_open(
    talking: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("forked with open pins")

    monkeypatch.setattr(os, "fork", refuse)
    monkeypatch.setattr(subprocess, "Popen", refuse)
    assert talking.speech is not None
    talking.tell.outcome(Outcome.FAULT, "Keep your ribs down")
    limit_s = time.monotonic() + LONG_WAIT_S
    turn = 0
    while waits(talking.speech):
        assert time.monotonic() < limit_s
        turn += 1
        talking.tell.update(turn * FRAME_S)
    assert talking.tell.speech_trouble is None
