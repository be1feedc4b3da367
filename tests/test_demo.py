"""Without a screen: one visit in text and pictures, on the simulated athlete and on a camera."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pygame
import pytest

from station.camera.frame import DepthFrame
from station.config import CameraSettings, Settings, load_settings
from station.errors import NoCameraError
from station.results.results import Results
from station.screen.theme import BLUE_ORANGE
from station.signals.tell import Tell
from tests.starting import run
from tests.stories.visits import TIMING, frames_of, visit


@pytest.fixture(scope="module")
def settings() -> Settings:
    return load_settings()


def test_without_a_screen_it_tells_a_test_in_text_and_pictures(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str], no_pins: None
) -> None:
    folder = tmp_path / "screens"
    folder.mkdir()
    (folder / "99-of-an-earlier-run.png").write_bytes(b"stale")
    (folder / "mine.png").write_bytes(b"kept")
    database = tmp_path / "results.db"
    code = run(settings, headless=True, out_dir=folder, results_file=database)
    told = capsys.readouterr()
    lines = told.out.splitlines()
    repetitions = [line for line in lines if line.startswith("repetition ")]
    assert code == 0
    verdicts = [line.partition(": ")[2].split()[0] for line in repetitions]
    practice, levels = ["PASS", "FAULT", "PASS"], ["PASS"] * 3 + ["FAULT"] + ["PASS"] * 2
    assert verdicts == [*practice, *levels, "FAULT", "FAULT"]
    assert "result: 12.5 cm, 7.1 % of body height. Next time: Fold at the hip crease" in lines
    assert lines[-1].endswith(str(folder))
    assert "Simulated athlete" in told.err
    assert "Simulated light and buzzer" in told.err
    assert (folder / "mine.png").exists()
    pictures = sorted(path.name for path in folder.glob("[0-9]*.png"))
    assert not any("earlier" in picture for picture in pictures)
    assert pictures[0] == "01-learning.png"
    assert pictures[1] == "02-invitation.png"
    assert pictures[-1].endswith("-thanks.png")
    assert pygame.image.load(folder / pictures[-1]).get_at((2, 2))[:3] == BLUE_ORANGE.banner
    with closing(sqlite3.connect(database)) as connection:
        kept = connection.execute("SELECT count(*) FROM repetitions").fetchone()
        score = connection.execute("SELECT score_mm FROM tests").fetchone()
    assert (kept, score) == ((11,), (125.0,))


def test_a_camera_that_is_not_there_is_an_error_without_a_screen(
    settings: Settings, tmp_path: Path
) -> None:
    nobodys = CameraSettings(serial="000000000000")
    with pytest.raises(NoCameraError):
        run(
            settings.model_copy(update={"camera": nobodys}),
            source="camera",
            simulate_gpio=True,
            headless=True,
            out_dir=tmp_path,
        )


def test_without_a_screen_a_live_camera_ends_after_one_visit_and_the_lights_go_out_first(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = visit("partial partial", practice="partial", reads_s=7.0)
    frames = frames_of(replace(story, timing=replace(TIMING, end_s=2.0)))

    class Live:
        """A camera: after the story it sees the empty room for ever."""

        description, serial, is_live = "D435", "0815", True
        sent = 0

        def read(self, timeout_s: float = 1.0) -> DepthFrame | None:
            number, self.sent = self.sent, self.sent + 1
            last = frames[min(number, len(frames) - 1)]
            return replace(last, capture_time_s=number / story.fps)

        def close(self) -> None:
            pass

    camera = Live()
    closed: list[str] = []
    for kind in (Tell, Results):
        monkeypatch.setattr(kind, "close", noted(kind.close, closed, kind.__name__))
    monkeypatch.setattr("station.sources.open_source", lambda *_, **__: camera)
    test = settings.test.model_copy(update={"practice_taps": 1})
    code = run(
        settings.model_copy(update={"test": test}),
        source="auto",
        simulate_gpio=True,
        headless=True,
        out_dir=tmp_path,
        results_file=tmp_path / "results.db",
    )
    assert code == 0
    assert camera.sent < len(frames) + 100
    assert closed == ["Tell", "Results"]


def noted(method: Callable[[Any], None], names: list[str], name: str) -> Callable[[Any], None]:
    """The same method, which leaves its name behind."""

    def call(self: Any) -> None:
        names.append(name)
        method(self)

    return call
