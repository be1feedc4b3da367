"""Groups and their athletes: from a file, typed, deleted."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, UploadFile
from starlette.responses import HTMLResponse, Response

from station.coach.forms import (
    NewAthleteForm,
    NewGroupForm,
    RosterForm,
    SignedForm,
    Uid,
)
from station.coach.house import AHouse, ASession, House, OwnForm, go_to
from station.coach.sessions import Notice, Session
from station.drills.commands import AddAthlete, DeleteGroup, KeepGroup, RemoveAthlete
from station.drills.roster import Athlete, Entry, Group, RosterError, tidy
from station.drills.roster_csv import read_roster

_MOST_MISTAKES = 50
router = APIRouter()


@router.get("/groups", response_class=HTMLResponse)
async def groups(house: AHouse, session: ASession) -> Response:
    """Every group, and the form for a new one."""
    return house.page("groups.html.j2", session, here="/groups", groups=house.kiosk.groups)


@router.post("/groups", response_class=HTMLResponse)
async def new_group(
    house: AHouse, session: OwnForm, form: Annotated[NewGroupForm, Form()]
) -> Response:
    """Keeps a new group."""
    entries = await _entries(house, session, form.file)
    if entries is None or not await house.ask(session, KeepGroup(None, form.name, entries)):
        return go_to("/groups")
    kept = next((each for each in house.kiosk.groups if each.name == tidy(form.name)), None)
    return go_to("/groups" if kept is None else f"/groups/{kept.uid}")


@router.get("/groups/{group_uid}", response_class=HTMLResponse)
async def group(house: AHouse, session: ASession, group_uid: Uid) -> Response:
    """Its athletes, and the forms to change them."""
    return house.page("group.html.j2", session, here="/groups", group=house.group(group_uid))


@router.post("/groups/{group_uid}/roster", response_class=HTMLResponse)
async def roster(
    house: AHouse, session: OwnForm, group_uid: Uid, form: Annotated[RosterForm, Form()]
) -> Response:
    """Makes the group what a file says."""
    kept = house.group(group_uid)
    entries = await _entries(house, session, form.file)
    if entries is not None:
        done = house.words.get("coach", "roster_kept", count=len(entries))
        await house.ask(session, KeepGroup(kept.uid, kept.name, entries), done)
    return go_to(f"/groups/{group_uid}")


@router.post("/groups/{group_uid}/athletes", response_class=HTMLResponse)
async def add_athlete(
    house: AHouse, session: OwnForm, group_uid: Uid, form: Annotated[NewAthleteForm, Form()]
) -> Response:
    """Adds an athlete."""
    done = house.words.get("coach", "added", name=tidy(form.name))
    await house.ask(session, AddAthlete(group_uid, form.name, form.number), done)
    return go_to(f"/groups/{group_uid}")


@router.get("/groups/{group_uid}/delete", response_class=HTMLResponse)
async def ask_delete_group(house: AHouse, session: ASession, group_uid: Uid) -> Response:
    """Asks again."""
    return house.page(
        "delete.html.j2", session, here="/groups", group=house.group(group_uid), athlete=None
    )


@router.post("/groups/{group_uid}/delete", response_class=HTMLResponse)
async def delete_group(
    house: AHouse, session: OwnForm, group_uid: Uid, _form: Annotated[SignedForm, Form()]
) -> Response:
    """Deletes a group with all its results."""
    done = house.words.get("coach", "deleted", name=house.group(group_uid).name)
    await house.ask(session, DeleteGroup(group_uid), done)
    return go_to("/groups")


@router.get("/groups/{group_uid}/{athlete_uid}/delete", response_class=HTMLResponse)
async def ask_delete_athlete(
    house: AHouse, session: ASession, group_uid: Uid, athlete_uid: Uid
) -> Response:
    """Asks again."""
    kept = house.group(group_uid)
    athlete = _athlete(kept, athlete_uid)
    return house.page("delete.html.j2", session, here="/groups", group=kept, athlete=athlete)


@router.post("/groups/{group_uid}/{athlete_uid}/delete", response_class=HTMLResponse)
async def delete_athlete(
    house: AHouse,
    session: OwnForm,
    group_uid: Uid,
    athlete_uid: Uid,
    _form: Annotated[SignedForm, Form()],
) -> Response:
    """Deletes an athlete with all results."""
    athlete = _athlete(house.group(group_uid), athlete_uid)
    done = house.words.get("coach", "deleted", name=athlete.name)
    await house.ask(session, RemoveAthlete(athlete_uid), done)
    return go_to(f"/groups/{group_uid}")


def _athlete(group: Group, uid: str) -> Athlete:
    athlete = group.athlete(uid)
    if athlete is None:
        raise HTTPException(404)
    return athlete


async def _entries(
    house: House, session: Session, file: UploadFile | None
) -> tuple[Entry, ...] | None:
    """What a file holds, nobody without a file; None, and told, where it has mistakes."""
    # A browser sends a field without a file as one with neither name nor content.
    if file is None or not file.filename:
        return ()
    try:
        return read_roster(await file.read())
    except RosterError as error:
        words = house.words
        lines = tuple(words.roster_mistake(each) for each in error.mistakes[:_MOST_MISTAKES])
        session.notice = Notice(words.get("coach", "roster_wrong"), lines, is_trouble=True)
        return None
