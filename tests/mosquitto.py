"""A real Mosquitto of one's own, and who listens to it."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import subprocess
import threading
from contextlib import closing
from pathlib import Path

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from tests.waiting import until

PROGRAM = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin")
INSTALL = "sudo apt install mosquitto"
_A_DAY_S = 86_400


class Mosquitto:
    """One broker on a port of its own, without a service; it keeps its messages in ``folder``."""

    def __init__(self, folder: Path, rules: str = "allow_anonymous true") -> None:
        self.folder, self.port = folder, _free_port()
        self._settings = folder / "mosquitto.conf"
        self._settings.write_text(
            f"listener {self.port} 127.0.0.1\n"
            f"{rules}\n"
            "persistence true\n"
            f"persistence_location {folder}/\n"
            # As root it would become another user, who may not write here.
            "user root\n"
            # By default it drops what an absent listener has not heard beyond 1000 messages.
            "max_queued_messages 0\nmax_inflight_messages 0\n"
        )
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        assert PROGRAM is not None
        self._process = subprocess.Popen(
            [PROGRAM, "-c", str(self._settings)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until(self._answers)

    def save(self) -> None:
        """Let it write to the disk what it knows, subscriptions too."""
        assert self._process is not None
        database = self.folder / "mosquitto.db"
        database.unlink(missing_ok=True)
        self._process.send_signal(signal.SIGUSR1)
        until(database.exists)

    def end(self, how: signal.Signals) -> None:
        """With SIGTERM it saves first, with SIGKILL it does not."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(10)
            self._process = None

    def _answers(self) -> bool:
        with closing(socket.socket()) as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


class Listener:
    """Hears all topics below one, with a session that outlives connections.

    ``heard`` has the results' ids as they came, ``health`` the states told.
    """

    def __init__(self, port: int, topic: str) -> None:
        self.heard: list[str] = []
        self.health: list[object] = []
        self.subscribed = threading.Event()
        self._topic = topic
        self._client = Client(
            CallbackAPIVersion.VERSION2, "listener", protocol=MQTTProtocolVersion.MQTTv5
        )
        self._client.on_connect = self._on_connect
        self._client.on_subscribe = self._on_subscribe
        self._client.on_disconnect = self._on_disconnect
        self._client.on_message = self._on_message
        self._client.reconnect_delay_set(1, 1)
        lasting = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
        lasting.SessionExpiryInterval = _A_DAY_S
        self._client.connect("127.0.0.1", port, clean_start=False, properties=lasting)
        self._client.loop_start()

    def close(self) -> None:
        """Listen no more."""
        self._client.disconnect()
        self._client.loop_stop()

    def _on_connect(self, client: Client, *more: object) -> None:
        client.subscribe(f"{self._topic}/#", qos=1)

    def _on_subscribe(self, *more: object) -> None:
        self.subscribed.set()

    def _on_disconnect(
        self, client: Client, data: object, flags: object, code: ReasonCode, more: object
    ) -> None:
        self.subscribed.clear()

    def _on_message(self, client: Client, data: object, message: MQTTMessage) -> None:
        content = json.loads(message.payload)
        if message.topic.endswith("/health"):
            self.health.append(content["state"])
        else:
            self.heard.append(content["id"])


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
