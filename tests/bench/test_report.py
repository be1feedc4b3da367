"""The page: every number in it as the results say, whole, refused in one line, nothing fetched."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from station.bench import charts, report
from station.bench.findings import ASKED
from station.bench.lab_results import LabResults, read_lab_results
from station.bench.report import accuracy_of, page_of, run_report
from station.bench.rooms import TOGETHER, RoomTimes
from station.errors import LabResultsError, PageError
from station.posture.measures import MEASURES
from tests.bench.made_lab_results import made_results
from tests.page_text import PageText as Text

TIMES = RoomTimes(600, (("scene", 0.7, 1.2), ("posture", 0.9, 1.7), (TOGETHER, 1.71, 3.9)))
NASTY = '<script>alert("&1")</script>'


def results_of(change: Callable[[Any], None] = lambda made: None, sessions: int = 6) -> LabResults:
    """Made results, changed."""
    made = made_results(sessions)
    change(made)
    return LabResults.model_validate_json(json.dumps(made))


@pytest.fixture
def without_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words alone: drawing takes longer than all else."""
    monkeypatch.setattr(report, "_pictures", lambda accuracy: report.Pictures((), (), ()))


@pytest.fixture(scope="module")
def whole_page() -> str:
    """With its pictures, of two measures and two factors: the others are drawn the same way."""
    results = results_of(sessions=12)
    keep = ("hip_gap_mm", "lumbar_flexion_deg")
    sessions = tuple(
        session.model_copy(update={"measures": {name: session.measures[name] for name in keep}})
        for session in results.sessions
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(charts, "FACTORS", (charts.FACTORS[0], charts.FACTORS[4]))
        return page_of(TIMES, results.model_copy(update={"sessions": sessions}))


@pytest.mark.usefixtures("without_pictures")
def test_every_measure_has_its_error_its_verdict_and_its_definition() -> None:
    results = results_of(sessions=12)
    text = Text(page_of(TIMES, results)).text
    rows = accuracy_of(results).rows
    assert [row.unseen.name for row in rows] == list(ASKED)
    for row in rows:
        unit = "°" if row.unseen.name.endswith("_deg") else " mm"
        mean, p95 = f"{row.unseen.mean_abs:.2f}{unit}", f"{row.unseen.p95:.1f}{unit}"
        told = re.search(rf"{row.unseen.name} {mean} asked ≤ .*? {p95} .*? (✓ met|✕ not met)", text)
        assert told is not None
        assert told[1] == ("✓ met" if row.unseen.met else "✕ not met")
    for measure in MEASURES:
        assert measure.definition in text


@pytest.mark.usefixtures("without_pictures")
def test_the_rival_stands_beside_it_with_why_it_cannot_measure_a_back() -> None:
    text = Text(page_of(TIMES, results_of())).text
    assert "BlazePose full, mediapipe 0.10.21" in text
    assert text.count("cannot: no point between hip and shoulder") == 2
    assert "In the same run 19.8 times faster" in text

    def alone(made: Any) -> None:
        made["rival"] = None

    assert "BlazePose" not in Text(page_of(TIMES, results_of(alone))).text


@pytest.mark.usefixtures("without_pictures")
def test_one_measure_that_misses_is_said_at_the_top_and_in_its_row() -> None:
    def worse(made: Any) -> None:
        for session in made["sessions"]:
            session["measures"]["neck_flexion_deg"] |= {"mean_abs": 4.2, "percentiles": [4.2] * 101}

    text = Text(page_of(TIMES, results_of(worse))).text
    assert "not everything that was asked of its accuracy was met. Not met: " in text
    assert "neck bend" in text.split("Not met: ")[1].split(".")[0]
    assert re.search(
        r"neck_flexion_deg 4\.20° asked ≤ 4° 4\.2° asked ≤ 12° \S+ ✕ not met the mean ", text
    )


@pytest.mark.usefixtures("without_pictures")
def test_a_fault_that_nobody_had_is_said_but_for_the_tempo_which_needs_a_drill() -> None:
    def without_feet(made: Any) -> None:
        for session in made["sessions"]:
            for repetition in session["repetitions"]:
                for told in ("true_faults", "found_faults"):
                    repetition[told] = [f for f in repetition[told] if f != "feet_moved"]

    results = results_of(without_feet, sessions=32)
    untried = accuracy_of(results).untried
    assert "feet move" in untried and "too deep" not in untried and "off the tempo" not in untried
    assert "No repetition had: " in Text(page_of(TIMES, results)).text


@pytest.mark.usefixtures("without_pictures")
def test_what_could_not_be_measured_at_all_is_told() -> None:
    def troubled(made: Any) -> None:
        made["sessions"][1] |= {"trouble": "no floor", "measures": {}, "coverage": 0.0}

    text = Text(page_of(TIMES, results_of(troubled))).text
    assert "unseen-01 could not be measured at all: no floor" in text
    assert "its 5 repetitions count as missed" in text
    assert "… of them not measured at all 1 0" in text


@pytest.mark.usefixtures("without_pictures")
def test_a_body_that_stands_in_both_halves_is_not_called_unseen() -> None:
    assert "Tried on 3 bodies it was never tuned on:" in Text(page_of(TIMES, results_of())).text

    def twice(made: Any) -> None:
        made["sessions"][0]["person"] = {**made["sessions"][1]["person"], "clothes": "tight"}

    text = Text(page_of(TIMES, results_of(twice))).text
    assert "Tried on 2 bodies it was never tuned on (and 1 in sessions" in text


@pytest.mark.usefixtures("without_pictures")
def test_odd_names_are_text_and_nothing_else() -> None:
    def nasty(made: Any) -> None:
        made["rival"]["name"] = made["made"] = made["code"] = NASTY
        for session in made["sessions"]:
            session["name"] += NASTY
            session["person"] |= {"clothes": NASTY, "sex": NASTY}
            session["trouble"] = NASTY

    page = Text(page_of(TIMES, results_of(nasty)))
    assert "script" not in page.tags
    assert page.text.count(NASTY) > 10


def test_odd_names_in_pictures_are_text_too() -> None:
    session = results_of().unseen[0]
    person = session.person.model_copy(update={"clothes": "<b>$x_$&"})
    odd = session.model_copy(update={"person": person})
    svg = charts.error_by(charts.FACTORS[4], ["hip_gap_mm"], [odd])
    assert "b" not in Text(svg).tags
    assert "<b>$x_$&" in Text(svg).text


def test_pictures_stand_in_the_page_and_nothing_is_fetched(whole_page: str) -> None:
    page = Text(whole_page)
    # Two agreements, two factors, and a curve for each fault that was there.
    assert page.tags.count("svg") >= 2 + 2 + 3
    assert all(at.startswith(("#", "data:image/png;base64,")) for at in page.asked_for)
    assert "://" not in whole_page
    assert "@import" not in whole_page
    assert re.findall(r"url\((?!#)", whole_page) == []
    for words in ("Gap to the wall", "tight", "limit 0", "found \N{MINUS SIGN} true, mm"):
        assert words in page.text


def test_each_mark_of_a_picture_refers_to_what_stands_in_the_page(whole_page: str) -> None:
    named = set(re.findall(r'\bid="([^"]+)"', whole_page))
    asked = set(re.findall(r'(?:href="|url\()#([^")]+)', whole_page))
    assert asked <= named


def test_without_the_lab_it_says_how_to_get_it() -> None:
    text = Text(page_of(TIMES, None)).text
    assert "run make lab , then station bench --report PAGE.html --lab .lab/results.json" in text
    assert "scene + posture + hinge 1.71 3.90" in text
    assert "What limits each number" in text
    assert "How close" not in text


def _cut(made: Any) -> None:
    made["sessions"] = [session for session in made["sessions"] if session["half"] == "tuning"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda made: made.update(version=2), "version: Input should be 1"),
        (lambda made: made.pop("sessions"), "sessions: Field required"),
        (lambda made: made["sessions"][0].update(half="other"), "sessions.0.half"),
        (lambda made: made["sessions"][1].update(yaw_deg=float("nan")), "sessions.1.yaw_deg"),
        (lambda made: made["sessions"][1].update(coverage="98 %"), "sessions.1.coverage"),
        (lambda made: made["sessions"][0]["measures"].update(nose_mm={}), "nose_mm"),
        (
            lambda made: made["sessions"][0]["repetitions"][0].update(true_faults=["yawns"]),
            "'yawns' is not one of the station's faults",
        ),
        (_cut, "no session of the unseen half; let `make lab` end"),
    ],
)
def test_odd_results_are_refused_in_one_line(
    tmp_path: Path, change: Callable[[Any], None], words: str
) -> None:
    made = made_results(2)
    change(made)
    file = tmp_path / "results.json"
    file.write_text(json.dumps(made))
    with pytest.raises(LabResultsError, match=re.escape(words)) as refused:
        read_lab_results(file)
    assert str(refused.value).startswith(f"{file}: ")
    assert "\n" not in str(refused.value)
    assert refused.value.exit_code == 2


