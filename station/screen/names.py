"""Athletes' names on the screen: in the letters there are, as large and as whole as they can be."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass

import pygame

from station.drills.roster import Athlete, Group
from station.screen.canvas import Canvas
from station.screen.lettering import LINE_SPACING, block_px
from station.screen.theme import Colour

_ALIKE = str.maketrans(
    {"\u02bb": "\u2018", "\u02bc": "\u2019", "\u02b9": "\u2019", "\u2010": "-", "\u2011": "-"}
)
"""Apostrophes and hyphens that the font lacks, and the ones that it has."""
_ORNAMENTS = ("C", "M", "S", "Z")
"""Emoji, what belongs to them, and other signs: without them a name is still that name."""
_FROM_RIGHT = ("R", "AL")
_LONG_WORD = 14
"""Longer words may be divided, where they would shrink the whole name."""
_MOST_PARTS = 5
_WORTH_DIVIDING = 1.25
_ELLIPSIS = "…"


@dataclass(frozen=True)
class NameTag:
    """How an athlete is called on the screen; ``place`` is that on the roster, from 1."""

    name: str
    number: str = ""
    place: int = 1

    @classmethod
    def of(cls, group: Group, athlete: Athlete) -> NameTag:
        """The tag of a member; who was taken off the roster meanwhile stands behind all."""
        uids = [member.uid for member in group.athletes]
        place = uids.index(athlete.uid) if athlete.uid in uids else len(uids)
        return cls(athlete.name, athlete.number, place + 1)

    def written(self, canvas: Canvas) -> str:
        """The name in letters of the font; one in another script gives way to the number."""
        name = writable(canvas, self.name)
        if name:
            return name
        if number := self.numbered(canvas):
            return number
        return canvas.words.get("next_up", "athlete", place=self.place)

    def numbered(self, canvas: Canvas) -> str:
        """The athlete's number, such as "No. 12"; "" without one."""
        number = writable(canvas, self.number)
        return canvas.words.get("next_up", "number", number=number) if number else ""


def nobody_called() -> None:
    """Where whoever comes is tested, nobody is called by name."""


def writable(canvas: Canvas, text: str) -> str:
    """``text`` as far as it can be written.

    Emoji and other signs are left out, a letter gives up the marks that the font cannot set, and
    a word with any other letter is left out whole: half of it would be somebody else's name.
    """
    words = (_writable_word(canvas, word) for word in text.translate(_ALIKE).split())
    return " ".join(word for word in words if word)


def _writable_word(canvas: Canvas, word: str) -> str:
    written = ""
    for sign in unicodedata.normalize("NFC", word):
        if unicodedata.bidirectional(sign) in _FROM_RIGHT:
            return ""
        plain = _plainer(canvas, sign)
        if plain is not None:
            written += plain
        elif unicodedata.category(sign)[0] not in _ORNAMENTS:
            return ""
    return written


def _plainer(canvas: Canvas, sign: str) -> str | None:
    """The sign with as many of its marks as the font can set; None where it lacks it altogether."""
    parts = unicodedata.normalize("NFKD", sign)
    forms = (unicodedata.normalize("NFC", parts[:end]) for end in range(len(parts), 0, -1))
    return next((form for form in (sign, *forms) if _has_all(canvas, form)), None)


def _has_all(canvas: Canvas, text: str) -> bool:
    return all(canvas.lettering.has(sign) for sign in text)


def draw_name(
    canvas: Canvas, name: str, units: float, colour: Colour, box: pygame.Rect
) -> pygame.Rect:
    """A name wrapped into the middle of ``box``; very long words are divided if that helps."""
    ways = [name]
    if max(map(len, name.split()), default=0) > _LONG_WORD:
        ways += [_divided(name, parts) for parts in range(2, _MOST_PARTS + 1)]
    wanted_px = canvas.layout.px(units)
    sizes_px = [canvas.lettering.wrap(way, wanted_px, *box.size)[1] for way in ways]
    best = max(range(len(ways)), key=lambda way: sizes_px[way])
    shown = ways[best] if sizes_px[best] > _WORTH_DIVIDING * sizes_px[0] else name
    lines, capital_px = canvas.lettering.wrap(shown, wanted_px, *box.size)
    whole = pygame.Rect(box.left, 0, box.width, block_px(len(lines), capital_px))
    whole.centery = box.centery
    for place, line in enumerate(lines):
        top = whole.top + place * round(capital_px * LINE_SPACING)
        # Two parts may come to stand on one line again.
        text = line.replace("- ", "-")
        canvas.lettering.draw(
            canvas.surface, text, capital_px, colour, (box.left, top), max_width_px=box.width
        )
    return whole


def _divided(name: str, parts: int) -> str:
    """Long words in so many parts of equal length; parted where they have hyphens, too."""
    words = name.replace("-", "- ").split()
    return " ".join(_parted(word, parts) if len(word) > _LONG_WORD else word for word in words)


def _parted(word: str, parts: int) -> str:
    length = math.ceil(len(word) / parts)
    return "- ".join(word[start : start + length] for start in range(0, len(word), length))


def shortened(canvas: Canvas, text: str, least_units: float, width_px: int) -> str:
    """``text``, cut with "…" where it would not fit at ``least_units``."""
    least_px = canvas.layout.px(least_units)
    if canvas.lettering.width_px(text, least_px) <= width_px:
        return text
    shortest, longest = 0, len(text)
    while longest - shortest > 1:
        middle = (shortest + longest) // 2
        fits = canvas.lettering.width_px(text[:middle] + _ELLIPSIS, least_px) <= width_px
        shortest, longest = (middle, longest) if fits else (shortest, middle)
    return text[:shortest].rstrip() + _ELLIPSIS
