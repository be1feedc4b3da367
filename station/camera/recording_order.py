"""Puts the messages of a finished recording back in the order they were written.

Playback goes by message time, not by place in the file. The SDK's recorder stamps a message with
its own clock less the time it was paused, and books a pause a moment after it has resumed: the
frames that pass in that moment get too late a time, and a few after them would be played first.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path


def restore_order(path: Path) -> int:
    """Raise the times of frames that lie behind their predecessor; return how many were raised.

    The frames' own capture times are elsewhere and stay as they are.

    Raises:
        sqlite3.Error: the recording cannot be read or written.
    """
    with closing(sqlite3.connect(path)) as database:
        messages = database.execute(
            "SELECT messages.id, timestamp FROM messages JOIN topics ON topics.id = topic_id "
            "WHERE topics.name LIKE '%/image/%' ORDER BY messages.id"
        ).fetchall()
        raised = _raised(messages)
        database.executemany("UPDATE messages SET timestamp = ? WHERE id = ?", raised)
        database.commit()
    return len(raised)


def _raised(messages: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """``(new time, id)`` where needed. The messages of one frame share one time and keep that."""
    raised = []
    original = latest = -1
    for identity, time_ns in messages:
        if time_ns != original:
            original = time_ns
            latest = max(time_ns, latest + 1)
        if latest != time_ns:
            raised.append((latest, identity))
    return raised
