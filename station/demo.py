"""One visit without a screen: every verdict as a line of text, every picture as a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from station.drills.attempt import Attempt, commonest_cues, judged_of
from station.feed import Feed
from station.hinge.verdict import Outcome
from station.judging import Judging
from station.results.about import TestAbout, TestEnd, Use
from station.screen.album import Album
from station.screen.flow import Flow
from station.screen.state import StateName
from station.screen.words import Words
from station.signals.tell import Tell


class Narrator:
    """Prints what happens to a test as lines of text."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._about: TestAbout
        self._attempts: list[Attempt] = []

    def begin(self, about: TestAbout) -> None:
        """A test begins: numbers start again."""
        self._about, self._attempts = about, []

    def attempt(self, attempt: Attempt) -> None:
        """One repetition is over."""
        self._attempts.append(attempt)
        print(attempt_line(len(self._attempts), attempt, self._words))

    def finish(self, end: TestEnd) -> None:
        """The test is over."""
        line = end_line(self._about.use, end, self._attempts, self._words)
        cue = next(iter(commonest_cues(self._attempts)), None)
        print(line if cue is None else f"{line}. {_next_cue(cue, self._words)}")


def run_demo(
    feed: Feed,
    judging: Judging,
    flow: Flow,
    tell: Tell,
    album: Album,
    stop_asked: Callable[[], bool],
) -> int:
    """Run one visit, or to the end of the source; return the exit code.

    Whenever the screen would show something new, ``album`` keeps it. Camera errors are raised,
    not waited out.
    """
    entered_s: dict[StateName, float] = {}
    while not (feed.ended or stop_asked() or (feed.is_live and _is_over(flow, entered_s))):
        frame = feed.next()
        if frame is None:
            feed.raise_trouble()
            continue
        tell.update(frame.capture_time_s)
        judging.take(frame)
        if flow.name is StateName.INVITATION and StateName.TEST not in entered_s:
            # Who only passed by was no visit.
            entered_s.clear()
        entered_s.setdefault(flow.name, frame.capture_time_s)
        picture = flow.picture()
        if picture is not None:
            album.keep(picture, tell.state if tell.simulated else None)
    if StateName.RESULT in entered_s:
        took_s = entered_s[StateName.RESULT] - entered_s[StateName.PLACE]
        print(f"{took_s:.0f} s from stepping on the mat to the result")
    return 0


def _is_over(flow: Flow, entered_s: dict[StateName, float]) -> bool:
    """A visit is over when its test is and its athlete has gone; a live camera never ends."""
    tested = StateName.TEST in entered_s
    return tested and flow.name in (StateName.THANKS, StateName.INVITATION)


def attempt_line(number: int, attempt: Attempt, words: Words) -> str:
    """One repetition as a line of text."""
    done = attempt.repetition
    where = "practice" if attempt.practice else _cm(attempt.wall_m)
    seen = ", ".join(words.seen(done))
    head = f"repetition {number:2d}  {where:>8}: {attempt.outcome:<10}  {_reach(attempt)}"
    line = f"{head}  {seen}"
    if attempt.outcome is Outcome.PASS:
        return line
    return f'{line}  -> "{words.cue(done.verdict.cue)}"'


def _reach(attempt: Attempt) -> str:
    """How near the hips came to the wall; without one, how far back they went."""
    done = attempt.repetition
    if attempt.wall_m is None:
        back_mm = done.peaks.hip_displacement_mm or 0.0
        return f"{back_mm / 10:4.1f} cm {'back':<13}"
    gap_cm = done.min_gap_mm / 10
    side = "past the wall" if gap_cm <= 0 else "short of it"
    return f"{abs(gap_cm):4.1f} cm {side:<13}"


def _cm(length_m: float | None) -> str:
    return "no wall" if length_m is None else f"{100 * length_m:.1f} cm"


def end_line(use: Use, end: TestEnd, attempts: Sequence[Attempt], words: Words) -> str:
    """What a test came to, as a line of text."""
    judged = judged_of(attempts)
    clean = sum(each.outcome is Outcome.PASS for each in judged)
    if use is Use.WARM_UP:
        return f"result: {clean} of {len(judged)} clean"
    if use is Use.SCREENING:
        return f"result: {_PASSED[end.passed]}, {clean} of {len(judged)} clean"
    if end.score_m is None:
        return words.get("result", "no_score")
    share = 100 * end.score_m / end.height_m if end.height_m else 0.0
    return f"result: {100 * end.score_m:.1f} cm, {share:.1f} % of body height"


_PASSED = {True: "passed", False: "not passed", None: "cannot be judged"}


def _next_cue(cue: str, words: Words) -> str:
    return words.get("result", "next_cue", cue=words.cue(cue))
