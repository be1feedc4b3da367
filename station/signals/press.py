"""What a person can ask for: the same few events from button, keyboard and touch."""

from __future__ import annotations

from enum import StrEnum


class Press(StrEnum):
    """What a person can ask for with the button, a key or a finger."""

    SHORT = "short"
    """Whatever comes next here: from the invitation to placing, out of the practice, to the end
    of a test, from the result to another turn, from the thanks to the invitation, in the menu to
    the next line. While somebody is placed or stands still for the baseline it does nothing."""
    LONG = "long"
    """The coach menu, from everywhere; a test under way is over. In the menu: take the chosen
    line."""
