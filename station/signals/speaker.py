"""The buzzer's tones on a loudspeaker, where there is one."""

from __future__ import annotations

import logging

import numpy as np
import pygame
from numpy.typing import NDArray

from station.signals.mixer import RATE_HZ, TONE_CHANNELS, amplitude, open_mixer
from station.signals.patterns import EVENTS, Pattern

_log = logging.getLogger(__name__)

_FADE_S = 0.005
"""A tone that begins or ends within less is heard with a click."""

_PEAK = 0.9 * 32767


class Speaker:
    """Plays a pattern's tones by the sound card's clock, so a slow loop does not stretch them."""

    def __init__(self, volume: float) -> None:
        loudness = amplitude(volume)
        self._sounds = {
            pattern: pygame.mixer.Sound(buffer=wave_of(pattern, loudness).tobytes())
            for pattern in EVENTS
            if pattern.buzzer
        }
        self._channels = [pygame.mixer.Channel(number) for number in TONE_CHANNELS]

    @classmethod
    def open(cls, volume: float) -> Speaker | None:
        """The speaker; None without a sound device, and the log says why, once."""
        reason = open_mixer()
        if reason is not None:
            _log.warning("the speaker is silent: %s", reason)
            return None
        return cls(volume)

    def play(self, pattern: Pattern) -> None:
        """Play its tones in place of what plays; a pattern without tones ends what plays."""
        # Cut short, a tone would click: it fades out on its channel while the next begins.
        playing, free = self._channels
        playing.fadeout(round(_FADE_S * 1000))
        if pattern in self._sounds:
            free.play(self._sounds[pattern])
            self._channels = [free, playing]

    def close(self) -> None:
        """Silence; calling it twice is harmless."""
        if pygame.mixer.get_init() is not None:
            for channel in self._channels:
                channel.stop()


def wave_of(pattern: Pattern, loudness: float) -> NDArray[np.int16]:
    """The pattern's tones as samples at ``RATE_HZ``; ``loudness`` is their amplitude, 0 to 1."""
    wave = np.zeros(round(pattern.sound_s * RATE_HZ))
    for start_s, end_s, pitch_hz in pattern.buzzer:
        first, last = round(start_s * RATE_HZ), round(end_s * RATE_HZ)
        time_s = np.arange(last - first) / RATE_HZ
        to_edge_s = np.minimum(time_s, time_s[-1] - time_s)
        fade = np.sin(np.pi / 2 * np.minimum(to_edge_s / _FADE_S, 1.0)) ** 2
        wave[first:last] = fade * np.sin(2 * np.pi * pitch_hz * time_s)
    return np.asarray(wave * loudness * _PEAK, dtype=np.int16)
