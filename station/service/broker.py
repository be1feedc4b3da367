"""The MQTT broker out there: connects, sends, hears what was acknowledged, and tries again.

One thread and no callbacks of ours beyond this file. Each connection is a new paho client, so
nothing is remembered between two connections but what the outbox holds.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.reasoncodes import ReasonCode

from station.config import MqttSettings

_KEEPALIVE_S = 30
"""Half as long again without a word, and the broker says that the station is offline."""
_CONNECT_S = 5.0
_STEADY_S = 10.0
"""After a connection that held so long, or took a result, the next pause is short again."""
_WITH_WILL = 0x04
"""Source: MQTT 5.0, 3.14.2.1: disconnect and let the broker publish the will."""


class Delivery(Enum):
    """What has become of a message; NONE also when the connection broke before it was known."""

    NONE = 0
    UNDER_WAY = 1
    TAKEN = 2
    REFUSED = 3


@dataclass(frozen=True)
class Will:
    """What the broker tells, retained, when the station is gone."""

    topic: str
    payload: str


@dataclass(frozen=True)
class Pauses:
    """Before the first new try and, doubled each time, at most."""

    first_s: float = 1.0
    longest_s: float = 60.0


class Broker:
    """Keeps a connection as well as it can; :meth:`turn` is to be called again and again.

    Nothing raises: :attr:`trouble` says in one line why there is no connection. ``clock`` gives
    monotonic seconds.
    """

    def __init__(
        self,
        settings: MqttSettings,
        client_id: str,
        will: Will,
        clock: Callable[[], float] = time.monotonic,
        pauses: Pauses = Pauses(),
    ) -> None:
        self._settings, self._client_id, self._will = settings, client_id, will
        self._clock, self._pauses = clock, pauses
        self.connected = False
        self.connections = 0
        """Counts them, so that what each one must hear first can be told."""
        self.trouble: str | None = None
        self.delivery = Delivery.NONE
        """What has become of the message of :meth:`deliver`."""
        self.refused: str | None = None
        """Why the broker did not take a message, until it takes one."""
        self._client: Client | None = None
        self._awaited: int | None = None
        self._said: str | None = None
        self._pause_s = pauses.first_s
        self._next_try_s = self._connected_s = clock()

    @property
    def address(self) -> str:
        """Host and port."""
        return f"{self._settings.host}:{self._settings.port}"

    def turn(self, wait_s: float) -> None:
        """Connect when it is time to, or send and receive for at most ``wait_s``."""
        if self._client is None:
            left_s = self._next_try_s - self._clock()
            if left_s > 0:
                time.sleep(min(wait_s, left_s))
            else:
                self._connect()
        if self._client is not None:
            self._go_on(self._client, wait_s)

    def deliver(self, topic: str, payload: str) -> None:
        """Send, and tell in :attr:`delivery` what becomes of it. Only while connected."""
        assert self._client is not None
        self.delivery = Delivery.UNDER_WAY
        self._awaited = self._client.publish(topic, payload, qos=1).mid

    def keep_there(self, topic: str, payload: str) -> None:
        """Send what the broker is to tell everybody who comes later. Only while connected."""
        assert self._client is not None
        self._client.publish(topic, payload, qos=1, retain=True)

    def close(self) -> None:
        """End; the broker tells the will."""
        if self._client is not None and self.connected:
            self._client.disconnect(ReasonCode(PacketTypes.DISCONNECT, identifier=_WITH_WILL))
            self._client.loop(0.1)
        self._drop(self.trouble)

    def _connect(self) -> None:
        self._said = None
        try:
            self._client = self._new_client()
            self._client.connect(
                self._settings.host, self._settings.port, _KEEPALIVE_S, clean_start=True
            )
        except (OSError, ValueError) as error:
            self._drop(self._words(error))

    def _go_on(self, client: Client, wait_s: float) -> None:
        try:
            code = client.loop(wait_s)
        except Exception as error:
            # Whatever a stranger's answer does to the parser, it must not end the station's part.
            self._drop(f"{self.address} does not speak MQTT ({type(error).__name__}): check mqtt")
            return
        if code != MQTTErrorCode.MQTT_ERR_SUCCESS:
            self._drop(self._said or self.refused or self._lost())

    def _lost(self) -> str:
        if self.connected:
            return (
                f"the connection to {self.address} broke; if it does so again and again, does "
                "another station have the same station.name?"
            )
        return (
            f"{self.address} ends the connection without an answer: is it a broker for MQTT 5, "
            f"and is mqtt.tls = {str(self._settings.tls).lower()} right?"
        )

    def _drop(self, trouble: str | None) -> None:
        """Without a connection from now on; the next try comes after a pause."""
        now_s = self._clock()
        if self.connected and now_s - self._connected_s >= _STEADY_S:
            self._pause_s = self._pauses.first_s
        self._client, self.connected, self.trouble = None, False, trouble
        self._awaited = None
        if self.delivery is Delivery.UNDER_WAY:
            self.delivery = Delivery.NONE
        self._next_try_s = now_s + self._pause_s
        self._pause_s = min(2 * self._pause_s, self._pauses.longest_s)

    def _new_client(self) -> Client:
        """Raises OSError when the password or the certificates cannot be read."""
        settings = self._settings
        client = Client(
            CallbackAPIVersion.VERSION2,
            client_id=self._client_id,
            protocol=MQTTProtocolVersion.MQTTv5,
            reconnect_on_failure=False,
        )
        client.connect_timeout = _CONNECT_S
        if settings.user:
            client.username_pw_set(settings.user, _password(settings.password_file))
        if settings.tls:
            client.tls_set_context(ssl.create_default_context())
        client.will_set(self._will.topic, self._will.payload, qos=1, retain=True)
        client.on_connect = self._on_connect
        client.on_publish = self._on_publish
        client.on_disconnect = self._on_disconnect
        return client

    def _on_connect(
        self, client: Client, data: object, flags: object, code: ReasonCode, more: object
    ) -> None:
        if code.is_failure:
            self._said = (
                f"{self.address} refuses the station ({code}): "
                "check mqtt.user and mqtt.password_file"
            )
            return
        self.connected, self.trouble = True, None
        self.connections += 1
        self._connected_s = self._clock()

    def _on_publish(
        self, client: Client, data: object, number: int, code: ReasonCode, more: object
    ) -> None:
        if code.is_failure:
            self.refused = f"{self.address} does not take a message ({code}): check its rules"
        if number != self._awaited:
            return
        self._awaited = None
        if code.is_failure:
            self.delivery = Delivery.REFUSED
            return
        self.delivery, self.refused = Delivery.TAKEN, None
        self._pause_s = self._pauses.first_s

    def _on_disconnect(
        self, client: Client, data: object, flags: Any, code: ReasonCode, more: object
    ) -> None:
        if flags.is_disconnect_packet_from_server and code.is_failure:
            self._said = f"{self.address} ends the connection ({code})"

    def _words(self, error: OSError | ValueError) -> str:
        """The cause of a failed try and what to do."""
        settings = self._settings
        if isinstance(error, _PasswordError):
            return str(error)
        if isinstance(error, ssl.SSLCertVerificationError):
            return f"the certificate of {self.address} is not trusted ({error.verify_message})"
        if isinstance(error, ssl.SSLError):
            return f"no TLS with {self.address} ({error.reason}): check mqtt.port and mqtt.tls"
        if isinstance(error, socket.gaierror | ValueError):
            return f"no host {settings.host} is known here: check mqtt.host and the network"
        if isinstance(error, ConnectionRefusedError):
            return f"nothing answers at {self.address}: is the broker running?"
        if isinstance(error, TimeoutError):
            return f"{self.address} does not answer: check mqtt.host and the network"
        return f"{self.address} cannot be reached ({getattr(error, 'strerror', None) or error})"


class _PasswordError(OSError):
    """The password cannot be read."""


def _password(file: str) -> str | None:
    """Read anew for each connection, so that a new one needs no restart."""
    if not file:
        return None
    try:
        return Path(file).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or "not a text in UTF-8"
        raise _PasswordError(f"mqtt.password_file {file} cannot be read ({why})") from None
