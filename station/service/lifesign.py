"""What the running station says of itself, read by who watches it from another process."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

STALE_S = 10.0
"""The station writes every two seconds; silent for longer, it does not run any more."""
NOT_RUNNING: dict[str, object] = {"state": "not running"}
_MOST_BYTES = 64 * 1024


class Lifesign:
    """Reads the health file. ``clock`` gives monotonic seconds.

    Whether it is stale is told by seeing it change, not by its date: wall clocks jump.
    """

    def __init__(self, file: Path, clock: Callable[[], float]) -> None:
        self._file, self._clock = file, clock
        self._seen: tuple[int, int] | None = None
        self._changed_s = clock()

    def read(self) -> dict[str, object]:
        """What the station wrote last; :data:`NOT_RUNNING` when it writes no more."""
        try:
            status = self._file.stat()
            with self._file.open("rb") as opened:
                content = opened.read(_MOST_BYTES)
        except OSError:
            return NOT_RUNNING
        seen = (status.st_ino, status.st_mtime_ns)
        if seen != self._seen:
            self._seen, self._changed_s = seen, self._clock()
        if self._clock() - self._changed_s > STALE_S:
            return NOT_RUNNING
        try:
            health = json.loads(content)
        except (ValueError, RecursionError):
            return NOT_RUNNING
        return health if isinstance(health, dict) else NOT_RUNNING
