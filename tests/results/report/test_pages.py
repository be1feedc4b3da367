"""The pages: all that is asked for, in words; whole, with nothing fetched and nothing run."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

import pytest

from station.config import LANGUAGES
from station.drills.ladder import Ending
from station.drills.screening import Status
from station.hinge.limits import FaultLimits
from station.hinge.verdict import Fault, Outcome
from station.posture.measures import Measures
from station.reasons import Reason
from station.results.report import charts
from station.results.report.judged_by import JudgedBy
from station.results.report.pages import PAGE_POLICY, STYLE_HASH, athlete_html, group_html
from station.results.report.values import AthleteRecord, GroupRecord, KeptTest
from station.screen.words import Words
from tests.page_text import PageText
from tests.results.report.made_reports import (
    PEAKS,
    group,
    many,
    member,
    one_test,
    record,
    tried,
    unseen,
)

WORDS = Words.load()
NASTY = "<script>alert(\"&'1'\")</script>"
FAILED = one_test(
    tried(1, Fault.LUMBAR_FLEXION),
    tried(2),
    tried(3, Fault.LUMBAR_FLEXION, Fault.NECK_EXTENSION),
    passed=False,
    number=2,
)
PASSED = one_test(tried(1), tried(2, Fault.NO_TOUCH), tried(3))
DRAWN = replace(
    FAILED, tries=tuple(tried(at, Fault.LUMBAR_FLEXION, curve=True) for at in (1, 2, 3))
)


@pytest.fixture
def without_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words alone: drawing takes longer than all else."""
    for name in ("course", "progress", "distribution"):
        monkeypatch.setattr(charts, name, lambda *asked: None)


@pytest.fixture(scope="module")
def drawn_pages() -> tuple[str, str]:
    """An athlete and a group, with their pictures."""
    limits = FaultLimits()
    members = (member(1, NASTY, FAILED), member(2, "Jo", PASSED))
    return (
        athlete_html(record(PASSED, DRAWN), WORDS, limits),
        group_html(group(*members), WORDS, limits),
    )


def plain(html: str) -> str:
    """What a reader sees, with dashes and minus signs alike."""
    return PageText(html).text.replace("\N{MINUS SIGN}", "-").replace("\N{EN DASH}", "-")


def athlete_text(told: AthleteRecord, language: str = "en") -> str:
    return plain(athlete_html(told, Words.load(language), FaultLimits()))


def group_text(told: GroupRecord) -> str:
    return plain(group_html(told, WORDS, FaultLimits()))


@pytest.mark.usefixtures("without_pictures")
def test_an_athletes_page_tells_the_verdict_each_repetition_and_the_cue() -> None:
    text = athlete_text(record(FAILED))
    assert "Änne O'Brien Group: U17 Mädchen · No. 7 Wall tap Date 2026-12-06" in text
    assert "wall 15.0 cm behind the heels · judged repetitions: 3" in text
    assert "a fault counts when seen in at least 2 of 3" in text
    # The neck was seen once and does not count.
    assert "Not passed. Seen: low back rounds in 2 of 3. Next time: Fold at the hip crease" in text
    assert "1 ✕ low back rounds yes -12 mm 58° ✕ 26° 2° 6° -11° 14°" in text
    assert "2 ✓ clean yes -12 mm 58° 9° 2° 6° -11° 14°" in text
    assert "3 ✕ low back rounds, neck cranes up yes -12 mm 58° ✕ 26° 2° 6° ✕ -31° 14°" in text
    assert "Allowed ≤ 0 mm ≤ 90° ≤ 20° ≤ 12° ≤ 20° ≥ -25° ≤ 40°" in text
    assert "low back rounds ✕ 2/3 neck cranes up 1/3" in text
    assert "the first test of this drill" in text and "From test to test" not in text


@pytest.mark.usefixtures("without_pictures")
def test_every_number_has_its_definition_and_its_error_on_the_page() -> None:
    for text in (athlete_text(record(FAILED)), group_text(group(member(1, "Jo", FAILED)))):
        assert re.search(r"Low back rounds Sacrum against .* arches\. (≤ 20° )?2\.3° 9°", text)
        assert re.search(r"Gap to the wall From the rearmost .* (≤ 0 mm )?4\.1 mm 15 mm", text)
        assert "It says nothing about injuries" in text
        assert "sees skin and cloth, not bones" in text
        assert "187 of 201 repetitions" in text and "3.5 times the mean error" in text


