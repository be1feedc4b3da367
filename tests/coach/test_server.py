"""``station coach`` as it is installed: a process of its own, which ends when it is asked to."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

from tests.coach.station_at_work import Station, team
from tests.waiting import until


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as found:
        return int(found.getsockname()[1])


@contextmanager
def coach(folder: Path, settings: str) -> Iterator[subprocess.Popen[str]]:
    file = folder / "station.toml"
    file.write_text(settings)
    process = subprocess.Popen(
        [sys.executable, "-m", "station.cli", "coach", "--config", str(file)],
        env=os.environ | {"STATE_DIRECTORY": str(folder), "RUNTIME_DIRECTORY": str(folder)},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def status_of(port: int, path: str) -> int | None:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


def test_it_serves_follows_the_station_and_ends_well(tmp_path: Path) -> None:
    port = free_port()
    station = Station(tmp_path / "coach.sock", (team(),), "screening", "en")
    station.pairing = True
    station.start()
    with coach(tmp_path, f"[coach]\nenabled = true\nport = {port}\n") as process:
        until(lambda: status_of(port, "/pair") == 200, 30)
        until(lambda: station.pin)
        assert station.url.endswith(f":{port}")
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=10)
    station.ended = True
    station.join(5)
    assert process.returncode == 0
    lines = told.splitlines()
    assert lines[0].startswith("station: the coach's page is at http://")
    assert lines[1:3] == ["station: connected to the station", "station: the station is gone"]


def test_it_is_off_unless_it_is_asked_for_and_tells_so_at_once(tmp_path: Path) -> None:
    with coach(tmp_path, "") as process:
        _, told = process.communicate(timeout=30)
    assert process.returncode == 0
    assert told == "station: coach.enabled = false in the settings: there is no coach's page\n"


def test_a_port_that_is_taken_is_one_clear_line(tmp_path: Path) -> None:
    with closing(socket.create_server(("0.0.0.0", 0))) as taken:
        port = taken.getsockname()[1]
        with coach(tmp_path, f"[coach]\nenabled = true\nport = {port}\n") as process:
            _, told = process.communicate(timeout=30)
    assert process.returncode == 2
    assert told == (
        f"station: the coach's page cannot be opened at port {port} (Address already in use); "
        "end what uses it, or choose another coach.port in the settings\n"
    )
