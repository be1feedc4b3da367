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
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Complexes = NDArray[np.complex128]

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
class BentBody:
    """A body bent into a posture: ``skin_m`` and its outward unit ``normals``, both ``(n, 2)``.

    ``lines`` ``(2, n)`` are the same body as complex numbers x + iz: from each chain point to its
    skin, and from each chain point to the next.
    """

    skin_m: Floats
    normals: Floats
    lines: Complexes

    @property
    def flesh_m(self) -> Floats:
        """From each chain point to its skin, ``(n, 2)``."""
        return _to_points(self.lines[0])


@dataclass(frozen=True, eq=False)
class BodyModel:
    """One athlete's rear outline and the chain inside it, standing.

    ``skin_m`` and ``chain_m`` are ``(n, 2)``, heel to forehead; ``share`` ``(n,)`` is the height
    of each chain point over ``height_m``. ``normals`` point out of the body. ``ramps`` is
    ``(N_BENDS, n)``: how much of each bend a point's skin takes part in; ``chain_ramps`` the same
    for the chain, which bends at the joints themselves.
    """

    height_m: float
    skin_m: Floats
    normals: Floats
    chain_m: Floats
    share: Floats
    ramps: Floats
    chain_ramps: Floats

    def bend(self, angles_deg: Floats, shift_m: Floats) -> BentBody:
        """The body with its chain bent by ``(N_BENDS,)`` angles.

        ``shift_m`` ``(4,)`` moves the ankle (x, z) and, on top, everything above the hip (x, z).
        """
        # In the plane a turn is one complex factor; i exp(-ia) is "up" tipped forward by a.
        turn = angles_deg @ self._turns_in_a_row
        factors = np.empty(len(turn), np.complex128)
        np.cos(turn, out=factors.real)
        np.sin(turn, out=factors.imag)
        lines = self._lines * factors.reshape(2, -1)
        skin = lines[1].cumsum()
        skin += lines[0]
        skin_m = _to_points(skin)
        skin_m += self._moves @ shift_m.reshape(2, 2)
        return BentBody(skin_m, _to_points(self._outwards * factors[: len(skin)]), lines)

    def directions_m(self, body: BentBody) -> Complexes:
        """How the skin moves per degree of each bend, ``(N_BENDS, n)`` numbers x + iz."""
        flesh, bones = self._turns_per_deg * body.lines[:, None]
        directions: Complexes = bones.cumsum(axis=1)
        directions += flesh
        return directions

    @cached_property
    def crown(self) -> int:
        """The highest point of the standing skin."""
        return int(self.skin_m[:, 1].argmax())

    @cached_property
    def _lines(self) -> Complexes:
        """As in :class:`BentBody`; the first of the chain's is to where it begins."""
        bones = np.diff(self.chain_m, axis=0, prepend=0.0)
        return np.stack([_to_complex(self.skin_m - self.chain_m), _to_complex(bones)])

    @cached_property
    def _turns(self) -> Floats:
        """``(2, N_BENDS, n)``: how much of each bend turns each point's skin and each bone."""
        middle = (self.chain_ramps[:, 1:] + self.chain_ramps[:, :-1]) / 2
        bones = np.pad(middle, ((0, 0), (1, 0)))
        return np.stack([self.ramps, bones])

    @cached_property
    def _turns_in_a_row(self) -> Floats:
        """``(N_BENDS, 2 n)``, radians per degree: first every point's skin, then every bone."""
        return np.concatenate(list(self._turns), axis=1) * (-np.pi / 180)

    @cached_property
    def _turns_per_deg(self) -> Complexes:
        """``(2, N_BENDS, n)``: what a line is multiplied by for its move per degree of bend."""
        return np.asarray(self._turns * (-1j * np.pi / 180), np.complex128)

    @cached_property
    def _moves(self) -> Floats:
        """``(n, 2)``: how much of the ankle's and of the hip's shift moves each point."""
        return np.column_stack([np.ones(len(self.share)), self.chain_ramps[PELVIS]])

    @cached_property
    def _outwards(self) -> Complexes:
        return _to_complex(self.normals)

    def part(self, low: float, high: float) -> slice:
        """The points between two height shares."""
        known = self._parts.get((low, high))
        if known is None:
            first, end = np.searchsorted(self.share, (low, high))
            known = self._parts[low, high] = slice(int(first), int(end))
        return known

    @cached_property
    def _parts(self) -> dict[tuple[float, float], slice]:
        """Kept: a frame asks for the same few again and again."""
        return {}

    def at(self, points_m: Floats, share: float) -> Floats:
        """The point of a (bent) line ``(n, 2)`` at one height share of the standing athlete."""
        known = self._places.get(share)
        if known is None:
            place = float(np.interp(share, self.share, np.arange(len(self.share))))
            below = min(int(place), len(self.share) - 2)
            known = self._places[share] = below, place - below
        below, part = known
        point: Floats = points_m[below] + part * (points_m[below + 1] - points_m[below])
        return point

    @cached_property
    def _places(self) -> dict[float, tuple[int, float]]:
        """Behind which point a share lies, and how far towards the next one; kept like parts."""
        return {}


def build(rear_m: Floats, chain_x: ChainFront, height_m: float) -> BodyModel:
    """Make the model from the standing rear outline ``(n, 2)``, heel to forehead.

    ``chain_x`` tells where the leg joints lie.
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
    """0 below each bend's span, 1 above it, smooth between; a bend ends where the next begins."""
    spans = np.array([_KNEE_SPAN, hip_span, _LUMBAR_SPAN, _THORACIC_SPAN, _NECK_SPAN])
    knee, hip, *spine = _ramp(share, spans.T[..., None])
    return np.stack([1 - knee, knee - hip, hip, *spine])


def _ramp(share: Floats, span: tuple[float, float] | Floats) -> Floats:
    low, high = span
    t = np.clip((share - low) / (high - low), 0.0, 1.0)
    smooth: Floats = t * t * (3 - 2 * t)
    return smooth


def _to_complex(points: Floats) -> Complexes:
    """``(n, 2)`` points or vectors (x, z) as ``(n,)`` numbers x + iz."""
    numbers: Complexes = np.ascontiguousarray(points).view(np.complex128)[:, 0]
    return numbers


def _to_points(numbers: Complexes) -> Floats:
    """The inverse of :func:`_to_complex`."""
    return numbers.view(np.float64).reshape(-1, 2)


def _outward_normals(rear_m: Floats) -> Floats:
    tangent = np.gradient(rear_m, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True) + 1e-12
    # Heel to crown runs up the rear; the outside is to its left, backwards.
    return np.column_stack([-tangent[:, 1], tangent[:, 0]])
