"""The kiosk's end never waits, and never loses what a coach asked for."""

from __future__ import annotations

import logging
import socket
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from station.coach import link
from station.coach.link import UNWATCHED_S, WATCHED_S, KioskEnd
from station.coach.messages import (
    Ask,
    Pairing,
    PairingCode,
    Reply,
    Rosters,
    Snapshot,
    Watching,
    decode,
    encode,
)
from station.drills.commands import NextAthlete, SkipAthlete
from station.drills.roster import Athlete, Group
from tests.coach.test_messages import SNAPSHOT


class Clock:
    now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def end(tmp_path: Path, clock: Clock) -> Iterator[KioskEnd]:
    kiosk = KioskEnd(tmp_path / "run" / "coach.sock", clock)
    yield kiosk
    kiosk.close()


@pytest.fixture
def page(end: KioskEnd, tmp_path: Path) -> Iterator[socket.socket]:
    with connect(end, tmp_path) as connection:
        yield connection


def connect(end: KioskEnd, tmp_path: Path) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(5)
    connection.connect(str(tmp_path / "run" / "coach.sock"))
    assert end.poll() == ()
    return connection


def heard(page: socket.socket, count: int) -> list[object]:
    """So many messages, as a page reads them."""
    lines = b""
    while lines.count(b"\n") < count:
        lines += page.recv(1_000_000)
    return [decode(line) for line in lines.splitlines()]


def test_a_page_is_told_first_whether_the_pairing_is_shown_and_who_is_there(
    end: KioskEnd, tmp_path: Path
) -> None:
    rosters = Rosters((Group("g", "U15"),))
    end.pairing(open=True)
    end.tell_rosters(rosters)
    with connect(end, tmp_path) as page:
        assert heard(page, 2) == [Pairing(True), rosters]


def test_asks_come_in_their_order_and_a_few_at_a_time(end: KioskEnd, page: socket.socket) -> None:
    asks = [Ask(number, SkipAthlete(str(number))) for number in range(10)]
    page.sendall(b"".join(map(encode, asks)))
    taken: list[Ask] = []
    for _ in range(4):
        turn = end.poll()
        assert len(turn) <= 4
        taken += turn
    assert taken == asks


def test_half_a_line_waits_for_its_other_half(end: KioskEnd, page: socket.socket) -> None:
    line = encode(Ask(1, NextAthlete()))
    page.sendall(line[:9])
    assert end.poll() == ()
    page.sendall(line[9:])
    assert end.poll() == (Ask(1, NextAthlete()),)


def test_a_page_that_does_not_read_costs_pictures_and_no_time_and_no_reply(
    end: KioskEnd, page: socket.socket
) -> None:
    heard(page, 1)
    big = replace(SNAPSHOT, message="x" * 50_000)
    for number in range(200):
        end.show(replace(big, state=str(number)))
    end.reply(Reply(7))
    told: list[object] = []
    while not (told and isinstance(told[-1], Snapshot) and told[-1].state == "199"):
        end.poll()
        told += heard(page, 1)
    # What the socket's own memory held of it, and the newest.
    assert sum(isinstance(each, Snapshot) for each in told) < 20
    assert told.count(Reply(7)) == 1


def test_a_page_that_reads_no_reply_is_let_go(
    end: KioskEnd, page: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link, "_MOST_UNREAD", 10_000)
    for number in range(20_000):
        end.reply(Reply(number, "no " * 10))
    assert not end.connected


@pytest.mark.parametrize(
    "sent", [b"nonsense\n", b"x" * 900_000, encode(Reply(1, "M\u00fcller"))[:-3] + b"\n"]
)
def test_a_page_that_talks_nonsense_is_let_go_and_may_come_again(
    end: KioskEnd,
    page: socket.socket,
    tmp_path: Path,
    sent: bytes,
    caplog: pytest.LogCaptureFixture,
) -> None:
    page.setblocking(False)
    rest = sent
    with caplog.at_level(logging.WARNING):
        while end.connected:
            if rest:
                rest = rest[page.send(rest[:60_000]) :]
            end.poll()
    assert "Müller" not in caplog.text
    with connect(end, tmp_path) as again:
        again.sendall(encode(Ask(1, NextAthlete())))
        assert end.poll() == (Ask(1, NextAthlete()),)


def test_a_page_that_is_gone_is_noticed(end: KioskEnd, page: socket.socket) -> None:
    page.sendall(encode(Watching(1)))
    end.poll()
    page.close()
    end.poll()
    assert (end.connected, end.watching, end.wants_snapshot) == (False, 0, False)
    end.show(SNAPSHOT)
    end.reply(Reply(1))


def test_the_newest_page_counts(end: KioskEnd, page: socket.socket, tmp_path: Path) -> None:
    heard(page, 1)
    with connect(end, tmp_path) as newer:
        assert page.recv(1) == b""
        assert heard(newer, 1) == [Pairing(False)]


def test_pictures_are_wanted_more_often_while_somebody_looks_on(
    end: KioskEnd, page: socket.socket, clock: Clock
) -> None:
    assert end.wants_snapshot
    end.show(SNAPSHOT)
    clock.now_s += WATCHED_S
    assert not end.wants_snapshot
    clock.now_s += UNWATCHED_S
    assert end.wants_snapshot
    end.show(SNAPSHOT)
    page.sendall(encode(Watching(1)))
    end.poll()
    assert end.wants_snapshot
    end.show(SNAPSHOT)
    clock.now_s += WATCHED_S
    assert end.wants_snapshot


def test_a_reply_is_followed_by_a_picture(end: KioskEnd, page: socket.socket) -> None:
    end.show(SNAPSHOT)
    assert not end.wants_snapshot
    end.reply(Reply(1))
    assert end.wants_snapshot


def test_the_same_rosters_are_told_once(end: KioskEnd, page: socket.socket) -> None:
    heard(page, 1)
    for _ in range(3):
        end.tell_rosters(Rosters((Group("g", "U15", (Athlete("a", "A"),)),)))
    end.reply(Reply(1))
    assert [type(each) for each in heard(page, 2)] == [Rosters, Reply]


def test_a_number_is_shown_only_with_the_pairing(end: KioskEnd, page: socket.socket) -> None:
    code = PairingCode("http://10.0.0.7:8080", "123456")
    page.sendall(encode(code))
    end.poll()
    assert end.code is None
    end.pairing(open=True)
    page.sendall(encode(code))
    end.poll()
    assert end.code == code
    end.pairing(open=False)
    assert end.code is None
    end.pairing(open=True)
    page.sendall(encode(code))
    end.poll()
    page.close()
    end.poll()
    assert end.code is None


def test_the_socket_is_for_this_user_alone_and_goes_with_the_station(
    tmp_path: Path, clock: Clock
) -> None:
    file = tmp_path / "coach.sock"
    file.write_text("left by a killed station")
    end = KioskEnd(file, clock)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    end.close()
    assert not file.exists()


def test_without_a_socket_the_station_goes_on(
    tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    with caplog.at_level(logging.WARNING):
        end = KioskEnd(tmp_path / "file" / "coach.sock", clock)
    assert "no coach's page" in caplog.text
    assert end.poll() == ()
    end.close()
