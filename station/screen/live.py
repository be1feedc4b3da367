"""The screen during the repetitions: athlete, wall, meter, count, verdict and cue."""

from __future__ import annotations

from dataclasses import dataclass

from station.drills.walk_up import Summary
from station.engine import Reading
from station.engine import Stage as EngineStage
from station.screen.canvas import Canvas
from station.screen.card import draw_cards
from station.screen.figure import draw_figure
from station.screen.meter import draw_gap_number, draw_meter
from station.screen.room import draw_floor, draw_gap, draw_wall
from station.screen.stage import Stage


@dataclass(frozen=True, eq=False)
class LivePicture:
    """What the live screen shows. ``faces_right`` holds also while nobody can be drawn."""

    reading: Reading
    summary: Summary
    faces_right: bool = True


def draw_live(canvas: Canvas, picture: LivePicture) -> None:
    """Draw over whatever was on the surface."""
    summary, moving = picture.summary, picture.reading.stage is EngineStage.REPETITION
    canvas.background(("live", summary, moving), lambda blank: draw_cards(blank, summary, moving))
    draw_athlete(canvas, picture.reading, picture.faces_right)


def draw_athlete(canvas: Canvas, reading: Reading, faces_right: bool) -> None:
    """Wall, floor and meter, with the athlete between them when there is one to draw."""
    stage = Stage.fit(canvas.layout.stage, reading.wall_mm, faces_right)
    gap_mm = reading.measures.hip_gap_mm
    draw_floor(canvas, stage)
    draw_wall(canvas, stage, reading.wall_mm, reading.touching)
    if reading.side_view is not None:
        draw_figure(canvas, stage, reading.side_view)
        if gap_mm is not None:
            draw_gap(canvas, stage, reading.side_view, reading.wall_mm, gap_mm)
    draw_gap_number(canvas, stage, gap_mm, reading.touching)
    draw_meter(canvas, reading.wall_mm, gap_mm, reading.touching, faces_right)
