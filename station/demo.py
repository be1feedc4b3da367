"""One session without a screen: every verdict as a line of text, every picture as a file."""

from __future__ import annotations

from pathlib import Path

from station.drills.walk_up import Summary
from station.feed import Feed
from station.hinge.verdict import Outcome, Repetition
from station.judging import Judging
from station.screen.album import Album
from station.screen.picture import Director
from station.screen.result import ResultPicture
from station.screen.words import Words
from station.signals.signals import Signals


def run_demo(
    feed: Feed,
    judging: Judging,
    signals: Signals,
    words: Words,
    notices: tuple[str, ...],
    folder: Path,
) -> int:
    """Run to the end of one session or of the source; return the exit code.

    Prints one line for each repetition and one for the result, and writes a PNG into ``folder``
    whenever the screen would show something new. Camera errors are raised, not waited out.
    """
    album = Album(folder, words, notices)
    director = Director()
    while not (feed.ended or judging.turns.showing_result):
        frame = feed.next()
        if frame is None:
            feed.raise_trouble()
            continue
        counted = judging.take(frame, frame.capture_time_s)
        signals.update(frame.capture_time_s)
        if counted is not None:
            print(repetition_line(len(judging.turns.summary.repetitions), counted, words))
        if judging.reading is not None:
            lamps = signals.state if signals.simulated else None
            album.keep(director.choose(judging.reading, judging.turns), lamps)
    summary = judging.turns.summary
    album.keep(ResultPicture(summary))
    print(result_line(summary, words))
    print(f"{album.count} pictures of the screen in {folder}")
    return 0


def repetition_line(number: int, done: Repetition, words: Words) -> str:
    """One repetition as a line of text."""
    outcome = done.verdict.outcome
    seen = ", ".join(words.seen(done))
    gap_cm = done.min_gap_mm / 10
    side = "past the wall" if gap_cm <= 0 else "short of it"
    line = f"repetition {number}: {outcome:<10}  {abs(gap_cm):4.1f} cm {side:<13}  {seen}"
    return line if outcome is Outcome.PASS else f'{line}  -> "{words.cue(done.verdict.cue)}"'


def result_line(summary: Summary, words: Words) -> str:
    """The session as a line of text."""
    done = len(summary.repetitions)
    if not done:
        return words.get("result", "nothing")
    line = words.get("result", "title", clean=summary.clean, done=done)
    if summary.top_cue is not None:
        cue = words.get("result", "next_cue", cue=words.cue(summary.top_cue))
        line = f"{line}. {cue}"
    return line
