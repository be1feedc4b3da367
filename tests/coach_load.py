"""``python -m tests.coach_load [SECONDS]``: what the coach's page costs the kiosk's loop.

Not a test of pytest's: it takes minutes, and wants a machine with nothing else to do. A screening
runs in the real kiosk at 30 frames a second on one core; on another one are the real page, phones
that follow it, and who attacks it: guesses numbers, sends huge and half requests, holds
connections.
The three take turns, so that a machine that grows warm or busy troubles all of them alike. As root
the kiosk goes before other programs, so that only what is measured here competes with it.
"""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
import pygame

from station.assembly import open_results
from station.bench.live import Replay
from station.bench.rooms import VISIT, endless, simulated_session
from station.calibration.applied import SetUp
from station.camera.frame import DepthFrame
from station.coach.house import COOKIE
from station.config import load_settings
from station.drills.commands import KeepGroup, StartScreening
from station.drills.roster import Entry
from station.feed import Feed
from station.kiosk import Kiosk
from station.opened import Opened
from station.screen.screen import Screen
from station.screen.words import Words
from station.signals.signals import Signals
from station.signals.tell import Tell

ROUNDS = 4
WATCHERS = 3
ATTACKERS = 4
FPS = 30.0
ALLOWED_PERCENT = 10.0
_BEFORE_OTHERS = -15
_SETTINGS = '[station]\nuse = "screening"\n[coach]\nenabled = true\nport = {port}\n'
_WHO = ("no page", "three phones look on", "and it is attacked")


class Timed(Replay):
    """Remembers when a frame was handed out."""

    read_s = read_cpu_s = 0.0

    def read(self, timeout_s: float = 1.0) -> DepthFrame | None:
        """The next frame, when it is due."""
        frame = super().read(timeout_s)
        self.read_s, self.read_cpu_s = time.perf_counter(), time.thread_time()
        return frame


