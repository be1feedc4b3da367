"""Teach the station how skin follows bones: ``python -m tests.lab.train [PUPILS]``.

Makes the samples (about five seconds a pupil; what is there already is not made again), learns on
five sixths of the pupils and says how well that does on the others, learns once more on all of
them, and writes ``station/posture/soft_tissue.npz``. Pupils have seeds of their own: nobody of
the lab's catalogue is among them.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from rich.progress import track

from station.posture.soft_tissue import LEARNED, LearnedMap
from tests.lab.rig import Floats
from tests.lab.train_net import learn
from tests.lab.train_pupils import FIRST_SEED
from tests.lab.train_samples import Samples, samples_of

FOLDER = Path(__file__).resolve().parents[2] / ".lab" / "training"
PUPILS = 300
_NAMES = ("hip", "knee", "lumbar", "thoracic", "neck")
_FOLDS = 6
_LARGE_DEG = (40.0, 30.0, 20.0, 20.0, 20.0)
"""Bends beyond this are looked at apart: a map that leans to the usual reads them too small."""


def main(arguments: list[str]) -> int:
    """Make samples, learn, validate, write; 2 where too few pupils could be seen."""
    count = int(arguments[0]) if arguments else PUPILS
    seeds = range(FIRST_SEED, FIRST_SEED + count)
    every = [samples_of(seed, FOLDER) for seed in track(seeds, "teaching")]
    pupils = [samples for samples in every if samples is not None and len(samples.inputs)]
    print(f"{len(pupils)} of {count} pupils, {sum(len(p.inputs) for p in pupils)} postures")
    if len(pupils) < 2 * _FOLDS:
        print("train: too few pupils to learn from", file=sys.stderr)
        return 2
    learners = [pupil for number, pupil in enumerate(pupils) if number % _FOLDS]
    print("on pupils it did not learn from:")
    _tell(learn(learners, seed=1), pupils[::_FOLDS])
    write(learn(pupils, seed=2), LEARNED)
    print(f"written: {LEARNED}")
    return 0


def write(learned: LearnedMap, path: Path) -> None:
    """Keep a map where the station looks for it."""
    arrays = {"centre": learned.centre, "spread": learned.spread, "linear": learned.linear}
    for layer in range(3):
        arrays[f"weights_{layer + 1}"] = learned.weights[layer]
        arrays[f"biases_{layer + 1}"] = learned.biases[layer]
    np.savez_compressed(
        path, allow_pickle=False, **{n: a.astype(np.float32) for n, a in arrays.items()}
    )


def _tell(learned: LearnedMap, pupils: list[Samples]) -> None:
    """Mean and 95 % error of each angle, its slope against the truth, how large bends are read."""
    found, true = [], []
    for pupil in pupils:
        standing = learned.of(pupil.standing)
        for inputs, bends in zip(pupil.inputs, pupil.bends_deg, strict=True):
            answer = learned.of(inputs)
            if answer is not None and standing is not None:
                found.append(answer - standing)
                true.append(bends)
    _table(np.array(found), np.array(true))
    total = sum(len(pupil.inputs) for pupil in pupils)
    print(f"unlike anything learned from: {total - len(found)} of {total}")


def _table(found: Floats, true: Floats) -> None:
    off = np.abs(found - true)
    print("          mean   95 %  slope  read of large bends")
    for joint, name in enumerate(_NAMES):
        slope = np.polyfit(true[:, joint], found[:, joint], 1)[0]
        large = np.abs(true[:, joint]) > _LARGE_DEG[joint]
        read = np.median(found[large, joint] / true[large, joint])
        print(
            f"{name:9} {off[:, joint].mean():5.1f}  {np.percentile(off[:, joint], 95):5.1f}"
            f"  {slope:5.2f}  {100 * read:3.0f} %"
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
