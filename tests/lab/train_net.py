"""Learning the soft-tissue map: a few small networks beside a linear map, by torch.

What counts is the answer over the answer for the pupil's own standing, as the station takes the
rest off. Errors are weighed by what each angle may be wrong by, and large ones only linearly: an
elbow behind the back is not to be learned from.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count, pairwise
from typing import Any

import numpy as np

from station.posture.soft_tissue import LearnedMap
from tests.lab.extra import the_extra
from tests.lab.rig import Floats
from tests.lab.train_samples import Samples

NETWORKS = 2
_HIDDEN = (96, 32)
_STEPS, _BATCH = 6000, 256
_FASTEST, _DECAY = 3e-3, 0.02
_INPUT_NOISE = 0.08
"""In standard deviations of the inputs: what makes the map trust no single one."""
_TOLERATED_DEG = (4.0, 3.0, 3.0, 3.0, 4.0)
_RANGE = 4.0
_ORDINARY_DEG = ((-6.0, 10.0), (-6.0, 10.0), (-12.0, 12.0))
_DEEP_DEG, _SELDOM = 95.0, 0.3
_SQUAT_DEG, _SQUAT = 25.0, 3.0
_LIMITS_DEG = (20.0, 20.0, 25.0)
_AT_LIMIT, _FARTHEST = 4.0, 1.5
"""How much more a bend as large as its limit counts than none, and beyond how many times the limit
it does not count more."""


def learn(pupils: list[Samples], seed: int) -> LearnedMap:
    """The map learned from these pupils; the same ones and seed give the same map."""
    torch: Any = the_extra("torch")
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    inputs = np.concatenate([pupil.inputs for pupil in pupils])
    bends = np.concatenate([pupil.bends_deg for pupil in pupils])
    standing = np.concatenate(
        [np.repeat(pupil.standing[None], len(pupil.inputs), axis=0) for pupil in pupils]
    )
    centre, spread = inputs.mean(axis=0), inputs.std(axis=0) + 1e-3
    lesson = [
        torch.tensor(values, dtype=torch.float32)
        for values in (
            np.clip((inputs - centre) / spread, -_RANGE, _RANGE),
            np.clip((standing - centre) / spread, -_RANGE, _RANGE),
            bends,
            weights_of(bends)[:, None],
        )
    ]
    made = [_learn_one(torch, *lesson) for _ in range(NETWORKS)]
    return LearnedMap(centre, spread, *_side_by_side(made))


def weights_of(bends_deg: Floats) -> Floats:
    """How much each posture ``(n,)`` of bends ``(n, 5)`` counts.

    Postures that bend several parts far at once, or bow far below the horizontal, count less: they
    are drawn so that no part tells of another, but athletes seldom do that. Squats count more than
    their few: the thighs they turn carry the buttocks' skin along, which looks like a rounded back.
    Large bends of spine and neck count more than the many small ones, or a map that is unsure
    would lean to none and read the faults too small.
    """
    seldom = (bends_deg[:, 0] > _DEEP_DEG) + (_parts_bent_far(bends_deg) > 1.0)
    weights = _SELDOM**seldom * np.where(bends_deg[:, 1] > _SQUAT_DEG, _SQUAT, 1.0)
    large = np.max(np.abs(bends_deg[:, 2:]) / _LIMITS_DEG, axis=1)
    weights *= 1 + _AT_LIMIT * np.minimum(large, _FARTHEST)
    counted: Floats = weights / weights.mean()
    return counted


def _parts_bent_far(bends_deg: Floats) -> Floats:
    """``(n,)`` how many of lumbar and thoracic spine and neck do more than a clean hinge asks."""
    far = np.zeros(len(bends_deg))
    for part, (low, high) in zip(bends_deg.T[2:], _ORDINARY_DEG, strict=True):
        far += (part < low) | (part > high)
    return far


@dataclass(frozen=True, eq=False)
class _Network:
    """Weights and biases of one network's three layers, and of the linear map beside it."""

    weights: list[Floats]
    biases: list[Floats]
    linear: Floats


def _learn_one(torch: Any, inputs: Any, standing: Any, wanted: Any, counts: Any) -> _Network:
    width, bends = inputs.shape[1], wanted.shape[1]
    sizes = (width, *_HIDDEN, bends)
    layers = [torch.nn.Linear(a, b) for a, b in pairwise(sizes)]
    beside = torch.nn.Linear(width, bends, bias=False)
    weights = [p for layer in (*layers, beside) for p in layer.parameters()]
    descent = torch.optim.AdamW(weights, lr=_FASTEST, weight_decay=_DECAY)
    pace = torch.optim.lr_scheduler.OneCycleLR(descent, _FASTEST, total_steps=_STEPS)

    def answer(values: Any) -> Any:
        hidden = values
        for layer in layers[:-1]:
            hidden = torch.nn.functional.silu(layer(hidden))
        return _TO_DEG * (layers[-1](hidden) + beside(values))

    tolerated = torch.tensor(_TOLERATED_DEG)
    for _ in range(_STEPS):
        chosen = torch.randint(len(inputs), (_BATCH,))
        shaken = inputs[chosen] + _INPUT_NOISE * torch.randn(_BATCH, width)
        off = (answer(shaken) - answer(standing[chosen]) - wanted[chosen]) / tolerated
        each = torch.nn.functional.smooth_l1_loss(off, torch.zeros_like(off), reduction="none")
        loss = (counts[chosen] * each).mean()
        descent.zero_grad()
        loss.backward()
        descent.step()
        pace.step()
    matrices = [layer.weight.detach().numpy().T for layer in layers]
    biases = [layer.bias.detach().numpy() for layer in layers]
    matrices[-1], biases[-1] = _TO_DEG * matrices[-1], _TO_DEG * biases[-1]
    return _Network(matrices, biases, _TO_DEG * beside.weight.detach().numpy().T)


def _side_by_side(
    networks: list[_Network],
) -> tuple[Floats, tuple[Floats, Floats, Floats], tuple[Floats, Floats, Floats]]:
    """The mean of several networks as one wide network: linear part, weights and biases."""
    first, middle, last = zip(*(network.weights for network in networks), strict=True)
    into, within, out = zip(*(network.biases for network in networks), strict=True)
    rows, columns = middle[0].shape
    apart = np.zeros((len(networks) * rows, len(networks) * columns))
    for row, column, block in zip(count(0, rows), count(0, columns), middle, strict=False):
        apart[row : row + rows, column : column + columns] = block
    return (
        np.mean([network.linear for network in networks], axis=0),
        (np.hstack(first), apart, np.vstack(last) / len(networks)),
        (np.hstack(into), np.hstack(within), np.mean(out, axis=0)),
    )


_TO_DEG = 8.0
"""Networks learn best what is about one in size."""
