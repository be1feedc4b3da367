"""``station results report``: the page of an athlete or of a group, as a file."""

from __future__ import annotations

from pathlib import Path

from station.config.schema import Settings
from station.errors import PageError
from station.page_file import check_page, write_page
from station.results.finding import find_athlete, find_group, opened
from station.results.report.pages import athlete_page, group_page
from station.results.report.reading import LATEST, find_screening
from station.screen.words import Words


def write_report(
    path: Path,
    out: Path,
    settings: Settings,
    group: str | None,
    athlete: str | None,
    screening: str = LATEST,
) -> None:
    """Write the report of an athlete, or of a group's screening, from the results at ``path``.

    Raises :class:`~station.errors.StationError` with one line; then nothing is written.
    """
    if out.suffix.lower() not in (".html", ".htm"):
        raise PageError(f"{out}: a report is a page: name a file in .html")
    check_page(out)
    with opened(path) as results:
        found = None if group is None else find_group(results, group)
        who = None if athlete is None else find_athlete(results, athlete, found)
    words, limits = Words.load(settings.screen.language), settings.faults.limits()
    if who is not None:
        html = athlete_page(path, who.uid, words, limits)
    else:
        assert found is not None
        html = group_page(path, find_screening(path, found.uid, screening), words, limits)
    write_page(out, html)
