"""The athlete from the side, in the station frame: what the screens draw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class SideView:
    """One athlete in their own sagittal plane.

    Points are ``(N, 2)`` float32 arrays of (x, z) in millimetres of the station frame: x the
    way the athlete faces, z up, origin on the floor at the heels (before a baseline: below the
    middle of the feet). ``faces_right`` says which way the athlete faces in the camera image, so
    that a screen can show them as a mirror would.
    """

    faces_right: bool
    outline_mm: NDArray[np.float32]
    """Closed polygon around the body."""
    back_line_mm: NDArray[np.float32]
    """Sacrum to head along the back, at most 64 points; empty when the back is hidden."""
    dowel_mm: NDArray[np.float32]
    """The two ends of the straight stick laid on the back; empty when the back is hidden."""
    contacts_mm: NDArray[np.float32]
    """Points on the back at the three contacts: head, thoracic, sacrum; empty when hidden."""
    contact_held: tuple[bool, bool, bool]
    """Whether each of the three still touches the stick (as it did in the standing baseline)."""
