"""Each ready configuration asks for what its comment promises, for athletes of any height."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from station.config import Settings, defaults_dir, find_settings, load_settings
from station.config.drills import load_drill
from station.config.example import changed
from station.config.loading import READY
from station.drills.screening import Protocol
from station.errors import ConfigError


def ready(name: str) -> Settings:
    return load_settings(Path(name))


@pytest.mark.parametrize("name", READY)
def test_only_what_differs_is_in_it_each_with_a_reason(name: str) -> None:
    text = find_settings(Path(name)).read_text(encoding="utf-8")
    sections = tomllib.loads(text)
    written = [f"{section}.{key}" for section, keys in sections.items() for key in keys]
    assert sorted(written) == sorted(key.path for key in changed(ready(name)))
    for line, below in pairwise(text.splitlines()):
        assert line.startswith("# ") or " = " not in below, below
    assert f"--config {name}" in text


def test_the_ready_ones_are_all_there_are() -> None:
    files = {file.stem for file in defaults_dir().glob("*.toml")}
    assert files == {*READY, "station"}


def test_walk_up_is_what_the_station_does_by_itself() -> None:
    assert ready("walk-up") == Settings()


def test_a_screening_asks_everybody_for_the_same() -> None:
    screening = ready("screening")
    assert screening.station.use == "screening"
    assert screening.screening.protocol() == Protocol("wall-tap", 0.10, 3, 1, 2)
    assert load_drill(screening.screening.drill).drill.wall is not None


def test_a_warm_up_is_a_drill_with_sets_and_levels_and_quieter() -> None:
    warm_up = ready("warm-up")
    assert warm_up.station.use == "warm-up"
    drill = load_drill(warm_up.warm_up.drill).drill
    assert (drill.dose.sets, drill.dose.repetitions) == (2, 10)
    assert drill.levels is not None
    assert (drill.levels.up_after_clean, drill.levels.down_after_faults) == (10, 3)
    assert 0 < warm_up.sound.volume < Settings().sound.volume
    assert warm_up.results.keep, "or there were no statistics of the day"


@pytest.mark.parametrize("use", ["walk-up", "screening", "warm-up"])
def test_a_wall_for_this_start_is_that_of_every_use(use: str) -> None:
    settings = ready(use).with_wall(17.5)
    assert settings.test.rules().first_wall_m == pytest.approx(0.175)
    assert settings.screening.protocol().wall_m == pytest.approx(0.175)
    assert settings.warm_up.wall_cm == 17.5


@pytest.mark.parametrize("section", ["screening", "warm_up"])
def test_a_wall_is_none_or_far_enough_to_be_missed_by_who_stands(
    section: str, tmp_path: Path
) -> None:
    file = tmp_path / "own.toml"
    file.write_text(f"[{section}]\nwall_cm = 3.0\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"wall_cm 3 must be 0 or 5 or more"):
        load_settings(file)
