"""The three shared recordings with known truth: verdicts exact, measures within their limits."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from station.measure import Session
from tests.recordings.clip import (
    COVERAGE,
    LIMITS,
    Accuracy,
    Clip,
    compare,
    load_clip,
    measure_clip,
)

NAMES = ("dev-woman-clean", "dev-man-faults", "dev-man-lockout")
TOUCH_TOLERANCE_S = 0.25
"""The hips are slow at the wall: six millimetres of gap are a fifth of a second there."""


@lru_cache(maxsize=len(NAMES))
def measured(path: Path) -> tuple[Clip, Session, Accuracy]:
    """Each recording is played once."""
    clip = load_clip(path)
    session = measure_clip(clip)
    return clip, session, compare(clip, session)


@pytest.fixture(params=NAMES)
def played(request: pytest.FixtureRequest, shared_clips: Path) -> tuple[Clip, Session, Accuracy]:
    """One of the recordings, measured."""
    return measured(shared_clips / f"{request.param}.db3")


Played = tuple[Clip, Session, Accuracy]


def test_every_repetition_has_exactly_its_faults(played: Played) -> None:
    assert played[2].misses == ()


def test_no_repetition_is_invented(played: Played) -> None:
    clip, session, accuracy = played
    assert accuracy.extra == 0
    assert len(session.repetitions) == len(clip.repetitions)


@pytest.mark.parametrize("name", LIMITS)
def test_the_mean_error_is_within_its_limit(played: Played, name: str) -> None:
    assert played[2].errors[name] <= LIMITS[name]


def test_frames_with_an_athlete_are_measured(played: Played) -> None:
    assert played[2].coverage >= COVERAGE


def test_touches_are_told_at_their_moment(played: Played) -> None:
    clip, session, _ = played
    for true, found in zip(clip.repetitions, session.repetitions, strict=True):
        assert (found.touch_s is None) == (true.touch_s is None)
        if true.touch_s is not None:
            assert found.touch_s == pytest.approx(true.touch_s, abs=TOUCH_TOLERANCE_S)


def test_the_empty_mat_and_the_way_there_are_not_measured(played: Played) -> None:
    clip, session, _ = played
    first_s = float(clip.time_s[clip.present][0])
    assert not any(row.present for row in session.rows if row.time_s < first_s - 0.3)
