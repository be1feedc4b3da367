"""The one page a coach works with: who is next, what is happening, and what to do about it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from pydantic_core import to_json
from starlette.responses import HTMLResponse, Response, StreamingResponse

from station.coach.forms import AthleteForm, CalledForm, DrillForm, SignedForm, WallForm
from station.coach.house import COOKIE, AHouse, ASession, House, OwnForm, go_to
from station.coach.view import VIEW_BOX, live_view
from station.drills.commands import (
    CallAthlete,
    ChooseDrill,
    CloseScreening,
    MarkAbsent,
    MoveWall,
    NextAthlete,
    Redo,
    SkipAthlete,
)

HEARTBEAT_S = 10.0
"""A page hears so often from a station at which nothing happens."""
MOST_WATCHERS = 12
router = APIRouter()


@router.get("/", response_class=HTMLResponse)
async def home(house: AHouse, session: ASession, again: bool = False) -> Response:
    """Who is next, the live view, the buttons, the roster."""
    live = live_view(house.kiosk.snapshot, house.words)
    return house.page("home.html.j2", session, here="/", again=again, live=live, view_box=VIEW_BOX)


@router.get("/live", response_class=StreamingResponse)
async def live(request: Request, house: AHouse, _session: ASession) -> Response:
    """The live view as server-sent events."""
    if house.kiosk.watchers >= MOST_WATCHERS:
        raise HTTPException(503)
    secret = request.cookies.get(COOKIE, "")
    return StreamingResponse(_events(house, secret), media_type="text/event-stream")


async def _events(house: House, secret: str) -> AsyncIterator[bytes]:
    """An event for each change, until the session ends; looking on does not make it last."""
    told = b""
    async for snapshot in house.kiosk.watch(HEARTBEAT_S):
        if house.sessions.find(secret, used=False) is None:
            yield b"event: signed-out\ndata: -\n\n"
            return
        event = to_json(asdict(live_view(snapshot, house.words)))
        yield b": still there\n\n" if event == told else b"data: " + event + b"\n\n"
        told = event


@router.post("/next", response_class=HTMLResponse)
async def next_athlete(
    house: AHouse, session: OwnForm, _form: Annotated[SignedForm, Form()]
) -> Response:
    """Calls the next athlete."""
    await house.ask(session, NextAthlete())
    return go_to("/")


@router.post("/skip", response_class=HTMLResponse)
async def skip(house: AHouse, session: OwnForm, form: Annotated[CalledForm, Form()]) -> Response:
    """Lets the called one come again after the others."""
    await house.ask(session, SkipAthlete(form.athlete_uid))
    return go_to("/")


@router.post("/absent", response_class=HTMLResponse)
async def absent(house: AHouse, session: OwnForm, form: Annotated[CalledForm, Form()]) -> Response:
    """Marks an athlete absent."""
    await house.ask(session, MarkAbsent(form.athlete_uid))
    return go_to("/")


@router.post("/redo", response_class=HTMLResponse)
async def redo(house: AHouse, session: OwnForm, form: Annotated[CalledForm, Form()]) -> Response:
    """Tests an athlete once more."""
    await house.ask(session, Redo(form.athlete_uid))
    return go_to("/")


@router.post("/call", response_class=HTMLResponse)
async def call(house: AHouse, session: OwnForm, form: Annotated[AthleteForm, Form()]) -> Response:
    """Calls an athlete out of order."""
    await house.ask(session, CallAthlete(form.athlete_uid))
    return go_to("/")


@router.post("/close", response_class=HTMLResponse)
async def close(house: AHouse, session: OwnForm, _form: Annotated[SignedForm, Form()]) -> Response:
    """Ends the screening."""
    await house.ask(session, CloseScreening(), house.words.get("coach", "closed"))
    return go_to("/")


@router.post("/drill", response_class=HTMLResponse)
async def drill(house: AHouse, session: OwnForm, form: Annotated[DrillForm, Form()]) -> Response:
    """Another drill for the warm-up."""
    await house.ask(session, ChooseDrill(form.drill))
    return go_to("/")


@router.post("/wall", response_class=HTMLResponse)
async def wall(house: AHouse, session: OwnForm, form: Annotated[WallForm, Form()]) -> Response:
    """Another wall for the warm-up."""
    await house.ask(session, MoveWall(form.wall_cm))
    return go_to("/")
