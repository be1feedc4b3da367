"""Debian's Chromium, driven by Playwright, with axe-core for who cannot see the page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.coach.station_at_work import Served

PHONE: ViewportSize = {"width": 390, "height": 844}
TABLET: ViewportSize = {"width": 1024, "height": 768}
_WAIT_MS = 10_000


@contextmanager
def chromium() -> Iterator[Browser]:
    """One for many tests: it takes a second to start."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("no chromium: sudo apt install chromium")
    with sync_playwright() as playwright:
        # Its sandbox needs rights that a container has not; it sees nothing but our own page.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def phone(browser: Browser, served: Served, size: ViewportSize = PHONE) -> Iterator[Page]:
    """A page on a device that nobody has paired; what its console complains of fails the test."""
    complaints: list[str] = []
    context = browser.new_context(viewport=size, base_url=served.url, has_touch=True)
    page = context.new_page()
    page.set_default_timeout(_WAIT_MS)
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        yield page
    finally:
        context.close()
    assert not complaints


def pair(page: Page, served: Served) -> None:
    """Type the number that the station shows."""
    pin = served.show_pin()
    page.goto("/pair")
    page.get_by_label("Number, six digits").fill(pin)
    page.get_by_role("button", name="Pair").click()
    page.wait_for_url("**/")


def assert_accessible(page: Page) -> None:
    """Nothing for axe-core to complain of."""
    found = Axe().run(page)
    assert not found.violations_count, found.generate_report()
