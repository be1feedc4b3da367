"""Programs that keep results and are killed, or run out of disk."""

from __future__ import annotations

import resource
from multiprocessing.connection import Connection
from pathlib import Path

from tests.results.made_results import FAULTY, WALK_UP, attempt, result, results, until_trouble


def keep_for_ever(path: Path, told: Connection) -> None:
    """Test after test; tell after each flush how many repetitions are kept."""
    with results(path) as kept:
        assert kept.flush(30)
        while True:
            kept.begin(WALK_UP)
            for _ in range(12):
                kept.attempt(attempt(FAULTY))
                assert kept.flush(30)
                told.send(kept.kept)
            kept.finish(result())


def keep_on_a_full_disk(path: Path, told: Connection) -> None:
    """Three repetitions, then the system lets no file grow, then it does again.

    Tells the trouble and, at the end, how many repetitions are kept.
    """
    with results(path) as kept:
        kept.begin(WALK_UP)
        for _ in range(3):
            kept.attempt(attempt(FAULTY))
        assert kept.flush(30)
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        # Below the size of any file of the database, so that tidying up makes no room either.
        resource.setrlimit(resource.RLIMIT_FSIZE, (1024, hard))
        for _ in range(3):
            kept.attempt(attempt(FAULTY))
        told.send(until_trouble(kept))
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert kept.flush(30)
        assert kept.trouble is None
        told.send(kept.kept)
