"""A page as a file: whole or not there at all, and refused in one line."""

from __future__ import annotations

from pathlib import Path

from station.atomic import write_whole
from station.errors import PageError


def check_page(page: Path) -> None:
    """Before the work begins: raise :class:`~station.errors.PageError` where no file can be."""
    if page.is_dir() or not page.parent.is_dir():
        raise PageError(f"{page}: cannot be written: name a file in a folder that is there")


def write_page(page: Path, html: str) -> None:
    """Write the page; on an error the one that was there stays, told as a PageError."""
    check_page(page)
    try:
        write_whole(page, lambda beside: _write(beside, html))
    except OSError as error:
        why = error.strerror or str(error)
        raise PageError(f"{page}: cannot be written: {why}") from error


def _write(file: Path, html: str) -> None:
    file.write_text(html, encoding="utf-8")
