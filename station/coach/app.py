"""The application: the pages, what they answer when something is wrong, the gate around them."""

from __future__ import annotations

from importlib.resources import files
from typing import Annotated, Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from pydantic import StringConstraints
from starlette.exceptions import HTTPException as AnyHTTPException
from starlette.responses import HTMLResponse, Response

from station.coach.gate import Gate
from station.coach.house import House, go_to, house_of
from station.coach.routes import home, results, rosters, screenings, sign_in

_STATIC = {
    "coach.css": "text/css",
    "coach.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}
"""Name and type of each file; nothing else is ever served as one."""
_PAGE: dict[str, Any] = {"text/html": {}}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    303: {"description": "the page to look at now"},
    400: {"description": "not a form that can be read", "content": _PAGE},
    401: {"description": "not signed in", "content": _PAGE},
    403: {"description": "not a form of an own page, or a wrong PIN", "content": _PAGE},
    404: {"description": "no such page", "content": _PAGE},
    405: {"description": "no such page", "content": _PAGE},
    411: {"description": "no length", "content": _PAGE},
    413: {"description": "too large", "content": _PAGE},
    415: {"description": "not a form", "content": _PAGE},
    421: {"description": "not this station", "content": _PAGE},
    422: {"description": "not filled in as it has to be", "content": _PAGE},
    429: {"description": "too many tries", "content": _PAGE},
    503: {"description": "too many look on", "content": _PAGE},
}


def describe(house: House) -> FastAPI:
    """The pages by themselves; what they take in can be had from it, but never over the network."""
    app = FastAPI(
        title="Wall Tap Station: the coach's page",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        responses=_ANSWERS,
    )
    app.state.house = house
    for each in (sign_in, home, rosters, screenings, results):
        app.include_router(each.router)
    contents = {name: (files("station.coach") / "static" / name).read_bytes() for name in _STATIC}

    @app.get("/static/{name}", response_class=Response)
    async def static(
        name: Annotated[str, StringConstraints(pattern=r"^[a-z.]{1,32}$")],
    ) -> Response:
        """Style, script and icon."""
        if name not in contents:
            raise HTTPException(404)
        return Response(contents[name], media_type=_STATIC[name])

    app.add_exception_handler(AnyHTTPException, _not_served)
    app.add_exception_handler(RequestValidationError, _not_filled_in)
    app.add_exception_handler(Exception, _mistake)
    return app


def build_app(house: House, port: int) -> Gate:
    """All of it, for people who ask at ``port``."""
    return Gate(describe(house), port, house.trouble)


async def _not_served(request: Request, error: Exception) -> Response:
    """A page in plain words; without a session the way to one."""
    status = error.status_code if isinstance(error, AnyHTTPException) else 500
    if status == 401 and request.method == "GET" and request.url.path != "/live":
        return go_to("/pair")
    return house_of(request).trouble(status)


async def _not_filled_in(request: Request, _error: Exception) -> HTMLResponse:
    """Without what was sent: it may be anybody's."""
    return house_of(request).trouble(422)


async def _mistake(request: Request, _error: Exception) -> HTMLResponse:
    """One of ours. It is raised on to the gate, which says in the log where it was."""
    return house_of(request).trouble(500)
