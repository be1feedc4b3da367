"""``station bench`` times every room on real frames and says how many."""

from __future__ import annotations

import re

import pytest

from station.bench import run_bench


def test_every_room_is_timed_over_frames_with_an_athlete(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run_bench(frames=60, soak=0) == 0
    told = capsys.readouterr().out
    assert "60 frames of 848x480 with an athlete" in told
    for room in ("scene", "posture", "hinge", r"scene \+ posture \+ hinge"):
        times = re.search(rf"{room} +│ +([\d.]+) +│ +([\d.]+)", told)
        assert times is not None
        median_ms, p99_ms = (float(number) for number in times.groups())
        assert median_ms <= p99_ms