class Loop:
    """The kiosk and its times."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        settings = load_settings(folder / "station.toml")
        session = simulated_session(VISIT, FPS)
        self._replay = Timed(endless(session), time.monotonic)
        tell = stack.enter_context(Tell(Signals(simulate=True)))
        results = stack.enter_context(open_results(folder / "results.db", str))
        feed = Feed(lambda: self._replay, time.monotonic, self._replay)
        self.opened = Opened.of(
            settings,
            feed,
            tell,
            results,
            SetUp(None, str),
            lambda _: (),
            results_file=folder / "results.db",
            coach_socket=folder / "coach.sock",
        )
        stack.callback(self.opened.close)
        self._screening()
        screen = Screen(pygame.Surface((1920, 1080), 0, 32), Words.load())
        self._kiosk = Kiosk(self.opened, screen, time.monotonic)

    def run(self, seconds: float) -> list[tuple[float, float]]:
        """Milliseconds of each turn, from the frame to the picture and what phones are told: by
        the clock, and of the processor alone."""
        spent_ms = []
        end_s = time.monotonic() + seconds
        while time.monotonic() < end_s:
            self._kiosk.turn()
            took_s = time.perf_counter() - self._replay.read_s
            worked_s = time.thread_time() - self._replay.read_cpu_s
            spent_ms.append((1000 * took_s, 1000 * worked_s))
        return spent_ms

    @property
    def phone(self) -> str:
        """The number on the pairing screen."""
        phone = self.opened.phone
        return "" if phone is None or phone.end.code is None else phone.end.code.pin

    def pairing(self, shown: bool) -> None:
        """Show the number, or no more."""
        if self.opened.phone is not None:
            self.opened.phone.show_pairing(shown)

    def _screening(self) -> None:
        """A group of twenty, of whom the same one is tested again and again."""
        desk = self.opened.desk
        entries = tuple(Entry(f"Athlete {number}", str(number)) for number in range(20))
        desk.take(KeepGroup(None, "Team", entries))
        desk.take(StartScreening(desk.groups[0].uid, "wall-tap", 10.0, 10, 0, 2))


@contextmanager
def beside(*words: str, folder: Path) -> Iterator[None]:
    """Another process, on the other core."""
    environment = os.environ | {"RUNTIME_DIRECTORY": str(folder), "STATE_DIRECTORY": str(folder)}
    process = subprocess.Popen(
        ["nice", "-n", str(-os.nice(0)), sys.executable, "-m", *words],
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    os.sched_setaffinity(process.pid, _other_cores())
    try:
        yield
    finally:
        process.kill()
        process.wait()


def _other_cores() -> set[int]:
    cores = os.sched_getaffinity(0)
    return set(range(os.cpu_count() or 1)) - cores or cores


def paired(loop: Loop, port: int) -> str:
    """Sign one phone in while the kiosk goes on; its cookie."""
    loop.pairing(True)
    while not loop.phone:
        loop.run(0.1)
    got: list[str] = []
    form = urlencode({"pin": loop.phone})
    signing_in = threading.Thread(target=lambda: got.append(_post(port, "/pair", form)[1]))
    signing_in.start()
    while signing_in.is_alive():
        loop.run(0.1)
    loop.pairing(False)
    found = re.search(f"{COOKIE}=[^;]+", got[0])
    if found is None:
        raise SystemExit("the phone could not be paired")
    return found[0]


def _post(port: int, path: str, form: str) -> tuple[int, str]:
    headers = {
        "Origin": f"http://127.0.0.1:{port}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("POST", path, form, headers)
        answer = connection.getresponse()
        return answer.status, answer.getheader("Set-Cookie") or ""


def watch(port: int, cookie: str) -> None:
    """Follow the live view for ever."""
    head = f"GET /live HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n\r\n".encode()
    streams = [socket.create_connection(("127.0.0.1", port)) for _ in range(WATCHERS)]
    for stream in streams:
        stream.sendall(head)
    while all(stream.recv(65_536) for stream in streams):
        pass


def attack(port: int) -> None:
    """Everything at once, for ever."""
    for each in (_guess, _flood, _dawdle, _ask_for_all)[:ATTACKERS]:
        threading.Thread(target=_again_and_again, args=(each, port), daemon=True).start()
    threading.Event().wait()


def _again_and_again(what: object, port: int) -> None:
    while callable(what):
        with suppress(OSError, http.client.HTTPException):
            what(port)


def _guess(port: int) -> None:
    _post(port, "/pair", urlencode({"pin": f"{time.monotonic_ns() % 1_000_000:06d}"}))


def _flood(port: int) -> None:
    _post(port, "/groups", "name=" + "x" * 255_000)


def _dawdle(port: int) -> None:
    held = [socket.create_connection(("127.0.0.1", port), 2) for _ in range(8)]
    for each in held:
        each.sendall(b"POST /pair HTTP/1.1\r\nContent-Length: 99")
    time.sleep(0.2)
    for each in held:
        each.close()


def _ask_for_all(port: int) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        for path in ("/", "/live", "/groups", "/../../etc/passwd", "/results", "/pair"):
            connection.request("GET", path)
            connection.getresponse().read()


def main() -> int:
    """The three in turn; tell the times."""
    if sys.argv[1:2] == ["--watch"]:
        watch(int(sys.argv[2]), sys.argv[3])
    if sys.argv[1:2] == ["--attack"]:
        attack(int(sys.argv[2]))
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with suppress(PermissionError):
        os.nice(_BEFORE_OTHERS)
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        with closing(socket.create_server(("127.0.0.1", 0))) as found:
            port = found.getsockname()[1]
        (folder / "station.toml").write_text(_SETTINGS.format(port=port))
        loop = Loop(stack, folder)
        times = _measure(loop, folder, port, seconds)
    return _tell(times)


def _measure(
    loop: Loop, folder: Path, port: int, seconds: float
) -> list[list[tuple[float, float]]]:
    """Of each of :data:`_WHO`, the milliseconds of all its turns."""
    times: list[list[tuple[float, float]]] = [[], [], []]
    coach = ("station.cli", "coach", "--config", str(folder / "station.toml"))
    loop.run(5)
    for _ in range(ROUNDS):
        times[0] += loop.run(seconds)
        with beside(*coach, folder=folder):
            cookie = paired(loop, port)
            with beside("tests.coach_load", "--watch", str(port), cookie, folder=folder):
                loop.run(3)
                times[1] += loop.run(seconds)
                with beside("tests.coach_load", "--attack", str(port), folder=folder):
                    loop.run(3)
                    times[2] += loop.run(seconds)
    return times


def _tell(times: list[list[tuple[float, float]]]) -> int:
    print(f"{'':22}{'median ms':>12}{'p99 ms':>10}{'processor ms':>15}{'turns':>8}")
    medians = [np.median(each, axis=0) for each in times]
    for who, each, (took_ms, worked_ms) in zip(_WHO, times, medians, strict=True):
        p99_ms = np.quantile(np.array(each)[:, 0], 0.99)
        print(f"{who:22}{took_ms:12.2f}{p99_ms:10.2f}{worked_ms:15.2f}{len(each):8}")
    more = [100 * (median[0] / medians[0][0] - 1) for median in medians[1:]]
    print(f"longer than without a page: {more[0]:+.1f} % and {more[1]:+.1f} %")
    return 0 if max(more) <= ALLOWED_PERCENT else 1


if __name__ == "__main__":
    sys.exit(main())
