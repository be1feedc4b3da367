"""Debian's Chromium, driven by Playwright, with axe-core for who cannot see the page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

PHONE: ViewportSize = {"width": 390, "height": 844}
TABLET: ViewportSize = {"width": 1024, "height": 768}
_WAIT_MS = 20_000


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
def device(
    browser: Browser, url: str, size: ViewportSize, *, scripts: bool = True
) -> Iterator[Page]:
    """A device that nobody has paired; a script that fails or is forbidden fails the test."""
    complaints: list[str] = []
    context = browser.new_context(
        viewport=size, base_url=url, has_touch=True, java_script_enabled=scripts
    )
    page = context.new_page()
    page.set_default_timeout(_WAIT_MS)

    def hear(text: str) -> None:
        # A page that is answered with a trouble's status is told of as well.
        if not text.startswith("Failed to load resource"):
            complaints.append(text)

    page.on("console", lambda said: hear(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        yield page
    finally:
        context.close()
    assert not complaints


def pair(page: Page, pin: str) -> None:
    """Type the number that the station shows."""
    page.goto("/pair")
    page.get_by_label("Number, six digits").fill(pin)
    page.get_by_role("button", name="Pair").click()
    page.wait_for_url("**/")


def assert_good(page: Page) -> None:
    """Nothing for axe-core to complain of, and nothing to be scrolled sideways."""
    found = Axe().run(page)
    assert not found.violations_count, found.generate_report()
    wide_px = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide_px <= 0, page.url


def assert_good_report(page: Page) -> None:
    """The same for a report, which forbids all scripts, axe-core's too, where it is served."""
    beside = page.context.new_page()
    beside.set_content(page.context.request.get(page.url).text())
    assert_good(beside)
    beside.close()
