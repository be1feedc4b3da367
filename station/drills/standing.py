"""Where a result stands among others."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Standing:
    """``rank`` 1 is the farthest wall; ``of`` counts this result too."""

    rank: int
    of: int
