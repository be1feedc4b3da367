"""``station results report``: the page as a file, and every mistake in one line."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from station import cli
from station.drills.ladder import Ending
from station.results.about import TestEnd
from tests.page_text import PageText
from tests.results.made_results import FAULTY, attempt, results
from tests.results.made_rosters import MIA, OTHERS, TEAM, WAITING, screening_of

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def report(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Run:
    """Run the command in this process, over two groups with one screening and one test of it."""
    file = tmp_path / "results.db"
    with results(file) as kept:
        kept.keep_group(OTHERS)
        kept.keep_screening(WAITING)
        kept.begin(screening_of(MIA))
        for _ in range(3):
            kept.attempt(attempt(FAULTY))
        kept.finish(TestEnd(1.7, None, Ending.DONE, False))

    def run(*arguments: object) -> tuple[int, str, str]:
        words = ("station", "results", "report", *map(str, arguments), "--results", str(file))
        monkeypatch.setattr(sys, "argv", list(words))
        code = cli.main()
        return (code, *capsys.readouterr())

    return run


def test_an_athletes_page_is_written_in_the_language_of_the_settings(
    report: Run, tmp_path: Path
) -> None:
    page, settings = tmp_path / "page.html", tmp_path / "own.toml"
    settings.write_text('[screen]\nlanguage = "es"\n[faults]\nlumbar_flexion_deg = 5\n')
    who = ("--athlete", MIA.name, "--group", TEAM.name)
    assert report(page, *who, "--config", settings) == (
        0,
        f"{page}: open it in a browser, or print it\n",
        "",
    )
    text = PageText(page.read_text(encoding="utf-8")).text
    assert MIA.name in text and "No superado" in text
    assert "≤ 5°" in text


def test_a_groups_page_is_that_of_its_latest_screening_or_of_a_named_one(
    report: Run, tmp_path: Path
) -> None:
    latest, named = tmp_path / "latest.html", tmp_path / "named.htm"
    assert report(latest, "--group", TEAM.name)[0] == 0
    assert report(named, "--group", TEAM.name, "--screening", "uid-scr")[0] == 0
    assert latest.read_text() == named.read_text()
    assert "3 in the group 1 tested" in PageText(latest.read_text()).text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("page.html",), "name --athlete or --group"),
        (("page.html", "--athlete", MIA.name), "more than one"),
        (("page.html", "--athlete", "Mia Quetschkomode"), "Mia Quetschkommode"),
        (("page.html", "--group", "nobody"), "nobody"),
        (("page.html", "--group", OTHERS.name), "no screening of this group yet"),
        (("page.html", "--group", TEAM.name, "--screening", "x"), "it has: uid-scre (2026-11-21"),
        (("page.html", "--athlete", "10", "--screening", "x"), "--screening is for a group"),
        (("roster.csv", "--group", TEAM.name), "name a file in .html"),
        (("nowhere/page.html", "--group", TEAM.name), "name a file in a folder that is there"),
    ],
)
def test_a_mistake_is_told_in_one_line_and_leaves_what_was_there(
    report: Run, tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    for name in ("page.html", "roster.csv"):
        (tmp_path / name).write_text("what was there")
    code, out, err = report(tmp_path / words[0], *words[1:])
    assert (out, err.count("\n")) == ("", 1)
    assert told in err and code in (2, 4)
    assert (tmp_path / "page.html").read_text() == "what was there"
    # A reader of the database has files beside it.
    beside = {file.name for file in tmp_path.iterdir() if not file.name.startswith("results.db")}
    assert beside == {"page.html", "roster.csv"}
