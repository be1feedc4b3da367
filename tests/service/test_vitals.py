"""What the kiosk leaves for others while it runs, turn by turn."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from station.calibration.applied import SetUp
from station.camera.simulated import SimulatedSource
from station.config import Settings
from station.feed import Feed
from station.screen.state import StateName
from station.service.health import Health, read_health
from station.service.vitals import Counts, Vitals
from station.signals.signals import Signals
from station.signals.tell import Tell
from station.turn import Turn

STARTED = datetime(2026, 11, 20, 8, 0, 0, tzinfo=UTC)


@dataclass
class Disk:
    """What the results say."""

    kept: int = 0
    trouble: str | None = None
    disk_full: bool = False
    notice: str | None = None


@dataclass
class Bench:
    """Vitals on a clock of the test's own."""

    file: Path
    signals: Signals
    disk: Disk = field(default_factory=Disk)
    counts: Counts = field(default_factory=Counts)
    now_s: float = 1000.0
    jump: timedelta = timedelta()
    vitals: Vitals = field(init=False)
    feed: Feed = field(init=False)

    def __post_init__(self) -> None:
        story = SimulatedSource.walk_up
        self.feed = Feed(story, lambda: self.now_s, story())
        self.vitals = Vitals(
            Settings(),
            self.feed,
            Tell(self.signals),
            self.disk,  # type: ignore[arg-type]
            self.counts,
            SetUp(None, str),
            file=self.file,
            clock=lambda: self.now_s,
            now=lambda: STARTED + timedelta(seconds=self.now_s - 1000) + self.jump,
        )

    def turns(
        self,
        count: int,
        state: StateName = StateName.INVITATION,
        *,
        frame: bool = True,
        trouble: str | None = None,
    ) -> Health:
        """So many turns of a tenth of a second; what is in the file after them."""
        for _ in range(count):
            self.now_s += 0.1
            capture_s = self.now_s if frame else None
            # Without a frame the picture says so, which is honest and still no frame.
            self.vitals.after(Turn(capture_s, self.now_s, state, trouble, honest=True))
        return self.health

    @property
    def health(self) -> Health:
        health = read_health(self.file)
        assert health is not None
        return health


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path))
    with Signals(simulate=True) as signals:
        yield Bench(tmp_path / "run" / "health.json", signals)


def test_it_is_written_at_once_and_then_every_two_seconds(bench: Bench) -> None:
    assert bench.turns(1).uptime_s == pytest.approx(0.1)
    assert bench.turns(19).uptime_s == pytest.approx(0.1)
    later = bench.turns(2)
    assert later.uptime_s == pytest.approx(2.1)
    assert later.frames_per_second == pytest.approx(10.0)
    assert later.camera.startswith("simulated athlete")
    assert later.troubles == ()


def test_a_silent_camera_ages_and_trouble_is_passed_on(bench: Bench) -> None:
    bench.turns(1)
    silent = bench.turns(21, frame=False)
    assert silent.frame_age_s == pytest.approx(2.0)
    assert silent.frames_per_second == 0.0
    assert silent.troubles == ("the camera sends no fresh picture",)
    told = bench.turns(21, frame=False, trouble="the camera was unplugged; plug it in again")
    assert told.troubles == ("the camera was unplugged; plug it in again",)
    assert bench.turns(21).troubles == ()


def test_the_end_of_a_recording_on_the_screen_is_no_silence(bench: Bench) -> None:
    bench.turns(1)
    bench.feed.ended = True
    assert bench.turns(30, frame=False).troubles == ()


def test_who_steps_on_the_mat_is_a_visit(bench: Bench) -> None:
    for state in ("invitation", "place", "still", "place", "still", "test", "result", "thanks"):
        bench.turns(2, StateName(state))
    bench.turns(2, StateName.PLACE)
    assert bench.turns(25, StateName.STILL).visits == 2


def test_a_clock_that_is_set_corrects_when_the_station_was_started(bench: Bench) -> None:
    bench.turns(1)
    bench.jump = timedelta(days=300)
    health = bench.turns(21)
    assert health.started_utc - STARTED - bench.jump < timedelta(seconds=1)
    assert health.uptime_s == pytest.approx(2.1, abs=0.2)


def test_the_lamp_is_told(bench: Bench) -> None:
    bench.signals.touch()
    assert bench.turns(1).lamp == "pass"
    assert bench.health.pins_simulated


def test_the_end_is_the_last_word(bench: Bench) -> None:
    bench.turns(5)
    bench.vitals.close()
    assert bench.health.state == "stopped"
    assert bench.health.uptime_s == pytest.approx(0.5)


def test_a_folder_that_cannot_be_written_disturbs_nothing_and_is_said_once(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    bench.file.parent.write_text("in the way")
    for _ in range(100):
        bench.now_s += 0.1
        bench.vitals.after(Turn(bench.now_s, bench.now_s, StateName.TEST, None, True))
    assert caplog.text.count("cannot be written") == 1
    bench.file.parent.unlink()
    assert bench.turns(30, StateName.TEST).state == "test"


def test_results_that_are_not_kept_are_said_once_and_when_they_are_again(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    bench.turns(1)
    for waiting in range(3):
        bench.disk.trouble = f"no room left on the disk; {waiting} wait"
        bench.disk.disk_full = True
        full = bench.turns(21)
    assert full.disk_full
    assert full.troubles == ("no room left on the disk; 2 wait",)
    bench.disk.trouble, bench.disk.disk_full = None, False
    assert bench.turns(21).troubles == ()
    said = [record.getMessage() for record in caplog.records]
    assert said == ["no room left on the disk; 0 wait", "results are kept again"]
