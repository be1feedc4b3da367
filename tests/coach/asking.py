"""A phone that asks whatever it likes: an HTTP client without a browser's manners."""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import urlencode

from tests.coach.station_at_work import Served

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: str

    @property
    def location(self) -> str:
        """Where it sends to."""
        return self.headers.get("location", "")


@dataclass
class Phone:
    """Sends what a browser on our own page would send, unless told otherwise."""

    served: Served
    cookie: str = ""
    token: str = ""
    address: str = "127.0.0.1"
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Answer:
        """Look at a page."""
        return self.send("GET", path, None, headers)

    def post(self, path: str, form: dict[str, object] | None = None, **headers: str) -> Answer:
        """Send a form, with this phone's token."""
        filled = {"token": self.token, **(form or {})} if path != "/pair" else (form or {})
        return self.send("POST", path, urlencode(filled).encode(), headers)

    def send(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str] | None = None
    ) -> Answer:
        """Send anything."""
        usual = {"Cookie": self.cookie} if self.cookie else {}
        if body is not None:
            usual |= {"Origin": self.served.url, "Content-Type": FORM}
        told = {name.replace("_", "-"): value for name, value in (headers or {}).items()}
        connection = HTTPConnection(
            "127.0.0.1", self.served.port, timeout=10, source_address=(self.address, 0)
        )
        try:
            connection.request(method, path, body, usual | self.headers | told)
            answer = connection.getresponse()
            named = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, named, answer.read().decode())
        finally:
            connection.close()

    @property
    def head(self) -> str:
        """The lines that every form of this phone begins with; more may follow."""
        return (
            f"Host: 127.0.0.1:{self.served.port}\r\nOrigin: {self.served.url}\r\n"
            f"Cookie: {self.cookie}\r\nContent-Type: {FORM}\r\n"
        )

    def raw(self, content: bytes, timeout_s: float = 10.0) -> bytes:
        """Send bytes as they are; all that comes back until the page hangs up."""
        with socket.create_connection(("127.0.0.1", self.served.port), timeout_s) as connection:
            connection.sendall(content)
            back = b""
            try:
                while more := connection.recv(65_536):
                    back += more
            except ConnectionResetError:
                pass
            return back


def paired(served: Served) -> Phone:
    """A phone that somebody at the station has signed in."""
    phone = Phone(served)
    answer = phone.post("/pair", {"pin": served.show_pin()})
    assert (answer.status, answer.location) == (303, "/")
    phone.cookie = answer.headers["set-cookie"].split(";")[0]
    phone.token = token_in(phone.get("/groups").body)
    return phone


def token_in(html: str) -> str:
    """The token of a page's forms."""
    found = re.search(r'name="token" value="([^"]+)"', html)
    assert found is not None
    return found[1]
