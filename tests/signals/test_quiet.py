"""Quiet hours, across midnight too."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.signals.quiet import QuietHours


@pytest.mark.parametrize(
    ("text", "local_time", "quiet"),
    [
        ("22:00-07:00", time(21, 59, 59), False),
        ("22:00-07:00", time(22), True),
        ("22:00-07:00", time(23, 59, 59, 999_999), True),
        ("22:00-07:00", time(0), True),
        ("22:00-07:00", time(6, 59, 59), True),
        ("22:00-07:00", time(7), False),
        (" 13:00 - 14:30 ", time(13), True),
        ("13:00-14:30", time(14, 30), False),
        ("13:00-14:30", time(3), False),
        ("22:00-00:00", time(23), True),
        ("22:00-00:00", time(0), False),
        ("0:00-6:00", time(0), True),
        ("", time(3), False),
        ("  ", time(0), False),
    ],
)
def test_when_it_is_quiet(text: str, local_time: time, quiet: bool) -> None:
    assert QuietHours.parse(text).holds(local_time) is quiet


@given(start=st.times(), end=st.times(), now=st.times())
def test_swapped_hours_are_the_other_hours(start: time, end: time, now: time) -> None:
    if start != end:
        assert QuietHours(start, end).holds(now) is not QuietHours(end, start).holds(now)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("22-7", "two times such as 22:00-07:00"),
        ("22:00", "two times"),
        ("22:00-07:00-08:00", "two times"),
        ("never", "two times"),
        ("24:00-07:00", "from 00:00 to 23:59"),
        ("22:60-07:00", "from 00:00 to 23:59"),
        ("07:00-07:00", "same time"),
    ],
)
def test_anything_else_is_refused_in_one_line(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason) as raised:
        QuietHours.parse(text)
    assert text in str(raised.value)
    assert "\n" not in str(raised.value)
