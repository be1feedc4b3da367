"""Speaks the cue through espeak-ng, where it is installed.

Two traps shape this. A process must not be forked once the pins are open, so a small shell is
started before and lives on; it starts espeak-ng for each line it is given. And espeak-ng that
plays by itself takes all lines at once and says them one after the other, long after they
mattered; so it only computes the sound, the end of which is known, and SDL plays it. (espeak-ng
1.51 with ``--stdout`` and a line at a time does not tell where one line's sound ends.)
"""

from __future__ import annotations

import base64
import binascii
import io
import logging
import os
import select
import shutil
import struct
import subprocess
import time
from typing import IO

import pygame

from station.signals.mixer import SPEECH_CHANNEL, amplitude, open_mixer

_log = logging.getLogger(__name__)

# One line of words in, one line of sound out. The words are an argument of their own and never
# read as a command or an option.
_SCRIPT = (
    "while IFS= read -r words; do "
    'espeak-ng -v "$1" --stdout -- "$words" </dev/null | base64 -w 0; echo; done'
)
_FIRST_ANSWER_S = 5.0
_LONGEST_LINE = select.PIPE_BUF
"""Bytes that reach a pipe whole or not at all."""
_MOST_READ = 1 << 16
"""What a pipe holds: a cue of 2 s, twice that, is there within three turns."""
_WAV_HEADER = 44
_MOST_KEPT = 64
"""More sounds than there are cues."""


class Speech:
    """Open it before the pins. Never waits for the program: what does not fit is not said.

    The newest cue replaces one that waits and one that is being said.
    """

    def __init__(self, language: str, volume: float) -> None:
        self.trouble: str | None = None
        """Why nothing is said any more; None while all is well."""
        self._language, self._amplitude = language, amplitude(volume)
        self._process = subprocess.Popen(
            ["/bin/sh", "-c", _SCRIPT, "speech", language],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Ctrl-C is for the station; the shell ends with its input.
            start_new_session=True,
        )
        self._lines = _not_blocking(self._process.stdin)
        self._answers = _not_blocking(self._process.stdout)
        self._answer = bytearray()
        self._sounds: dict[str, pygame.mixer.Sound] = {}
        self._asked: str | None = None
        self._wanted: str | None = None

    @classmethod
    def open(cls, language: str, volume: float) -> Speech | None:
        """Speech in ``language`` (en, de, es); None where it cannot be, and the log says why.

        Waits for a first answer, so that a missing voice is known at the start.
        """
        if shutil.which("espeak-ng") is None:
            _log.warning("no speech: espeak-ng is missing; sudo apt install espeak-ng")
            return None
        reason = open_mixer()
        if reason is not None:
            _log.warning("no speech: %s", reason)
            return None
        speech = cls(language, volume)
        speech._wait_for_an_answer()
        if speech.trouble is not None:
            speech.close()
            return None
        return speech

    def say(self, words: str) -> None:
        """Say this as soon as its sound is there and :meth:`update` may."""
        if self.trouble is None:
            self._wanted = " ".join(words.split())
            self._ask()

    def hush(self) -> None:
        """Forget a cue that waits; one that is being said is finished."""
        self._wanted = None

    def update(self, *, hold: bool = False) -> None:
        """Once per turn: take in what espeak-ng computed; say what waits unless ``hold``."""
        if self.trouble is not None:
            return
        self._listen()
        if self._wanted is None:
            return
        if self._wanted not in self._sounds:
            self._ask()
        elif not hold:
            pygame.mixer.Channel(SPEECH_CHANNEL).play(self._sounds[self._wanted])
            self._wanted = None

    def close(self) -> None:
        """Silence, and end the program; calling it twice is harmless."""
        if self.trouble is None:
            self.trouble = "closed"
        if pygame.mixer.get_init() is not None:
            pygame.mixer.Channel(SPEECH_CHANNEL).stop()
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _ask(self) -> None:
        """Hand the waiting cue over, one at a time, unless its sound is known."""
        if self._asked is not None or self._wanted is None or self._wanted in self._sounds:
            return
        line = f"{self._wanted}\n".encode()
        if len(line) > _LONGEST_LINE:
            self._wanted = None
            return
        try:
            os.write(self._lines, line)
        except BlockingIOError:
            self._wanted = None
        except OSError as error:
            self._fail(f"espeak-ng takes no more words ({error})")
        else:
            self._asked = self._wanted

    def _listen(self) -> None:
        """Read what is there; a whole line is the sound of what was asked for.

        One read a turn: reading on would keep pace with a program that is still writing.
        """
        try:
            some = os.read(self._answers, _MOST_READ)
        except BlockingIOError:
            return
        if not some:
            self._fail("the program that speaks has ended")
            return
        self._answer += some
        if self._asked is None or not self._answer.endswith(b"\n"):
            return
        sound = _sound_of(bytes(self._answer))
        asked, self._asked = self._asked, None
        self._answer.clear()
        if sound is None:
            self._fail(f'espeak-ng gives no sound in language "{self._language}"')
            return
        sound.set_volume(self._amplitude)
        if len(self._sounds) >= _MOST_KEPT:
            self._sounds.clear()
        self._sounds[asked] = sound

    def _wait_for_an_answer(self) -> None:
        self.say("1")
        until_s = time.monotonic() + _FIRST_ANSWER_S
        while self._asked is not None and self.trouble is None:
            left_s = until_s - time.monotonic()
            if left_s <= 0.0:
                self._fail(f"espeak-ng does not answer within {_FIRST_ANSWER_S:.0f} s")
                return
            select.select([self._answers], [], [], left_s)
            self._listen()
        self.hush()

    def _fail(self, reason: str) -> None:
        self.trouble = reason
        self._wanted = None
        _log.warning("no speech: %s", reason)


def _not_blocking(pipe: IO[bytes] | None) -> int:
    assert pipe is not None
    os.set_blocking(pipe.fileno(), False)
    return pipe.fileno()


def _sound_of(line: bytes) -> pygame.mixer.Sound | None:
    """The sound in one answer; None where there is none (no such voice, a broken program)."""
    try:
        wav = bytearray(base64.b64decode(line, validate=False))
        if len(wav) <= _WAV_HEADER:
            return None
        # Written to a pipe, the header cannot know the length: both fields hold 2 GB.
        struct.pack_into("<I", wav, 4, len(wav) - 8)
        struct.pack_into("<I", wav, 40, len(wav) - _WAV_HEADER)
        return pygame.mixer.Sound(file=io.BytesIO(bytes(wav)))
    except (binascii.Error, pygame.error):
        return None
