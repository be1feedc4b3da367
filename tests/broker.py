"""``python -m tests.broker [RESULTS]``: kill broker and publisher while results are published.

Not a test of pytest's: a thousand results take two minutes. A real Mosquitto is ended and started
again at random moments, half of the times by kill -9, and so is ``station publish``; results go on
being written. Every result must reach who listens, in order, and none twice once ids are compared.

Mosquitto acknowledges a message before it saves it: by kill -9 it forgets what it had acknowledged
for a listener who was away, and no publisher can know. So before such a kill the publisher is
frozen, wherever it is, until the listener has what was acknowledged.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from station.results.store import Store
from tests.mosquitto import Listener, Mosquitto
from tests.results.made_results import FAULTY, FINISHED, attempt, result, row_of, start

REPETITIONS = 9
"""With the end of the test ten results."""
_DRAINED_S = 0.1


@dataclass
class Tally:
    """What happened."""

    results: int
    broker_kills: int = 0
    broker_stops: int = 0
    publisher_kills: int = 0
    duplicates: int = 0
    missing: int = 0
    in_order: bool = False

    @property
    def good(self) -> bool:
        """Each arrived, in order."""
        return self.in_order and not self.missing


class Publishing:
    """``station publish`` as it is installed, for the results in ``folder``."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder = folder
        self._settings = folder / "station.toml"
        self._settings.write_text(f'[mqtt]\nenabled = true\nhost = "127.0.0.1"\nport = {port}\n')
        self._process = self._started()

    def kill(self) -> None:
        """And start another one."""
        self._process.kill()
        self._process.wait()
        self._process = self._started()

    def freeze(self) -> None:
        """It stops wherever it is."""
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on as if nothing had been."""
        self._process.send_signal(signal.SIGCONT)

    def end(self) -> None:
        """Ask it to end."""
        self._process.terminate()
        self._process.wait(20)

    def _started(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "station.cli", "publish", "--config", str(self._settings)],
            env=os.environ | {"STATE_DIRECTORY": str(self._folder)},
            stderr=subprocess.DEVNULL,
        )


class Run:
    """One run: a writer of results, a publisher, a broker, a listener, and trouble."""

    def __init__(self, folder: Path, results: int, seed: int, gap_s: float) -> None:
        self.tally = Tally(results)
        self._chance = random.Random(seed)
        self._expected: list[str] = []
        self._mosquitto = Mosquitto(folder)
        self._mosquitto.start()
        self._listener = Listener(self._mosquitto.port, "wall-tap/wall-tap")
        assert self._listener.subscribed.wait(10)
        # The listener is known from now on, whatever happens.
        self._mosquitto.save()
        self._publishing = Publishing(folder, self._mosquitto.port)
        self._writer = threading.Thread(
            target=self._write, args=(folder / "results.db", gap_s), daemon=True
        )
        self._writer.start()

    @property
    def arrived(self) -> int:
        """How many different results have arrived."""
        return len(set(self._listener.heard))

    @property
    def going_on(self) -> bool:
        """Whether results are still to come."""
        return self.arrived < self.tally.results

    def kill_broker(self, down_s: float) -> None:
        """By kill -9, in the midst of whatever the publisher does."""
        self._listener.subscribed.wait(10)
        self._publishing.freeze()
        time.sleep(_DRAINED_S)
        self._mosquitto.end(signal.SIGKILL)
        self._publishing.thaw()
        self.tally.broker_kills += 1
        self._again(down_s)

    def stop_broker(self, down_s: float) -> None:
        """In order, at any moment."""
        self._mosquitto.end(signal.SIGTERM)
        self.tally.broker_stops += 1
        self._again(down_s)

    def kill_publisher(self) -> None:
        """By kill -9, at any moment."""
        self._publishing.kill()
        self.tally.publisher_kills += 1

    def finish(self, timeout_s: float) -> Tally:
        """Wait for the rest and count."""
        end_s = time.monotonic() + timeout_s
        while self.going_on and time.monotonic() < end_s:
            time.sleep(0.05)
        self._publishing.end()
        self._writer.join(10)
        self._listener.close()
        self._mosquitto.end(signal.SIGTERM)
        heard, tally = self._listener.heard, self.tally
        first_of_each = list(dict.fromkeys(heard))
        tally.duplicates = len(heard) - len(first_of_each)
        tally.missing = len(set(self._expected) - set(heard))
        tally.in_order = first_of_each == self._expected
        return tally

    def _again(self, down_s: float) -> None:
        time.sleep(down_s)
        self._mosquitto.start()

    def _write(self, path: Path, gap_s: float) -> None:
        with closing(Store.open(path)) as store:
            for number in range(self.tally.results // (REPETITIONS + 1)):
                uid = f"test{number}"
                test_id = row_of(store, start(uid))
                for repetition in range(1, REPETITIONS + 1):
                    self._expected.append(f"{uid}-{repetition}")
                    store.add_repetition(test_id, attempt(FAULTY), repetition)
                    time.sleep(self._chance.uniform(0, 2 * gap_s))
                self._expected.append(f"{uid}-end")
                store.finish_test(test_id, result(), FINISHED)


def main() -> int:
    """Publish, kill, count, tell."""
    results = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    chance, began_s = random.Random(5), time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        run = Run(Path(name), results, seed=7, gap_s=0.06)
        while run.going_on and time.monotonic() - began_s < 600:
            time.sleep(chance.uniform(0.1, 3.0))
            trouble = chance.choice(["kill", "stop", "publisher"])
            if trouble == "publisher":
                run.kill_publisher()
            elif trouble == "kill":
                run.kill_broker(chance.uniform(0, 2))
            else:
                run.stop_broker(chance.uniform(0, 2))
            print(f"{run.arrived:4d} of {results} arrived after: {trouble}", flush=True)
        tally = run.finish(60)
    print(
        f"{results} results in {time.monotonic() - began_s:.0f} s: broker killed "
        f"{tally.broker_kills} times and stopped {tally.broker_stops}, publisher killed "
        f"{tally.publisher_kills}"
    )
    print(
        f"{tally.missing} missing, {'in' if tally.in_order else 'NOT in'} order, "
        f"{tally.duplicates} came twice and are told by their ids"
    )
    return 0 if tally.good else 1


if __name__ == "__main__":
    sys.exit(main())
