"""What a group is after a command, or why not. Who was a member before keeps their results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from station.drills.commands import AddAthlete, KeepGroup
from station.drills.refusal import Refusal
from station.drills.roster import (
    MOST_ATHLETES,
    Athlete,
    Entry,
    Group,
    MistakeKind,
    mistake_in,
    same_athlete,
    tidy,
)

Groups = Mapping[str, Group]
"""By uid."""
MakeUid = Callable[[], str]

_NAMELESS = (MistakeKind.NAME_MISSING, MistakeKind.NAME_TOO_LONG, MistakeKind.NAME_UNREADABLE)


def kept(groups: Groups, asked: KeepGroup, make_uid: MakeUid) -> Group | Refusal:
    """The group of a whole roster."""
    name = tidy(asked.name)
    if mistake_in(Entry(name)) is not None:
        return Refusal.BAD_NAME
    if asked.group_uid is not None and asked.group_uid not in groups:
        return Refusal.NO_SUCH_GROUP
    others = (group for group in groups.values() if group.uid != asked.group_uid)
    if any(_name(group) == _name(Entry(name)) for group in others):
        return Refusal.NAME_TAKEN
    if asked.group_uid is None:
        return _with(Group(make_uid(), name), asked.entries, make_uid)
    return _with(replace(groups[asked.group_uid], name=name), asked.entries, make_uid)


def added(groups: Groups, asked: AddAthlete, make_uid: MakeUid) -> Group | Refusal:
    """The group with one more athlete at its end."""
    group = groups.get(asked.group_uid)
    if group is None:
        return Refusal.NO_SUCH_GROUP
    present = [Entry(each.name, each.number) for each in group.athletes]
    return _with(group, [*present, Entry(asked.name, asked.number)], make_uid)


def removed(groups: Groups, athlete_uid: str) -> Group | Refusal:
    """The group without this athlete, present or former."""
    for group in groups.values():
        athletes, former = (
            _without(group.athletes, athlete_uid),
            _without(group.former, athlete_uid),
        )
        if (athletes, former) != (group.athletes, group.former):
            return replace(group, athletes=athletes, former=former)
    return Refusal.NO_SUCH_ATHLETE


def regrouped(group: Group, entries: Sequence[Entry], make_uid: MakeUid) -> Group:
    """The group with these members from now on; who is missing becomes a former one.

    Same name and number, same athlete. A number that was added or left out makes nobody new
    either, as long as only one bears the name on both sides; two different numbers do.
    """
    known = {same_athlete(each): each for each in (*group.former, *group.athletes)}
    found: dict[Entry, Athlete] = {
        entry: known.pop(same_athlete(entry)) for entry in entries if same_athlete(entry) in known
    }
    namesakes = Counter(_name(entry) for entry in entries)
    for entry in entries:
        alike = [each for each in known.values() if _name(each) == _name(entry)]
        if entry in found or len(alike) != 1 or namesakes[_name(entry)] > 1:
            continue
        if not entry.number or not alike[0].number:
            found[entry] = known.pop(same_athlete(alike[0]))
    athletes = tuple(
        replace(found[entry], name=entry.name, number=entry.number)
        if entry in found
        else Athlete(make_uid(), entry.name, entry.number)
        for entry in entries
    )
    return replace(group, athletes=athletes, former=tuple(known.values()))


def _with(group: Group, entries: Sequence[Entry], make_uid: MakeUid) -> Group | Refusal:
    tidied = [Entry(tidy(each.name), tidy(each.number)) for each in entries]
    if len(tidied) > MOST_ATHLETES:
        return Refusal.GROUP_FULL
    for entry in tidied:
        mistake = mistake_in(entry)
        if mistake is not None:
            return Refusal.BAD_NAME if mistake in _NAMELESS else Refusal.BAD_NUMBER
    if len({same_athlete(entry) for entry in tidied}) < len(tidied):
        return Refusal.SAME_ATHLETE_TWICE
    return regrouped(group, tidied, make_uid)


def _name(one: Entry | Athlete | Group) -> str:
    return same_athlete(Entry(one.name))[0]


def _without(athletes: tuple[Athlete, ...], uid: str) -> tuple[Athlete, ...]:
    return tuple(each for each in athletes if each.uid != uid)
