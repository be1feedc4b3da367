"""A real X server without a monitor, for the tests that need a real window."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

SIZE_PX = (1280, 720)


@contextmanager
def virtual_screen(folder: Path) -> Iterator[tuple[str, Path]]:
    """Run Xvfb; yields its DISPLAY and the file in ``folder`` that mirrors what it shows."""
    if shutil.which("Xvfb") is None:
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail("Xvfb is missing in CI: apt install xvfb")
        pytest.skip("needs a virtual X server: sudo apt install xvfb")
    read_end, write_end = os.pipe()
    size = f"{SIZE_PX[0]}x{SIZE_PX[1]}x24"
    command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", size]
    command += ["-fbdir", str(folder), "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write_end], stderr=subprocess.DEVNULL)
    os.close(write_end)
    with os.fdopen(read_end) as answer:
        display = answer.readline().strip()
    try:
        assert display, "Xvfb did not start"
        yield f":{display}", folder / "Xvfb_screen0"
    finally:
        server.terminate()
        server.wait(10)


def seen_on(screen_file: Path) -> np.ndarray:
    """``(width, height, 3)`` pixels of an X window dump."""
    data = screen_file.read_bytes()
    header = np.frombuffer(data, ">u4", 25)
    header_size, width, height, line_bytes, colours = header[[0, 4, 5, 12, 19]]
    start = int(header_size + 12 * colours)
    rows = np.frombuffer(data, np.uint8, int(line_bytes * height), start)
    pixels = rows.reshape(height, line_bytes)[:, : width * 4].reshape(height, width, 4)
    return pixels[:, :, 2::-1].transpose(1, 0, 2)
