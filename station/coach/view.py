"""What the live view shows, in finished words: the same for the page and for what follows it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from station.coach.messages import Live, Snapshot
from station.screen.words import Words

VIEW_BOX = "-650 -2050 1300 2090"
"""Millimetres; z is drawn upwards, so y is minus z. Room for two metres, bent at the hips."""


@dataclass(frozen=True)
class LiveView:
    """Texts of the live view; ``looks`` holds the verdict's name and "touch", or nothing.

    ``page`` changes when more of the page than this is new.
    """

    message: str
    count: str
    gap: str
    gap_note: str
    verdict: str
    cue: str
    looks: str
    outline: str
    wall: str
    page: str


def live_view(snapshot: Snapshot | None, words: Words) -> LiveView:
    """The live view of this moment."""
    if snapshot is None:
        silent = words.get("coach", "station_silent")
        return LiveView(silent, "", "", "", "", "", "", "", "", "silent")
    live = snapshot.live
    page = hashlib.sha256(repr(replace(snapshot, live=None, message="")).encode()).hexdigest()[:16]
    if live is None:
        return LiveView(snapshot.message, "", "", "", "", "", "", "", "", page)
    gap, note = _gap(live, words)
    return LiveView(
        message=snapshot.message,
        count=_count(live, words),
        gap=gap,
        gap_note=note,
        verdict=live.verdict_words,
        cue=live.cue,
        looks=" ".join(filter(None, (live.verdict, "touch" if live.touching else ""))),
        outline=_path(live.outline),
        wall="" if live.wall_mm is None else f"M{-round(live.wall_mm)} 0V-2050",
        page=page,
    )


def _gap(live: Live, words: Words) -> tuple[str, str]:
    """The number in centimetres and what it is; a touch has no number."""
    if live.wall_mm is None:
        return "", ""
    if live.touching:
        return words.get("live", "touch"), ""
    if live.gap_mm is None:
        return words.get("live", "no_gap"), words.get("live", "to_the_wall")
    return words.decimal(live.gap_mm / 10), words.get("live", "to_the_wall")


def _count(live: Live, words: Words) -> str:
    if live.practice:
        return words.get("live", "practice")
    number = words.get("coach", "count", number=live.count, of=live.of) if live.of else live.count
    if live.sets > 1:
        return words.get("coach", "set_count", number=live.set_number, of=live.sets, count=number)
    return str(number)


def _path(outline: tuple[tuple[int, int], ...]) -> str:
    """The outline as an SVG path, closed; "" without one."""
    if len(outline) < 3:
        return ""
    return "M" + "L".join(f"{x} {-z}" for x, z in outline) + "Z"
