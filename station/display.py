"""Is there a screen to draw on?"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path


def display_available(
    environment: Mapping[str, str] = os.environ,
    dri: Path = Path("/dev/dri"),
    drm: Path = Path("/sys/class/drm"),
) -> bool:
    """True with a desktop, or with a kernel display (KMS) that has a connected screen.

    A graphics card in ``/dev/dri`` is not enough: a Pi has its card with no screen plugged in,
    and only the group ``video`` may open it.
    """
    if not sys.platform.startswith("linux"):
        return True
    if environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"):
        return True
    cards = [card for card in dri.glob("card*") if os.access(card, os.R_OK | os.W_OK)]
    return any(_connected(drm, card.name) for card in cards)


def _connected(drm: Path, card: str) -> bool:
    """Whether one connector of the card reports a screen; True when the kernel does not tell."""
    states = [state.read_text().strip() for state in drm.glob(f"{card}-*/status")]
    return not states or "connected" in states
