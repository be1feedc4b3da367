"""How long something has been so, and values that settle."""

from __future__ import annotations

import pytest

from station.screen.lasting import Lasting, Settled


def test_it_counts_from_the_moment_it_became_so() -> None:
    lasting = Lasting()
    held = [lasting.step(so, time_s) for time_s, so in enumerate((False, True, True, False, True))]
    assert held == [0.0, 0.0, 1.0, 0.0, 0.0]


def test_a_clock_that_starts_again_starts_the_count_again() -> None:
    lasting = Lasting()
    lasting.step(True, 100.0)
    assert lasting.step(True, 1.0) == 0.0
    assert lasting.step(True, 3.0) == 2.0


def test_a_stumble_changes_nothing() -> None:
    settled = Settled("a", 0.3)
    shown = [settled.step("b" if 10 <= tick < 12 else "a", tick / 10) for tick in range(30)]
    assert set(shown) == {"a"}


def test_another_value_shows_after_its_time() -> None:
    settled = Settled("a", 0.3)
    shown = [settled.step("b" if tick >= 10 else "a", tick / 30) for tick in range(40)]
    assert shown.index("b") / 30 == pytest.approx(10 / 30 + 0.3, abs=0.04)
    assert set(shown[shown.index("b") :]) == {"b"}
