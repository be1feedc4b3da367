"""What is opened for a station, and how often."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from station import assembly
from station.assembly import open_results, open_tell
from station.config import ResultsSettings, Settings, SoundSettings
from station.errors import PinsError


@dataclass
class Opened:
    """A speaker or a speech that only counts."""

    closed: int = 0
    trouble: str | None = None

    def close(self) -> None:
        """Once more."""
        self.closed += 1


@dataclass
class Shop:
    """Gives out parts and remembers them."""

    parts: list[Opened] = field(default_factory=list)

    def open(self, *_: object) -> Opened:
        """One more."""
        self.parts.append(Opened())
        return self.parts[-1]


@pytest.fixture
def speeches(monkeypatch: pytest.MonkeyPatch) -> Shop:
    """Instead of espeak-ng."""
    shop = Shop()
    monkeypatch.setattr(assembly, "Speech", shop)
    return shop


@pytest.fixture
def speakers(monkeypatch: pytest.MonkeyPatch) -> Shop:
    """Instead of a sound device."""
    shop = Shop()
    monkeypatch.setattr(assembly, "Speaker", shop)
    return shop


def with_sound(volume: float) -> Settings:
    return Settings(sound=SoundSettings(volume=volume, speech=True))


def test_a_camera_needs_real_pins_or_the_flag(no_pins: None) -> None:
    with pytest.raises(PinsError, match="--simulate-gpio"):
        open_tell(Settings(), simulate_gpio=False, sound=False)
    with open_tell(Settings(), simulate_gpio=True, sound=False) as tell:
        assert tell.simulated


def test_falling_back_to_simulated_pins_opens_the_sound_once(
    no_pins: None, speeches: Shop, speakers: Shop
) -> None:
    with open_tell(with_sound(0.5), simulate_gpio=False, may_simulate=True) as tell:
        assert tell.simulated
        assert tell.speaks
        assert [len(speeches.parts), len(speakers.parts)] == [1, 1]
        assert not speeches.parts[0].closed and not speakers.parts[0].closed
    assert [speeches.parts[0].closed, speakers.parts[0].closed] == [1, 1]


def test_without_pins_the_sound_is_closed_again(
    no_pins: None, speeches: Shop, speakers: Shop
) -> None:
    with pytest.raises(PinsError, match="--simulate-gpio"):
        open_tell(with_sound(0.5), simulate_gpio=False)
    assert [speeches.parts[0].closed, speakers.parts[0].closed] == [1, 1]


def test_at_volume_zero_nothing_speaks(speeches: Shop, speakers: Shop) -> None:
    with open_tell(with_sound(0.0), simulate_gpio=True) as tell:
        assert not tell.speaks
    assert not speeches.parts and not speakers.parts


def test_results_go_to_the_home_folder_when_the_name_begins_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    settings = Settings(results=ResultsSettings(file="~/gym/results.db"))
    with open_results(settings.results.path(), str) as results:
        assert results.flush(10.0)
    assert (tmp_path / "gym" / "results.db").exists()
    assert not (tmp_path / "~").exists()
