"""Waiting for what another process does and tells nobody: the one place of the suite that polls."""

from __future__ import annotations

import time
from collections.abc import Callable


def until(true: Callable[[], object], timeout_s: float = 10.0) -> None:
    """Wait until it is so; fails when it is not in time."""
    end_s = time.monotonic() + timeout_s
    while not true():
        assert time.monotonic() < end_s, "it never came"
        time.sleep(0.01)
