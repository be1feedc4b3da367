"""What every request passes before it is read, and every answer before it leaves.

Plain ASGI, around the whole application: nothing behind it can forget a header or a check.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from station.coach.address import may_be_called
from station.service.log import place_of

MOST_BODY_BYTES = 256_000
"""A roster of 200 with the longest names is a tenth of it."""
MOST_PATH_BYTES = 512
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Nothing to other places. "no-referrer" would make browsers send "Origin: null" with our own
    # forms, and the origin is what a foreign form is told by.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_log = logging.getLogger(__name__)


class Gate:
    """Around ``app``; ``trouble`` gives the page for a status. ``port`` is where people ask."""

    def __init__(self, app: ASGIApp, port: int, trouble: Callable[[int], Response]) -> None:
        self._app, self._port, self._trouble = app, port, trouble

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or the server's own begin and end."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(send)
        wrong = self._wrong(scope["method"], scope, Headers(scope=scope))
        try:
            if wrong is not None:
                await self._refuse(wrong, scope, receive, answer)
            else:
                await self._app(scope, receive, answer.send)
        except Exception as error:
            # Without its text, which may hold a name.
            _log.error("the coach's page made a mistake: %s; please report it", place_of(error))
            # Without an end, so that nobody takes what was sent for the whole.
            if not answer.begun:
                await self._refuse(500, scope, receive, answer)

    async def _refuse(self, status: int, scope: Scope, receive: Receive, answer: _Answer) -> None:
        response = self._trouble(status)
        # What was not read of the request must not be taken for the next one.
        response.headers["Connection"] = "close"
        await response(scope, receive, answer.send)

    def _wrong(self, method: str, scope: Scope, headers: Headers) -> int | None:
        """The status of a request that must not be let in."""
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not may_be_called(hosts[0], self._port):
            return 421
        if method not in ("GET", "POST"):
            return 405
        if len(scope["raw_path"]) + len(scope["query_string"]) > MOST_PATH_BYTES:
            return 414
        if "transfer-encoding" in headers:
            return 411
        length = headers.get("content-length", "0" if method == "GET" else "")
        # int() takes signs, blanks and underscores, too.
        if not (length.isascii() and length.isdigit() and len(length) < 20):
            return 411
        if int(length) > (MOST_BODY_BYTES if method == "POST" else 0):
            return 413
        return _wrong_form(hosts[0], headers) if method == "POST" else None


def _wrong_form(host: str, headers: Headers) -> int | None:
    """Only a form of a page of ours: browsers say where a form comes from."""
    if headers.getlist("origin") != [f"http://{host}"]:
        return 403
    if headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return 403
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    return None if kind in FORM_TYPES else 415


class _Answer:
    """Adds the headers."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.begun = False

    async def send(self, message: Message) -> None:
        """Pass on a part of the answer."""
        if message["type"] == "http.response.start":
            self.begun = True
            headers = MutableHeaders(raw=message.setdefault("headers", []))
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await self._send(message)
