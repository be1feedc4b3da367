"""Written by the real SDK and played back by it: nothing may change or get lost."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from station.camera.frame import DepthFrame
from station.camera.recorder import RecordingWriter, record
from station.camera.recording import RecordingSource
from station.errors import RecordingError
from tests.camera.made_frames import FrameList, lens, noise_frames


def write(path: Path, frames: list[DepthFrame], *, overwrite: bool = False) -> None:
    first = frames[0]
    with RecordingWriter(
        path, first.intrinsics, first.depth_unit_m, 30, overwrite=overwrite
    ) as writer:
        for frame in frames:
            writer.write(frame)


def play(path: Path) -> list[DepthFrame]:
    with RecordingSource(path) as source:
        return list(iter(source.read, None))


@pytest.mark.parametrize(
    ("width_px", "height_px", "unit_m", "start_s", "step_s"),
    [
        (848, 480, 0.001, 0.0, 1.0 / 60.0),
        (640, 360, 0.0001, 1234.567891, 0.0333217771),
        (424, 240, 0.0005, -3.3, 0.0667013),
        (64, 48, 0.001, 1.7e9, 0.1),
    ],
)
def test_what_is_written_is_played_back_to_the_last_pixel_and_nanosecond(
    tmp_path: Path, width_px: int, height_px: int, unit_m: float, start_s: float, step_s: float
) -> None:
    frames = noise_frames(
        5, width_px, height_px, depth_unit_m=unit_m, start_s=start_s, step_s=step_s
    )
    write(tmp_path / "noise.db3", frames)

    played = play(tmp_path / "noise.db3")

    assert len(played) == len(frames)
    # A time is stored to the nanosecond, but one as large as a date has only 240 ns in a float.
    clock_s = max(1.5e-9, 4.0 * np.spacing(start_s))
    for ours, theirs in zip(frames, played, strict=True):
        assert theirs.depth.dtype == np.uint16
        assert np.array_equal(theirs.depth, ours.depth)
        assert theirs.capture_time_s == pytest.approx(ours.capture_time_s - start_s, abs=clock_s)
        assert theirs.sequence == ours.sequence
        assert theirs.intrinsics == ours.intrinsics
        assert theirs.depth_unit_m == pytest.approx(unit_m, rel=1e-6)


def test_a_long_recording_keeps_every_frame_in_order(tmp_path: Path) -> None:
    frames = noise_frames(1500, 32, 24)
    write(tmp_path / "long.db3", frames)

    played = play(tmp_path / "long.db3")

    assert [frame.sequence for frame in played] == list(range(1, 1501))
    assert all(np.array_equal(a.depth, b.depth) for a, b in zip(frames, played, strict=True))


def test_gaps_in_the_count_survive(tmp_path: Path) -> None:
    frames = noise_frames(9)
    write(tmp_path / "gaps.db3", frames[::3])

    assert [frame.sequence for frame in play(tmp_path / "gaps.db3")] == [1, 4, 7]


def test_a_frame_of_another_size_is_refused(tmp_path: Path) -> None:
    with (
        pytest.raises(ValueError, match="shape"),
        RecordingWriter(tmp_path / "a.db3", lens(64, 48), 0.001, 30) as writer,
    ):
        writer.write(noise_frames(1, 32, 24)[0])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["clip.mp4", "clip.bag", "clip", "missing/clip.db3", "folder.db3"])
def test_a_name_that_cannot_work_is_refused_before_anything_is_written(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / "folder.db3").mkdir()
    before = sorted(tmp_path.iterdir())

    with pytest.raises(RecordingError) as caught:
        record(FrameList(noise_frames(3)), tmp_path / name, 1.0, overwrite=True)

    assert name.split("/")[0] in str(caught.value)
    assert "\n" not in str(caught.value)
    assert sorted(tmp_path.iterdir()) == before


def test_an_existing_file_is_kept_unless_forced(tmp_path: Path) -> None:
    path = tmp_path / "kept.db3"
    write(path, noise_frames(2))
    before = path.read_bytes()

    with pytest.raises(RecordingError, match="--force"):
        write(path, noise_frames(3))
    assert path.read_bytes() == before

    write(path, noise_frames(3), overwrite=True)
    assert len(play(path)) == 3


def test_after_a_failure_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="the gym burned down"):  # noqa: SIM117
        with RecordingWriter(tmp_path / "a.db3", lens(64, 48), 0.001, 30) as writer:
            writer.write(noise_frames(1)[0])
            raise RuntimeError("the gym burned down")

    assert list(tmp_path.iterdir()) == []


def test_nothing_recorded_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="not one frame"):
        record(FrameList([]), tmp_path / "none.db3", 1.0)

    assert list(tmp_path.iterdir()) == []


def test_record_stops_by_the_clock_of_the_source(tmp_path: Path) -> None:
    frames = noise_frames(30, step_s=0.1)
    told: list[float] = []

    summary = record(FrameList(frames), tmp_path / "one.db3", 1.0, on_frame=told.append)

    assert summary.frames == 10
    assert summary.duration_s == pytest.approx(0.9)
    assert told == pytest.approx([0.1 * n for n in range(1, 10)])
    assert len(play(tmp_path / "one.db3")) == 10


def test_record_counts_what_the_source_dropped(tmp_path: Path) -> None:
    frames = noise_frames(12)

    summary = record(FrameList([*frames[:3], *frames[7:]]), tmp_path / "a.db3", 60.0)

    assert (summary.frames, summary.frames_missed) == (8, 4)


def test_ctrl_c_keeps_what_was_recorded(tmp_path: Path) -> None:
    def interrupt(done_s: float) -> None:
        if done_s > 0.1:
            raise KeyboardInterrupt

    summary = record(FrameList(noise_frames(60)), tmp_path / "a.db3", 60.0, on_frame=interrupt)

    assert 0 < summary.frames < 60
    assert len(play(tmp_path / "a.db3")) == summary.frames


def test_a_source_of_one_frame_is_a_recording_of_one_frame(tmp_path: Path) -> None:
    summary = record(FrameList(noise_frames(1)), tmp_path / "a.db3", 5.0)

    assert (summary.frames, summary.duration_s) == (1, 0.0)
    assert len(play(tmp_path / "a.db3")) == 1
