"""Property tests draw the same examples every time, however slow the machine."""

from __future__ import annotations

from hypothesis import settings

settings.load_profile("ci")
