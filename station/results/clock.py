"""Is the wall clock set? A Raspberry Pi starts with an old time until the network tells it.

Source: adjtimex(2); systemd-timesyncd(8) for the file it leaves.
"""

from __future__ import annotations

import ctypes
import sys
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

_TIME_ERROR = 5
"""What adjtimex answers while nothing has set the clock."""
_TIMEX_BYTES = 512
"""More than ``struct timex`` takes on any machine."""
_TIMESYNCD_HAS_SET_IT = Path("/run/systemd/timesync/synchronized")
_FIRST_YEAR = 2026
"""No station ran before; an earlier date is the clock's start and not the time."""


def clock_is_trusted() -> bool:
    """Whether a date written now can be believed; takes microseconds and starts no program."""
    return trusted(datetime.now(UTC), kernel_says_set() or _TIMESYNCD_HAS_SET_IT.exists())


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


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None)
