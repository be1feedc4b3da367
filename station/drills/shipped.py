"""The drills the station comes with, in the order in which they are taught."""

from __future__ import annotations

SHIPPED = (
    "hip-crease-fold",
    "pvc-hinge",
    "dowel-hinge",
    "wall-tap",
    "contrast",
    "tempo-hinge",
    "isometric-hold",
    "sternum-loaded",
    "behind-the-head",
    "band-resisted",
    "rip-trainer",
)
"""Each has a file of its name in ``config/drills`` and its words in ``config/cues``."""
