"""What the live view says of a moment."""

from __future__ import annotations

from dataclasses import replace

from station.coach.messages import Live, Snapshot
from station.coach.view import live_view
from station.screen.words import Words

WORDS = Words.load("en")
SNAPSHOT = Snapshot(use="screening", state="test", message="Step in")
LIVE = Live(count=1, of=3, gap_mm=84.4, wall_mm=100.0)


def of(live: Live | None, words: Words = WORDS) -> dict[str, str]:
    return vars(live_view(replace(SNAPSHOT, live=live), words))


def test_without_a_station_it_says_so() -> None:
    view = live_view(None, WORDS)
    assert view.message == WORDS.get("coach", "station_silent")
    assert (view.gap, view.outline, view.looks) == ("", "", "")


def test_without_a_test_there_is_only_what_the_screen_asks_for() -> None:
    assert (of(None)["message"], of(None)["gap"], of(None)["count"]) == ("Step in", "", "")


def test_the_gap_is_a_number_a_touch_or_unknown() -> None:
    assert of(LIVE)["gap"] == "8.4"
    assert of(LIVE, Words.load("de"))["gap"] == "8,4"
    assert of(replace(LIVE, touching=True))["gap"] == WORDS.get("live", "touch")
    assert of(replace(LIVE, gap_mm=None))["gap"] == WORDS.get("live", "no_gap")
    # A drill without a wall has no gap.
    assert of(replace(LIVE, wall_mm=None))["gap"] == ""


def test_repetitions_are_counted_within_their_set() -> None:
    assert of(LIVE)["count"] == "1 of 3"
    assert of(replace(LIVE, of=0))["count"] == "1"
    assert of(replace(LIVE, sets=3, set_number=2))["count"] == "Set 2 of 3: 1 of 3"
    assert of(replace(LIVE, practice=True))["count"] == WORDS.get("live", "practice")


def test_a_verdict_and_a_touch_may_be_seen_together() -> None:
    assert of(LIVE)["looks"] == ""
    assert of(replace(LIVE, verdict="pass", touching=True))["looks"] == "pass touch"


def test_the_outline_is_a_closed_path_of_numbers_upside_down() -> None:
    path = of(replace(LIVE, outline=((-90, 0), (20, 1780), (60, 0))))["outline"]
    assert path == "M-90 0L20 -1780L60 0Z"
    assert of(replace(LIVE, outline=((1, 2), (3, 4))))["outline"] == ""
    assert of(LIVE)["wall"].startswith("M-100 ")


def test_only_what_is_beside_the_live_view_asks_for_the_page_anew() -> None:
    page = of(LIVE)["page"]
    assert of(replace(LIVE, gap_mm=1.0))["page"] == page
    assert live_view(replace(SNAPSHOT, message="Other", live=LIVE), WORDS).page == page
    assert live_view(replace(SNAPSHOT, testing=True, live=LIVE), WORDS).page != page
