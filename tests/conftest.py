"""Shared by all tests: the recordings beside the checkout, no skipping in CI, and property tests
that draw the same examples every time, however slow the machine."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TypeVar

import cv2
import pytest
from hypothesis import settings

from tests.virtual_screen import virtual_screen

REPOSITORY = Path(__file__).resolve().parent.parent
CLIPS = REPOSITORY.parent / "shared" / "clips"

settings.load_profile("ci")
# One worker runs on each core already.
cv2.setNumThreads(1)

AnyReport = TypeVar("AnyReport", pytest.TestReport, pytest.CollectReport)


@pytest.fixture(scope="session")
def shared_clips() -> Path:
    """The folder of recordings with known truth; a test that needs it is skipped without it."""
    if not CLIPS.is_dir():
        pytest.skip("no shared/clips beside the checkout")
    return CLIPS


@pytest.fixture
def x_screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """SDL draws to a real X server without a monitor; the file mirrors what it shows."""
    with virtual_screen(tmp_path) as (display, screen_file):
        monkeypatch.setenv("DISPLAY", display)
        monkeypatch.setenv("SDL_VIDEODRIVER", "x11")
        yield screen_file


@pytest.fixture
def no_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer without lgpio, also where it is installed."""
    monkeypatch.setitem(sys.modules, "lgpio", None)
    monkeypatch.delitem(sys.modules, "gpiozero.pins.lgpio", raising=False)


def _skip_is_failure_in_ci(report: AnyReport) -> AnyReport:
    """A skipped test proves nothing: where everything is installed it means a mistake."""
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid}: skipped in CI, where nothing may be ({reason})"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return _skip_is_failure_in_ci((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _skip_is_failure_in_ci((yield))
