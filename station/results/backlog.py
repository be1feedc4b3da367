"""What waits for the disk: whole by itself, in order, and never more than so much."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from station.drills.attempt import Attempt
from station.drills.roster import Group
from station.drills.screening import ScreeningState
from station.results.about import TestEnd
from station.results.erase import Goal, erase
from station.results.rows import TestStart
from station.results.store import Store

LIMIT = 50
"""So many of each kind wait; a full test of the walk-up has about a dozen repetitions."""


@dataclass(frozen=True, eq=False)
class Begun:
    """A test has begun."""

    start: TestStart

    def write(self, store: Store) -> int:
        """Keep it; return how many repetitions were kept, as every :data:`Write` does."""
        store.begin_test(self.start)
        return 0


@dataclass(frozen=True, eq=False)
class Repeated:
    """A repetition is over. It brings its test along, which the disk may not know yet."""

    start: TestStart
    attempt: Attempt
    number: int

    def write(self, store: Store) -> int:
        """Keep it, and its test where it is missing; nothing of who was deleted meanwhile."""
        test_id = store.begin_test(self.start)
        if test_id is None:
            return 0
        store.add_repetition(test_id, self.attempt, self.number)
        return 1


@dataclass(frozen=True, eq=False)
class Finished:
    """A test is over."""

    start: TestStart
    end: TestEnd
    finished: datetime

    def write(self, store: Store) -> int:
        """Keep it, and its test where it is missing; nothing of who was deleted meanwhile."""
        test_id = store.begin_test(self.start)
        if test_id is not None:
            store.finish_test(test_id, self.end, self.finished)
        return 0


@dataclass(frozen=True, eq=False)
class Listed:
    """A roster is like this from now on."""

    group: Group
    now: datetime
    clock_trusted: bool

    def write(self, store: Store) -> int:
        """Keep it."""
        store.keep_group(self.group, self.now, clock_trusted=self.clock_trusted)
        return 0


@dataclass(frozen=True, eq=False)
class Screened:
    """A screening is so far. The newest one tells all: those before may be dropped."""

    state: ScreeningState
    now: datetime
    clock_trusted: bool

    def write(self, store: Store) -> int:
        """Keep it."""
        store.keep_screening(self.state, self.now, clock_trusted=self.clock_trusted)
        return 0


@dataclass(frozen=True, eq=False)
class Forgotten:
    """Somebody is to be deleted everywhere."""

    goal: Goal
    copies: Path | None

    def write(self, store: Store) -> int:
        """Do it; it may take seconds, which only the disk's own thread waits for."""
        erase(store.path, self.copies, self.goal)
        return 0


Write = Begun | Repeated | Finished | Listed | Screened | Forgotten


class Backlog:
    """First in, first out; beyond ``limit`` of a kind the oldest of that kind is dropped.

    The one that is being written is taken out, and then either done, dropped or put back.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._waiting: deque[Write] = deque()
        self._taken: Write | None = None
        self._dropped: Counter[type[Write]] = Counter()

    @property
    def empty(self) -> bool:
        """Whether nothing waits and nothing is taken."""
        return self._taken is None and not self._waiting

    def waiting(self, kind: type[Write]) -> int:
        """How many of a kind wait, the one that is taken included."""
        return self._in_line(kind) + isinstance(self._taken, kind)

    def dropped(self, kind: type[Write]) -> int:
        """How many of a kind were dropped so far."""
        return self._dropped[kind]

    def add(self, write: Write) -> None:
        """The newest."""
        self._waiting.append(write)
        self._bound(type(write))

    def take(self) -> Write | None:
        """The oldest, which was not taken before; None when nothing waits."""
        if self._waiting:
            self._taken = self._waiting.popleft()
        return self._taken

    def done(self) -> None:
        """What was taken is written."""
        self._taken = None

    def drop(self) -> None:
        """What was taken will never be written."""
        if self._taken is not None:
            self._dropped[type(self._taken)] += 1
            self._taken = None

    def put_back(self) -> None:
        """What was taken, if anything, could not be written and is the oldest again."""
        if self._taken is not None:
            taken, self._taken = self._taken, None
            self._waiting.appendleft(taken)
            self._bound(type(taken))

    def _in_line(self, kind: type[Write]) -> int:
        return sum(isinstance(write, kind) for write in self._waiting)

    def _bound(self, kind: type[Write]) -> None:
        if self._in_line(kind) > self._limit:
            oldest = next(write for write in self._waiting if isinstance(write, kind))
            self._waiting.remove(oldest)
            self._dropped[kind] += 1
