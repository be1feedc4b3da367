"""Messages go back to the order of writing, and nothing else changes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.camera.recording_order import _raised, restore_order


def database_of(path: Path, messages: list[tuple[int, int]]) -> Path:
    """A recording's two tables with ``(topic, time)`` messages; topic 1 is no image."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE topics (id INTEGER PRIMARY KEY, name TEXT)")
        database.execute(
            "CREATE TABLE messages (id INTEGER PRIMARY KEY, topic_id INTEGER, timestamp INTEGER)"
        )
        names = ["/device_0/info", "/d/s/Depth_0/image/data", "/d/s/Depth_0/image/metadata"]
        database.executemany("INSERT INTO topics VALUES (?, ?)", enumerate(names, start=1))
        database.executemany("INSERT INTO messages (topic_id, timestamp) VALUES (?, ?)", messages)
        database.commit()
    return path


def times(path: Path) -> list[int]:
    with closing(sqlite3.connect(path)) as database:
        return [time for (time,) in database.execute("SELECT timestamp FROM messages ORDER BY id")]


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        ([(2, 5), (3, 5), (2, 9), (3, 9)], [5, 5, 9, 9]),
        ([(2, 5), (3, 5), (2, 9), (3, 9), (2, 7), (3, 7), (2, 11)], [5, 5, 9, 9, 10, 10, 11]),
        ([(2, 9), (2, 4), (2, 5), (2, 6), (2, 20)], [9, 10, 11, 12, 20]),
        ([(2, 3), (1, 0), (2, 4)], [3, 0, 4]),
        ([], []),
    ],
)
def test_a_frame_behind_its_predecessor_follows_it(
    tmp_path: Path, messages: list[tuple[int, int]], expected: list[int]
) -> None:
    path = database_of(tmp_path / "a.db3", messages)
    before = [time for _, time in messages]

    changed = restore_order(path)

    assert times(path) == expected
    assert changed == sum(a != b for a, b in zip(before, expected, strict=True))


@given(st.lists(st.integers(min_value=0, max_value=50)))
def test_after_it_the_frames_are_in_order_and_no_earlier(times_ns: list[int]) -> None:
    frames = [time for k, time in enumerate(times_ns) if k == 0 or time != times_ns[k - 1]]
    raised = dict((identity, time) for time, identity in _raised(list(enumerate(frames))))
    after = [raised.get(identity, time) for identity, time in enumerate(frames)]
    assert all(a < b for a, b in pairwise(after))
    assert all(a >= b for a, b in zip(after, frames, strict=True))
