"""The one sound device, shared by tones and speech."""

from __future__ import annotations

import os

import pygame

RATE_HZ = 22050
"""That of espeak-ng's own voices, so that nothing is resampled within a turn of the loop."""

TONE_CHANNELS = (0, 1)
SPEECH_CHANNEL = 2


def open_mixer() -> str | None:
    """Open the sound device unless it is open; None when that worked, else the reason.

    Both tones and speech go through SDL: on an image without a sound server the device can be
    opened only once, so that a second program would stay silent.
    """
    if pygame.mixer.get_init() is None:
        # Otherwise SDL makes SIGTERM an event that nobody may be there to read, and the station
        # could not be ended; it listens to signals itself.
        os.environ.setdefault("SDL_NO_SIGNAL_HANDLERS", "1")
        try:
            # 256 samples are 12 ms until a tone begins.
            pygame.mixer.init(RATE_HZ, -16, 1, 256, allowedchanges=0)
        except pygame.error as error:
            return f"no sound device ({error}); plug one in, or let the buzzer do"
    pygame.mixer.set_reserved(SPEECH_CHANNEL + 1)
    return None


def amplitude(volume: float) -> float:
    """The amplitude, 0 to 1, that sounds as loud as ``volume`` says.

    Loudness follows amplitude to the power of 0.6 (Stevens), so this is its inverse.
    """
    return float(volume ** (1 / 0.6))
