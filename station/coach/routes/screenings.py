"""Beginning a screening."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, Response

from station.coach.forms import ScreeningForm, Uid
from station.coach.house import AHouse, ASession, OwnForm, go_to
from station.drills.commands import StartScreening
from station.drills.desk import (
    FARTHEST_WALL_CM,
    MOST_PRACTICE,
    MOST_REPETITIONS,
    NEAREST_WALL_CM,
)

router = APIRouter()
_LIMITS = {
    "nearest_cm": NEAREST_WALL_CM,
    "farthest_cm": FARTHEST_WALL_CM,
    "most_repetitions": MOST_REPETITIONS,
    "most_practice": MOST_PRACTICE,
}


@router.get("/screening", response_class=HTMLResponse)
async def ask_screening(house: AHouse, session: ASession, group: Uid = "-") -> Response:
    """Group, drill, wall and how many; ``group`` is chosen already."""
    return house.page(
        "screening.html.j2",
        session,
        groups=house.kiosk.groups,
        chosen=group,
        offered=house.settings.screening,
        limits=_LIMITS,
    )


@router.post("/screening", response_class=HTMLResponse)
async def start_screening(
    house: AHouse, session: OwnForm, form: Annotated[ScreeningForm, Form()]
) -> Response:
    """Begins it."""
    command = StartScreening(
        form.group_uid, form.drill, form.wall_cm, form.repetitions, form.practice, form.seen_in
    )
    began = await house.ask(session, command)
    return go_to("/" if began else "/screening")
