"""Rosters and screenings, written into a transaction that somebody has begun.

What was deleted by name stays deleted, whoever still has it in memory.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Table, func, select, update
from sqlalchemy.dialects.sqlite import insert

from station.drills.roster import Group
from station.drills.screening import ScreeningState
from station.results.rows import Row, mm, utc_text
from station.results.schema import athletes, forgotten, groups, screenings, turns


def id_of(connection: Connection, table: Table, uid: str | None) -> int | None:
    """The row of a uid; None where there is none."""
    found = connection.execute(select(table.c.id).where(table.c.uid == uid)).scalar()
    return None if found is None else int(found)


def is_forgotten(connection: Connection, uid: str) -> bool:
    """Whether this was deleted, not to come back."""
    query = select(forgotten.c.uid).where(forgotten.c.uid == uid)
    return connection.execute(query).scalar() is not None


def put_group(
    connection: Connection,
    group: Group,
    now: datetime,
    *,
    clock_trusted: bool,
    whole: bool = False,
) -> None:
    """The group and its athletes.

    ``whole``: names, numbers and places are those of ``group`` from now on, and who is not in it
    becomes a former member. Else only what is missing is added.
    """
    if is_forgotten(connection, group.uid):
        return
    added = {"added_utc": utc_text(now), "clock_trusted": clock_trusted}
    group_id = id_of(connection, groups, group.uid)
    if group_id is None:
        name = _free_name(connection, group)
        new = insert(groups).values(uid=group.uid, name=name, **added).returning(groups.c.id)
        group_id = int(connection.execute(new).scalar_one())
    elif whole:
        name = _free_name(connection, group)
        connection.execute(update(groups).where(groups.c.id == group_id).values(name=name))
    if whole:
        everybody = update(athletes).where(athletes.c.group_id == group_id)
        connection.execute(everybody.values(position=None))
    for position, athlete in enumerate(group.athletes):
        if is_forgotten(connection, athlete.uid):
            continue
        known = {"name": athlete.name, "number": athlete.number, "position": position}
        new_athlete = insert(athletes).values(uid=athlete.uid, group_id=group_id, **known, **added)
        connection.execute(
            new_athlete.on_conflict_do_update(index_elements=["uid"], set_=known)
            if whole
            else new_athlete.on_conflict_do_nothing(index_elements=["uid"])
        )


def put_screening(
    connection: Connection, state: ScreeningState, now: datetime, *, clock_trusted: bool
) -> None:
    """The screening and everybody's turn; nothing where its group was deleted."""
    group_id = id_of(connection, groups, state.group.uid)
    if group_id is None:
        return
    here: Row = {
        "called_athlete_id": id_of(connection, athletes, state.called),
        "tested_last_athlete_id": id_of(connection, athletes, state.tested_last),
        "closed_utc": utc_text(now) if state.closed else None,
    }
    # Closed once it stays so, at the time at which it was.
    again = here | {"closed_utc": func.coalesce(screenings.c.closed_utc, here["closed_utc"])}
    asked = state.protocol
    new = insert(screenings).values(
        uid=state.uid,
        group_id=group_id,
        drill=asked.drill,
        wall_mm=mm(asked.wall_m),
        repetitions=asked.repetitions,
        practice=asked.practice,
        seen_in=asked.seen_in,
        started_utc=utc_text(now),
        clock_trusted=clock_trusted,
        **here,
    )
    put = new.on_conflict_do_update(index_elements=["uid"], set_=again)
    screening_id = connection.execute(put.returning(screenings.c.id)).scalar_one()
    for uid, status in state.statuses.items():
        athlete_id = id_of(connection, athletes, uid)
        if athlete_id is not None:
            turn = insert(turns).values(
                screening_id=screening_id, athlete_id=athlete_id, status=status.value
            )
            connection.execute(
                turn.on_conflict_do_update(
                    index_elements=["screening_id", "athlete_id"], set_={"status": status.value}
                )
            )


def _free_name(connection: Connection, group: Group) -> str:
    """Its name; with a number when another group was given the same one at the same moment."""
    query = select(groups.c.name).where(groups.c.uid != group.uid)
    taken = set(connection.execute(query).scalars())
    name, number = group.name, 1
    while name in taken:
        number += 1
        name = f"{group.name} ({number})"
    return name
