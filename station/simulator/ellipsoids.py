"""Sets of ellipsoids: what every simulated body is made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Ellipsoids:
    """``N`` ellipsoids as centres and spreads.

    ``centres_m`` is ``(N, 3)``. ``spread_m2`` is ``(N, 3, 3)``: ``R diag(r^2) R^T`` for an
    ellipsoid with half axes ``r`` turned by ``R``. In this form a turn, a support point and a
    projection each are one product.
    """

    centres_m: NDArray[np.float64]
    spread_m2: NDArray[np.float64]

    def moved(self, rotation: NDArray[np.float64], offset_m: NDArray[np.float64]) -> Ellipsoids:
        """The same set after ``p -> rotation @ p + offset_m``."""
        centres = self.centres_m @ rotation.T + offset_m
        return Ellipsoids(centres, rotation @ self.spread_m2 @ rotation.T)

    def farthest_m(self, direction: NDArray[np.float64]) -> NDArray[np.float64]:
        """How far each ellipsoid reaches along a unit ``direction``, ``(N,)``, exactly."""
        reach = np.sqrt(np.einsum("i,nij,j->n", direction, self.spread_m2, direction))
        result: NDArray[np.float64] = self.centres_m @ direction + reach
        return result
