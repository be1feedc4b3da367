"""The athlete's own back and legs as a bendable line: a sagittal body model.

The rear outline of the standing athlete, from heel to forehead, is taken once as a template. Each
of its points belongs to a place on a chain of joints inside the body (ankle, knee, hip, lumbar
spine, thoracic spine, neck). Bending the chain carries the skin along, so one set of angles
predicts the whole rear outline; fitting that prediction to a frame gives the angles, without any
point being picked by hand and with every centimetre of the outline contributing.

Coordinates are (x, z) in metres, x forward, z up. Angles are changes from standing in degrees,
positive when the upper end tips forward.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Heights of the joints as shares of body height. Ankle, knee, hip joint and C7: ANSUR II; the
# level of T12 and of the sacrum from anatomical atlases by way of the project's domain notes.
ANKLE, KNEE, HIP, SACRUM, T12, C7 = 0.040, 0.283, 0.516, 0.570, 0.640, 0.860
MID_THORACIC = (C7 + T12) / 2
_SKULL_BASE = 0.905

# Over which heights (shares) each bend is spread: low end, high end. The skin spreads the bends of
# lumbar and thoracic spine over each other's level; the soft-tissue map takes that apart again.
_KNEE_SPAN = (KNEE - 0.030, KNEE + 0.030)
_HIP_SPAN = (HIP - 0.012, HIP + 0.012)
_SKIN_HIP_SPAN = (HIP - 0.055, HIP - 0.005)
_LUMBAR_SPAN = (0.550, 0.680)
_THORACIC_SPAN = (0.600, 0.810)
_NECK_SPAN = (0.835, _SKULL_BASE)

# How deep the joints lie under the skin of the back, as shares of height (spinal canal of the
# lumbar spine about 6 cm, thoracic 4.5 cm, neck 6 cm at 1.75 m).
_JOINT_DEPTH_HEIGHTS = np.array([SACRUM, T12, MID_THORACIC, C7, _SKULL_BASE, 1.0])
_JOINT_DEPTHS = np.array([0.040, 0.035, 0.028, 0.034, 0.050, 0.055])

N_BENDS = 6
SHANK, THIGH, PELVIS, LUMBAR, THORACIC, NECK = range(N_BENDS)


@dataclass(frozen=True, eq=False)
class BodyModel:
    """One athlete's rear outline and the chain inside it, standing.

    ``skin_m`` and ``chain_m`` are ``(n, 2)``, heel to forehead; ``share`` ``(n,)`` is the height
    of each chain point over ``height_m``; ``weight`` ``(n,)`` is 0 where the template was hidden
    (an arm across it). ``normals`` point out of the body. ``ramps`` is ``(N_BENDS, n)``: how much
    of each bend a point's skin takes part in; ``chain_ramps`` the same for the chain, which bends
    at the joints themselves.
    """

    height_m: float
    skin_m: Floats
    normals: Floats
    chain_m: Floats
    share: Floats
    weight: Floats
    ramps: Floats
    chain_ramps: Floats

    def bend(self, angles_deg: Floats, shift_m: Floats) -> tuple[Floats, Floats]:
        """Skin points and normals ``(n, 2)`` of the chain bent by ``(N_BENDS,)`` angles.

        ``shift_m`` ``(4,)`` moves the ankle (x, z) and, on top, everything above the hip (x, z).
        """
        turn = np.radians(angles_deg) @ self.ramps
        return self.bend_many(angles_deg[None], shift_m[None])[0], self.turned_normals(turn)

    def turned_normals(self, turn: Floats) -> Floats:
        """The normals ``(n, 2)`` turned by ``(n,)`` radians."""
        return _turned(self.normals, np.cos(turn), np.sin(turn))

    def bend_many(self, angles_deg: Floats, shift_m: Floats) -> Floats:
        """Skin points ``(m, n, 2)`` for ``(m, N_BENDS)`` angles and ``(m, 4)`` shifts at once."""
        turn = np.radians(angles_deg) @ self.ramps
        chain_turn = np.radians(angles_deg) @ self.chain_ramps
        middle = (chain_turn[:, 1:] + chain_turn[:, :-1]) / 2
        moved = _turned(np.diff(self.chain_m, axis=0), np.cos(middle), np.sin(middle))
        chain = np.empty((len(turn), *self.chain_m.shape))
        chain[:, 0] = self.chain_m[0] + shift_m[:, :2]
        np.cumsum(moved, axis=1, out=chain[:, 1:])
        chain[:, 1:] += chain[:, :1]
        chain += self.chain_ramps[PELVIS][:, None] * shift_m[:, None, 2:]
        chain += _turned(self.skin_m - self.chain_m, np.cos(turn), np.sin(turn))
        return chain

    def at(self, points_m: Floats, share: float) -> Floats:
        """The point of a (bent) line ``(n, 2)`` at one height share of the standing athlete."""
        return np.array([np.interp(share, self.share, points_m[:, i]) for i in (0, 1)])


def build(
    rear_m: Floats, hidden: NDArray[np.bool_], chain_x: ChainFront, height_m: float
) -> BodyModel:
    """Make the model from the standing rear outline ``(n, 2)``, heel to forehead.

    ``hidden`` marks points that are not the body's own back. ``chain_x`` tells where the leg
    joints lie.
    """
    chain = _chain(rear_m, chain_x, height_m)
    share = np.maximum.accumulate(chain[:, 1]) / height_m
    share = share + np.arange(len(share)) * 1e-9
    return BodyModel(
        height_m=height_m,
        skin_m=rear_m,
        normals=_outward_normals(rear_m),
        chain_m=chain,
        share=share,
        weight=np.where(hidden, 0.0, 1.0),
        ramps=_ramps(share, _SKIN_HIP_SPAN),
        chain_ramps=_ramps(share, _HIP_SPAN),
    )


@dataclass(frozen=True)
class ChainFront:
    """x of the leg's joints, standing: the middle of the leg at ankle, knee and hip height."""

    ankle_x_m: float
    knee_x_m: float
    hip_x_m: float


