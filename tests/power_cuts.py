"""``python -m tests.power_cuts [TIMES]``: cut the power at random moments, count losses.

Not a test of pytest's: with 200 cuts it takes some minutes. Two programs are watched as they write
to the disk, :mod:`tests.living` and a whole visit of ``station run``, and from what they wrote the
folder is put together as a power cut at any moment would leave it (:mod:`tests.disk`). Whatever
was promised before that moment must be there, and every part must start.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stderr
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from tests.disk import Call, Disk, traced
from tests.survived import Promised, complaints

_WHOLE_STARTS = 4


@dataclass
class Tally:
    """What was found."""

    cuts: int = 0
    promised: int = 0
    complaints: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Count together."""
        self.cuts += other.cuts
        self.promised += other.promised
        self.complaints += other.complaints


def cut(calls: Sequence[Call], source: Path, target: Path, times: int, seed: int) -> Tally:
    """Cut the power at so many moments of what was written below ``source``.

    Each time the state is laid down in ``target``, which keeps the last one.
    """
    chance, disk, promised, tally = random.Random(seed), Disk(), Promised(), Tally()
    moments = set(chance.sample(range(len(calls)), times))
    for number, call in enumerate(calls):
        disk.take(call)
        if call.name == "said":
            promised.hear(call.data.decode().split("\n")[:-1])
        if number in moments:
            _lay_down(disk.cut(chance), source, target)
            with redirect_stderr(StringIO()):
                found = complaints(target, promised)
            tally.add(Tally(1, promised.kept, [f"call {number}: {what}" for what in found]))
    return tally


def recorded(command: Sequence[str], folder: Path) -> list[Call]:
    """What a program does in ``folder``."""
    folder.mkdir()
    # Longer than the rest of the run: what is in the folders beside it is of no interest.
    return traced([sys.executable, "-m", *command], folder, folder.with_suffix(".strace"))


def _lay_down(image: dict[str, bytes], source: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    for name, content in image.items():
        file = target / Path(name).relative_to(source)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def _starts(folder: Path) -> bool:
    """Whether the whole program comes to its first repetition on what was left."""
    command = [
        *(sys.executable, "-m", "station.cli", "run", "--headless", "--source", "simulated"),
        *("--simulate-gpio", "--results", str(folder / "results.db")),
        *("--out", str(folder / "screens")),
    ]
    # Line by line, not when it ends.
    told = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=told) as station:
        assert station.stdout is not None
        first = station.stdout.readline()
        station.terminate()
    return first.startswith("repetition  1")


def main() -> int:
    """Record, cut, count, tell."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as name:
        folder, left, all_cuts, starts = Path(name), Path(name) / "left", Tally(), 0
        for title, command, share in (
            ("living", ["tests.living", str(folder / "living"), "40"], times - times // 4),
            ("visit", ["tests.watched_visit", str(folder / "visit")], times // 4),
        ):
            calls = recorded(command, folder / title)
            print(f"{title}: {len(calls)} calls recorded", flush=True)
            for part in range(_WHOLE_STARTS // 2):
                some = share // 2 + (part and share % 2)
                all_cuts.add(cut(calls, folder / title, left, some, seed=part))
                starts += _starts(left)
                print(f"{all_cuts.cuts} cuts, {starts} whole starts after them", flush=True)
    for complaint in all_cuts.complaints:
        print(complaint)
    print(
        f"{all_cuts.cuts} power cuts: {len(all_cuts.complaints)} complaints; "
        f"{all_cuts.promised} promises of repetitions held; "
        f"the whole station started {starts} of {_WHOLE_STARTS} times"
    )
    return 0 if not all_cuts.complaints and starts == _WHOLE_STARTS else 1


if __name__ == "__main__":
    sys.exit(main())
