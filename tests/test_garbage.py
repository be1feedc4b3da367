"""Fresh pictures of nothing: never a touch, never a repetition, never an unexpected error."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from station.camera.frame import DepthFrame
from station.engine import Engine, Stage
from station.errors import SceneError
from tests.scene.made_scenes import NOISY, frames


def garbage(kind: str, picture: NDArray[np.uint16], seed: int) -> NDArray[np.uint16]:
    random = np.random.default_rng(seed)
    if kind == "random":
        return random.integers(0, 65536, picture.shape, dtype=np.uint16)
    if kind == "shuffled":
        return random.permutation(picture.ravel()).reshape(picture.shape)
    return np.full_like(picture, int(kind))


@pytest.fixture(scope="module")
def room() -> list[DepthFrame]:
    """The empty room, long enough to be learned."""
    return list(itertools.islice(frames(NOISY), 12))


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("kind", ["random", "shuffled", "0", "65535"])
def test_garbage_is_nobody_or_no_floor(room: list[DepthFrame], kind: str, known: bool) -> None:
    engine = Engine(0.10)
    for frame in room if known else ():
        engine.step(frame)
    for number in range(15):
        frame = room[number % len(room)]
        picture = garbage(kind, frame.depth, number)
        time_s = 10.0 + number / 15
        try:
            reading = engine.step(replace(frame, depth=picture, capture_time_s=time_s))
        except SceneError:
            engine = Engine(0.10)
            continue
        assert reading.stage in (Stage.LEARNING, Stage.EMPTY, Stage.PLACING)
        assert not reading.touching
        assert reading.repetition is None
