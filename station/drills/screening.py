"""A screening: who of a group is called, who is done, who is still to come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from station.drills.refusal import Refusal
from station.drills.roster import Athlete, Group


@dataclass(frozen=True)
class Protocol:
    """What everybody in a screening is asked for: the same, or nothing could be compared.

    ``wall_m`` None is "as the drill says". A fault counts when it is seen in at least ``seen_in``
    of the judged ``repetitions`` (the LESS scoring rule has two of three).
    """

    drill: str
    wall_m: float | None = None
    repetitions: int = 3
    practice: int = 1
    seen_in: int = 2


class Status(StrEnum):
    """Where an athlete stands in a screening."""

    WAITING = "waiting"
    DONE = "done"
    SKIPPED = "skipped"
    """Comes again after all who wait."""
    ABSENT = "absent"


_TO_COME = (Status.WAITING, Status.SKIPPED)


@dataclass(frozen=True)
class ScreeningState:
    """All of a screening: enough to go on after a power cut.

    ``statuses`` has one of every member of the group, by uid. ``called`` is None between two
    athletes and when nobody is left. ``tested_last`` is who finished a test last.
    """

    uid: str
    group: Group
    protocol: Protocol
    statuses: Mapping[str, Status]
    called: str | None = None
    closed: bool = False
    tested_last: str | None = None


def begun(uid: str, group: Group, protocol: Protocol) -> ScreeningState:
    """A screening of the whole group, the first of the roster called."""
    waiting = {athlete.uid: Status.WAITING for athlete in group.athletes}
    first = group.athletes[0].uid if group.athletes else None
    return ScreeningState(uid, group, protocol, waiting, first)


class Screening:
    """Moves a screening on; every step is one new :attr:`state`, or refused and nothing happens.

    The order is that of the roster, first of those who wait, then of the skipped, each of them in
    turn. The called one stays called until tested, skipped, absent or another is called.
    """

    def __init__(self, state: ScreeningState) -> None:
        self.state = state
        self.regroup(state.group)

    @property
    def called(self) -> Athlete | None:
        """Who is to be tested now."""
        return None if self.state.called is None else self.state.group.athlete(self.state.called)

    @property
    def upcoming(self) -> Athlete | None:
        """Who comes after the called one, or next when nobody is called."""
        uid = self._following(self.state.called)
        return None if uid is None else self.state.group.athlete(uid)

    @property
    def finished(self) -> bool:
        """Whether nobody is left: all are done or absent."""
        return not any(status in _TO_COME for status in self.state.statuses.values())

    def next(self) -> Refusal | None:
        """Call the next one. Refused while one is called: who is not tested must not be lost."""
        if self.state.closed:
            return Refusal.NO_SCREENING
        if self.state.called is not None:
            return Refusal.NOT_TESTED_YET
        if self.finished:
            return Refusal.NOBODY_LEFT
        self.state = replace(self.state, called=self._following(None))
        return None

    def skip(self) -> Refusal | None:
        """The called one comes again after all who wait, and the next is called."""
        called = self.state.called
        if called is None:
            return self._nobody_called()
        following = self._following(called)
        if following is None:
            return Refusal.ONLY_ONE_LEFT
        self._mark(called, Status.SKIPPED, following)
        return None

    def absent(self, uid: str | None = None) -> Refusal | None:
        """Take an athlete out who is not here; None is the called one, then the next is called."""
        uid = uid or self.state.called
        if uid is None:
            return self._nobody_called()
        refusal = self._unless_open_for(uid)
        if refusal is not None:
            return refusal
        if self.state.statuses[uid] is Status.DONE:
            return Refusal.TESTED_ALREADY
        called = self.state.called
        self._mark(uid, Status.ABSENT, self._following(called) if uid == called else called)
        return None

    def redo(self, uid: str | None = None) -> Refusal | None:
        """Call a done one once more; None is the one tested last."""
        if self.state.closed:
            return Refusal.NO_SCREENING
        uid = uid or self.state.tested_last
        if uid is None:
            return Refusal.NOBODY_TESTED
        refusal = self._unless_open_for(uid)
        if refusal is not None:
            return refusal
        if self.state.statuses[uid] is not Status.DONE:
            return Refusal.NOTHING_TO_REDO
        self._mark(uid, Status.WAITING, uid)
        return None

    def call(self, uid: str) -> Refusal | None:
        """Call anybody out of order, also who was absent; the one called before still waits."""
        refusal = self._unless_open_for(uid)
        if refusal is not None:
            return refusal
        status = self.state.statuses[uid]
        if status is Status.DONE:
            return Refusal.TESTED_ALREADY
        self._mark(uid, Status.WAITING if status is Status.ABSENT else status, uid)
        return None

    def done(self, uid: str) -> Refusal | None:
        """A test of this athlete has finished with a verdict. Nobody is called until next()."""
        refusal = self._unless_open_for(uid)
        if refusal is not None:
            return refusal
        # Whoever was skipped or marked absent at the very end of their test is done all the same.
        called = self.state.called
        self._mark(uid, Status.DONE, None if uid == called else called)
        self.state = replace(self.state, tested_last=uid)
        return None

    def close(self) -> Refusal | None:
        """No more tests."""
        if self.state.closed:
            return Refusal.NO_SCREENING
        self.state = replace(self.state, called=None, closed=True)
        return None

    def regroup(self, group: Group) -> None:
        """The group has changed: who is new waits, who is gone is called no more."""
        state = self.state
        before = state.statuses
        statuses = {each.uid: before.get(each.uid, Status.WAITING) for each in group.athletes}
        self.state = replace(state, group=group, statuses=statuses)
        if state.tested_last not in statuses:
            self.state = replace(self.state, tested_last=None)
        if state.called is not None and statuses.get(state.called) not in _TO_COME:
            self.state = replace(self.state, called=self._following(None))

    def _mark(self, uid: str, status: Status, called: str | None) -> None:
        statuses = {**self.state.statuses, uid: status}
        self.state = replace(self.state, statuses=statuses, called=called)

    def _following(self, called: str | None) -> str | None:
        """The first of those who wait, else the first of the skipped after the called one, or
        after the one tested last; from the end of the roster it goes on at its beginning.

        It hangs on nothing but the state, so that the order survives a power cut.
        """
        order = [athlete.uid for athlete in self.state.group.athletes]
        last = called or self.state.tested_last
        after = order.index(last) + 1 if last in order else 0
        for status, uids in (
            (Status.WAITING, order),
            (Status.SKIPPED, order[after:] + order[:after]),
        ):
            for uid in uids:
                if uid != called and self.state.statuses[uid] is status:
                    return uid
        return None

    def _nobody_called(self) -> Refusal:
        return Refusal.NO_SCREENING if self.state.closed else Refusal.NOBODY_CALLED

    def _unless_open_for(self, uid: str) -> Refusal | None:
        if self.state.closed:
            return Refusal.NO_SCREENING
        return None if uid in self.state.statuses else Refusal.NO_SUCH_ATHLETE
