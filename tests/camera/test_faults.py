"""Two faults through the whole kiosk; ``python -m tests.camera_faults`` plays hundreds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.camera.faulty import Fault, FaultyCamera, keep_frames
from tests.camera.kiosk_run import WAITS, KioskRun
from tests.camera_faults import rendered

SHORT = replace(WAITS, reopen_s=(0.05,), reset_s=(0.05,))


def test_a_hang_is_survived_and_what_never_ends_is_an_exit_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    room = rendered(at_most=4)
    keep_frames(room, tmp_path / "frames.npy")
    monkeypatch.setenv("WALL_TAP_FAKE_CAMERA", str(tmp_path))
    camera = FaultyCamera(tmp_path, tmp_path / "frames.npy", room[0])
    with KioskRun(camera, SHORT) as run:
        hang, crash = run.play([Fault("busy_hang", "opens", 1), Fault("crash", "never")])
        assert not run.signals.state.pass_light
    assert (hang.wrong, crash.wrong) == ((), ())
    assert hang.told_s is not None
    assert hang.back_s is not None
    assert hang.exit_line is None
    assert crash.exit_line is not None
    assert "crashed (SIGABRT)" in crash.exit_line
    assert caplog.text.count("the camera delivers again") == 1
    assert caplog.text.count("resetting the camera") == 1
    assert caplog.text.count("giving the camera up") == 1
