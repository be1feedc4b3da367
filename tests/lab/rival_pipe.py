"""The lab's end of the pipe to the rival's own process (see ``rival_landmarks``)."""

from __future__ import annotations

import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from station.closing import ClosesItself
from tests.lab.extra import LabError
from tests.lab.rival_landmarks import ANSWER, LANDMARKS
from tests.lab.rival_measures import Landmarks

PROGRAM = Path(__file__).with_name("rival_landmarks.py")
PYTHON = Path(__file__).parents[2] / ".lab" / "rival" / "bin" / "python"


class LandmarkProgram(ClosesItself):
    """The running program that finds landmarks in pictures of one size, one after the other.

    Raises:
        LabError: it cannot be started, or ended before it answered.
    """

    def __init__(
        self, width_px: int, height_px: int, python: Path = PYTHON, program: Path = PROGRAM
    ) -> None:
        if not python.exists():
            raise LabError(f"{python} is missing: run `make lab`, which sets up the rival")
        # What it says is told if it ends too early; a pipe nobody reads would fill up and stop it.
        self._said = tempfile.TemporaryFile()  # noqa: SIM115
        self._process = subprocess.Popen(
            [str(python), str(program), str(width_px), str(height_px)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        self._pictures, self._answers = self._process.stdin, self._process.stdout

    def find(self, picture: NDArray[np.uint8], time_s: float) -> Landmarks:
        """The landmarks of an RGB picture taken at a time that only grows."""
        head = round(time_s * 1000).to_bytes(8, "little", signed=True)
        try:
            self._pictures.write(head + picture.tobytes())
            self._pictures.flush()
        except BrokenPipeError:
            raise self._ended() from None
        data = self._answers.read(4 * ANSWER)
        if len(data) < 4 * ANSWER:
            raise self._ended()
        answer = np.frombuffer(data, "<f4").astype(np.float64)
        points = answer[2:].reshape(LANDMARKS, 6)
        took_ms, busy_ms = answer[:2].tolist()
        return Landmarks(points, took_ms, busy_ms)

    def close(self) -> None:
        """Let the program end. Any number of times."""
        # A program that ended by itself may leave a picture behind that nobody takes.
        with suppress(BrokenPipeError):
            self._pictures.close()
        self._process.wait()
        self._answers.close()
        self._said.close()

    def _ended(self) -> LabError:
        self._process.wait()
        self._said.seek(0)
        said = self._said.read().decode(errors="replace").strip().splitlines()
        return LabError(f"the rival's program ended: {said[-1] if said else 'without a word'}")
