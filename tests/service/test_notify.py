"""What systemd hears, on a real socket."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from station.service.notify import Service


@dataclass
class Systemd:
    """The other end of the socket."""

    name: str
    socket: socket.socket

    def heard(self) -> list[str]:
        """Every message since the last call."""
        messages = []
        while True:
            try:
                messages.append(self.socket.recv(4096).decode())
            except BlockingIOError:
                return messages

    def environment(self, timeout_s: float = 0.0, pid: int | None = None) -> dict[str, str]:
        """What it gives to what it starts."""
        given = {"NOTIFY_SOCKET": self.name}
        if timeout_s:
            given["WATCHDOG_USEC"] = str(round(timeout_s * 1e6))
            given["WATCHDOG_PID"] = str(pid or os.getpid())
        return given


@pytest.fixture(params=["file", "abstract"])
def systemd(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Systemd]:
    """A socket with a name in the file system, and one without."""
    name = str(tmp_path / "notify")
    if request.param == "abstract":
        name = f"@wall-tap-{os.getpid()}-{tmp_path.name}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(name.replace("@", "\0", 1))
        listening.setblocking(False)
        yield Systemd(name, listening)


class Clock:
    now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def test_it_hears_when_the_station_is_ready_how_it_is_and_that_it_ends(systemd: Systemd) -> None:
    service = Service(systemd.environment())
    for _ in range(3):
        service.ready()
        service.status("invitation\nof two lines")
    service.status("camera trouble")
    service.beat()
    service.stopping()
    assert systemd.heard() == [
        "READY=1",
        "STATUS=invitation of two lines",
        "STATUS=camera trouble",
        "STOPPING=1",
    ]
    assert not service.watched


def test_the_watchdog_hears_a_beat_four_times_per_timeout_and_not_more(systemd: Systemd) -> None:
    clock = Clock()
    service = Service(systemd.environment(timeout_s=8.0), clock)
    assert service.watched
    for _ in range(33):
        service.beat()
        clock.now_s += 0.25
    assert systemd.heard() == ["WATCHDOG=1"] * 5


def test_a_watchdog_of_another_process_hears_nothing(systemd: Systemd) -> None:
    service = Service(systemd.environment(timeout_s=8.0, pid=os.getpid() + 1))
    service.beat()
    assert not service.watched
    assert systemd.heard() == []


@pytest.mark.parametrize("usec", ["", "soon", "-1", "0"])
def test_a_watchdog_without_a_time_is_none(usec: str, tmp_path: Path) -> None:
    environment = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": usec}
    assert not Service(environment).watched


@pytest.mark.parametrize("environment", [{}, {"NOTIFY_SOCKET": ""}, {"NOTIFY_SOCKET": "vsock:2:9"}])
def test_without_systemd_nothing_happens(environment: dict[str, str]) -> None:
    service = Service({**environment, "WATCHDOG_USEC": "1000000"})
    service.ready()
    service.beat()
    service.status("fine")
    service.stopping()
    assert not service.watched


def test_what_systemd_could_not_hear_is_told_again(tmp_path: Path) -> None:
    name = tmp_path / "notify"
    service = Service({"NOTIFY_SOCKET": str(name), "WATCHDOG_USEC": "8000000"}, Clock())
    service.ready()
    service.beat()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(name))
        listening.setblocking(False)
        service.ready()
        service.beat()
        assert Systemd(str(name), listening).heard() == ["READY=1", "WATCHDOG=1"]


def test_a_systemd_that_does_not_listen_holds_nothing_up(systemd: Systemd) -> None:
    """Its queue is full: the loop goes on, and nothing is raised."""
    service = Service(systemd.environment())
    for number in range(2000):
        service.status(f"line {number}")
    assert len(systemd.heard()) < 2000
