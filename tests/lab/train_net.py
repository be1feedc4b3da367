"""Learning the soft-tissue map: a few small networks beside a linear map, by torch.

What counts is the answer over the answer for the pupil's own standing, as the station takes the
rest off. Errors are weighed by what each angle may be wrong by, and large ones only linearly: an
elbow behind the back is not to be learned from.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from station.posture.soft_tissue import LearnedMap
from tests.lab.extra import the_extra
from tests.lab.rig import Floats
from tests.lab.train_samples import Samples

NETWORKS = 4
_HIDDEN = (48, 24)
_STEPS, _BATCH = 3500, 256
_FASTEST, _DECAY = 3e-3, 0.03
_INPUT_NOISE = 0.12
"""In standard deviations of the inputs: what makes the map trust no single one."""
_TOLERATED_DEG = (4.0, 3.0, 3.0, 3.0, 4.0)
_RANGE = 4.0


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
    data = [
        torch.tensor(np.clip((values - centre) / spread, -_RANGE, _RANGE), dtype=torch.float32)
        for values in (inputs, standing)
    ]
    wanted = torch.tensor(bends, dtype=torch.float32)
    made = [_learn_one(torch, *data, wanted) for _ in range(NETWORKS)]
    weights = tuple(np.stack([one[0][layer] for one in made]) for layer in range(3))
    biases = tuple(np.stack([one[1][layer] for one in made])[:, None] for layer in range(3))
    linear = np.mean([one[2] for one in made], axis=0)
    return LearnedMap(centre, spread, linear, weights, biases)  # type: ignore[arg-type]


def _learn_one(
    torch: Any, inputs: Any, standing: Any, wanted: Any
) -> tuple[list[Floats], list[Floats], Floats]:
    """Weights and biases of one network's layers, and of the linear map beside it."""
    width, bends = inputs.shape[1], wanted.shape[1]
    sizes = (width, *_HIDDEN, bends)
    layers = [torch.nn.Linear(a, b) for a, b in pairwise(sizes)]
    beside = torch.nn.Linear(width, bends, bias=False)
    weights = [p for layer in (*layers, beside) for p in layer.parameters()]
    descent = torch.optim.AdamW(weights, lr=_FASTEST, weight_decay=_DECAY)
    pace = torch.optim.lr_scheduler.OneCycleLR(descent, _FASTEST, total_steps=_STEPS)
    tolerated = torch.tensor(_TOLERATED_DEG)

    def answer(values: Any) -> Any:
        hidden = values
        for layer in layers[:-1]:
            hidden = torch.nn.functional.silu(layer(hidden))
        return _TO_DEG * (layers[-1](hidden) + beside(values))

    for _ in range(_STEPS):
        chosen = torch.randint(len(inputs), (_BATCH,))
        shaken = inputs[chosen] + _INPUT_NOISE * torch.randn(_BATCH, width)
        off = (answer(shaken) - answer(standing[chosen]) - wanted[chosen]) / tolerated
        loss = torch.nn.functional.smooth_l1_loss(off, torch.zeros_like(off), beta=1.0)
        descent.zero_grad()
        loss.backward()
        descent.step()
        pace.step()
    matrices = [layer.weight.detach().numpy().T for layer in layers]
    biases = [layer.bias.detach().numpy() for layer in layers]
    matrices[-1], biases[-1] = _TO_DEG * matrices[-1], _TO_DEG * biases[-1]
    return matrices, biases, _TO_DEG * beside.weight.detach().numpy().T


_TO_DEG = 8.0
"""Networks learn best what is about one in size."""
