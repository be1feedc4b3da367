"""What was found: per screening, per athlete, and the reports to print."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from station.coach.forms import Uid
from station.coach.house import AHouse, ASession, House
from station.coach.kept import screenings
from station.coach.sessions import Session
from station.errors import ResultsError
from station.results.report.pages import PAGE_POLICY, athlete_page, group_page
from station.results.report.reading import read_athlete, read_group
from station.results.report.wording import when
from station.screen.words import reason_key

_REPORT_POLICY = f"{PAGE_POLICY}; frame-ancestors 'none'; sandbox"
"""A report is a page that leaves the station: nothing in it may run or ask, here neither."""
router = APIRouter()
_one_report = asyncio.Semaphore(1)
"""Drawing takes a second of a core, and its library draws one at a time."""


@router.get("/results", response_class=HTMLResponse)
def all_results(house: AHouse, session: ASession) -> Response:
    """Every screening."""
    return _told(house, session, lambda: screenings(house.results_file), "results.html.j2")


@router.get("/results/screening/{screening_uid}", response_class=HTMLResponse)
def screening_results(house: AHouse, session: ASession, screening_uid: Uid) -> Response:
    """Everybody in a screening."""
    return _told(
        house,
        session,
        lambda: read_group(house.results_file, screening_uid),
        "screening_results.html.j2",
        uid=screening_uid,
    )


@router.get("/results/athlete/{athlete_uid}", response_class=HTMLResponse)
def athlete_results(house: AHouse, session: ASession, athlete_uid: Uid) -> Response:
    """Every test of an athlete."""
    return _told(
        house,
        session,
        lambda: read_athlete(house.results_file, athlete_uid),
        "athlete_results.html.j2",
    )


@router.get("/reports/screening/{screening_uid}", response_class=HTMLResponse)
async def screening_report(house: AHouse, _session: ASession, screening_uid: Uid) -> Response:
    """The report of a screening."""
    return await _report(
        house, lambda: group_page(house.results_file, screening_uid, house.words, house.limits)
    )


@router.get("/reports/athlete/{athlete_uid}", response_class=HTMLResponse)
async def athlete_report(house: AHouse, _session: ASession, athlete_uid: Uid) -> Response:
    """The report of an athlete."""
    return await _report(
        house, lambda: athlete_page(house.results_file, athlete_uid, house.words, house.limits)
    )


def _told(
    house: House,
    session: Session,
    read: Callable[[], object],
    template: str,
    uid: str = "",
) -> HTMLResponse:
    """A page of what was read; where it cannot be read, what the station says about that."""
    try:
        kept = read()
    except ResultsError:
        return house.trouble(404, "results_unread")
    words = house.words
    return house.page(
        template,
        session,
        here="/results",
        kept=kept,
        uid=uid,
        drill_title=house.drill_title,
        when=partial(when, words=words),
        why=lambda reason: words.get("reason", reason_key(reason)),
    )


async def _report(house: House, draw: Callable[[], str]) -> HTMLResponse:
    try:
        async with _one_report:
            html = await asyncio.to_thread(draw)
    except ResultsError:
        return house.trouble(404, "results_unread")
    return HTMLResponse(html, headers={"Content-Security-Policy": _REPORT_POLICY})
