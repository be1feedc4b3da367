"""One station and its page for all tests of a file: each begins with nobody signed in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.coach.asking import Phone, paired
from tests.coach.station_at_work import Served, served, team


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """With two groups, used for screenings."""
    groups = (team(4), team(2, "g2", "Über 40"))
    with served(tmp_path_factory.mktemp("coach"), groups=groups) as running:
        yield running


@pytest.fixture
def page(station: Served) -> Served:
    """The same station with its memory of phones and tries emptied, and no screening open."""
    station.begin_afresh()
    return station


@pytest.fixture
def phone(page: Served) -> Phone:
    """A signed-in phone."""
    return paired(page)
