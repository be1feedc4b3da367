"""The result of a test as plain text: what the QR code carries, without any server."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from station.drills.walk_up import TestResult
from station.hinge.verdict import Outcome
from station.screen.words import Words

_MARKS = {Outcome.PASS: "+", Outcome.FAULT: "x", Outcome.NO_VERDICT: "?"}


def result_text(result: TestResult, words: Words) -> str:
    """Score, the tries at every wall and the cues, in a few lines of about 150 to 300 bytes.

    A level is one line, such as ``12.5 cm x++``: a fault, then two clean taps.
    """
    return "\n".join([words.get("result", "text_head"), *_lines(result, words)])


def share_text(result: TestResult, words: Words) -> str | None:
    """The score as a share of body height; None without a score or a height."""
    share = result.score_share
    if share is None:
        return None
    return words.get("result", "share", share=words.decimal(100 * share))


def _lines(result: TestResult, words: Words) -> Iterator[str]:
    if result.score_m is None:
        yield words.get("result", "no_score")
    else:
        yield ", ".join(filter(None, [words.cm(result.score_m), share_text(result, words)]))
    for wall_m, tries in groupby(result.tries, key=lambda attempt: attempt.wall_m):
        yield f"{words.cm(wall_m)} {''.join(_MARKS[attempt.outcome] for attempt in tries)}"
    if result.cues:
        cues = "; ".join(words.cue(cue) for cue in result.cues)
        yield f"{words.get('result', 'cues')}: {cues}"
