"""Every text of every language fits its place at the smallest screens, in all but full height."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import TypeVar

import pygame
import pytest

from station.drills.cues import DrillCue
from station.drills.ladder import LadderRules
from station.drills.standing import Standing
from station.hinge.verdict import Fault, Hint, Outcome, Reason, Verdict
from station.screen.canvas import Canvas
from station.screen.card import draw_cards
from station.screen.layout import BODY, Layout
from station.screen.live import LivePicture
from station.screen.result import ResultPicture
from station.screen.theme import BLUE_ORANGE
from station.screen.words import Message, Words, reason_key
from tests.screen import puppet
from tests.screen.drawing import LANGUAGES, NotedLettering
from tests.screen.visiting import unplaced

SIZES_PX = [(1280, 720), (720, 1280)]
LEAST = 0.75

Key = TypeVar("Key")

pytestmark = [
    pytest.mark.parametrize("language", LANGUAGES),
    pytest.mark.parametrize("size_px", SIZES_PX),
]


def batched(keys: Iterable[Key]) -> list[tuple[Key, ...]]:
    """Two at a time: a level takes no more faults, and the result gives no more cues."""
    every = list(keys)
    return [tuple(every[place : place + 2]) for place in range(0, len(every), 2)]


@cache
def words_of(language: str) -> Words:
    return Words.load(language)


def canvas_of(size_px: tuple[int, int], language: str) -> tuple[Canvas, NotedLettering]:
    lettering = NotedLettering()
    surface = pygame.Surface(size_px, 0, 32)
    canvas = Canvas(surface, Layout(*size_px), BLUE_ORANGE, words_of(language), lettering)
    return canvas, lettering


def too_small(lettering: NotedLettering) -> dict[str, float]:
    """The texts that had to shrink too much; half a pixel of rounding is none."""
    return {text: share for text, share in lettering.shares.items() if share < LEAST - 0.01}


@pytest.mark.parametrize("key", ["pass", *Fault, *Hint, *map(reason_key, Reason)])
def test_a_verdict_and_its_cue(size_px: tuple[int, int], language: str, key: str) -> None:
    outcome = Outcome.FAULT if key in set(Fault) else Outcome.NO_VERDICT
    verdict = Verdict(Outcome.PASS if key == "pass" else outcome, cue=key, back_judged=False)
    progress = puppet.progress((puppet.CLEAN, puppet.CLEAN, verdict))
    canvas, lettering = canvas_of(size_px, language)
    for moving in (False, True):
        draw_cards(canvas, progress, moving, None)
    assert not too_small(lettering)


def test_what_drills_say(size_px: tuple[int, int], language: str) -> None:
    canvas, lettering = canvas_of(size_px, language)
    for cue in DrillCue:
        verdict = Verdict(Outcome.FAULT, cue=cue)
        draw_cards(canvas, puppet.progress((puppet.CLEAN, verdict)), False, None)
    assert not too_small(lettering)


@pytest.mark.parametrize("message", [Message(reason_key(reason)) for reason in Reason])
def test_a_message_in_the_test(size_px: tuple[int, int], language: str, message: Message) -> None:
    canvas, lettering = canvas_of(size_px, language)
    LivePicture(unplaced(), puppet.board(), True, message).draw(canvas)
    assert not too_small(lettering)
    # The stack of title and text shrinks as a whole before any of them is wrapped.
    least_px = canvas.layout.px(LEAST * (BODY + 1))
    title = words_of(language).get(f"message.{message}", "title")
    written = [box.height for text, box in lettering.notes if text in title]
    assert min(written) >= least_px


def test_practice_touch_and_levels(size_px: tuple[int, int], language: str) -> None:
    canvas, lettering = canvas_of(size_px, language)
    far = LadderRules(first_wall_m=0.20)
    for board in (puppet.board(practised=2), puppet.board((puppet.CLEAN,) * 3, rules=far)):
        for touching in (False, True):
            LivePicture(puppet.reading(0.0, touching=touching), board).draw(canvas)
    assert not too_small(lettering)


@pytest.mark.parametrize("faults", batched(Fault), ids=lambda faults: faults[0])
def test_a_result_with_these_faults(
    size_px: tuple[int, int], language: str, faults: tuple[Fault, ...]
) -> None:
    others = (Fault.SQUAT,)
    seen = [
        Verdict(Outcome.FAULT, (fault, *others), cue=fault, back_judged=False) for fault in faults
    ]
    result = puppet.result((puppet.CLEAN, puppet.CLEAN, *seen))
    canvas, lettering = canvas_of(size_px, language)
    ResultPicture(result, Standing(100, 230)).draw(canvas)
    assert not too_small(lettering)


@pytest.mark.parametrize("reasons", batched(Reason), ids=lambda reasons: reasons[0])
def test_a_result_with_these_reasons(
    size_px: tuple[int, int], language: str, reasons: tuple[Reason, ...]
) -> None:
    unseen = puppet.VERDICTS[3]
    seen = tuple(replace(unseen, reason=reason, cue=reason_key(reason)) for reason in reasons)
    canvas, lettering = canvas_of(size_px, language)
    ResultPicture(puppet.result(seen)).draw(canvas)
    assert not too_small(lettering)


def test_a_result_with_every_meaning(size_px: tuple[int, int], language: str) -> None:
    canvas, lettering = canvas_of(size_px, language)
    ResultPicture(puppet.result((puppet.CLEAN,) * 20), Standing(100, 230)).draw(canvas)
    assert not too_small(lettering)
