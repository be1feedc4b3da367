"""The camera in a process of its own, on an SDK that goes wrong when told to."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from station.camera.process import CameraProcess
from station.errors import CameraError, CameraStartingError, NoCameraError, NoFramesError
from tests.camera.faulty import FAKE_SDK, Fault, FaultyCamera, keep_frames
from tests.camera.made_frames import noise_frames
from tests.waiting import until

FRAMES = noise_frames(4, 848, 480)


@pytest.fixture
def camera(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FaultyCamera:
    """The fake SDK, for the processes that this test starts."""
    keep_frames(FRAMES, tmp_path / "frames.npy")
    monkeypatch.setenv("WALL_TAP_FAKE_CAMERA", str(tmp_path))
    monkeypatch.syspath_prepend(FAKE_SDK)
    return FaultyCamera(tmp_path, tmp_path / "frames.npy", FRAMES[0])


@pytest.fixture
def source(camera: FaultyCamera) -> Iterator[CameraProcess]:
    with CameraProcess() as opened:
        yield opened


def error_of(source: CameraProcess, kind: Callable[[CameraError], bool]) -> CameraError:
    """The first such error, within ten seconds; no read may take long."""
    until_s = time.monotonic() + 10
    while time.monotonic() < until_s:
        try:
            source.read(0.05)
        except CameraError as error:
            if kind(error):
                return error
    raise AssertionError("no such error")


def test_it_opens_by_itself_delivers_whole_frames_and_ends_with_a_hung_sdk(
    camera: FaultyCamera, source: CameraProcess
) -> None:
    source.wait_until_open()
    assert source.description == "D435 848x480 60 fps USB 3.2"
    assert source.serial == "816612061111"
    frames = [source.read(10.0) for _ in range(3)]
    for frame in frames:
        assert np.array_equal(frame.depth, FRAMES[frame.sequence % len(FRAMES)].depth)
        assert frame.intrinsics == FRAMES[0].intrinsics
        assert 0.0 <= time.monotonic() - frame.capture_time_s < 2.0
    assert [f.sequence for f in frames] == sorted({f.sequence for f in frames})

    camera.do(Fault("busy_hang", "never"))
    hung = error_of(source, lambda error: "not answered" in str(error))
    assert isinstance(hung, NoFramesError)
    began_s = time.monotonic()
    source.close()
    source.close()
    assert time.monotonic() - began_s < 0.5


def open_files() -> int:
    """How many this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))


def test_a_crash_and_what_no_sdk_should_throw_come_out_in_words(camera: FaultyCamera) -> None:
    told, open_before = [], open_files()
    for name in ("crash", "odd_exception"):
        camera.do(Fault(name, "never"))
        with CameraProcess() as source:
            told.append(str(error_of(source, lambda e: not isinstance(e, NoFramesError))))
            with pytest.raises(CameraError):
                source.read(0.01)
    assert "crashed (SIGABRT)" in told[0]
    assert "BufferError: no buffer for you" in told[1]
    assert open_files() == open_before, "and nothing waits to be collected"


def test_a_process_that_cannot_be_started_is_a_failed_camera() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
    try:
        with pytest.raises(CameraError, match="cannot be started") as caught:
            CameraProcess()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert not caught.value.waits


def test_one_that_hangs_while_opening_is_starting_until_its_time_is_over(
    camera: FaultyCamera,
) -> None:
    camera.do(Fault("hang_open", "never"))
    with CameraProcess(patience_s=0.4) as source:
        with pytest.raises(CameraStartingError):
            source.read(0.01)
        assert (source.serial, source.description) == ("", "")
        late = error_of(source, lambda error: not isinstance(error, NoFramesError))
    assert "could not be opened within 0.4 s" in str(late)


def test_a_missing_camera_is_looked_for_by_the_same_process(
    camera: FaultyCamera, source: CameraProcess
) -> None:
    camera.do(Fault("absent", "opens", 2))
    missing = error_of(source, lambda error: not isinstance(error, NoFramesError))
    assert type(missing) is NoCameraError
    assert missing.waits
    until_s = time.monotonic() + 10
    while not source.serial and time.monotonic() < until_s:
        try:
            source.read(0.2)
        except (NoCameraError, NoFramesError):
            continue
    assert source.serial


def test_ctrl_c_ends_a_station_whose_camera_does_not_open(camera: FaultyCamera) -> None:
    camera.do(Fault("hang_open", "never"))
    begun = subprocess.Popen(
        [*(sys.executable, "-m", "station.cli", "run"), *("--source", "camera", "--headless")],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        # A shell that runs the tests in the background has them ignore Ctrl-C, and all they start.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    until(lambda: camera.count("opens"), 20)
    asked_s = time.monotonic()
    begun.send_signal(signal.SIGINT)
    assert begun.wait(20) == 130
    assert time.monotonic() - asked_s < 5


def test_ctrl_c_and_sigterm_to_everybody_leave_no_trace_of_the_camera_s_process(
    camera: FaultyCamera,
) -> None:
    script = (
        "import os, signal, time\n"
        "from station.camera.process import CameraProcess\n"
        "from station.stopping import stop_by_signal\n"
        "with stop_by_signal() as asked, CameraProcess() as source:\n"
        "    source.wait_until_open()\n"
        "    source.read(10.0)\n"
        "    for number in (signal.SIGINT, signal.SIGTERM):\n"
        "        os.killpg(0, number)\n"
        "        os.kill(source._process.pid, number)\n"
        "    source.read(10.0)\n"
        "    assert asked()\n"
        "    print(source._process.pid, flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    paths = [str(FAKE_SDK), *filter(None, sys.path)]
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        process_group=0,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert done.stderr == ""
    camera_s_process = Path("/proc") / done.stdout.strip()
    until(lambda: not camera_s_process.exists(), 5)
