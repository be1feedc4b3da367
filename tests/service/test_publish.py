"""The publisher, against a real Mosquitto and real files."""

from __future__ import annotations

import json
import logging
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from station import cli
from station.config import MqttSettings
from station.service.broker import Broker, Pauses, Will
from station.service.health import SILENT_S, write_health
from station.service.publish import Line, Publisher, health_in
from tests.broker import Run
from tests.made_health import WELL
from tests.mosquitto import INSTALL, PROGRAM, Listener, Mosquitto
from tests.results.made_results import one_test, results
from tests.waiting import until

needs_mosquitto = pytest.mark.skipif(
    PROGRAM is None, reason=f"mosquitto is not installed: {INSTALL}"
)


class Clock:
    """Monotonic seconds."""

    now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@needs_mosquitto
def test_when_the_broker_is_killed_every_result_arrives_in_order() -> None:
    """A few of the thousand of ``python -m tests.broker``."""
    with tempfile.TemporaryDirectory() as name:
        run = Run(Path(name), results=30, seed=3, gap_s=0.01)
        until(lambda: run.arrived > 3)
        run.kill_broker(down_s=0.0)
        tally = run.finish(20)
    assert (tally.missing, tally.in_order) == (0, True)


class Station:
    """A publisher of a clock's own beside the files of a kiosk, and who listens."""

    def __init__(self, folder: Path, clock: Clock, mosquitto: Mosquitto) -> None:
        self.results, self.health = folder / "results.db", folder / "health.json"
        self._clock = clock
        self.listener = Listener(mosquitto.port, "gym/one")
        assert self.listener.subscribed.wait(10)
        self._broker = Broker(
            MqttSettings(enabled=True, host="127.0.0.1", port=mosquitto.port),
            "gym-one",
            Will("gym/one/health", '{"state": "offline"}'),
            pauses=Pauses(0.01, 0.02),
        )
        self.publisher = Publisher(
            "gym/one",
            self._broker,
            folder / "outbox.db",
            self.results,
            self.health,
            clock,
        )

    def says(self, state: str) -> None:
        """As the kiosk does every two seconds."""
        write_health(replace(WELL, state=state, written_s=self._clock.now_s), self.health)

    def turns_until(self, true: Callable[[], object]) -> None:
        for _ in range(20):
            self.publisher.turn()
            if true():
                return
        raise AssertionError("it never came")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def station(tmp_path: Path, clock: Clock) -> Iterator[Station]:
    mosquitto = Mosquitto(tmp_path)
    mosquitto.start()
    made = Station(tmp_path, clock, mosquitto)
    with closing(made.publisher), closing(made.listener):
        yield made
    mosquitto.end(signal.SIGTERM)


@needs_mosquitto
def test_health_is_told_when_its_state_changes_and_every_minute(
    station: Station, clock: Clock
) -> None:
    station.says("invitation")
    heard = station.listener.health
    station.turns_until(lambda: heard == ["invitation"])
    station.publisher.turn()
    assert heard == ["invitation"]
    station.says("test")
    station.turns_until(lambda: heard == ["invitation", "test"])
    clock.now_s += 60
    station.says("test")
    station.turns_until(lambda: heard[2:] == ["test"])
    clock.now_s += SILENT_S + 1
    station.turns_until(lambda: heard[3:] == ["not running"])
    station.says("invitation")
    station.turns_until(lambda: heard[4:] == ["invitation"])
    station.health.unlink()
    station.turns_until(lambda: heard[5:] == ["not running"])


@pytest.mark.parametrize("content", [None, b"", b"[1]", b'{"state": "test", "height_m": 1.8}'])
def test_what_is_no_health_of_a_running_station_is_not_told(
    tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "health.json"
    if content is not None:
        file.write_bytes(content)
    assert health_in(file, 0.0) == ("not running", '{"state": "not running"}')


def test_what_a_killed_station_left_is_not_told_to_a_publisher_that_starts_later(
    tmp_path: Path,
) -> None:
    file = tmp_path / "health.json"
    write_health(WELL, file)
    assert health_in(file, WELL.written_s + SILENT_S + 1)[0] == "not running"
    state, told = health_in(file, WELL.written_s + 1)
    assert (state, json.loads(told).keys()) == ("invitation", asdict(WELL).keys())


@needs_mosquitto
def test_trouble_with_the_disk_is_told_once_and_goes_by_itself(
    station: Station, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    station.results.write_bytes(b"not a database" * 100)
    for _ in range(3):
        station.publisher.turn()
        clock.now_s += 6
    told = [line for line in caplog.messages if "results" in line]
    assert len(told) == 1
    assert told[0].startswith(
        f"results are not published: {station.results} is damaged or not a database"
    )
    station.results.unlink()
    with results(station.results) as kept:
        one_test(kept, 0.1)
    clock.now_s += 6
    station.turns_until(lambda: len(station.listener.heard) == 4)


def test_a_line_is_said_when_it_changes_and_never_too_often(clock: Clock) -> None:
    said: list[str] = []
    line = Line(clock, said.append)
    for now_s, state in [(0, "broke"), (1, "broke"), (2, "there"), (3, "broke"), (11, "there")]:
        clock.now_s = 100.0 + now_s
        line.tell(state)
    line.tell(None)
    assert said == ["broke", "there"]


def published(monkeypatch: pytest.MonkeyPatch, file: Path, text: str) -> int:
    file.write_text(text)
    monkeypatch.setattr(sys, "argv", ["station", "publish", "--config", str(file)])
    return cli.main()


def test_by_default_nothing_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path / "state"))
    assert published(monkeypatch, tmp_path / "station.toml", "") == 0
    assert capsys.readouterr().err == (
        "station: mqtt.enabled = false in the settings: nothing is published\n"
    )
    assert not (tmp_path / "state").exists()
