"""Is the wall clock set? A Raspberry Pi starts with an old time until the network tells it.

With a battery its hardware clock knows the time all along. Source: adjtimex(2), which
``ProtectClock=`` keeps from the installed station; systemd-timesyncd(8) for the file it leaves;
the kernel's rtc.rst for the hardware clock.
"""

from __future__ import annotations

import ctypes
import sys
import time
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

_TIME_ERROR = 5
"""What adjtimex answers while nothing has set the clock."""
_TIMEX_BYTES = 512
"""More than ``struct timex`` takes on any machine."""
_TIMESYNCD_HAS_SET_IT = Path("/run/systemd/timesync/synchronized")
_HARDWARE_CLOCK = Path("/sys/class/rtc/rtc0/since_epoch")
_APART_S = 3600.0
"""By more no two clocks drift apart between two starts; one that lost its time is years behind."""
_FIRST_YEAR = 2026
"""No station ran before; an earlier date is the clock's start and not the time."""


def clock_is_trusted() -> bool:
    """Whether a date written now can be believed; takes microseconds and starts no program."""
    now = datetime.now(UTC)
    set_by_network = kernel_says_set() or _TIMESYNCD_HAS_SET_IT.exists()
    return trusted(now, set_by_network or hardware_clock_agrees(now.timestamp()))


def trusted(now: datetime, set_by_somebody: bool) -> bool:
    """The rule: somebody set the clock, and what it shows is possible."""
    return set_by_somebody and now.year >= _FIRST_YEAR


def kernel_says_set() -> bool:
    """Whether the kernel counts its clock as synchronised; elsewhere than on Linux it is."""
    if not sys.platform.startswith("linux"):
        return True
    # All zero: modes = 0 reads and changes nothing.
    state = _libc().adjtimex(ctypes.create_string_buffer(_TIMEX_BYTES))
    return state not in (-1, _TIME_ERROR)


def hardware_clock_agrees(now_s: float) -> bool:
    """Whether the hardware clock shows the same time.

    The kernel writes into it only a time that the network told. Without a battery it begins at
    1970 after each power cut.
    """
    ahead_s = _hardware_clock_ahead_s()
    # Both go on alike, so what was found at the start holds until somebody sets one of them.
    return ahead_s is not None and abs(ahead_s - (now_s - time.monotonic())) <= _APART_S


@cache
def _hardware_clock_ahead_s() -> float | None:
    """By how much it is ahead of the monotonic clock; read once, as it is slow to answer."""
    try:
        return int(_HARDWARE_CLOCK.read_text(encoding="ascii")) - time.monotonic()
    except (OSError, ValueError):
        return None


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None)
