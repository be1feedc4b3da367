"""A page as its reader sees it, and what it asks for."""

from __future__ import annotations

from html.parser import HTMLParser


class PageText(HTMLParser):
    """What a reader sees, which elements there are, and what each asks for from elsewhere."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.asked_for: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.feed(html)

    @property
    def text(self) -> str:
        """All of it as one line."""
        return " ".join(" ".join(self.words).split())

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        self.asked_for += [value or "" for name, value in attrs if name.endswith(("src", "href"))]
