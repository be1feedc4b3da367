"""The drawings in ``hardware/`` are those of the settings and of the code, and say what is so."""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from hardware.drawings.__main__ import FOLDER, drawings, main
from hardware.drawings.geometry import (
    DISTANCE_M,
    DISTANCES_M,
    FIELD_DEG,
    LENS_HEIGHT_M,
    LENS_HEIGHTS_M,
    NEAR_FOOT_M,
    NEAR_SHOULDER_M,
    TALLEST_M,
    nearest_mat_m,
    picture_height_mm,
)
from hardware.drawings.mat import walls_cm
from hardware.drawings.wiring import header_pin, wiring_svg
from station.config import PinSettings, TestSettings, load_settings
from station.scene.floor import CAMERA_HEIGHT_M
from station.scene.scene import _MAT_DISTANCE_M
from station.simulator.sensor import Mount, PinholeCamera, View

SETTINGS = load_settings()


@pytest.fixture(scope="module")
def drawn() -> dict[str, bytes]:
    """Every drawing, made once."""
    return drawings(SETTINGS)


def words(svg: bytes) -> str:
    """Every text of an SVG, a line each."""
    root = ElementTree.fromstring(svg)
    texts = root.iter("{http://www.w3.org/2000/svg}text")
    return "\n".join("".join(text.itertext()) for text in texts)


def test_the_drawings_are_fresh(drawn: dict[str, bytes]) -> None:
    for name, content in drawn.items():
        assert (FOLDER / name).read_bytes() == content, f"{name} is old: make drawings"


def test_the_wiring_names_each_pin_of_the_settings_with_its_place_on_the_header(
    drawn: dict[str, bytes],
) -> None:
    told = words(drawn["wiring.svg"])
    for bcm in SETTINGS.pins.model_dump().values():
        assert f"GPIO {bcm} · pin {header_pin(bcm).number}" in told


def test_the_header_is_that_of_the_raspberry_pi() -> None:
    # From the Raspberry Pi's own documentation, by hand.
    known = {2: 3, 4: 7, 17: 11, 27: 13, 22: 15, 23: 16, 18: 12, 21: 40, 26: 37}
    assert {bcm: header_pin(bcm).number for bcm in known} == known


def test_other_pins_give_another_wiring_and_no_ground_is_used_twice() -> None:
    told = words(wiring_svg(PinSettings(pass_light=5, fault_light=6, buzzer=12, button=13)))
    assert "GPIO 5 · pin 29" in told
    assert "GPIO 17" not in told
    grounds = re.findall(r"ground · pin (\d+)", told)
    assert len(grounds) == len(set(grounds)) == 2


def test_the_wiring_page_has_the_pins_of_the_settings() -> None:
    page = (FOLDER / "wiring.md").read_text(encoding="utf-8")
    for bcm in SETTINGS.pins.model_dump().values():
        assert f"| {bcm} | {header_pin(bcm).number} |" in page


def test_the_command_refuses_bad_settings_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bad.toml"
    file.write_text("[pins]\nbuzzer = 3\n", encoding="utf-8")
    arguments = ["drawings", "--config", str(file), "--to", str(tmp_path / "out")]
    monkeypatch.setattr(sys, "argv", arguments)
    assert main() == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "out").exists()


def rows_px(distance_m: float, height_m: float, point_m: tuple[float, float, float]) -> float:
    """The picture row of a point, through the simulator's own camera with the drawing's field."""
    half_px = 240.0
    f_px = half_px / np.tan(np.radians(FIELD_DEG[1] / 2))
    camera = PinholeCamera(848, 480, f_px, 424.0, half_px)
    mount = Mount(height_m=height_m, distance_m=distance_m, pitch_deg=0.0)
    view = View(camera, mount)
    _, down, ahead = view.mount.rotation @ (np.array(point_m) - view.mount.position_m)
    return float(half_px + camera.f_px * down / ahead)


@pytest.mark.parametrize("height_m", [*LENS_HEIGHTS_M, LENS_HEIGHT_M])
def test_shoes_and_crown_are_in_the_picture_from_the_told_distance_on(height_m: float) -> None:
    nearest_m = nearest_mat_m(height_m)
    crown, shoe = (0.0, -NEAR_SHOULDER_M, TALLEST_M), (0.0, -NEAR_FOOT_M, 0.0)
    at_it = [rows_px(nearest_m, height_m, point) for point in (crown, shoe)]
    nearer = [rows_px(nearest_m - 0.02, height_m, point) for point in (crown, shoe)]
    assert min(at_it) >= -1e-6
    assert max(at_it) <= 480 + 1e-6
    assert min(nearer) < 0 or max(nearer) > 480


def test_the_drawn_places_are_among_those_the_station_works_with() -> None:
    assert nearest_mat_m(LENS_HEIGHT_M) <= DISTANCES_M[0] <= DISTANCE_M <= DISTANCES_M[1]
    assert _MAT_DISTANCE_M[0] < DISTANCES_M[0] < DISTANCES_M[1] < _MAT_DISTANCE_M[1]
    assert CAMERA_HEIGHT_M[0] < LENS_HEIGHTS_M[0] < LENS_HEIGHTS_M[1] < CAMERA_HEIGHT_M[1]
    assert max(map(nearest_mat_m, LENS_HEIGHTS_M)) <= DISTANCES_M[1]


def test_a_24_inch_screen_is_read_from_three_metres() -> None:
    assert picture_height_mm(3.0) == pytest.approx(299, abs=2)


def test_the_mat_prints_at_its_true_size(drawn: dict[str, bytes]) -> None:
    boxes = re.findall(rb"/MediaBox \[ ([\d. ]+) \]", drawn["mat.pdf"])
    assert len(boxes) == 3
    a4 = [0.0, 0.0, 210 / 25.4 * 72, 297 / 25.4 * 72]
    assert all([float(n) for n in box.split()] == pytest.approx(a4, abs=0.01) for box in boxes)
    assert b"CreationDate" not in drawn["mat.pdf"]


def test_the_ruler_has_the_walls_of_the_settings() -> None:
    assert walls_cm(SETTINGS.test) == [10.0, 12.5, 15.0, 17.5, 20.0, 22.5, 25.0]
    assert walls_cm(TestSettings(first_wall_cm=40.0)) == []


def test_every_part_has_a_quantity_and_a_reason() -> None:
    with (FOLDER / "parts.csv").open(encoding="utf-8", newline="") as file:
        parts = list(csv.DictReader(file))
    assert list(parts[0]) == ["part", "quantity", "manufacturer", "part number", "why"]
    assert all(row["part"] and row["why"] and int(row["quantity"]) > 0 for row in parts)
    assert all(None not in row for row in parts)
    # A number says nothing without whose it is.
    assert all(bool(row["manufacturer"]) == bool(row["part number"]) for row in parts)
    assert not re.search(r"[€$£]", (FOLDER / "parts.csv").read_text(encoding="utf-8"))
