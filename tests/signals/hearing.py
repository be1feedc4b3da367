"""What the sound device does, and what speech still has to say."""

from __future__ import annotations

import pygame

from station.signals.mixer import TONE_CHANNELS
from station.signals.speech import Speech


def a_tone_sounds() -> bool:
    """Asked of SDL itself, on the channels that are the tones'."""
    return any(pygame.mixer.Channel(number).get_busy() for number in TONE_CHANNELS)


def waits(speech: Speech) -> bool:
    """Whether a cue is still to be said."""
    return speech._wanted is not None
