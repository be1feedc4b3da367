"""``station coach``: serves the coach's page on the gym's network, where the settings ask for it.

A process of its own, because the kiosk has no network on purpose. It reads the results, never
writes, and asks the kiosk for everything else.
"""

from __future__ import annotations

import logging

from station.config import Settings

_log = logging.getLogger(__name__)


def run_coach(settings: Settings) -> int:
    """Serve until asked to end; return the exit code.

    Raises:
        CoachPageError: the port is taken.
    """
    if not settings.coach.enabled:
        _log.info("coach.enabled = false in the settings: there is no coach's page")
        return 0
    # Seconds of a Raspberry Pi that is starting its camera, too: only where it is wanted.
    from station.coach.server import serve_until_asked

    serve_until_asked(settings)
    return 0
