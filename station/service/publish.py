"""``station publish``: tells an MQTT broker of the station's health and results.

A process of its own, because the kiosk has no network on purpose. It reads the results and the
health file and writes only its outbox.

``TOPIC/NAME/health`` is retained: what the running station says of itself, at each change of its
``state`` and every minute; ``{"state": "not running"}`` when it writes no more, and ``{"state":
"offline"}``, told by the broker, when nobody here does. ``TOPIC/NAME/results`` takes what
:mod:`station.results.published` describes: one message after the other, the next one when the
broker has acknowledged the one before. Everything is sent with QoS 1.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from pathlib import Path

from pydantic_core import to_json

from station import places
from station.config import Settings
from station.errors import HealthError, ResultsDamagedError, ResultsError
from station.results.outbox import Outbox
from station.results.readonly import looks_of
from station.service.broker import Broker, Delivery, Will
from station.service.health import is_silent, read_health
from station.stopping import stop_by_signal

_log = logging.getLogger(__name__)

_TURN_S = 0.5
_GATHER_S = 1.0
_LOOK_ANYWAY_S = 60.0
"""Results that seem unchanged are read so often all the same."""
_RETRY_S = 5.0
"""The pause after trouble with the disk, and after a message that the broker refused."""
_HEALTH_S = 60.0
_QUIET_S = 10.0
"""A line and the next one of its kind are at least so far apart, whatever comes and goes."""

_OFFLINE = json.dumps({"state": "offline"})
_NOT_RUNNING = "not running"


def run_publish(settings: Settings) -> int:
    """Publish until asked to end; return the exit code."""
    if not settings.mqtt.enabled:
        _log.info("mqtt.enabled = false in the settings: nothing is published")
        return 0
    topic = f"{settings.mqtt.topic}/{settings.station.name}"
    broker = Broker(
        settings.mqtt,
        client_id=topic.replace("/", "-"),
        will=Will(f"{topic}/health", _OFFLINE),
    )
    publisher = Publisher(
        topic,
        broker,
        places.outbox_file(),
        settings.results.path(),
        places.health_file(),
        time.monotonic,
    )
    with stop_by_signal() as stop_asked:
        while not stop_asked():
            publisher.turn()
        publisher.close()
    return 0


class Line:
    """Says a state in one line when it changes, and never too often."""

    def __init__(self, clock: Callable[[], float], say: Callable[[str], None]) -> None:
        self._clock, self._say = clock, say
        self._said: str | None = None
        self._next_s = clock()

    def tell(self, line: str | None) -> None:
        """What is so now; to be called again and again. None: nothing to say."""
        if line == self._said or self._clock() < self._next_s:
            return
        self._said = line
        if line is not None:
            self._say(line)
            self._next_s = self._clock() + _QUIET_S


class Publisher:
    """One turn after the other: gather what is new, send the oldest, tell health.

    ``clock`` gives seconds since the computer started, as the health file has them.
    """

    def __init__(
        self,
        topic: str,
        broker: Broker,
        outbox_file: Path,
        results_file: Path,
        health_file: Path,
        clock: Callable[[], float],
    ) -> None:
        self._topic, self._broker, self._clock = topic, broker, clock
        self._outbox_file, self._results_file = outbox_file, results_file
        self._health_file = health_file
        self._outbox: Outbox | None = None
        self._disk_trouble: str | None = None
        self._connection = 0
        # The place in the outbox of the message that is on its way.
        self._sent: int | None = None
        self._gather_s = self._send_s = self._health_s = clock()
        self._state: str | None = None
        # How the results looked when there was nothing more to take from them, and until when
        # that is to be believed.
        self._gathered: tuple[object, ...] = ()
        self._look_s = clock()
        self._broker_line, self._disk_line = Line(clock, _log.info), Line(clock, _log.info)

    def turn(self) -> None:
        """Wait a moment for the broker, then do what there is to do."""
        self._broker.turn(_TURN_S)
        if self._broker.connections != self._connection:
            self._connection = self._broker.connections
            self._health_s = self._clock()
        try:
            self._results()
        except ResultsError as error:
            self._let_go()
            self._failed(error)
        if self._broker.connected:
            self._tell_health()
        self._broker_line.tell(self._broker.trouble or self._broker.refused or self._connected())
        self._disk_line.tell(self._disk_trouble)

    def close(self) -> None:
        """Say goodbye."""
        self._broker.close()
        self._let_go()

    def _results(self) -> None:
        due = self._clock() >= self._gather_s
        if self._outbox is None:
            if not due:
                return
            self._outbox = self._open()
        self._settle(self._outbox)
        if due:
            self._gather_s = self._clock() + _GATHER_S
            self._gather(self._outbox)

    def _gather(self, outbox: Outbox) -> None:
        """What is new; with results that cannot be read, what waits is still sent."""
        now_s, looks = self._clock(), looks_of(self._results_file)
        if looks == self._gathered and now_s < self._look_s:
            return
        try:
            if not outbox.gather(self._results_file):
                self._gathered, self._look_s = looks, now_s + _LOOK_ANYWAY_S
        except ResultsDamagedError as error:
            self._failed(error)
            # Opening it anew finds out whether it is the outbox that is damaged.
            self._let_go()
            self._outbox = self._open()
        except ResultsError as error:
            self._failed(error)
        else:
            self._disk_trouble = None

    def _failed(self, error: ResultsError) -> None:
        self._disk_trouble = f"results are not published: {error}"
        self._gather_s = self._look_s = self._clock() + _RETRY_S

    def _settle(self, outbox: Outbox) -> None:
        """See what became of the message on its way, and send the next one."""
        delivery = self._broker.delivery
        if self._sent is not None and delivery is Delivery.TAKEN:
            outbox.done(self._sent)
        if self._sent is not None and delivery is Delivery.REFUSED:
            # It stays the oldest: order is kept, and nothing is lost by a rule of the broker.
            self._send_s = self._clock() + _RETRY_S
        if delivery is not Delivery.UNDER_WAY:
            # Also when the connection broke before it was known: it is sent again.
            self._sent = None
            self._send(outbox)

    def _send(self, outbox: Outbox) -> None:
        """The oldest."""
        if not self._broker.connected or self._clock() < self._send_s:
            return
        waiting = outbox.oldest()
        if waiting is not None:
            self._broker.deliver(f"{self._topic}/results", waiting.payload)
            self._sent = waiting.seq

    def _tell_health(self) -> None:
        now_s = self._clock()
        state, told = health_in(self._health_file, now_s)
        if state != self._state or now_s >= self._health_s:
            self._broker.keep_there(f"{self._topic}/health", told)
            self._state, self._health_s = state, now_s + _HEALTH_S

    def _connected(self) -> str | None:
        return f"connected to {self._broker.address}" if self._broker.connected else None

    def _open(self) -> Outbox:
        outbox = Outbox.open(self._outbox_file)
        if outbox.set_aside is not None:
            # Its places mean nothing in the new one.
            self._sent = None
            _log.info(
                f"{outbox.path} was damaged and is now {outbox.set_aside.name}; "
                "all results are published again"
            )
        return outbox

    def _let_go(self) -> None:
        if self._outbox is not None:
            self._outbox.close()
            self._outbox = None


def health_in(file: Path, now_s: float) -> tuple[str, str]:
    """The state of the station, and all it says of itself; nothing else that may be in ``file``."""
    try:
        health = read_health(file)
    except HealthError:
        health = None
    if health is None or is_silent(health, now_s):
        return _NOT_RUNNING, json.dumps({"state": _NOT_RUNNING})
    return health.state, to_json(health).decode()
