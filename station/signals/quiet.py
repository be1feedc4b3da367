"""Hours in which nothing sounds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

_FORM = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")


@dataclass(frozen=True)
class QuietHours:
    """From ``start`` on, until just before ``end``, every day; never when both are the same.

    ``end`` before ``start`` means across midnight.
    """

    start: time = time()
    end: time = time()

    @classmethod
    def parse(cls, text: str) -> QuietHours:
        """Read ``22:00-07:00``; an empty text means never.

        Raises:
            ValueError: the text is neither; one line that says what is expected.
        """
        if not text.strip():
            return cls()
        found = _FORM.fullmatch(text.strip())
        if found is None:
            raise ValueError(f'quiet hours "{text}" are not two times such as 22:00-07:00')
        from_h, from_min, to_h, to_min = (int(number) for number in found.groups())
        try:
            hours = cls(time(from_h, from_min), time(to_h, to_min))
        except ValueError:
            raise ValueError(f'quiet hours "{text}": the times go from 00:00 to 23:59') from None
        if hours.start == hours.end:
            raise ValueError(
                f'quiet hours "{text}" begin and end at the same time; "" is never, '
                "a volume of 0 is always"
            )
        return hours

    def holds(self, local_time: time) -> bool:
        """Whether it is to be quiet at this time of day."""
        if self.start <= self.end:
            return self.start <= local_time < self.end
        return local_time >= self.start or local_time < self.end