@pytest.mark.usefixtures("without_pictures")
def test_only_what_is_beyond_the_errors_is_called_a_change() -> None:
    text = athlete_text(record(PASSED, FAILED))
    assert "Since last time Passed last time, but not now." in text
    assert "Low back rounds 9° 26° +17°: a change" in text
    assert "Neck -11° -11° 0°: within the error" in text
    assert re.search(r"1 2026-11-29 \d\d:\d\d 15\.0 cm ✓ Passed 2/3 -12 mm 9°", text)
    assert re.search(r"2 2026-12-06 \d\d:\d\d 15\.0 cm ✕ Not passed 1/3 -12 mm 26°", text)


@pytest.mark.usefixtures("without_pictures")
@pytest.mark.parametrize(
    ("test", "words"),
    [
        (PASSED, "Passed. 2 of 3 repetitions clean. Seen, but too seldom to count: no touch in 1"),
        (
            one_test(tried(1), tried(2), tried(3)),
            "Passed. 3 of 3 repetitions clean. Just like that",
        ),
        (
            one_test(unseen(1), unseen(2, Reason.LOST), tried(3), passed=None),
            "Not judged. 1 of 3 repetitions could be judged: back hidden, lost from view. "
            "Next time: Tuck in your shirt · Stay in view to the end",
        ),
        (
            replace(one_test(tried(1), passed=None), ending=Ending.LEFT.value),
            "Not judged. 1 of 3 repetitions could be judged: athlete walked away.",
        ),
        (
            replace(one_test(passed=None), ending=Ending.SKIPPED.value),
            "Not judged. 0 of 3 repetitions could be judged: ended by the button.",
        ),
        (
            one_test(
                replace(tried(1), back_judged=False),
                replace(tried(2), back_judged=False),
                tried(3, Fault.SQUAT),
                passed=None,
            ),
            "Not judged. The back was hidden in 2 of 3 judged repetitions, so its faults cannot "
            "be ruled out. Seen: squats in 1 of 3.",
        ),
    ],
)
def test_the_verdict_is_a_plain_sentence(test: KeptTest, words: str) -> None:
    assert words in athlete_text(record(test))


@pytest.mark.usefixtures("without_pictures")
def test_doubt_is_told_in_words() -> None:
    doubted = replace(FAILED, clock_trusted=False, redone=1)
    text = athlete_text(record(doubted))
    assert re.search(r"Date 2026-12-06 \d\d:\d\d \(date not sure\)", text)
    assert "Redone. Earlier tests of this screening, which do not count: 1" in text
    unknown = replace(PASSED, asked=None, seen_in=None, screening_uid=None)
    assert "a fault counts" not in athlete_text(record(unknown)).split("Each repetition")[0]
    hidden = athlete_text(record(one_test(unseen(1), passed=None)))
    assert "No fault was seen" not in hidden
    assert "No test that counts yet." in athlete_text(record())
    # Who left before the first repetition was asked for a wall all the same.
    assert "no wall" not in athlete_text(record(one_test(passed=None)))


@pytest.mark.usefixtures("without_pictures")
def test_a_drill_without_a_wall_tells_the_way_of_the_hips_and_the_hold() -> None:
    short = replace(
        tried(1, wall_mm=None), held_s=6.25, faults=(Fault.TEMPO,), outcome=Outcome.FAULT
    )
    held = replace(one_test(short, passed=False), drill="isometric-hold")
    text = athlete_text(record(held), "de")
    assert "Unten halten" in text and "ohne Wand" in text
    assert "168 mm" in text and "≥ 175 mm" in text
    assert "✕ 6,2 s" in text and "≥ 10 s" in text
    assert "Abstand zur Wand" not in text


@pytest.mark.usefixtures("without_pictures")
def test_a_contrast_drill_is_told_with_the_athletes_own_limits() -> None:
    shown = (
        replace(unseen(1, Reason.OWN_RANGE), peaks=Measures(lumbar_flexion_deg=60.0)),
        replace(unseen(2, Reason.OWN_RANGE), peaks=PEAKS, arched_deg=40.0),
    )
    own = replace(one_test(tried(1, wall_mm=None)), drill="contrast", practice=shown)
    text = athlete_text(record(own))
    assert "Judged by the athlete's own range: 60° round, 40° arched." in text
    assert "≤ 24° ≤ 20°" in text
    # A group's limits are as many as it has athletes.
    all_of_them = group_text(replace(group(member(1, "Jo", own)), drill="contrast", wall_mm=None))
    assert re.search(r"Low back rounds Sacrum [^≤]* - 2\.3° 9°", all_of_them)


@pytest.mark.usefixtures("without_pictures")
def test_each_drill_has_its_part_the_newest_first_and_a_lost_one_its_name() -> None:
    gone = replace(one_test(tried(1), number=3), drill="our-own")
    text = athlete_text(record(PASSED, FAILED, gone))
    assert text.index("our-own") < text.index("Wall tap")
    assert text.count("Each repetition") == 2