def _chain(rear_m: Floats, front: ChainFront, height_m: float) -> Floats:
    """The chain point behind each skin point: on the leg's axis below the hip, under the back's
    skin above it; over the crown it stays in the head."""
    share = np.minimum(rear_m[:, 1] / height_m, 0.93)
    leg_x = np.interp(share, [ANKLE, KNEE, HIP], [front.ankle_x_m, front.knee_x_m, front.hip_x_m])
    depth = np.interp(share, _JOINT_DEPTH_HEIGHTS, _JOINT_DEPTHS) * height_m
    crown = int(np.argmax(rear_m[:, 1]))
    back_x = rear_m[:, 0].copy()
    nape = int(np.searchsorted(rear_m[:crown, 1], 0.93 * height_m))
    back_x[nape:] = rear_m[min(nape, len(rear_m) - 1), 0]
    spine_x = back_x + depth
    into_spine = _ramp(share, (HIP, SACRUM + 0.02))
    x = leg_x * (1 - into_spine) + spine_x * into_spine
    return np.column_stack([x, share * height_m])


def _ramps(share: Floats, hip_span: tuple[float, float]) -> Floats:
    knee, hip = _ramp(share, _KNEE_SPAN), _ramp(share, hip_span)
    return np.stack(
        [
            1 - knee,
            knee - hip,
            hip,
            _ramp(share, _LUMBAR_SPAN),
            _ramp(share, _THORACIC_SPAN),
            _ramp(share, _NECK_SPAN),
        ]
    )


def _ramp(share: Floats, span: tuple[float, float]) -> Floats:
    """0 below the span, 1 above it, smooth between."""
    t = np.clip((share - span[0]) / (span[1] - span[0]), 0.0, 1.0)
    smooth: Floats = t * t * (3 - 2 * t)
    return smooth


def _turned(vectors: Floats, cos: Floats, sin: Floats) -> Floats:
    """Turn ``(..., n, 2)`` vectors so that up tips forward by the angles ``(..., n)``."""
    x, z = vectors[..., 0], vectors[..., 1]
    return np.stack([x * cos + z * sin, z * cos - x * sin], axis=-1)


def _outward_normals(rear_m: Floats) -> Floats:
    tangent = np.gradient(rear_m, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True) + 1e-12
    # Heel to crown runs up the rear; the outside is to its left, backwards.
    return np.column_stack([-tangent[:, 1], tangent[:, 0]])
