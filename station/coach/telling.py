"""The kiosk's side of the coach's page: what the desk says, as messages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from station.coach.link import KioskEnd
from station.coach.messages import (
    Action,
    DrillName,
    Live,
    Member,
    Person,
    Reply,
    Rosters,
    Snapshot,
)
from station.config.schema import Language, UseName
from station.drills.commands import (
    ChooseDrill,
    CloseScreening,
    Command,
    MarkAbsent,
    MoveWall,
    NextAthlete,
    Redo,
    SkipAthlete,
)
from station.drills.desk import NEAREST_WALL_CM, Desk
from station.drills.roster import Athlete, Group
from station.drills.screening import Protocol, ScreeningState, Status
from station.screen.words import Words

_ACTIONS: Mapping[Action, Command] = {
    "next": NextAthlete(),
    "redo": Redo(),
    "skip": SkipAthlete(),
    "absent": MarkAbsent(),
    "close": CloseScreening(),
    "wall": MoveWall(NEAREST_WALL_CM),
}


def serve_coach(end: KioskEnd, desk: Desk, words: Words, picture: Callable[[], Snapshot]) -> None:
    """One turn of the kiosk: do what a coach asks for, then show what has come of it."""
    for ask in end.poll():
        refusal = desk.take(ask.command)
        # Before the reply: whoever has that may look at the groups.
        end.tell_rosters(Rosters(desk.groups))
        end.reply(Reply(ask.id, None if refusal is None else words.refusal(refusal)))
    end.tell_rosters(Rosters(desk.groups))
    if end.wants_snapshot:
        end.show(picture())


def snapshot_of(
    desk: Desk,
    words: Words,
    *,
    use: UseName,
    state: str,
    language: Language,
    message: str = "",
    drills: tuple[DrillName, ...] = (),
    passed: Mapping[str, bool | None] | None = None,
    live: Live | None = None,
) -> Snapshot:
    """What the station shows now. ``passed`` has the results of this screening, by athlete."""
    screening = desk.screening
    drill = desk.drill if screening is None else screening.state.protocol.drill
    titles = {each.name: each.title for each in drills}
    told = Snapshot(
        use=use,
        state=state,
        language=language,
        message=message,
        testing=desk.testing,
        drill=drill,
        drill_title=titles.get(drill, drill),
        live=live,
        drills=drills,
        wall_cm=desk.wall_cm,
        refused=_refused(desk, words),
    )
    if screening is None:
        return told
    group, statuses = screening.state.group, screening.state.statuses
    # Whoever is to be tested again, or in another screening, has no result in this one.
    done = {uid for uid, status in statuses.items() if status is Status.DONE}
    known = {uid: result for uid, result in (passed or {}).items() if uid in done}
    return replace(
        told,
        screening=True,
        group=group.name,
        group_uid=group.uid,
        called=_person(screening.called),
        next_up=_person(screening.upcoming),
        roster=tuple(
            Member(each.uid, each.name, each.number, statuses[each.uid], known.get(each.uid))
            for each in group.athletes
        ),
    )


def _person(athlete: Athlete | None) -> Person | None:
    return None if athlete is None else Person(athlete.uid, athlete.name, athlete.number)


def _refused(desk: Desk, words: Words) -> dict[Action, str]:
    """What the desk would refuse now, and why; asked of a copy, so that nothing happens."""
    commands: dict[Action, Command] = {**_ACTIONS, "drill": ChooseDrill(desk.drill)}
    refused: dict[Action, str] = {}
    copy = _copy(desk)
    for action, command in commands.items():
        refusal = copy.take(command)
        if refusal is None:
            copy = _copy(desk)
        else:
            refused[action] = words.refusal(refusal)
    return refused


def _copy(desk: Desk) -> Desk:
    """A desk at which the same would be refused, and which keeps nothing."""
    state = None if desk.screening is None else desk.screening.state
    copy = Desk(
        desk.groups, state, (desk.drill,), _KeepsNothing(), lambda: "", Protocol(desk.drill)
    )
    copy.testing = desk.testing
    return copy


class _KeepsNothing:
    def keep_group(self, group: Group) -> None:
        pass

    def keep_screening(self, state: ScreeningState) -> None:
        pass

    def delete_athlete(self, uid: str) -> None:
        pass

    def delete_group(self, uid: str) -> None:
        pass
