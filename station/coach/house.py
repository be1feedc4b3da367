"""What all pages of the coach have in common: the kiosk, the sessions, the words, the templates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, RedirectResponse

from station.coach.kiosk_link import CoachEnd, KioskSilentError
from station.coach.pairing import PinPairing
from station.coach.sessions import Notice, Session, Sessions
from station.config import Settings
from station.config.schema import Language
from station.drills.commands import Command
from station.drills.roster import Group
from station.hinge.limits import FaultLimits
from station.screen.words import Words

COOKIE = "wall_tap_coach"
_TROUBLES = {
    400: "not_filled_in",
    401: "signed_out",
    403: "foreign_form",
    404: "not_found",
    405: "not_found",
    411: "not_filled_in",
    413: "too_large",
    414: "not_found",
    415: "not_filled_in",
    421: "wrong_address",
    422: "not_filled_in",
    429: "too_many",
    503: "too_many",
}
_TEMPLATES = Environment(
    loader=PackageLoader("station.coach"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def _hidden(name: str, value: str) -> Markup:
    return Markup('<input type="hidden" name="{}" value="{}">').format(name, value)


@cache
def _words(language: str) -> Words:
    return Words.load(language)


@dataclass(eq=False)
class House:
    """One for the whole application."""

    settings: Settings
    kiosk: CoachEnd
    pins: PinPairing
    sessions: Sessions
    results_file: Path

    @property
    def language(self) -> Language:
        """That of the station's screen now."""
        snapshot = self.kiosk.snapshot
        return self.settings.screen.language if snapshot is None else snapshot.language

    @property
    def words(self) -> Words:
        """In that language."""
        return _words(self.language)

    @property
    def limits(self) -> FaultLimits:
        """Where a measure becomes a fault at this station."""
        return self.settings.faults.limits()

    def page(
        self,
        template: str,
        session: Session | None = None,
        *,
        status: int = 200,
        here: str = "",
        again: bool = False,
        **values: object,
    ) -> HTMLResponse:
        """A page with its head, navigation and what is to be told once.

        ``again`` for one that is only looked at anew: what is to be told waits for the one that
        answers a form, which may be on its way.
        """
        words = self.words
        html = _TEMPLATES.get_template(template).render(
            words=words,
            say=lambda key, **filled: words.get("coach", key, **filled),
            language=self.language,
            station=self.settings.station.name,
            session=session,
            here=here,
            token=lambda: _hidden("token", session.token if session is not None else ""),
            notice=session.take_notice() if session is not None and not again else None,
            snapshot=self.kiosk.snapshot,
            **values,
        )
        return HTMLResponse(html, status)

    def drill_title(self, name: str) -> str:
        """What a drill is called; one that the station does not have now by its file's name."""
        snapshot = self.kiosk.snapshot
        drills = () if snapshot is None else snapshot.drills
        return next((each.title for each in drills if each.name == name), name)

    def trouble(self, status: int, key: str | None = None) -> HTMLResponse:
        """Why a request was not served, in plain words."""
        key = key or _TROUBLES.get(status, "mistake")
        return self.page("trouble.html.j2", status=status, trouble=key)

    async def ask(self, session: Session, command: Command, done: str = "") -> bool:
        """Have the kiosk do it; the next page tells ``done`` or why not."""
        try:
            refused = await self.kiosk.ask(command)
        except KioskSilentError:
            refused = self.words.get("coach", "station_silent")
        text = refused or done
        session.notice = Notice(text, is_trouble=refused is not None) if text else None
        return refused is None

    def group(self, uid: str) -> Group:
        """A group that the kiosk knows; else there is no such page."""
        for group in self.kiosk.groups:
            if group.uid == uid:
                return group
        raise HTTPException(404)


def house_of(request: Request) -> House:
    """The house this request came to."""
    house: House = request.app.state.house
    return house


# Dependencies are coroutines, and so is every page that touches sessions or the kiosk: FastAPI runs
# plain functions in threads, where two would change the same sessions, PIN or socket at once.


async def _the_house(request: Request) -> House:
    return house_of(request)


async def signed_in(request: Request) -> Session:
    """The session of a request; 401 without one."""
    session = house_of(request).sessions.find(request.cookies.get(COOKIE, ""))
    if session is None:
        raise HTTPException(401)
    return session


async def from_own_page(request: Request) -> Session:
    """The session of a form that one of its own pages sent; 403 for any other form."""
    session = await signed_in(request)
    token = (await request.form()).get("token")
    if not isinstance(token, str) or not session.owns(token):
        raise HTTPException(403)
    return session


def go_to(path: str) -> RedirectResponse:
    """The page to look at after a form."""
    return RedirectResponse(path, 303)


AHouse = Annotated[House, Depends(_the_house)]
ASession = Annotated[Session, Depends(signed_in)]
OwnForm = Annotated[Session, Depends(from_own_page)]
