"""The thread between the loop and the disk: the loop adds and goes on, whatever the disk does."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Condition, Thread

from station.errors import (
    ResultsDamagedError,
    ResultsError,
    ResultsFullError,
    ResultsRefusedError,
)
from station.results.aside import set_aside
from station.results.backlog import Backlog, Forgotten, Repeated, Write
from station.results.store import Store

RETRY_S = 5.0
"""The pause before a database that failed is opened again."""
SILENT_S = 15.0
"""A disk that is busy for longer without an error is in trouble too (a dying card)."""
_LAST_CHANCE_S = 5.0


class Writer:
    """Writes to the database at ``path`` what is added, in order, each with its own commit.

    The thread opens the database itself and hands the scores in it to ``loaded``, once. While the
    database fails, what was added waits in a bounded backlog and :attr:`trouble` says why; it is
    opened again every ``retry_s`` seconds. ``clock`` gives monotonic seconds.
    """

    def __init__(
        self,
        path: Path,
        loaded: Callable[[Sequence[float]], None],
        retry_s: float = RETRY_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._path = path
        self._retry_s = retry_s
        self._clock = clock
        # Whatever both threads touch is behind this lock, which is never held during a write.
        self._changed = Condition()
        self._backlog = Backlog()
        self._kept = 0
        self._error: ResultsError | None = None
        self._notice: str | None = None
        self._busy_since_s: float | None = None
        self._ready = False
        self._try_now = False
        self._closing = False
        # Only the thread touches these two.
        self._store: Store | None = None
        self._loaded: Callable[[Sequence[float]], None] | None = loaded
        # A daemon, so that a dead disk cannot hold up the end.
        self._thread = Thread(target=self._run, name="results", daemon=True)
        self._thread.start()

    def add(self, write: Write) -> None:
        """Take this to the disk as soon as possible; returns at once."""
        with self._changed:
            self._backlog.add(write)
            self._changed.notify_all()

    @property
    def kept(self) -> int:
        """Repetitions written and committed."""
        with self._changed:
            return self._kept

    @property
    def trouble(self) -> str | None:
        """Why nothing can be written, and what becomes of it, in one line; None when it can."""
        with self._changed:
            why = self._why()
            if why is None:
                return None
            waiting, lost = self._backlog.waiting(Repeated), self._backlog.dropped(Repeated)
            if not self._thread.is_alive():
                waiting, lost = 0, lost + waiting
        parts = [f"results are not kept: {why}"]
        parts += [f"repetitions waiting: {waiting}"] * (waiting > 0)
        parts += [f"repetitions lost: {lost}"] * (lost > 0)
        return "; ".join(parts)

    @property
    def disk_full(self) -> bool:
        """Whether the trouble is that there is no room left."""
        with self._changed:
            return isinstance(self._error, ResultsFullError)

    @property
    def notice(self) -> str | None:
        """That a new database was begun in the place of one that was there, in one line."""
        with self._changed:
            return self._notice

    def flush(self, timeout_s: float) -> bool:
        """Wait until everything is on the disk, trying at once; False when it is not in time."""
        with self._changed:
            self._try_now = True
            self._changed.notify_all()
            return self._changed.wait_for(lambda: self._ready and self._backlog.empty, timeout_s)

    def close(self) -> None:
        """Give what waits a last chance and end; calling it twice is harmless."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join(_LAST_CHANCE_S)

    def _why(self) -> str | None:
        if self._error is not None:
            return str(self._error)
        if not (self._closing or self._thread.is_alive()):
            return "the part that keeps them has stopped; start the station again"
        if self._busy_since_s is not None and self._clock() - self._busy_since_s > SILENT_S:
            return f"the disk under {self._path} does not answer"
        return None

    # From here on: the thread.

    def _run(self) -> None:
        try:
            while self._goes_on():
                pass
        finally:
            self._let_go()

    def _goes_on(self) -> bool:
        """One write, or a failure and the pause after it; False when it is time to end."""
        try:
            return self._one_write()
        except ResultsError as error:
            self._failed(error)
            if isinstance(error, ResultsRefusedError) and self._store is not None:
                return True
            self._let_go()
            if isinstance(error, ResultsDamagedError):
                with suppress(OSError):
                    self._tell_aside(set_aside(self._path))
            return self._pause()

    def _one_write(self) -> bool:
        """Wait for something to write and write it; False when there will be nothing more."""
        store = self._store or self._open()
        write = self._next()
        if write is None:
            return False
        if not isinstance(write, Forgotten):
            # That one writes whole databases anew and takes its time.
            self._busy()
        if not store.in_place:
            self._let_go()
            store = self._open()
            self._tell(f"{self._path} was taken away while in use; a new one has begun")
        kept = write.write(store)
        with self._changed:
            self._backlog.done()
            self._kept += kept
            self._error = self._busy_since_s = None
            self._changed.notify_all()
        return True

    def _open(self) -> Store:
        self._busy()
        self._store = store = Store.open(self._path)
        if store.set_aside is not None:
            self._tell_aside(store.set_aside)
        if self._loaded is not None:
            self._loaded(store.scores())
            self._loaded = None
        with self._changed:
            self._ready = True
            self._busy_since_s = None
            # Opening took the write lock; with something to write, only writing it proves more.
            if self._backlog.empty:
                self._error = None
            self._changed.notify_all()
        return store

    def _next(self) -> Write | None:
        with self._changed:
            self._changed.wait_for(lambda: self._closing or not self._backlog.empty)
            return self._backlog.take()

    def _failed(self, error: ResultsError) -> None:
        with self._changed:
            self._error = error
            self._busy_since_s = None
            if isinstance(error, ResultsRefusedError):
                self._backlog.drop()
            else:
                self._backlog.put_back()
            self._changed.notify_all()

    def _pause(self) -> bool:
        """Wait before trying again; False when this was the last chance."""
        with self._changed:
            if self._closing:
                return False
            self._changed.wait_for(lambda: self._closing or self._try_now, self._retry_s)
            self._try_now = False
            return True

    def _let_go(self) -> None:
        store, self._store = self._store, None
        if store is not None:
            with suppress(ResultsError):
                store.close()

    def _busy(self) -> None:
        with self._changed:
            self._busy_since_s = self._clock()

    def _tell_aside(self, aside: Path) -> None:
        self._tell(f"{self._path} was damaged and is now {aside.name}; a new one has begun")

    def _tell(self, notice: str) -> None:
        with self._changed:
            self._notice = notice
