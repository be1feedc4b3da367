"""Athletes' names: in the letters there are, as large as can be, and cut where they must be."""

from __future__ import annotations

import pygame
import pytest

from station.screen.names import NameTag, draw_name, shortened, writable
from tests.drills.made_groups import TEAM_OF_20, group_of
from tests.screen.drawing import canvas_of, notes

W = "W" * 60


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Jörg Müller", "Jörg Müller"),
        ("Siobhán O'Brien", "Siobhán O'Brien"),
        ("Ka\u02bbimi", "Ka\u2018imi"),
        ("Tom 🏋️‍♀️", "Tom"),
        ("Zoë ❤️ Weiß", "Zoë Weiß"),
        ("Nguyễn Thị Hằng", "Nguyên Thi Hăng"),
        ("Łukasz Żak", "Łukasz Żak"),
        ("Иван Ωμέγα", "Иван Ωμέγα"),
        ("=SUMME(A1)", "=SUMME(A1)"),
        ("李小龙 Bruce", "Bruce"),
        ("李小龙", ""),
        ("שלום", ""),
        ("🦊", ""),
        ("\u200d", ""),
    ],
)
def test_a_name_is_written_as_far_as_the_font_can(name: str, written: str) -> None:
    assert writable(canvas_of(), name) == written


def test_half_a_name_is_not_written() -> None:
    assert writable(canvas_of(), "Anna李 Bauer") == "Bauer"


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        (NameTag("🦊", "12", 3), "No. 12"),
        (NameTag("🦊", "", 3), "Athlete 3"),
        (NameTag("🦊", "🦊", 3), "Athlete 3"),
        (NameTag("Ana", "12", 3), "Ana"),
    ],
)
def test_who_cannot_be_written_is_told_by_number_or_place(tag: NameTag, written: str) -> None:
    assert tag.written(canvas_of()) == written


def test_the_place_is_that_on_the_roster() -> None:
    group = group_of(*TEAM_OF_20)
    assert NameTag.of(group, group.athletes[5]).written(canvas_of()) == "Athlete 6"


def test_whoever_left_the_roster_still_has_a_tag() -> None:
    group = group_of("Ana", "Ben")
    assert NameTag.of(group_of("Ana"), group.athletes[1]) == NameTag("Ben", "", 2)


@pytest.mark.parametrize("name", [*TEAM_OF_20, W, f"{W[:30]} {W[:29]}"])
@pytest.mark.parametrize("size", [(900, 300), (400, 260)])
def test_every_name_fits_its_box_and_can_still_be_read(name: str, size: tuple[int, int]) -> None:
    canvas, box = canvas_of((1280, 720)), pygame.Rect((40, 60), size)
    written = NameTag(name).written(canvas)
    draw_name(canvas, written, 18.0, (255, 255, 255), box)
    drawn = notes(canvas)
    # Lines are set on whole pixels.
    assert all(box.inflate(0, 4).contains(each) for _, each in drawn), drawn
    # Sixty wide letters get half of what a body text has, everybody else more.
    least_units = 2.6 if "W" * 20 in name else 4.5
    assert min(each.height for _, each in drawn) >= least_units * canvas.layout.unit_px
    letters = "".join(text for text, _ in drawn).replace("-", "").replace(" ", "")
    assert letters == written.replace("-", "").replace(" ", "")


def test_a_name_that_fits_whole_is_not_divided() -> None:
    canvas = canvas_of()
    draw_name(canvas, "Maximilian Oberhuber", 18.0, (255, 255, 255), pygame.Rect(0, 0, 1600, 360))
    assert [text for text, _ in notes(canvas)] == ["Maximilian", "Oberhuber"]


def test_a_long_text_is_cut_with_an_ellipsis_and_a_short_one_is_not() -> None:
    canvas = canvas_of()
    least_px = canvas.layout.px(4.0)
    cut = shortened(canvas, TEAM_OF_20[6], 4.0, 500)
    assert cut.endswith("…")
    assert TEAM_OF_20[6].startswith(cut[:-1])
    assert canvas.lettering.width_px(cut, least_px) <= 500
    assert canvas.lettering.width_px(TEAM_OF_20[6][: len(cut)] + "…", least_px) > 500
    assert shortened(canvas, "Ana", 4.0, 500) == "Ana"