@pytest.mark.usefixtures("without_pictures")
def test_a_groups_page_counts_everybody_once_in_the_order_of_the_roster() -> None:
    members = (
        member(1, "Zoë", replace(PASSED, redone=2), one_test(tried(1), number=1)),
        member(2, "Ali", FAILED, PASSED),
        member(3, "Bo", None, status=Status.ABSENT),
        member(4, "Cy", None, status=Status.SKIPPED),
        member(5, "Di", None, status=Status.WAITING),
        member(6, "Ed", one_test(unseen(1), passed=None)),
    )
    text = group_text(group(*members))
    assert (
        "6 in the group 3 tested 1 ✓ passed 1 ✕ not passed 1 - not judged 1 absent 1 skipped "
        "1 not tested yet A fault counts when it is seen in at least 2 of 3" in text
    )
    assert "1 Zoë ↻ redone ✓ Passed ✓ ✕ ✓ -12 mm 9° passed again" in text
    assert (
        "2 Ali ✕ Not passed ✕ ✓ ✕ -12 mm 26° not passed any more Low back rounds 9° → 26°" in text
    )
    assert "3 Bo absent 4 Cy skipped 5 Di not tested yet 6 Ed - Not judged" in text
    assert "low back rounds neck cranes up no touch Zoë · · 1/3 Ali ✕ 2/3 1/3 · Ed - - -" in text
    assert "Counts for so many 1 0 0" in text
    assert "Redone: tested again in this screening" in text


@pytest.mark.usefixtures("without_pictures")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_both_pages(language: str) -> None:
    words = Words.load(language)
    for html in (
        athlete_html(record(PASSED, FAILED), words, FaultLimits()),
        group_html(group(*many(40)), words, FaultLimits()),
    ):
        assert f'<html lang="{language}">' in html
        assert words.get("report", "claim") in PageText(html).text
        assert "{" not in PageText(html.split("</style>")[1]).text


@pytest.mark.usefixtures("without_pictures")
def test_odd_names_are_text_and_nothing_else() -> None:
    odd = replace(record(FAILED, name=NASTY, number=NASTY), group=NASTY)
    for html in (
        athlete_html(odd, WORDS, FaultLimits()),
        group_html(group(member(1, NASTY, FAILED), name=NASTY), WORDS, FaultLimits()),
    ):
        page = PageText(html)
        assert "script" not in page.tags
        assert page.text.count(NASTY) >= 3


def test_a_page_fetches_nothing_and_runs_nothing(drawn_pages: tuple[str, str]) -> None:
    for html in drawn_pages:
        page = PageText(html)
        assert page.tags.count("svg") >= 4
        assert not {"script", "link", "img", "iframe", "object"} & set(page.tags)
        assert all(at.startswith("#") for at in page.asked_for)
        assert "://" not in html and "@import" not in html
        assert re.findall(r"url\((?!#)", html) == []


def test_the_one_style_block_is_the_one_that_the_policy_names(
    drawn_pages: tuple[str, str],
) -> None:
    for html in drawn_pages:
        (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert f"sha256-{digest}" == STYLE_HASH
        assert f"'{STYLE_HASH}'" in PAGE_POLICY and "unsafe" not in PAGE_POLICY
        names = {name for name, _ in PageText(html).attributes}
        assert "style" not in names and not [name for name in names if name.startswith("on")]


def test_no_two_parts_of_a_page_share_a_name_and_each_that_is_meant_is_there(
    drawn_pages: tuple[str, str],
) -> None:
    for html in drawn_pages:
        named = [value for name, value in PageText(html).attributes if name == "id"]
        assert len(named) == len(set(named))
        assert set(re.findall(r'(?:href="|url\()#([^")]+)', html)) <= set(named)


def test_pictures_tell_the_limits_and_the_repetitions_in_words(
    drawn_pages: tuple[str, str],
) -> None:
    athlete, whole_group = map(plain, drawn_pages)
    for words in (
        "1 ✕",
        "3 ✕",
        "wall",
        "limit 20°",
        "limit -12°",
        "Low back rounds, °",
        "Test no.",
    ):
        assert words in athlete
    assert "Knee bend, °" in whole_group


def test_nothing_kept_of_the_course_is_no_picture() -> None:
    by = JudgedBy(None, FaultLimits())
    assert charts.course(FAILED, "hip_gap_mm", by, WORDS) is None
    assert charts.progress([FAILED], "lumbar_flexion_deg", by, WORDS) is None
    assert charts.distribution([one_test(unseen(1))], "hip_gap_mm", 0.0, WORDS) is None
