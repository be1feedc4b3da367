"""Pixels of the picture of a recording: what is shaded, marked and drawn, and where."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from station.hinge.limits import FaultLimits
from station.hinge.verdict import Fault, Outcome, Repetition, Verdict
from station.measure import Row, Session
from station.plot import SHADES, draw_session
from station.posture.measures import Measures
from station.reasons import Reason

WALL_MM = 150.0
END_S = 20.0
CLEAN = Verdict(Outcome.PASS)
ROUNDED = Verdict(Outcome.FAULT, (Fault.LUMBAR_FLEXION, Fault.NO_TOUCH), cue="lumbar_flexion")
UNSEEN = Verdict(Outcome.NO_VERDICT, reason=Reason.ONE_AT_A_TIME, cue="one_at_a_time")
# The two ends of the time axis in the picture.
AXIS_PX = (104.5, 1303.5)


def repetition(number: int, start_s: float, end_s: float, verdict: Verdict) -> Repetition:
    touched = verdict is CLEAN
    middle_s = (start_s + end_s) / 2
    return Repetition(
        number,
        start_s,
        end_s,
        touched,
        middle_s if touched else None,
        -5.0 if touched else 20.0,
        1.5,
        0.2,
        1.3,
        Measures(),
        verdict,
    )


def session(*repetitions: Repetition, lumbar_deg: float = 5.0) -> Session:
    rows = []
    for frame in range(int(END_S * 15) + 1):
        time_s = frame / 15
        depth = 0.0
        for done in repetitions:
            if done.start_s < time_s < done.end_s:
                depth = np.sin(np.pi * (time_s - done.start_s) / (done.end_s - done.start_s))
        measures = Measures(
            hip_gap_mm=WALL_MM - 155 * depth,
            trunk_inclination_deg=3 + 60 * depth,
            lumbar_flexion_deg=lumbar_deg * depth,
        )
        present = 2 <= time_s <= 18
        rows.append(Row(time_s, present, measures if present else Measures()))
    return Session(WALL_MM, 1750.0, tuple(rows), repetitions)


THREE = (
    repetition(1, 3.0, 6.0, CLEAN),
    repetition(2, 8.0, 11.0, ROUNDED),
    repetition(3, 13.0, 16.0, UNSEEN),
)


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    return tmp_path / "picture.png"


def pixels(path: Path) -> np.ndarray:
    """``(height, width, 3)`` red, green, blue."""
    image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    assert image is not None
    return image[:, :, ::-1]


def is_colour(image: np.ndarray, colour: str) -> np.ndarray:
    wanted = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    same: np.ndarray = (image == np.array(wanted, np.uint8)).all(axis=2)
    return same


def seconds(column: float) -> float:
    left, right = AXIS_PX
    return (column - left) / (right - left) * END_S


@pytest.mark.parametrize("done", THREE, ids=lambda done: done.verdict.outcome.value)
def test_each_repetition_is_shaded_by_its_verdict_at_its_time(
    drawn: Path, done: Repetition
) -> None:
    draw_session(drawn, session(*THREE))
    shaded = is_colour(pixels(drawn), SHADES[done.verdict.outcome])
    # Columns shaded over most of the picture's height; the legend's swatch is not.
    columns = np.flatnonzero(shaded.sum(axis=0) > 0.3 * len(shaded))
    assert seconds(columns.min()) == pytest.approx(done.start_s, abs=0.06)
    assert seconds(columns.max()) == pytest.approx(done.end_s, abs=0.06)


def test_without_repetitions_nothing_is_shaded(drawn: Path) -> None:
    draw_session(drawn, session())
    image = pixels(drawn)
    for shade in SHADES.values():
        assert is_colour(image, shade).sum(axis=0).max() < 20


def test_the_curve_dips_to_the_wall_and_the_touch_is_marked(drawn: Path) -> None:
    draw_session(drawn, session(THREE[0]))
    image = pixels(drawn)
    panel = image[150:380]
    dot = np.argwhere(is_colour(panel, "#0b63b5"))
    dot = dot[dot[:, 0] > 40]
    assert seconds(dot[:, 1].mean()) == pytest.approx(4.5, abs=0.05)
    ink = is_colour(panel, "#1c232b")
    wall_row = int(ink.sum(axis=1).argmax())
    assert dot[:, 0].mean() == pytest.approx(wall_row, abs=2)


def test_nobody_there_means_no_curve(drawn: Path) -> None:
    draw_session(drawn, session(*THREE))
    ink = is_colour(pixels(drawn), "#1c232b")
    before = ink[:, round(AXIS_PX[0]) + 5 : round(AXIS_PX[0] + 0.09 * 1199)]
    # Only the three axes and the wall cross here.
    assert set(before[150:800].sum(axis=1)) <= {0, before.shape[1]}


def test_the_fault_line_is_where_the_settings_put_it(drawn: Path, tmp_path: Path) -> None:
    rounded = session(*THREE, lumbar_deg=30.0)
    draw_session(drawn, rounded)
    other = tmp_path / "other.png"
    draw_session(other, replace(rounded, limits=FaultLimits(lumbar_flexion_deg=28.0)))
    usual, strict = (is_colour(pixels(path), "#f7d9cd").sum() for path in (drawn, other))
    assert usual > 1.3 * strict


def test_without_a_wall_there_is_the_way_of_the_hips(drawn: Path, tmp_path: Path) -> None:
    with_wall = session(*THREE)
    draw_session(drawn, with_wall)
    other = tmp_path / "other.png"
    draw_session(other, replace(with_wall, wall_mm=None))
    # The hatched wall below the line is gone, the repetitions are still shaded.
    walls, none = (pixels(path) for path in (drawn, other))
    shade = SHADES[Outcome.PASS]
    assert is_colour(none, shade).sum() > 0.8 * is_colour(walls, shade).sum()
    assert (walls != none).any(axis=2).sum() > 5000


def test_a_learned_limit_near_caution_leaves_no_band_of_caution(drawn: Path) -> None:
    learned = FaultLimits(lumbar_flexion_deg=12.0)
    draw_session(drawn, session(*THREE))
    usual = is_colour(pixels(drawn), "#fbf2cf").sum()
    draw_session(drawn, replace(session(*THREE), limits=learned))
    assert usual > 1000
    assert is_colour(pixels(drawn), "#fbf2cf").sum() < 0.05 * usual


def test_many_repetitions_keep_their_labels_apart(drawn: Path) -> None:
    many = [repetition(n + 1, 2 + 0.6 * n, 2.5 + 0.6 * n, ROUNDED) for n in range(26)]
    draw_session(drawn, session(*many))
    image = pixels(drawn)
    label_rows = image[80:140]
    strong = is_colour(label_rows, "#b34700").any(axis=0)
    starts = np.flatnonzero(np.diff(strong.astype(int)) == 1)
    assert len(starts) >= 26


def test_a_folder_that_is_not_there_is_an_oserror(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        draw_session(tmp_path / "missing" / "picture.png", session())
