"""Whether the date can be believed."""

from __future__ import annotations

import ctypes
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from station.results import clock
from station.results.clock import (
    _hardware_clock_ahead_s,
    clock_is_trusted,
    hardware_clock_agrees,
    kernel_says_set,
    trusted,
)


@pytest.mark.parametrize(
    ("year", "set_by_somebody", "expected"),
    [
        (2026, True, True),
        (2031, True, True),
        (2026, False, False),
        (1970, True, False),
        (2025, True, False),
    ],
)
def test_trusted(year: int, set_by_somebody: bool, expected: bool) -> None:
    assert trusted(datetime(year, 3, 1, tzinfo=UTC), set_by_somebody) is expected


@dataclass
class Kernel:
    """A libc whose adjtimex gives one answer."""

    answer: int

    def adjtimex(self, timex: ctypes.Array[ctypes.c_char]) -> int:
        """All zero, or it would set the clock."""
        assert not any(timex.raw)
        return self.answer


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch) -> Kernel:
    """On Linux, with a clock that nothing has set."""
    made = Kernel(5)
    monkeypatch.setattr(clock, "_hardware_clock_ahead_s", lambda: None)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(clock, "_libc", lambda: made)
    return made


@pytest.mark.parametrize(("answer", "is_set"), [(0, True), (5, False), (-1, False)])
def test_the_kernel_says_whether_the_clock_is_set(
    kernel: Kernel, answer: int, is_set: bool
) -> None:
    kernel.answer = answer
    assert kernel_says_set() is is_set


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="adjtimex is Linux's")
def test_the_real_kernel_gives_one_of_its_answers() -> None:
    """adjtimex(2): TIME_OK to TIME_ERROR, or -1."""
    buffer = ctypes.create_string_buffer(clock._TIMEX_BYTES)
    assert clock._libc().adjtimex(buffer) in range(-1, 6)


def test_without_the_kernel_the_stamp_of_timesyncd_decides(
    kernel: Kernel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp = tmp_path / "synchronized"
    monkeypatch.setattr(clock, "_TIMESYNCD_HAS_SET_IT", stamp)
    assert not clock_is_trusted()
    stamp.touch()
    assert clock_is_trusted()
    stamp.unlink()
    kernel.answer = 0
    assert clock_is_trusted()


@pytest.mark.parametrize(
    ("shows", "agrees"),
    [("1795289281\n", True), ("1795287000", True), ("75", False), ("", False), (None, False)],
    ids=["the same", "drifted", "without a battery", "unreadable", "none"],
)
def test_a_hardware_clock_with_a_battery_knows_the_time_without_a_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shows: str | None, agrees: bool
) -> None:
    file = tmp_path / "since_epoch"
    if shows is not None:
        file.write_text(shows)
    monkeypatch.setattr(clock, "_HARDWARE_CLOCK", file)
    monkeypatch.setattr(clock, "_hardware_clock_ahead_s", _hardware_clock_ahead_s.__wrapped__)
    assert hardware_clock_agrees(1795289282.0) is agrees
    assert not hardware_clock_agrees(1795289282.0 + 86_400), "the wall clock was set back or ahead"


def test_what_the_battery_kept_is_trusted(
    kernel: Kernel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "_TIMESYNCD_HAS_SET_IT", tmp_path / "synchronized")
    ahead_s = datetime.now(UTC).timestamp() - time.monotonic()
    monkeypatch.setattr(clock, "_hardware_clock_ahead_s", lambda: ahead_s)
    assert clock_is_trusted()


def test_elsewhere_than_on_linux_the_clock_counts_as_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert kernel_says_set()
