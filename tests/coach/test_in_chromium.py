"""The coach's page in a real browser, on a phone and on a tablet, before the real kiosk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from station.coach.pairing import WRONG_PER_ADDRESS
from tests.coach.browser import (
    PHONE,
    TABLET,
    assert_good,
    assert_good_report,
    chromium,
    device,
    pair,
)
from tests.coach.real_station import RealServed, athlete, really_served
from tests.coach.station_at_work import STANDING, Served, served
from tests.waiting import until

LONG = "Maximiliane-Friederike von und zu Hohenlohe-Schillingsfürst"
WRONG_ROSTER = "Name;Number\nJörg Müller;7\n;8\nAda;12345678901\nJörg Müller;7\n"
ROSTER = f"Name;Number\nJörg Müller;7\nSiobhán O'Neill;8\n{LONG};9\n=1+1;10\n"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServed]:
    with really_served(tmp_path_factory.mktemp("real")) as running:
        yield running


def upload(page: Page, label: str, content: str) -> None:
    page.get_by_label(label).set_input_files(
        {"name": "team.csv", "mimeType": "text/csv", "buffer": content.encode()}
    )
    page.get_by_role("button", name="Keep").click()


def test_a_coach_runs_a_screening_from_the_phone(browser: Browser, real: RealServed) -> None:
    with device(browser, real.url, PHONE) as page:
        page.goto("/")
        expect(page.get_by_role("alert")).to_contain_text("The station shows no number now")
        pair(page, real.show_pin())
        real.hide_pin()
        _bring_a_roster(page)
        _begin(page)
        _test_somebody(page, real)
        _change_who_is_next(page)
        _look_at_the_report(page)
        _delete_somebody(page)
        page.get_by_role("button", name="Sign out").click()
        page.goto("/groups")
        expect(page).to_have_url(f"{real.url}/pair")


def _bring_a_roster(page: Page) -> None:
    assert_good(page)
    page.get_by_role("link", name="Groups").click()
    page.get_by_label("Name of the group").fill("U15 Mädchen")
    upload(page, "List of athletes", WRONG_ROSTER)
    mistakes = page.get_by_role("alert").get_by_role("listitem")
    expect(mistakes).to_contain_text(["line 3", "line 4", "line 5"], ignore_case=True)
    assert_good(page)
    page.get_by_label("Name of the group").fill("U15 Mädchen")
    upload(page, "List of athletes", ROSTER)
    expect(page.get_by_role("heading", level=1)).to_have_text("U15 Mädchen")
    page.get_by_label("Name", exact=True).fill("<b>Eve</b>")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("status")).to_have_text("<b>Eve</b> is in the group now.")
    expect(page.locator(".roster li")).to_have_count(5)
    assert_good(page)


def _begin(page: Page) -> None:
    page.get_by_role("link", name="Start a screening").click()
    assert_good(page)
    page.get_by_label("Wall behind the heels").fill("10,0")
    page.get_by_label("Repetitions").fill("1")
    page.get_by_label("Practice").fill("0")
    page.get_by_label("Fault if seen in").fill("1")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("7 Jörg Müller")


def _test_somebody(page: Page, real: RealServed) -> None:
    """What the phone shows comes by itself, without a look at the page again."""
    marked = "document.documentElement.dataset.seen = 'once'"
    page.evaluate(marked)
    next_button = page.get_by_role("button", name="Next", exact=True)
    expect(next_button).to_be_disabled()
    expect(next_button).to_have_accessible_description("Not tested yet. Skip, or mark as absent.")
    # Looked at before anybody comes: simulated athletes are as fast as the machine.
    expect(page.locator(".called")).to_contain_text("Jörg Müller")
    real.station.visitors.send(athlete("clean"))
    outline = page.locator("[data-path=outline]")
    expect(outline).to_have_attribute("d", re.compile(r"^M(-?\d+ -?\d+L){20,}"))
    expect(page.locator(".roster li").first).to_contain_text("passed")
    expect(next_button).to_be_enabled()
    assert_good(page)
    assert page.evaluate("document.documentElement.dataset.seen") == "once"


def _change_who_is_next(page: Page) -> None:
    name = page.get_by_role("heading", level=1)
    next_button = page.get_by_role("button", name="Next", exact=True)
    # Once the mat is empty the station calls the next one by itself.
    if next_button.is_enabled():
        next_button.click()
    expect(name).to_have_text("8 Siobhán O'Neill")
    page.get_by_role("button", name="Absent", exact=True).click()
    expect(name).to_have_text(f"9 {LONG}")
    assert_good(page)
    page.get_by_role("button", name="Skip", exact=True).focus()
    page.keyboard.press("Enter")
    expect(name).to_have_text("10 =1+1")
    page.get_by_role("button", name="Call: Siobhán O'Neill").click()
    expect(name).to_have_text("8 Siobhán O'Neill")
    page.get_by_role("button", name="Redo", exact=True).click()
    expect(name).to_have_text("7 Jörg Müller")
    statuses = ["waiting", "waiting", "comes later", "waiting", "waiting"]
    expect(page.locator(".roster li")).to_contain_text(statuses)
    page.get_by_role("button", name="End the screening").click()
    expect(page.get_by_role("status")).to_have_text(re.compile("The screening is over"))


def _look_at_the_report(page: Page) -> None:
    page.get_by_role("link", name="Results").click()
    assert_good(page)
    page.get_by_role("link", name="U15 Mädchen").click()
    expect(page.get_by_role("listitem").filter(has_text="Jörg Müller")).to_contain_text("1 of 1")
    assert_good(page)
    page.get_by_role("link", name="Report to print").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("U15 Mädchen")
    assert page.locator("svg").count() >= 1
    assert_good_report(page)
    page.go_back()
    page.get_by_role("link", name="Jörg Müller").click()
    assert_good(page)
    page.get_by_role("link", name="Report to print").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Jörg Müller")
    assert_good_report(page)


def _delete_somebody(page: Page) -> None:
    page.goto("/groups")
    page.get_by_role("link", name="U15 Mädchen").click()
    page.get_by_role("link", name="Delete: Jörg Müller").click()
    assert_good(page)
    page.get_by_role("link", name="No, keep").click()
    page.get_by_role("link", name="Delete: Jörg Müller").click()
    page.get_by_role("button", name="Yes, delete for ever").click()
    expect(page.get_by_role("status")).to_have_text("Jörg Müller was deleted.")
    expect(page.get_by_text("Jörg Müller", exact=True)).to_have_count(0)


def test_the_tablet_has_every_page_too(browser: Browser, page: Served) -> None:
    with device(browser, page.url, TABLET) as tablet:
        tablet.goto("/pair")
        assert_good(tablet)
        pair(tablet, page.show_pin())
        for path in ("/groups", "/groups/g1", "/groups/g1/delete", "/screening", "/results"):
            tablet.goto(path)
            assert_good(tablet)
        tablet.goto("/nowhere")
        expect(tablet.get_by_role("heading")).to_have_text("There is no such page")
        assert_good(tablet)
        tablet.goto("/screening")
        tablet.get_by_role("button", name="Start").click()
        fault = replace(STANDING, verdict="fault", verdict_words="Not yet", cue="Fold further")
        page.station.live = fault
        expect(tablet.locator(".live")).to_have_attribute("data-looks", "fault")
        expect(tablet.get_by_text("Fold further")).to_be_visible()
        assert_good(tablet)


def test_whoever_guesses_the_number_is_told_to_wait(browser: Browser, page: Served) -> None:
    with device(browser, page.url, PHONE) as phone:
        page.show_pin()
        phone.goto("/pair")
        for _ in range(WRONG_PER_ADDRESS):
            phone.get_by_label("Number, six digits").fill("12 34 5")
            phone.get_by_role("button", name="Pair").click()
            expect(phone.get_by_role("alert")).to_contain_text("That is not the number")
        phone.get_by_label("Number, six digits").fill(page.show_pin())
        phone.get_by_role("button", name="Pair").click()
        expect(phone.get_by_role("alert")).to_contain_text("Try again in 15 minutes")
        assert_good(phone)
        phone.goto("/")
        expect(phone).to_have_url(f"{page.url}/pair")


def test_all_of_it_works_without_scripts(browser: Browser, page: Served) -> None:
    with device(browser, page.url, PHONE, scripts=False) as phone:
        pair(phone, page.show_pin())
        phone.goto("/screening")
        phone.get_by_role("button", name="Start").click()
        expect(phone.get_by_role("heading", level=1)).to_have_text("1 Jörg Müller")
        phone.get_by_role("button", name="Skip", exact=True).click()
        expect(phone.get_by_role("heading", level=1)).to_have_text("2 Siobhán O'Neill")


@pytest.mark.parametrize("follows", [True, False])
def test_a_phone_that_is_signed_out_meanwhile_is_sent_to_the_pairing(
    browser: Browser, page: Served, follows: bool
) -> None:
    """By the stream, or, where that is cut off, by the next thing that is asked for."""
    with device(browser, page.url, PHONE) as phone:
        if not follows:
            phone.route("**/live", lambda route: route.abort())
        pair(phone, page.show_pin())
        phone.goto("/screening")
        phone.get_by_role("button", name="Start").click()
        skip = phone.get_by_role("button", name="Skip", exact=True)
        expect(skip).to_be_enabled()
        until(lambda: page.station.watching == int(follows))
        page.now_s += 3600
        if not follows:
            skip.click()
        expect(phone).to_have_url(f"{page.url}/pair")
        assert page.station.desk.screening is not None
        assert page.station.desk.screening.state.called == "g1-a0"


def test_a_station_that_is_gone_is_told_on_the_page(browser: Browser, tmp_path: Path) -> None:
    with served(tmp_path) as running, device(browser, running.url, PHONE) as phone:
        pair(phone, running.show_pin())
        running.station.ended = True
        expect(phone.locator("main")).to_contain_text("The station does not answer")
        assert_good(phone)
