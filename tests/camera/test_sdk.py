"""Without pyrealsense2 the station says how to get it; nothing else may need it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from station.camera.sdk import load_sdk
from station.errors import CameraLibraryError

REPOSITORY = Path(__file__).parents[2]


def test_a_missing_library_names_where_it_exists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyrealsense2", None)
    with pytest.raises(CameraLibraryError, match="not installed") as caught:
        load_sdk()
    assert isinstance(caught.value, ImportError)


@pytest.mark.parametrize(
    ("cause", "fix"),
    [
        ("libusb-1.0.so.0: cannot open shared object file", "apt install libusb-1.0-0"),
        ("/lib/libm.so.6: version `GLIBC_2.38' not found", "Trixie or newer"),
        ("undefined symbol: Py_Nonsense", "install the station again"),
    ],
)
def test_a_library_that_cannot_be_loaded_names_the_fix(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cause: str, fix: str
) -> None:
    (tmp_path / "pyrealsense2.py").write_text(f"raise ImportError({cause!r})\n")
    monkeypatch.delitem(sys.modules, "pyrealsense2", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(CameraLibraryError) as caught:
        load_sdk()
    assert cause in str(caught.value)
    assert fix in str(caught.value)


def test_the_command_line_starts_without_it() -> None:
    program = (
        "import sys; sys.modules['pyrealsense2'] = None; import station.cli;"
        "import station.camera.choose; print('up')"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=REPOSITORY,
    )
    assert (ended.stdout, ended.stderr) == ("up\n", "")