@pytest.mark.parametrize(
    "content", [b"", b"Dear coach,\n", b"[]", b"\xff\x00", b"[" * 5000, b"null"]
)
def test_what_is_no_results_file_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "results.json"
    file.write_bytes(content)
    with pytest.raises(LabResultsError, match="not results of the lab") as refused:
        read_lab_results(file)
    assert "\n" not in str(refused.value)


def test_a_missing_file_names_what_makes_one(tmp_path: Path) -> None:
    for place in (tmp_path / "none.json", tmp_path):
        with pytest.raises(LabResultsError, match=r"cannot be read: .*`make lab` makes one"):
            read_lab_results(place)


def test_a_mistake_leaves_the_page_that_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "two_taps", lambda console: [])
    monkeypatch.setattr(report, "time_rooms", lambda session, frames: TIMES)
    page = tmp_path / "page.html"
    page.write_text("what was there")
    with pytest.raises(LabResultsError):
        run_report(page, tmp_path / "none.json", 60)
    assert page.read_text() == "what was there"
    with pytest.raises(PageError, match="name a file in a folder that is there"):
        run_report(tmp_path / "nowhere" / "page.html", None, 60)
    with pytest.raises(PageError, match="name a file"):
        run_report(tmp_path, None, 60)
    assert run_report(page, None, 60) == 0
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert list(tmp_path.iterdir()) == [page]
