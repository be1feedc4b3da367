"""``station bench`` times every room on real frames and says how many; the whole kiosk as well."""

from __future__ import annotations

import re

import pytest

from station.bench.live import run_live, run_visits
from station.bench.rooms import run_bench, simulated_session, time_rooms
from station.camera.frame import DepthFrame
from station.config import Settings, TestSettings
from station.errors import SceneError


@pytest.fixture(scope="module")
def visit() -> list[DepthFrame]:
    return simulated_session((("squat",),), fps=10.0)


@pytest.fixture(autouse=True)
def simulated_once(visit: list[DepthFrame], monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them look at the same frames: making them takes longer than looking."""
    for bench in ("station.bench.rooms", "station.bench.live"):
        monkeypatch.setattr(f"{bench}.simulated_session", lambda *_, **__: visit)


ONE_TAP = Settings(test=TestSettings(practice_taps=0, tries=1, clean_taps=1))
"""A test that is over after one tap."""
_ROW = r" +│ +([\d.]+) +│ +([\d.]+)"


def test_every_room_is_timed_over_frames_with_an_athlete(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run_bench(frames=40, soak=0) == 0
    told = capsys.readouterr().out
    assert "40 frames of 848x480 with an athlete" in told
    for room in ("scene", "posture", "hinge", r"scene \+ posture \+ hinge"):
        times = re.search(room + _ROW, told)
        assert times is not None
        median_ms, p99_ms = (float(number) for number in times.groups())
        assert median_ms <= p99_ms


def test_the_live_bench_says_how_late_light_and_picture_are(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    assert run_live(ONE_TAP, frames=40) == 0
    told = capsys.readouterr().out
    assert "40 frames" in told
    light = re.search("light and buzzer" + _ROW, told)
    flip = re.search("picture flipped" + _ROW, told)
    assert light is not None
    assert flip is not None
    # The picture is drawn after the light has answered.
    assert 0 < float(light[1]) < float(flip[1])


def test_visits_at_full_speed_are_kept_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_visits(ONE_TAP, 2) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "2 visitors in 0.0 h of station time: 2 tests kept to their end" in told
    assert "with 1 to 1 repetitions each" in told


def test_who_is_never_measured_ends_the_timing(visit: list[DepthFrame]) -> None:
    with pytest.raises(SceneError, match="never measured"):
        time_rooms(visit[:20], frames=5)
