"""The built wheel runs from any folder, and the lock holds what the project asks for."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from hatchling.build import build_wheel

REPOSITORY = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def unpacked_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as pip would lay it down."""
    folder = tmp_path_factory.mktemp("wheel")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(REPOSITORY)
        name = build_wheel(str(folder))
    with zipfile.ZipFile(folder / name) as wheel:
        wheel.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_carries_every_file_of_the_config_folder(unpacked_wheel: Path) -> None:
    config = REPOSITORY / "config"
    wanted = {file.relative_to(config): file for file in config.rglob("*") if file.is_file()}
    packed = unpacked_wheel / "station" / "_defaults"
    assert {file.relative_to(packed) for file in packed.rglob("*") if file.is_file()} == set(wanted)
    for name, original in wanted.items():
        assert (packed / name).read_bytes() == original.read_bytes()


def test_the_wheel_carries_every_part_of_the_page_of_the_bench(unpacked_wheel: Path) -> None:
    parts = {file.name for file in (REPOSITORY / "station/bench/page").iterdir()}
    assert "page.html.j2" in parts
    packed = unpacked_wheel / "station" / "bench" / "page"
    assert {file.name for file in packed.iterdir()} == parts


def test_the_wheel_carries_the_command_and_the_licence(unpacked_wheel: Path) -> None:
    (information,) = unpacked_wheel.glob("*.dist-info")
    assert "station = station.cli:main" in (information / "entry_points.txt").read_text()
    assert "License-Expression: Apache-2.0" in (information / "METADATA").read_text()
    assert (information / "licenses" / "LICENSE").read_text() == (
        REPOSITORY / "LICENSE"
    ).read_text()
    assert {entry.name for entry in unpacked_wheel.iterdir()} == {"station", information.name}


def test_an_installed_station_finds_its_settings_from_any_folder(
    unpacked_wheel: Path, tmp_path: Path
) -> None:
    program = (
        f"import sys; sys.path.insert(0, {str(unpacked_wheel)!r});"
        "from station.config import defaults_dir, load_settings;"
        "print(load_settings().test.first_wall_cm, defaults_dir())"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        cwd=tmp_path,
    )
    assert ended.stdout.split() == ["10.0", str(unpacked_wheel / "station" / "_defaults")]


def _project() -> dict[str, list[str]]:
    tables = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    return {
        "runtime": tables["project"]["dependencies"],
        "dev": tables["dependency-groups"]["dev"],
    }


@pytest.mark.parametrize("kind", ["runtime", "dev"])
def test_each_dependency_has_a_lower_bound_and_a_place_in_the_lock(kind: str) -> None:
    lock = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
    locked = set(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE))
    for requirement in _project()[kind]:
        name, bound = re.match(r"([A-Za-z0-9-]+)\s*(.*)", requirement).groups()  # type: ignore[union-attr]
        assert bound.startswith(">="), requirement
        assert name in locked


def test_the_lock_is_hashed_and_names_no_place_to_fetch_from() -> None:
    lock = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z])", lock.strip())
    assert all("--hash=sha256:" in entry for entry in entries if not entry.startswith("#"))
    assert not re.search(r"://|--index|--find-links|@ ", lock)


def test_no_room_prints_another_ones_greeting() -> None:
    rooms = "import station.signals.mixer, station.screen.canvas"
    hiding = "PYGAME_HIDE_SUPPORT_PROMPT"
    told = subprocess.run(
        [sys.executable, "-c", rooms],
        env={name: value for name, value in os.environ.items() if name != hiding},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout == ""
