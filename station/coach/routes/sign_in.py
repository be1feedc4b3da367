"""Becoming a coach's phone, and ceasing to be one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import HTMLResponse, Response

from station.coach.forms import PinForm, SignedForm
from station.coach.house import COOKIE, AHouse, House, OwnForm, go_to
from station.coach.pairing import LOCKED_S, Answer
from station.coach.sessions import LONGEST_S

router = APIRouter()


@router.get("/pair", response_class=HTMLResponse)
async def pair(house: AHouse) -> Response:
    """Asks for the PIN on the station's screen."""
    return _page(house, Answer.RIGHT if house.pins.open else Answer.NOT_SHOWN, 200)


@router.post("/pair", response_class=HTMLResponse)
async def try_pin(request: Request, house: AHouse, form: Annotated[PinForm, Form()]) -> Response:
    """Signs this phone in if the PIN is right."""
    address = request.client.host if request.client else ""
    answer = house.pins.attempt(address, "".join(form.pin.split()))
    if answer is not Answer.RIGHT:
        return _page(house, answer, 403 if answer is not Answer.LOCKED else 429)
    house.sessions.end(request.cookies.get(COOKIE, ""))
    response = go_to("/")
    # Without "secure": the page is http, on the gym's own network.
    response.set_cookie(
        COOKIE, house.sessions.begin(), max_age=int(LONGEST_S), httponly=True, samesite="strict"
    )
    return response


@router.post("/sign-out", response_class=HTMLResponse)
async def sign_out(
    request: Request, house: AHouse, _session: OwnForm, _form: Annotated[SignedForm, Form()]
) -> Response:
    """Signs this phone out."""
    house.sessions.end(request.cookies.get(COOKIE, ""))
    response = go_to("/pair")
    response.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return response


def _page(house: House, answer: Answer, status: int) -> HTMLResponse:
    minutes = round(LOCKED_S / 60)
    return house.page("pair.html.j2", status=status, answer=answer, minutes=minutes)
