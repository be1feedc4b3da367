"""Who must not get in does not, and nothing is lost by their trying.

Each attack is a real request to the real server in front of a real desk.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from station.coach import connections, gate
from station.coach.connections import GuardedProtocol
from station.coach.pairing import LOCKED_S, WRONG_IN_ALL, WRONG_PER_ADDRESS
from station.coach.sessions import IDLE_S, LONGEST_S
from tests.coach.asking import FORM, Phone, paired
from tests.coach.station_at_work import Served
from tests.waiting import until

FORMS: dict[str, dict[str, object]] = {
    "/next": {},
    "/skip": {"athlete_uid": "g1-a0"},
    "/absent": {"athlete_uid": "g1-a1"},
    "/redo": {},
    "/call": {"athlete_uid": "g1-a2"},
    "/close": {},
    "/drill": {"drill": "tempo-hinge"},
    "/wall": {"wall_cm": "20"},
    "/groups": {"name": "Intruders"},
    "/groups/g1/athletes": {"name": "Mallory"},
    "/groups/g1/delete": {},
    "/groups/g1/g1-a0/delete": {},
    "/screening": {
        "group_uid": "g1",
        "drill": "wall-tap",
        "repetitions": 3,
        "practice": 1,
        "seen_in": 2,
    },
}
"""Every form that does something, filled in so that it would."""
PAGES = ("/", "/groups", "/groups/g1", "/screening", "/results", "/groups/g1/delete", "/live")


@pytest.fixture
def untouched(page: Served) -> Iterator[Served]:
    """Whatever a test does, the station is asked for nothing, and the page goes on."""
    yield page
    assert page.station.kept.done == []
    assert page.station.is_alive()
    assert Phone(page).get("/pair").status == 200


def wrong(pin: str) -> str:
    """Another number."""
    return f"{(int(pin) + 1) % 1_000_000:06d}"


def test_the_forms_of_these_tests_would_do_something(phone: Phone) -> None:
    for path, form in FORMS.items():
        phone.served.begin_station_afresh()
        before = phone.served.station.desk
        if path in ("/skip", "/absent", "/call", "/close"):
            assert phone.post("/screening", FORMS["/screening"]).location == "/"
        drill_wall = (before.drill, before.wall_cm)
        told = len(phone.served.station.kept.done)
        assert phone.post(path, form).status == 303, path
        changed = len(phone.served.station.kept.done) > told or drill_wall != (
            before.drill,
            before.wall_cm,
        )
        assert changed or path in ("/next", "/redo"), path


@pytest.mark.parametrize("path", FORMS)
def test_without_a_session_no_form_is_taken(untouched: Served, path: str) -> None:
    answer = Phone(untouched, token="guessed").post(path, FORMS[path])
    assert answer.status == 401
    assert "Müller" not in answer.body


@pytest.mark.parametrize("path", PAGES)
def test_without_a_session_no_page_is_shown(untouched: Served, path: str) -> None:
    answer = Phone(untouched).get(path)
    assert (answer.status, answer.location) in ((303, "/pair"), (401, ""))
    assert "Müller" not in answer.body


@pytest.mark.parametrize("after_s", [IDLE_S, LONGEST_S])
def test_a_session_that_expired_is_none(page: Served, after_s: float) -> None:
    phone = paired(page)
    page.now_s += after_s
    assert phone.get("/").location == "/pair"
    assert phone.post("/groups", {"name": "Too late"}).status == 401
    assert page.station.kept.done == []


def test_a_session_ends_after_half_a_day_however_much_it_is_used(page: Served) -> None:
    phone = paired(page)
    while page.now_s < LONGEST_S - IDLE_S:
        page.now_s += IDLE_S - 1
        assert phone.get("/").status == 200
    page.now_s = LONGEST_S
    assert phone.get("/").location == "/pair"


def test_a_phone_that_signed_out_is_out(phone: Phone) -> None:
    answer = phone.post("/sign-out")
    assert answer.location == "/pair"
    assert phone.get("/").location == "/pair"
    assert phone.post("/next").status == 401


@pytest.mark.parametrize("token", ["", "guessed", "x" * 100])
def test_a_form_without_the_token_of_its_session_is_foreign(phone: Phone, token: str) -> None:
    phone.token = token
    assert phone.post("/groups", {"name": "Forged"}).status == 403
    assert phone.served.station.kept.done == []


def test_the_token_of_another_phone_is_foreign(phone: Phone) -> None:
    other = paired(phone.served)
    phone.token = other.token
    assert phone.post("/groups", {"name": "Forged"}).status == 403
    assert phone.served.station.kept.done == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://127.0.0.1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_of_a_foreign_page_is_not_taken(phone: Phone, headers: dict[str, str]) -> None:
    assert phone.post("/groups", {"name": "Forged"}, **headers).status == 403
    assert phone.post("/pair", {"pin": "000000"}, **headers).status == 403
    assert phone.served.station.kept.done == []


def test_a_form_that_says_not_where_it_comes_from_is_not_taken(phone: Phone) -> None:
    body = f"token={phone.token}&name=Forged"
    head = phone.head.replace("Origin:", "X-Origin:")
    whole = f"POST /groups HTTP/1.1\r\n{head}Content-Length: {len(body)}\r\n\r\n{body}"
    assert phone.raw(whole.encode()).startswith(b"HTTP/1.1 403")
    assert phone.served.station.kept.done == []


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "",
        "[::1]",
        "station.local.evil",
    ],
)
def test_a_foreign_name_that_was_made_to_point_here_is_not_served(phone: Phone, host: str) -> None:
    named = f"{host}:{phone.served.port}"
    assert phone.get("/", Host=named).status == 421
    answer = phone.post("/groups", {"name": "Rebound"}, Host=named, Origin=f"http://{named}")
    assert answer.status == 421
    assert phone.served.station.kept.done == []


@pytest.mark.parametrize("host", ["localhost", "wall-tap.local", socket.gethostname(), "10.1.2.3"])
def test_a_name_of_this_station_is_served(page: Served, host: str) -> None:
    assert Phone(page).get("/pair", Host=f"{host}:{page.port}").status == 200
    assert Phone(page).get("/pair", Host=f"{host}:1").status == 421


@pytest.mark.parametrize(
    "path",
    [
        "/static/../server.py",
        "/static/..%2f..%2fserver.py",
        "/static/%2e%2e/app.py",
        "/static//etc/passwd",
        "/static/coach.css%00.html",
        "/../../etc/passwd",
        "/results/athlete/..%2f..%2fresults.db",
        "/templates/home.html.j2",
        "/openapi.json",
        "/docs",
        "/redoc",
    ],
)
def test_only_pages_are_served_and_no_file_by_its_place(phone: Phone, path: str) -> None:
    answer = phone.get(path)
    assert answer.status in (404, 422)
    assert "root:" not in answer.body and "import " not in answer.body


@pytest.mark.parametrize("length", [gate.MOST_BODY_BYTES + 1, 10**11])
def test_a_huge_body_is_refused_before_it_comes(phone: Phone, length: int) -> None:
    head = f"POST /groups HTTP/1.1\r\n{phone.head}Content-Length: {length}\r\n\r\n"
    back = phone.raw(head.encode())
    assert back.startswith(b"HTTP/1.1 413")
    assert b"connection: close" in back.lower()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ("Transfer-Encoding: chunked\r\n", b"411"),
        ("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", b"411"),
        ("Content-Length: 4\r\nContent-Length: 40\r\n", b"400"),
        ("Content-Length: -4\r\n", b"400"),
        ("Content-Length: 4_0\r\n", b"400"),
        ("Host: evil.example\r\nContent-Length: 4\r\n", b"400"),
        ("Content-Length : 4\r\n", b"400"),
        ("X: 1\r\n Content-Length: 4\r\nContent-Length: 4\r\nX\x00: 2\r\n", b"400"),
        (f"X-Long: {'a' * 300_000}\r\nContent-Length: 4\r\n", b"400"),
    ],
)
def test_a_second_request_cannot_be_smuggled_in(phone: Phone, headers: str, status: bytes) -> None:
    port = phone.served.port
    inner = f"GET /groups HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {phone.cookie}\r\n\r\n"
    head = f"POST /pair HTTP/1.1\r\n{phone.head}{headers}\r\n"
    back = phone.raw((head + "0\r\n\r\n" + inner).encode())
    assert back.startswith(b"HTTP/1.1 " + status)
    assert back.count(b"HTTP/1.1 ") == 1
    assert "Müller".encode() not in back


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE"])
def test_only_looking_and_forms_are_methods(phone: Phone, method: str) -> None:
    assert phone.send(method, "/groups/g1", None).status == 405


def test_a_method_cannot_be_overridden(phone: Phone) -> None:
    for header in ("X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"):
        assert phone.get("/groups/g1/delete", **{header: "POST"}).status == 200
        assert phone.get("/next?_method=POST").status == 405
    assert phone.served.station.kept.done == []


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "", "application/xml"])
def test_where_a_form_is_wanted_nothing_else_is_taken(phone: Phone, kind: str) -> None:
    body = b'{"token": "%s", "name": "Json"}' % phone.token.encode()
    assert phone.send("POST", "/groups", body, {"Content-Type": kind}).status == 415
    assert phone.served.station.kept.done == []


@pytest.mark.parametrize("kind", [FORM, "multipart/form-data", "multipart/form-data; boundary=x"])
@pytest.mark.parametrize(
    "body",
    [
        b"token=%ED%A0%80&name=%FF",
        b"token=\xff\xfe",
        b"token=a&token=b&name=c",
        b"token[]=1",
        b"&=&",
        b"a=1&" * 2000,
        b'--x\r\nContent-Disposition: form-data; name="token"; filename="f"\r\n\r\na\r\n--x--',
        b"--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--",
        b"--x\nnonsense",
    ],
)
def test_a_form_that_is_none_is_told_and_does_nothing(
    phone: Phone, kind: str, body: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    for path in ("/pair", "/groups", "/groups/g1/delete"):
        answer = phone.send("POST", path, body, {"Content-Type": kind})
        assert answer.status in (400, 403, 422)
        assert "<h1>" in answer.body
    assert phone.served.station.kept.done == []
    assert capfd.readouterr().err == ""


def test_the_number_cannot_be_guessed(page: Served) -> None:
    right = page.show_pin()
    phone, statuses = Phone(page), []
    for _ in range(WRONG_PER_ADDRESS):
        statuses.append(phone.post("/pair", {"pin": wrong(right)}).status)
    assert statuses == [403] * WRONG_PER_ADDRESS
    # It has changed meanwhile, and the right one does not help who is locked out.
    until(lambda: page.station.pin != right)
    answer = phone.post("/pair", {"pin": page.show_pin()})
    assert answer.status == 429
    assert "Too many wrong numbers from this phone. Try again in 15 minutes." in answer.body
    assert "set-cookie" not in answer.headers
    page.now_s += LOCKED_S
    assert phone.post("/pair", {"pin": page.show_pin()}).status == 303


def test_many_who_guess_lock_everybody_out(page: Served) -> None:
    for number in range(WRONG_IN_ALL):
        form: dict[str, object] = {"pin": wrong(page.show_pin())}
        guesser = Phone(page, address=f"127.0.1.{number + 1}")
        assert guesser.post("/pair", form).status == 403
    answer = Phone(page).post("/pair", {"pin": page.show_pin()})
    assert answer.status == 403
    assert "Nobody can pair for 15 minutes." in answer.body


def test_a_number_works_once_and_only_while_it_is_shown(page: Served) -> None:
    used = page.show_pin()
    assert Phone(page).post("/pair", {"pin": used}).status == 303
    until(lambda: page.station.pin not in ("", used))
    assert Phone(page).post("/pair", {"pin": used}).status == 403
    shown = page.station.pin
    page.hide_pin()
    answer = Phone(page).post("/pair", {"pin": shown})
    assert answer.status == 403
    assert "The station shows no number now" in answer.body
    assert Phone(page).post("/pair", {"pin": " "}).status == 403


@pytest.mark.parametrize("change", [lambda c: c[:-1], lambda c: c + "x", lambda c: c.swapcase()])
def test_a_changed_cookie_is_none(phone: Phone, change: Callable[[str], str]) -> None:
    name, _, secret = phone.cookie.partition("=")
    phone.cookie = f"{name}={change(secret)}"
    assert phone.get("/").location == "/pair"
    phone.cookie = f"{name}=; {name}=' OR 1=1 --; {name}={'A' * 2000}"
    assert phone.get("/").location == "/pair"


def test_the_secret_is_for_this_page_alone_and_nowhere_else(page: Served) -> None:
    answer = Phone(page).post("/pair", {"pin": page.show_pin()})
    cookie = answer.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
    secret = cookie.split("=")[1].split(";")[0]
    assert len(secret) >= 43  # 256 bits
    phone = Phone(page, cookie=f"wall_tap_coach={secret}")
    assert secret not in phone.get("/groups").body
    assert phone.get("/groups?token=x").location == ""


@pytest.mark.parametrize(
    "uid", ["' OR 1=1 --", "g1;DROP TABLE athletes", "../g1", "g1\x00", "=2+5", "x" * 65, "\uff21"]
)
def test_an_id_that_is_none_finds_nothing(phone: Phone, uid: str) -> None:
    assert phone.post("/call", {"athlete_uid": uid}).status == 422
    for path in ("/groups/", "/results/athlete/", "/reports/screening/"):
        assert phone.get(path + quote(uid, safe="")).status in (404, 422)
    assert phone.served.station.kept.done == []


NASTY = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}{% raw %}",
    "'; DROP TABLE athletes; --",
    "=cmd|' /C calc'!A0",
)


def test_a_name_is_only_a_name(phone: Phone) -> None:
    for name in NASTY:
        assert phone.post("/groups/g2/athletes", {"name": name}).status == 303
        page = phone.get("/groups/g2").body
        assert name not in page.replace("{{ 7 * 7 }}{% raw %}", "") or "<" not in name
        assert "<script>alert" not in page and "<img" not in page and ">49<" not in page
    kept = [athlete.name for athlete in phone.served.house.kiosk.groups[1].athletes]
    assert kept[-len(NASTY) :] == list(NASTY)


@pytest.mark.parametrize("name", ["\u202egnp.exe", "a\nb", "\u200b", " ", "x" * 61])
def test_a_name_that_is_not_as_it_looks_is_refused_with_words(phone: Phone, name: str) -> None:
    assert phone.post("/groups/g2/athletes", {"name": name}).status == 303
    assert 'role="alert"' in phone.get("/groups/g2").body
    assert phone.served.station.kept.done == []


def test_a_client_that_dawdles_is_let_go(
    untouched: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(GuardedProtocol, "whole_request_s", 0.2)
    phone = Phone(untouched)
    began_s = time.monotonic()
    head = f"POST /pair HTTP/1.1\r\nHost: 127.0.0.1:{untouched.port}\r\n"
    body = (
        f"{head}Origin: {untouched.url}\r\nContent-Type: {FORM}\r\nContent-Length: 50\r\n\r\npin="
    )
    for begun in ("", "GET / HT", head, body):
        assert phone.raw(begun.encode()) == b""
    assert time.monotonic() - began_s < 3.0


def test_a_client_that_takes_nothing_is_let_go(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(GuardedProtocol, "take_s", 0.2)
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        connection.connect(("127.0.0.1", phone.served.port))
        ask = f"GET /static/coach.css HTTP/1.1\r\nHost: 127.0.0.1:{phone.served.port}\r\n\r\n"
        connection.settimeout(5)
        with pytest.raises(OSError):  # Reset by the page.
            while True:
                connection.sendall(ask.encode() * 50)


def test_one_address_cannot_take_all_connections(untouched: Served) -> None:
    held = [socket.create_connection(("127.0.0.1", untouched.port)) for _ in range(40)]
    try:
        for each in held[connections.MOST_PER_ADDRESS :]:
            each.settimeout(5)
            assert _hung_up(each)
    finally:
        for each in held:
            each.close()
    until(lambda: _answers(untouched))


def _hung_up(connection: socket.socket) -> bool:
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


def _answers(served: Served) -> bool:
    try:
        return Phone(served).get("/pair").status == 200
    except OSError:
        return False


def test_the_live_view_ends_with_its_session(page: Served) -> None:
    phone = paired(page)
    with socket.create_connection(("127.0.0.1", page.port), 10) as stream:
        head = f"GET /live HTTP/1.1\r\nHost: 127.0.0.1:{page.port}\r\nCookie: {phone.cookie}"
        stream.sendall(f"{head}\r\n\r\n".encode())
        back = b""
        while b"data: " not in back:
            back += stream.recv(65_536)
        until(lambda: page.station.watching == 1)
        # Looking on does not keep a phone signed in.
        page.now_s += IDLE_S
        while more := stream.recv(65_536):
            back += more
    assert back.count(b"event: signed-out") == 1
    until(lambda: page.station.watching == 0)


def test_too_many_who_look_on_are_told_to_wait(
    page: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station.coach.routes.home.MOST_WATCHERS", 0)
    answer = paired(page).get("/live")
    assert answer.status == 503
    assert "Too many at once" in answer.body


def test_of_many_at_once_each_is_done_or_refused_and_none_twice(phone: Phone) -> None:
    assert phone.post("/screening", FORMS["/screening"]).location == "/"
    desk = phone.served.station.desk
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(phone.post, "/skip", {"athlete_uid": "g1-a0"}) for _ in range(12)]
        assert all(each.result().status == 303 for each in asked)
    assert desk.screening is not None and desk.screening.called is not None
    # Twelve thumbs skipped one athlete.
    assert desk.screening.called.uid == "g1-a1"


def test_nothing_that_was_asked_and_no_name_is_logged(
    phone: Phone, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    phone.post("/groups/g2/athletes", {"name": "Rumpelstilzchen"})
    phone.get("/groups/g2?q=Rumpelstilzchen")
    phone.raw(b"Rumpelstilzchen\r\n\r\n")
    told = capfd.readouterr()
    assert "Rumpelstilzchen" not in told.out + told.err + caplog.text


def test_every_answer_says_what_a_browser_may_do_with_it(phone: Phone) -> None:
    for path in ("/", "/pair", "/groups", "/nowhere", "/static/coach.js"):
        headers = phone.get(path).headers
        assert headers["content-security-policy"] == gate.POLICY
        assert "unsafe" not in gate.POLICY and "default-src 'none'" in gate.POLICY
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"
        assert "server" not in headers
