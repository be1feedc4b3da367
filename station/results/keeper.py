"""Where results go: the thread that writes them, or nowhere."""

from __future__ import annotations

from typing import Protocol

from station.results.backlog import Write


class Keeper(Protocol):
    """Where results go."""

    @property
    def kept(self) -> int:
        """Repetitions kept."""
        ...

    @property
    def trouble(self) -> str | None:
        """Why results are not kept."""
        ...

    @property
    def disk_full(self) -> bool:
        """Whether that is for lack of room."""
        ...

    @property
    def notice(self) -> str | None:
        """That a new database was begun, and why."""
        ...

    def add(self, write: Write) -> None:
        """Keep this."""
        ...

    def flush(self, timeout_s: float) -> bool:
        """Wait until all is kept."""
        ...

    def close(self) -> None:
        """End."""
        ...


class Nowhere:
    """Keeps nothing, on purpose: a simulated athlete is nobody's result."""

    kept = 0
    trouble = None
    disk_full = False
    notice = None

    def add(self, write: Write) -> None:
        """Let it go."""

    def flush(self, timeout_s: float) -> bool:
        """Nothing to wait for."""
        return True

    def close(self) -> None:
        """Nothing to end."""
