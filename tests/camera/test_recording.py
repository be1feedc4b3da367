"""Recordings play without loss and end by themselves; broken ones say what is wrong."""

from __future__ import annotations

import shutil
import sqlite3
import struct
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from station.camera.recorder import RecordingWriter
from station.camera.recording import RecordingSource
from station.errors import RecordingError
from tests.camera.made_frames import noise_frames
from tests.made_recordings import write_colour

FRAMES = 40
DEPTH_TOPIC = "(SELECT id FROM topics WHERE name LIKE '%/image/data%')"
METADATA_TOPIC = "(SELECT id FROM topics WHERE name LIKE '%/image/metadata')"


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound recording of 40 frames, for others to break a copy of."""
    path = tmp_path_factory.mktemp("recording") / "whole.db3"
    frames = noise_frames(FRAMES)
    with RecordingWriter(path, frames[0].intrinsics, 0.001, 30) as writer:
        for frame in frames:
            writer.write(frame)
    return path


def play(path: Path) -> int:
    with RecordingSource(path) as source:
        return sum(1 for _ in iter(source.read, None))


def complaint(path: Path) -> str:
    """The one line a broken recording gives, wherever it is noticed."""
    with pytest.raises(RecordingError) as caught:
        play(path)
    text = str(caught.value)
    assert "\n" not in text
    assert text.startswith(f"{path}: ")
    assert caught.value.exit_code == 2
    return text


def broken(whole: Path, folder: Path, *statements: str) -> Path:
    """A copy of the sound recording after some SQL."""
    path = folder / "broken.db3"
    shutil.copyfile(whole, path)
    with closing(sqlite3.connect(path)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()
    return path


def test_facts_are_known_before_playing(whole: Path) -> None:
    with RecordingSource(whole) as source:
        assert source.frame_count == FRAMES
        assert source.duration_s == pytest.approx((FRAMES - 1) / 30.0)
        assert source.is_live is False
        assert source.description == "whole.db3 64x48 recording"


def test_it_ends_by_itself_and_stays_ended(whole: Path) -> None:
    with RecordingSource(whole) as source:
        times = [frame.capture_time_s for frame in iter(source.read, None)]
        assert source.read() is None
    assert len(times) == FRAMES
    assert times[0] == 0.0
    assert times == sorted(times)


@pytest.mark.parametrize("taken", [0, 1, 7, FRAMES])
def test_it_may_be_closed_at_any_time_and_twice(whole: Path, taken: int) -> None:
    source = RecordingSource(whole)
    for _ in range(taken):
        assert source.read() is not None
    source.close()
    source.close()
    assert source.read() is None


def test_two_play_at_once(whole: Path) -> None:
    with RecordingSource(whole) as one, RecordingSource(whole) as other:
        for _ in range(FRAMES):
            ours, theirs = one.read(), other.read()
            assert ours is not None
            assert theirs is not None
            assert ours.sequence == theirs.sequence


def test_a_program_that_forgets_to_close_still_ends_cleanly(whole: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from station.camera.recording import *;"
        "source = RecordingSource(Path(sys.argv[1])); print(source.read().sequence)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, str(whole)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "1\n", "")


@pytest.mark.parametrize(
    ("clip", "frames", "duration_s"),
    [
        ("dev-woman-clean", 322, 21.4),
        ("dev-man-faults", 780, 25.967),
        ("dev-man-lockout", 322, 21.4),
    ],
)
def test_the_shared_recordings_play_whole(
    shared_clips: Path, clip: str, frames: int, duration_s: float
) -> None:
    with RecordingSource(shared_clips / f"{clip}.db3") as source:
        played = [(f.sequence, f.capture_time_s) for f in iter(source.read, None)]
    assert [sequence for sequence, _ in played] == list(range(1, frames + 1))
    assert played[-1][1] == pytest.approx(duration_s, abs=1e-3)


def test_a_missing_file(tmp_path: Path) -> None:
    assert "no such file" in complaint(tmp_path / "nowhere.db3")


def test_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "clips.db3"
    folder.mkdir()
    assert "is a folder" in complaint(folder)


@pytest.mark.parametrize("name", ["film.mp4", "film", "film.DB4"])
def test_another_ending(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"anything")
    assert ".db3 or .bag" in complaint(tmp_path / name)


@pytest.mark.parametrize("name", ["letter.db3", "letter.bag"])
def test_a_text_file_named_like_a_recording(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("Dear coach,\n")
    assert "not a RealSense recording" in complaint(tmp_path / name)


@pytest.mark.parametrize("name", ["nothing.db3", "nothing.bag"])
def test_a_file_of_no_bytes(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    assert "is empty" in complaint(tmp_path / name)


@pytest.mark.parametrize("share", [0.0001, 0.01, 0.5, 0.999])
def test_a_truncated_recording(whole: Path, tmp_path: Path, share: float) -> None:
    path = tmp_path / "cut.db3"
    content = whole.read_bytes()
    path.write_bytes(content[: max(20, int(len(content) * share))])
    assert "truncated" in complaint(path)


@pytest.mark.parametrize("index_pos", [0, 10**9])
def test_a_bag_that_was_never_closed(tmp_path: Path, index_pos: int) -> None:
    field = b"index_pos=" + struct.pack("<Q", index_pos)
    header = struct.pack("<I", len(field)) + field
    (tmp_path / "a.bag").write_bytes(
        b"#ROSBAG V2.0\n" + struct.pack("<I", len(header)) + header + bytes(64)
    )
    assert "truncated" in complaint(tmp_path / "a.bag")


def test_a_bag_the_library_cannot_read(tmp_path: Path) -> None:
    field = b"index_pos=" + struct.pack("<Q", 40)
    (tmp_path / "a.bag").write_bytes(b"#ROSBAG V2.0\n" + field + b"\xff" * 100)
    assert "cannot play it" in complaint(tmp_path / "a.bag")


def test_pages_overwritten_inside(whole: Path, tmp_path: Path) -> None:
    path = tmp_path / "scratched.db3"
    content = bytearray(whole.read_bytes())
    for page in range(2, len(content) // 4096, 3):
        content[page * 4096 : page * 4096 + 512] = b"\x55" * 512
    path.write_bytes(content)
    assert "damaged" in complaint(path)


def test_another_database(tmp_path: Path) -> None:
    path = tmp_path / "results.db3"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE athletes (name TEXT)")
    assert "not a RealSense recording" in complaint(path)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (f"DELETE FROM messages WHERE topic_id = {DEPTH_TOPIC}", "not one depth frame"),
        (f"DELETE FROM messages WHERE topic_id = {METADATA_TOPIC}", "carry no time"),
        ("DELETE FROM topics WHERE name LIKE '%/image/data%'", "no depth stream"),
        ("DELETE FROM topics", "not written by the RealSense SDK"),
        ("DELETE FROM messages WHERE topic_id = 1", "cannot play it"),
        (
            f"UPDATE messages SET data = x'00' WHERE id = (SELECT id FROM messages "
            f"WHERE topic_id = {DEPTH_TOPIC} LIMIT 1 OFFSET 9)",
            "only 9 of 40 frames",
        ),
    ],
)
def test_a_recording_with_parts_missing(
    whole: Path, tmp_path: Path, statement: str, words: str
) -> None:
    assert words in complaint(broken(whole, tmp_path, statement))


def test_a_clock_that_jumps_back(tmp_path: Path) -> None:
    path = tmp_path / "jump.db3"
    frames = noise_frames(6)
    with RecordingWriter(path, frames[0].intrinsics, 0.001, 30) as writer:
        for frame in [*frames[3:], *frames[:3]]:
            writer.write(frame)
    assert "clock jumps back" in complaint(path)


def test_a_recording_without_depth(tmp_path: Path) -> None:
    write_colour(tmp_path / "colour.db3")
    assert "no depth stream" in complaint(tmp_path / "colour.db3")
