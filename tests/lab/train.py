"""Teach the station how skin follows bones: ``python -m tests.lab.train [ANATOMICAL SIMULATED]``.

Films the pupils (two to five seconds each; what is there already is not filmed again), learns on
five sixths of them and says how well that does on the others, learns once more on all of them, and
writes ``station/posture/soft_tissue.npz``. Pupils have seeds of their own: nobody of the lab's
catalogue is among them. After a change of the fit or of the map's inputs the films stay good.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from rich.progress import track

from station.posture.soft_tissue import LEARNED, LearnedMap
from tests.lab.rig import Floats
from tests.lab.train_films import film_of
from tests.lab.train_net import learn
from tests.lab.train_pupils import FIRST_SEED, FIRST_SIMULATED_SEED, draw_pupil
from tests.lab.train_samples import Samples, samples_of

FOLDER = Path(__file__).resolve().parents[2] / ".lab" / "films"
ANATOMICAL, SIMULATED = 1180, 400
_NAMES = ("hip", "knee", "lumbar", "thoracic", "neck")
_FOLDS = 6
_LIMITS = (
    ("lumbar flexion", 2, 24.0, 16.0, 20.0),
    ("lumbar extension", 2, -16.0, -8.0, -12.0),
    ("thoracic flexion", 3, 24.0, 16.0, 20.0),
    ("neck extension", 4, -29.0, -21.0, -25.0),
    ("squat", 1, 44.0, 36.0, 40.0),
)
"""Fault, joint, from which true bend on it is there, up to which it is not, and its limit."""


def main(arguments: list[str]) -> int:
    """Film, learn, validate, write; 2 where too few pupils could be seen."""
    counts = tuple(map(int, arguments)) if arguments else (ANATOMICAL, SIMULATED)
    seeds = [
        first + number
        for first, count in zip((FIRST_SEED, FIRST_SIMULATED_SEED), counts, strict=True)
        for number in range(count)
    ]
    pupils = [p for p in map(_samples, track(seeds, "teaching")) if p is not None]
    print(f"{len(pupils)} of {len(seeds)} pupils, {sum(len(p.inputs) for p in pupils)} postures")
    if len(pupils) < 2 * _FOLDS:
        print("train: too few pupils to learn from", file=sys.stderr)
        return 2
    learners = [pupil for number, pupil in enumerate(pupils) if number % _FOLDS]
    learned = learn(learners, seed=1)
    for simulated in (False, True):
        print(f"on {'simulated' if simulated else 'anatomical'} pupils it did not learn from:")
        _tell(learned, [pupil for pupil in pupils[::_FOLDS] if pupil.simulated is simulated])
    write(learn(pupils, seed=2), LEARNED)
    print(f"written: {LEARNED}")
    return 0


def _samples(seed: int) -> Samples | None:
    pupil = draw_pupil(seed)
    film = film_of(pupil, FOLDER)
    return None if film is None else samples_of(film, pupil)


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
    """Errors of each angle, its slope against the truth, and which faults would be seen."""
    found, true = [], []
    for pupil in pupils:
        standing = learned.of(pupil.standing)
        for inputs, bends in zip(pupil.inputs, pupil.bends_deg, strict=True):
            answer = learned.of(inputs)
            if answer is not None and standing is not None:
                found.append(answer - standing)
                true.append(bends)
    total = sum(len(pupil.inputs) for pupil in pupils)
    print(f"{total} postures, {total - len(found)} unlike anything learned from")
    if found:
        _table(np.array(found), np.array(true))


def _table(found: Floats, true: Floats) -> None:
    off = np.abs(found - true)
    print("          mean   95 %  slope")
    for joint, name in enumerate(_NAMES):
        slope = np.polyfit(true[:, joint], found[:, joint], 1)[0]
        p95 = np.percentile(off[:, joint], 95)
        print(f"{name:9} {off[:, joint].mean():5.1f}  {p95:5.1f}  {slope:5.2f}")
    for name, joint, there, not_there, limit in _LIMITS:
        sign = np.sign(limit)
        size, read = sign * true[:, joint], sign * found[:, joint] > abs(limit)
        faulty, clean = size >= abs(there), size <= abs(not_there)
        print(
            f"{name}: seen in {np.count_nonzero(read & faulty)} of {np.count_nonzero(faulty)},"
            f" and in {np.count_nonzero(read & clean)} of {np.count_nonzero(clean)} without it"
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
