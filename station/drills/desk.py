"""The coach's desk: every command, by the button or from the phone, is taken or refused here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import Protocol as Interface

from station.drills.commands import (
    AddAthlete,
    CallAthlete,
    ChooseDrill,
    CloseScreening,
    Command,
    DeleteGroup,
    KeepGroup,
    MarkAbsent,
    MoveWall,
    NextAthlete,
    Redo,
    RemoveAthlete,
    SkipAthlete,
    StartScreening,
)
from station.drills.membership import added, kept, removed
from station.drills.refusal import Refusal
from station.drills.roster import Group
from station.drills.screening import Protocol, Screening, ScreeningState, Status, begun

NEAREST_WALL_CM, FARTHEST_WALL_CM = 5.0, 60.0
"""As in the settings: nearer nobody hinges, farther nobody reaches."""
MOST_REPETITIONS, MOST_PRACTICE = 10, 5


class Keep(Interface):
    """Remembers what is decided here; none of it waits or raises."""

    def keep_group(self, group: Group) -> None:
        """A new group, or what it is from now on."""

    def keep_screening(self, state: ScreeningState) -> None:
        """How far a screening is."""

    def delete_athlete(self, uid: str) -> None:
        """With all results, everywhere."""

    def delete_group(self, uid: str) -> None:
        """With its athletes and all their results, everywhere."""


class Desk:
    """Holds the groups and the open screening, and keeps every change at once.

    Commands are taken one at a time and decide on what is there by then, so the button and the
    phone cannot fight: who comes second is refused with words. ``testing`` is set by whoever runs
    the tests, for as long as one runs. ``drill`` and ``wall_cm`` (None: as the drill says) are
    those of the warm-up, and what the next screening is offered with.
    """

    def __init__(
        self,
        groups: Iterable[Group],
        screening: ScreeningState | None,
        drill_names: Collection[str],
        keep: Keep,
        make_uid: Callable[[], str],
        protocol: Protocol,
    ) -> None:
        self._groups = {group.uid: group for group in groups}
        self._drill_names = drill_names
        self._keep = keep
        self._make_uid = make_uid
        self._protocol = protocol
        self.drill = protocol.drill
        self.wall_cm = None if protocol.wall_m is None else round(100 * protocol.wall_m, 2)
        self.testing = False
        self.turn = 0
        """Goes up whenever the test under way has to end: every test belongs to one turn."""
        self._open: Screening | None = None
        group = None if screening is None else self._groups.get(screening.group.uid)
        if screening is not None and group is not None and not screening.closed:
            # The group as it is now: the power may have gone between keeping the one and the other.
            self._open = Screening(replace(screening, group=group))

    @property
    def groups(self) -> tuple[Group, ...]:
        """All groups, the oldest first."""
        return tuple(self._groups.values())

    @property
    def screening(self) -> Screening | None:
        """The open one. To be looked at; what changes it goes through :meth:`take`."""
        return self._open

    def take(self, command: Command) -> Refusal | None:
        """Do what is asked for, or say why not; refused, nothing has changed."""
        match command:
            case NextAthlete():
                return Refusal.TESTING if self.testing else self._move_on(Screening.next)
            case SkipAthlete(uid):
                return self._skip(uid)
            case MarkAbsent(uid):
                return self._move_on(lambda screening: screening.absent(uid))
            case Redo(uid):
                return self._redo(uid)
            case CallAthlete(athlete_uid):
                return self._call(athlete_uid)
            case StartScreening():
                return self._start(command)
            case CloseScreening():
                return self._close()
            case KeepGroup():
                return self._regroup(kept(self._groups, command, self._make_uid))
            case AddAthlete():
                return self._regroup(added(self._groups, command, self._make_uid))
            case RemoveAthlete(athlete_uid):
                return self._remove_athlete(athlete_uid)
            case DeleteGroup(group_uid):
                return self._delete_group(group_uid)
            case ChooseDrill(name):
                return self._choose_drill(name)
            case MoveWall(wall_cm):
                return self._move_wall(wall_cm)

    def adopt(self, groups: Iterable[Group]) -> None:
        """The groups as somebody else has written them; those who are tested stay until the end."""
        new = {group.uid: group for group in groups}
        if self.testing or new == self._groups:
            return
        self._groups = new
        if self._open is None:
            return
        group = new.get(self._open.state.group.uid)
        if group is None:
            self._open = None
        elif group != self._open.state.group:
            self._move_on(lambda screening: screening.regroup(group))

    def done(self, athlete_uid: str) -> Refusal | None:
        """A test of this athlete has finished with a verdict."""
        return self._move_on(lambda screening: screening.done(athlete_uid))

    def offers(self) -> list[Command]:
        """What a coach may want now, most wanted first; none of it would be refused."""
        if self._open is None:
            return [] if self.testing else self._starts()
        screening, state = self._open, self._open.state
        offers: list[Command] = []
        called, last = screening.called, state.tested_last
        if called is None:
            offers += [] if screening.finished else [NextAthlete()]
        elif self.testing:
            offers.append(Redo(called.uid))
        if called is not None:
            offers += [] if screening.upcoming is None else [SkipAthlete(called.uid)]
            offers.append(MarkAbsent(called.uid))
        if self.testing:
            return offers
        if last is not None and state.statuses[last] is Status.DONE:
            offers.append(Redo(last))
        return [*offers, CloseScreening()]

    def _starts(self) -> list[Command]:
        asked = self._protocol
        counts = (asked.repetitions, asked.practice, asked.seen_in)
        return [
            StartScreening(group.uid, self.drill, self.wall_cm, *counts)
            for group in self.groups
            if group.athletes
        ]

    def _move_on(self, step: Callable[[Screening], Refusal | None]) -> Refusal | None:
        """One step of the open screening, kept if it was made."""
        if self._open is None:
            return Refusal.NO_SCREENING
        called = self._open.state.called
        refusal = step(self._open)
        if refusal is not None:
            return refusal
        self.turn += self._open.state.called != called
        self._keep.keep_screening(self._open.state)
        return None

    def _skip(self, uid: str | None) -> Refusal | None:
        if self._open is not None and uid not in (None, self._open.state.called):
            return Refusal.NO_LONGER_CALLED
        return self._move_on(Screening.skip)

    def _call(self, uid: str) -> Refusal | None:
        if self.testing:
            return Refusal.TESTING
        return self._move_on(lambda screening: screening.call(uid))

    def _redo(self, uid: str | None) -> Refusal | None:
        if not self.testing or self._open is None:
            return self._move_on(lambda screening: screening.redo(uid))
        if uid not in (None, self._open.state.called):
            return Refusal.TESTING
        self.turn += 1
        return None

    def _start(self, asked: StartScreening) -> Refusal | None:
        group = self._groups.get(asked.group_uid)
        refusal = self._refused_start(asked, group)
        if refusal is not None or group is None:
            return refusal
        if self._open is not None:
            self._close()
        wall_m = None if asked.wall_cm is None else round(asked.wall_cm / 100, 4)
        protocol = Protocol(asked.drill, wall_m, asked.repetitions, asked.practice, asked.seen_in)
        self._open = Screening(begun(self._make_uid(), group, protocol))
        self.turn += 1
        self._keep.keep_screening(self._open.state)
        return None

    def _refused_start(self, asked: StartScreening, group: Group | None) -> Refusal | None:
        if self.testing:
            return Refusal.TESTING
        if group is None:
            return Refusal.NO_SUCH_GROUP
        if not group.athletes:
            return Refusal.EMPTY_GROUP
        if asked.drill not in self._drill_names:
            return Refusal.NO_SUCH_DRILL
        if asked.wall_cm is not None and not NEAREST_WALL_CM <= asked.wall_cm <= FARTHEST_WALL_CM:
            return Refusal.WALL_OUT_OF_RANGE
        counts_fit = (
            1 <= asked.seen_in <= asked.repetitions <= MOST_REPETITIONS
            and 0 <= asked.practice <= MOST_PRACTICE
        )
        return None if counts_fit else Refusal.COUNTS_OUT_OF_RANGE

    def _close(self) -> Refusal | None:
        if self.testing:
            return Refusal.TESTING
        refusal = self._move_on(Screening.close)
        if refusal is None:
            self._open = None
        return refusal

    def _regroup(self, new: Group | Refusal) -> Refusal | None:
        """Keep what a group is from now on, and let the open screening know who is in it."""
        if isinstance(new, Refusal):
            return new
        if self._lacks_the_tested_one(new):
            return Refusal.TESTING
        self._groups[new.uid] = new
        self._keep.keep_group(new)
        if self._open is not None and self._open.state.group.uid == new.uid:
            self._move_on(lambda screening: screening.regroup(new))
        return None

    def _lacks_the_tested_one(self, new: Group) -> bool:
        if not self.testing or self._open is None or self._open.state.group.uid != new.uid:
            return False
        called = self._open.state.called
        return called is not None and new.athlete(called) is None

    def _remove_athlete(self, uid: str) -> Refusal | None:
        new = removed(self._groups, uid)
        refusal = self._regroup(new)
        if refusal is None:
            self._keep.delete_athlete(uid)
        return refusal

    def _delete_group(self, uid: str) -> Refusal | None:
        if uid not in self._groups:
            return Refusal.NO_SUCH_GROUP
        if self._open is not None and self._open.state.group.uid == uid:
            return Refusal.SCREENING_OPEN
        del self._groups[uid]
        self._keep.delete_group(uid)
        return None

    def _choose_drill(self, name: str) -> Refusal | None:
        if self.testing:
            return Refusal.TESTING
        if name not in self._drill_names:
            return Refusal.NO_SUCH_DRILL
        self.drill, self.wall_cm = name, None
        return None

    def _move_wall(self, wall_cm: float) -> Refusal | None:
        if self.testing:
            return Refusal.TESTING
        if not NEAREST_WALL_CM <= wall_cm <= FARTHEST_WALL_CM:
            return Refusal.WALL_OUT_OF_RANGE
        self.wall_cm = wall_cm
        return None
