"""A recording is looked at before the SDK gets it.

The SDK plays a damaged file up to the damage and then ends as if all were well, so what is
missing must be known beforehand. ``.db3`` is an SQLite database (rosbag2), ``.bag`` a ROS 1 bag.
"""

from __future__ import annotations

import re
import sqlite3
import struct
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from station.errors import RecordingError

SUFFIXES = (".db3", ".bag")

_SQLITE_MAGIC = b"SQLite format 3\x00"
_BAG_MAGIC = b"#ROSBAG V2.0\n"
_SQLITE_HEADER_BYTES = 100
_DEPTH_IMAGES = re.compile(r"(/device_\d+/sensor_\d+/Depth_\d+/image)/data(/\w+)?")
_TIMESTAMP_MS = re.compile(rb";timestamp=(-?[\d.]+)")
_RECORD_AGAIN = "record it again"


@dataclass(frozen=True)
class RecordingFacts:
    """What a recording holds; None where the format does not tell without playing it."""

    frame_count: int | None
    duration_s: float | None


def inspect_recording(path: Path) -> RecordingFacts:
    """Check that ``path`` is a whole recording with depth frames.

    Raises:
        RecordingError: one line that names the cause and what to do.
    """
    if path.is_dir():
        raise RecordingError(f"{path}: is a folder; name a .db3 or .bag recording in it")
    if not path.is_file():
        raise RecordingError(f"{path}: no such file; name a .db3 or .bag recording")
    if path.suffix not in SUFFIXES:
        raise RecordingError(f"{path}: a recording's name ends in .db3 or .bag, this one does not")
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise RecordingError(f"{path}: cannot be read ({error.strerror})") from None
    if size == 0:
        raise RecordingError(f"{path}: the file is empty (0 bytes); {_RECORD_AGAIN}")
    if path.suffix == ".bag":
        _check_bag(path, head, size)
        return RecordingFacts(frame_count=None, duration_s=None)
    _check_sqlite_header(path, head, size)
    return _inspect_db3(path)


def _check_sqlite_header(path: Path, head: bytes, size: int) -> None:
    """Compare the size the database claims with the size of the file: instant and exact."""
    if not head.startswith(_SQLITE_MAGIC):
        raise RecordingError(f"{path}: not a RealSense recording, whatever its name says")
    if len(head) < _SQLITE_HEADER_BYTES:
        raise RecordingError(f"{path}: truncated after {size} bytes; {_RECORD_AGAIN}")
    (page_bytes,) = struct.unpack(">H", head[16:18])
    (pages,) = struct.unpack(">I", head[28:32])
    expected = pages * (65536 if page_bytes == 1 else page_bytes)
    if size < expected:
        raise RecordingError(
            f"{path}: truncated, {size} of {expected} bytes are there; "
            f"copy it again or {_RECORD_AGAIN}"
        )


def _inspect_db3(path: Path) -> RecordingFacts:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
            if not {"topics", "messages"} <= tables:
                raise RecordingError(f"{path}: a database, but not a RealSense recording")
            if database.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise RecordingError(f"{path}: damaged inside; {_RECORD_AGAIN}")
            return _depth_facts(path, database)
    except sqlite3.Error as error:
        raise RecordingError(
            f"{path}: damaged, or still being recorded ({error}); {_RECORD_AGAIN}"
        ) from None


def _depth_facts(path: Path, database: sqlite3.Connection) -> RecordingFacts:
    topics = {name: topic for topic, name in database.execute("SELECT id, name FROM topics")}
    if "/file_version" not in topics:
        raise RecordingError(f"{path}: not written by the RealSense SDK; {_RECORD_AGAIN} with it")
    images = next(filter(None, map(_DEPTH_IMAGES.fullmatch, topics)), None)
    if images is None:
        raise RecordingError(f"{path}: has no depth stream; {_RECORD_AGAIN} with depth switched on")
    (count,) = database.execute(
        "SELECT count(*) FROM messages WHERE topic_id = ?", (topics[images.group(0)],)
    ).fetchone()
    if count == 0:
        raise RecordingError(f"{path}: empty, not one depth frame in it; {_RECORD_AGAIN}")
    duration_s = _duration_s(database, topics.get(f"{images.group(1)}/metadata"))
    if duration_s is None:
        raise RecordingError(f"{path}: damaged, its frames carry no time; {_RECORD_AGAIN}")
    return RecordingFacts(count, duration_s)


def _duration_s(database: sqlite3.Connection, topic: int | None) -> float | None:
    """First to last frame by the frames' own clock; message times only tell when it was written."""
    times_ms = []
    for order in ("ASC", "DESC"):
        row = database.execute(
            f"SELECT data FROM messages WHERE topic_id = ? ORDER BY timestamp {order} LIMIT 1",
            (topic,),
        ).fetchone()
        found = _TIMESTAMP_MS.search(bytes(row[0])) if row else None
        if found is None:
            return None
        times_ms.append(float(found.group(1)))
    return (times_ms[1] - times_ms[0]) / 1000.0


def _check_bag(path: Path, head: bytes, size: int) -> None:
    """A bag's first record says where its index starts; zero means it was never closed."""
    if not head.startswith(_BAG_MAGIC):
        raise RecordingError(f"{path}: not a RealSense recording, whatever its name says")
    index = re.search(rb"index_pos=(.{8})", head, re.DOTALL)
    start = struct.unpack("<Q", index.group(1))[0] if index else 0
    if not 0 < start < size:
        raise RecordingError(f"{path}: truncated, or never closed; {_RECORD_AGAIN}")
