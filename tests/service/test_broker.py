"""The way to a broker: how wrong settings, dead brokers and strangers are told, in one line."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from station.config import MqttSettings
from station.service.broker import Broker, Delivery, Pauses, Will
from tests.mosquitto import INSTALL, PROGRAM, Listener, Mosquitto
from tests.waiting import until

needs_mosquitto = pytest.mark.skipif(
    PROGRAM is None, reason=f"mosquitto is not installed: {INSTALL}"
)
WILL = Will("gym/one/health", '{"state": "offline"}')
IN_NO_TIME = Pauses(0.01, 0.02)


def broker(port: int, **settings: object) -> Broker:
    wanted = MqttSettings.model_validate(
        {"enabled": True, "host": "127.0.0.1", "port": port, **settings}
    )
    return Broker(wanted, "gym-one", WILL, pauses=IN_NO_TIME)


def turned_until(opened: Broker, true: Callable[[], object]) -> None:
    for _ in range(200):
        opened.turn(0.05)
        if true():
            return
    raise AssertionError(f"it never came; trouble: {opened.trouble}")


def trouble_of(opened: Broker) -> str:
    with closing(opened):
        turned_until(opened, lambda: opened.trouble)
        trouble = opened.trouble
    assert trouble is not None and "\n" not in trouble
    return trouble


@contextmanager
def stranger(answer: bytes) -> Iterator[int]:
    """A server that says the same to everybody, then hangs up."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:

        def serve() -> None:
            while True:
                try:
                    visitor, _ = server.accept()
                except OSError:
                    return
                with closing(visitor):
                    visitor.recv(1000)
                    visitor.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
        thread.join(10)


@pytest.fixture
def nobody() -> int:
    """A port at which nobody listens."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        return int(server.getsockname()[1])


def test_nobody_answers(nobody: int) -> None:
    assert trouble_of(broker(nobody)) == (
        f"nothing answers at 127.0.0.1:{nobody}: is the broker running?"
    )


def test_a_host_that_is_none(nobody: int) -> None:
    trouble = trouble_of(broker(nobody, host="no..host"))
    assert trouble == "no host no..host is known here: check mqtt.host and the network"


@pytest.mark.parametrize(
    "answer",
    [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x20\xff\xff\xff\xff\xff", b"\x20\x02\x00\x00"]
    + [bytes([first]) * 40 for first in (0x20, 0x30, 0x40, 0x90, 0xE0, 0xFF)],
)
def test_strangers_are_told_and_end_nothing(answer: bytes) -> None:
    with stranger(answer) as port:
        assert f"127.0.0.1:{port} " in trouble_of(broker(port))


# After a handshake that fails paho leaves its socket to the garbage collector, which closes it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_tls_with_somebody_who_does_not_speak_it() -> None:
    with stranger(b"hello, who is there?") as port:
        trouble = trouble_of(broker(port, tls=True))
    assert trouble.startswith(f"no TLS with 127.0.0.1:{port} (")
    assert trouble.endswith("): check mqtt.port and mqtt.tls")


def test_a_password_file_that_is_not_there(nobody: int, tmp_path: Path) -> None:
    file = tmp_path / "password"
    trouble = trouble_of(broker(nobody, user="station", password_file=str(file)))
    assert trouble == f"mqtt.password_file {file} cannot be read (No such file or directory)"


@pytest.fixture
def mosquitto(tmp_path: Path) -> Iterator[Callable[[str], Mosquitto]]:
    """Starts one with its own rules."""
    started = []

    def start(rules: str) -> Mosquitto:
        made = Mosquitto(tmp_path, rules)
        started.append(made)
        made.start()
        return made

    yield start
    for made in started:
        made.end(signal.SIGTERM)


@needs_mosquitto
def test_a_wrong_password_is_told_and_a_right_one_helps_at_once(
    mosquitto: Callable[[str], Mosquitto], tmp_path: Path
) -> None:
    # What mosquitto_passwd makes of "hinge".
    (tmp_path / "users").write_text(
        "station:$7$101$9LYK/7tk7YzhiGLj$2xIWY76ojkzo2E09E3+LXWzHz79bVGeaAeJ3UxiDQvsj"
        "DsKDnYZQDM6AH5+NTm59Xrdhgd6rbvXPGzc3HnsXSg==\n"
    )
    there = mosquitto(f"allow_anonymous false\npassword_file {tmp_path / 'users'}")
    password = tmp_path / "password"
    password.write_text("lunge\n")
    with closing(broker(there.port, user="station", password_file=str(password))) as opened:
        turned_until(opened, lambda: opened.trouble)
        assert opened.trouble == (
            f"127.0.0.1:{there.port} refuses the station (Not authorized): "
            "check mqtt.user and mqtt.password_file"
        )
        password.write_text("hinge\n")
        turned_until(opened, lambda: opened.connected)
        assert opened.trouble is None


@needs_mosquitto
def test_a_message_that_the_broker_forbids_is_refused(
    mosquitto: Callable[[str], Mosquitto], tmp_path: Path
) -> None:
    (tmp_path / "rules").write_text("topic write gym/one/allowed\n")
    there = mosquitto(f"allow_anonymous true\nacl_file {tmp_path / 'rules'}")
    with closing(broker(there.port)) as opened:
        assert _delivered(opened, "gym/one/forbidden") is Delivery.REFUSED
        assert opened.refused is not None and "(Not authorized)" in opened.refused
        # Mosquitto 2.0.11 answers and then hangs up.
        for _ in range(3):
            opened.turn(0.05)
        assert _delivered(opened, "gym/one/allowed") is Delivery.TAKEN
        assert opened.refused is None


def _delivered(opened: Broker, topic: str) -> Delivery:
    turned_until(opened, lambda: opened.connected)
    opened.deliver(topic, "{}")
    turned_until(opened, lambda: opened.delivery is not Delivery.UNDER_WAY)
    return opened.delivery


@needs_mosquitto
def test_the_broker_tells_when_the_station_goes(mosquitto: Callable[[str], Mosquitto]) -> None:
    there = mosquitto("allow_anonymous true")
    listener = Listener(there.port, "gym/one")
    with closing(listener), closing(broker(there.port)) as opened:
        assert listener.subscribed.wait(10)
        turned_until(opened, lambda: opened.connected)
        opened.keep_there("gym/one/health", '{"state": "invitation"}')
        turned_until(opened, lambda: listener.health == ["invitation"])
        opened.close()
        until(lambda: listener.health == ["invitation", "offline"])


@needs_mosquitto
def test_two_stations_of_one_name_are_told(mosquitto: Callable[[str], Mosquitto]) -> None:
    there = mosquitto("allow_anonymous true")
    with closing(broker(there.port)) as first, closing(broker(there.port)) as second:
        turned_until(first, lambda: first.connected)
        turned_until(second, lambda: second.connected)
        turned_until(first, lambda: first.trouble)
        assert first.trouble is not None and "another station" in first.trouble
