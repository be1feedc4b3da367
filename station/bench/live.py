"""``station bench --live`` and ``--visits``: the whole kiosk under the clock.

Live: frames come at their pace, as from a camera, and for each is measured how long after its
capture the light has answered and the picture has been flipped. Visits: many visitors at full
speed, to see that nothing is lost, grows or slows down.
"""

from __future__ import annotations

import itertools
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from station.assembly import open_results, open_tell
from station.bench.rooms import VISIT, endless, resident_mb, simulated_session
from station.calibration.applied import SetUp
from station.camera.frame import DepthFrame
from station.config import Settings
from station.display import display_available
from station.feed import Feed
from station.kiosk import Kiosk
from station.opened import Opened
from station.screen.screen import Screen
from station.screen.state import StateName
from station.screen.theme import theme_named
from station.screen.window import Window
from station.screen.words import Words

_LIVE_FPS = 60.0
_ARRIVAL_FRAMES = 400
"""More than pass before the test begins."""
_VISITS_FPS = 15.0
_MARKS = 8


class Replay:
    """A depth source of frames made before.

    With ``clock`` each comes when it is due and its capture time is that moment; of several that
    are due the newest is taken, as from a camera, and :attr:`missed` counts the others. Without,
    they come as fast as they are asked for.
    """

    description = "simulated athlete, replayed"
    serial = ""

    def __init__(
        self, frames: Iterator[DepthFrame], clock: Callable[[], float] | None = None
    ) -> None:
        self._frames, self._clock = frames, clock
        self._ahead: DepthFrame | None = None
        self._offset_s = 0.0
        self.missed = 0
        self.is_live = clock is not None

    def read(self, timeout_s: float = 1.0) -> DepthFrame | None:
        """The next frame, when it is due."""
        if self._clock is None:
            return next(self._frames, None)
        frame = self._ahead
        if frame is None:
            frame = next(self._frames)
            self._offset_s = self._clock() - frame.capture_time_s
        while (ahead := next(self._frames)).capture_time_s + self._offset_s < self._clock():
            frame, self.missed = ahead, self.missed + 1
        self._ahead = ahead
        due_s = frame.capture_time_s + self._offset_s
        time.sleep(max(0.0, due_s - self._clock()))
        return replace(frame, capture_time_s=due_s)

    def close(self) -> None:
        """No more frames."""
        self._frames = iter(())


def run_live(settings: Settings, frames: int) -> int:
    """Print the latencies of ``frames`` frames of tests in the running kiosk."""
    console = Console()
    console.print("simulating one visit, 848x480 ...", highlight=False)
    session = simulated_session(VISIT, _LIVE_FPS, at_most=_ARRIVAL_FRAMES + frames)
    replay = Replay(endless(session), time.monotonic)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        window = stack.enter_context(Window(windowed=True, headless=not display_available()))
        kiosk = _kiosk(stack, settings, window, replay, Path(folder) / "results.db")
        light_ms: list[float] = []
        flip_ms: list[float] = []
        flipped_s: list[float] = []
        missed_before = 0
        while len(flip_ms) < frames:
            turn = kiosk.turn()
            window.flip()
            window.wants_to_quit()
            # While the scene is learned, or nobody is there, nobody waits for a light.
            if kiosk.flow.name is not StateName.TEST or turn.capture_time_s is None:
                continue
            if not flipped_s:
                missed_before = replay.missed
            light_ms.append((turn.judged_s - turn.capture_time_s) * 1000)
            flipped_s.append(time.monotonic())
            flip_ms.append((flipped_s[-1] - turn.capture_time_s) * 1000)
        table = Table(title=f"{len(light_ms)} frames, {window.driver} {window.size_px}")
    for heading in ("from capture to", "median ms", "p99 ms"):
        table.add_column(heading, justify="left" if heading.startswith("from") else "right")
    for name, values in (("light and buzzer", light_ms), ("picture flipped", flip_ms)):
        table.add_row(name, f"{np.median(values):.1f}", f"{np.quantile(values, 0.99):.1f}")
    console.print(table)
    fps = 1 / float(np.median(np.diff(flipped_s)))
    console.print(
        f"software alone; one frame at {_LIVE_FPS:g} fps is {1000 / _LIVE_FPS:.1f} ms;"
        f" {fps:.1f} pictures per second, {replay.missed - missed_before} frames overtaken",
        highlight=False,
    )
    return 0


def run_visits(settings: Settings, visits: int) -> int:
    """Run visitors one after the other at full speed; print what was kept, memory and pace."""
    console = Console()
    session = simulated_session(VISIT, _VISITS_FPS)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        window = stack.enter_context(Window(headless=True))
        many = itertools.islice(endless(session), visits * len(session))
        database = Path(folder) / "results.db"
        kiosk = _kiosk(stack, settings, window, Replay(many), database)
        marks: list[tuple[float, float]] = []
        turn_ms: list[float] = []
        for count in range(1, visits * len(session) + 1):
            started_s = time.perf_counter()
            kiosk.turn()
            window.flip()
            turn_ms.append((time.perf_counter() - started_s) * 1000)
            if count % (visits * len(session) // _MARKS) == 0:
                marks.append((float(np.median(turn_ms)), resident_mb()))
                turn_ms.clear()
        kiosk.results.flush(10.0)
        kept = _kept(database)
    hours = visits * len(session) / _VISITS_FPS / 3600
    console.print(
        f"{visits} visitors in {hours:.1f} h of station time: {kept.finished} tests kept to their"
        f" end, with {kept.fewest} to {kept.most} repetitions each",
        highlight=False,
    )
    console.print("ms per turn: " + " ".join(f"{ms:.2f}" for ms, _ in marks), highlight=False)
    console.print("memory, MB: " + " ".join(f"{mb:.0f}" for _, mb in marks), highlight=False)
    return 0 if kept.finished == visits and kept.fewest == kept.most > 0 else 1


@dataclass(frozen=True)
class _Kept:
    """What a database holds: finished tests, and the fewest and the most repetitions of one."""

    finished: int
    fewest: int
    most: int


def _kept(database: Path) -> _Kept:
    """Read with SQLite alone, so that nothing counts which only the station believes in."""
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute(
            "SELECT count(repetitions.id) FROM tests LEFT JOIN repetitions"
            " ON test_id = tests.id WHERE finished_utc IS NOT NULL GROUP BY tests.id"
        ).fetchall()
    counts = [count for (count,) in rows]
    return _Kept(len(counts), min(counts, default=0), max(counts, default=0))


def _kiosk(
    stack: ExitStack, settings: Settings, window: Window, replay: Replay, database: Path
) -> Kiosk:
    words = Words.load(settings.screen.language)
    tell = stack.enter_context(open_tell(settings, simulate_gpio=True, sound=False))
    results = stack.enter_context(open_results(database, str))
    screen = Screen(window.surface, words, theme_named(settings.screen.theme))
    feed = Feed(lambda: replay, time.monotonic, replay)
    set_up = SetUp(None, str)
    opened = Opened.of(settings, feed, tell, results, set_up, lambda _: (), results_file=database)
    return Kiosk(opened, screen, time.monotonic)
