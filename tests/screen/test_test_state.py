"""Stories of the test as a state: what is told, kept and shown, and where it goes when."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from station.drills.attempt import Attempt
from station.drills.ladder import Ending, LadderRules
from station.drills.walk_up import Progress, TestResult, WalkUpTest
from station.engine import Reading, Stage
from station.hinge.verdict import Outcome, Reason, Verdict
from station.screen.card import WalkUpBoard
from station.screen.live import LivePicture, TestState
from station.screen.picture import Picture
from station.screen.state import StateName, Visit
from station.screen.words import Message, Words
from station.signals.patterns import END, FAULT, NO_VERDICT, PASS, READY, TOUCH, TROUBLES, Trouble
from station.signals.press import Press
from station.signals.signals import Signals
from station.signals.tell import Tell
from tests.screen import puppet
from tests.screen.visiting import EMPTY, FRAME_S, Story, ready, unplaced

CLEAN, LUMBAR, HINT, UNSEEN, SHORT = puppet.VERDICTS
REP_S = 3.0
RULES = LadderRules(practice=1)


def repetition_at(start_s: float, verdict: Verdict) -> list[tuple[float, Reading]]:
    """One repetition: down, at the wall after a second, up, and over after three."""
    moving = replace(puppet.reading(0.4, stage=Stage.REPETITION), height_m=puppet.HEIGHT_M)
    over = replace(ready(), repetition=puppet.repetition(1, verdict), height_m=puppet.HEIGHT_M)
    seen = [(start_s, moving)]
    if verdict is not SHORT:
        touching = replace(puppet.reading(1.0, stage=Stage.REPETITION), touching=True)
        seen += [(start_s + 1.0, touching), (start_s + 1.4, moving)]
    return [*seen, (start_s + REP_S, over), (start_s + REP_S + FRAME_S, ready())]


def tries_of(*verdicts: Verdict, then: Reading | None = None) -> list[tuple[float, Reading]]:
    """A practice tap and these tries, five seconds each; ``then`` a second after the last."""
    seen = [(0.0, ready())]
    for number, verdict in enumerate((CLEAN, *verdicts)):
        seen += repetition_at(1.0 + 5.0 * number, verdict)
    if then is not None:
        seen.append((seen[-1][0] + 1.0, then))
    return seen


@dataclass
class Played:
    """Everything that came of a story."""

    left: tuple[StateName, float] | None
    told: list[tuple[str, float]]
    attempts: list[Attempt]
    results: list[TestResult]
    pictures: list[tuple[float, LivePicture]] = field(default_factory=list)

    def picture_at(self, time_s: float) -> LivePicture:
        """What was shown then."""
        return [picture for at_s, picture in self.pictures if at_s <= time_s + 1e-6][-1]


def play(
    signals: Signals,
    words: Words,
    seen: list[tuple[float, Reading]],
    presses: list[tuple[float, Press]] | None = None,
    until_s: float = 120.0,
) -> Played:
    """Run the state on real signals; ``told`` are the patterns in order with their seconds."""
    played = Played(None, [], [], [])
    state = TestState(
        Tell(signals),
        lambda: WalkUpTest(RULES),
        played.attempts.append,
        lambda test: played.results.append(test.result),
        lambda test: WalkUpBoard(test.progress),
        words,
    )

    def each(time_s: float, picture: Picture) -> None:
        assert isinstance(picture, LivePicture)
        played.pictures.append((time_s, picture))
        name = signals.pattern.name
        if not played.told or played.told[-1][0] != name:
            played.told.append((name, time_s))
        signals.update(time_s + FRAME_S)

    played.left = Story(seen, presses or []).play(state, until_s, Visit(), each)
    name = signals.pattern.name
    if played.left is not None and played.told[-1][0] != name:
        played.told.append((name, played.left[1]))
    return played


def progress_of(picture: LivePicture) -> Progress:
    """Where the test stands in this picture."""
    assert isinstance(picture.board, WalkUpBoard)
    return picture.board.progress


def names(played: Played) -> list[str]:
    return [name for name, _ in played.told]


def test_practice_is_told_at_the_touch_only(signals: Signals, words: Words) -> None:
    played = play(signals, words, tries_of(), until_s=6.0)
    assert names(played) == [READY.name, TOUCH.name]
    assert played.told[1][1] == pytest.approx(2.0, abs=0.04)
    assert [attempt.practice for attempt in played.attempts] == [True]
    assert progress_of(played.picture_at(5.0)).practised == 1


def test_touch_verdict_and_end_are_told_in_order(signals: Signals, words: Words) -> None:
    played = play(signals, words, tries_of(CLEAN, LUMBAR, SHORT))
    told = [READY, TOUCH, TOUCH, PASS, TOUCH, FAULT, FAULT, END]
    expected = [pattern.name for pattern in told]
    # The same pattern twice in a row is one entry: the practice's touch and the next one's, and
    # the two faults, as the last try never touches.
    assert names(played) == [
        name for name, before in zip(expected, ["", *expected], strict=False) if name != before
    ]
    (result,) = played.results
    assert result.ending is Ending.LEVEL_NOT_CLEAN
    assert played.left is not None
    name, time_s = played.left
    assert name is StateName.RESULT
    assert time_s == pytest.approx(16.0 + REP_S + 2.0, abs=0.05)


def test_the_end_is_kept_before_the_last_verdict_has_been_read(
    signals: Signals, words: Words
) -> None:
    played = play(signals, words, tries_of(LUMBAR, LUMBAR), until_s=14.1)
    assert len(played.results) == 1
    assert played.left is None
    assert names(played)[-1] == FAULT.name


def test_what_was_not_judged_is_told_as_that(signals: Signals, words: Words) -> None:
    played = play(signals, words, tries_of(UNSEEN), until_s=10.0)
    assert names(played)[-1] == NO_VERDICT.name
    assert progress_of(played.picture_at(9.5)).level.outcomes == ()


def test_the_button_skips_the_practice_and_then_the_test(signals: Signals, words: Words) -> None:
    seen = [(0.0, ready())]
    played = play(signals, words, seen, [(1.0, Press.SHORT), (3.0, Press.SHORT)], 10.0)
    assert progress_of(played.picture_at(2.0)).practised == RULES.practice
    assert played.left is not None
    assert played.left[0] is StateName.RESULT
    assert played.left[1] == pytest.approx(3.0, abs=0.04)
    assert played.results[0].ending is Ending.SKIPPED


def test_the_coach_menu_ends_the_test_and_keeps_it(signals: Signals, words: Words) -> None:
    played = play(signals, words, tries_of(CLEAN), [(11.0, Press.LONG)], 20.0)
    assert played.left is not None
    assert played.left[0] is StateName.MENU
    (result,) = played.results
    assert [attempt.outcome for attempt in result.tries] == [Outcome.PASS]


@pytest.mark.parametrize(
    ("seen", "wanted"),
    [
        ([(0.0, ready()), (1.0, EMPTY)], StateName.INVITATION),
        (tries_of(then=EMPTY), StateName.THANKS),
        (tries_of(CLEAN, then=EMPTY), StateName.RESULT),
    ],
    ids=["nothing", "practice only", "one try"],
)
def test_whoever_leaves_gets_what_they_have_come_to(
    signals: Signals, words: Words, seen: list[tuple[float, Reading]], wanted: StateName
) -> None:
    played = play(signals, words, seen)
    assert played.left is not None
    assert played.left[0] is wanted
    assert played.left[1] == pytest.approx(seen[-1][0] + 3.0, abs=0.1)
    assert played.results[0].ending is Ending.LEFT


def test_another_athlete_gets_the_first_ones_result_out_of_the_way(
    signals: Signals, words: Words
) -> None:
    first, other = replace(ready(), height_m=1.8), replace(ready(), height_m=1.5)
    tapped = [(time_s, replace(seen, height_m=1.8)) for time_s, seen in tries_of(CLEAN)]
    for seen, wanted in (
        ([(0.0, first), (1.0, other)], StateName.PLACE),
        ([*tapped, (14.0, other)], StateName.RESULT),
    ):
        played = play(signals, words, seen)
        assert played.left is not None
        assert played.left[0] is wanted
        assert played.results[0].ending is Ending.LEFT


def test_a_child_running_through_is_a_message_and_the_count_stays(
    signals: Signals, words: Words
) -> None:
    seen = [*tries_of(CLEAN), (12.0, unplaced(Reason.ONE_AT_A_TIME, drawn=False)), (13.5, ready())]
    played = play(signals, words, seen, until_s=16.0)
    assert played.picture_at(12.2).message is None
    assert played.picture_at(12.2).reading.side_view is not None
    during = played.picture_at(12.5)
    assert during.message is Message.ONE_AT_A_TIME
    assert progress_of(during).level.clean == 1
    assert played.picture_at(13.6).message is None
    assert names(played)[-1] == TROUBLES[Trouble.SEVERAL].name


def test_black_clothes_are_told_calmly(signals: Signals, words: Words) -> None:
    seen = [(0.0, ready()), (3.0, unplaced(Reason.TOO_FEW_PIXELS))]
    played = play(signals, words, seen, until_s=5.0)
    assert names(played)[-1] == TROUBLES[Trouble.UNSEEN].name
    assert played.told[-1][1] == pytest.approx(3.3, abs=0.05)


def test_a_stumble_of_the_measuring_flashes_no_message(signals: Signals, words: Words) -> None:
    stumbles = [
        (3.0 + 0.2 * k, ready() if k % 2 else unplaced(Reason.TOO_FEW_PIXELS)) for k in range(20)
    ]
    played = play(signals, words, [(0.0, ready()), *stumbles], until_s=8.0)
    assert all(picture.message is None for _, picture in played.pictures[:200])


def test_pictures_are_named_after_what_is_new(signals: Signals, words: Words) -> None:
    played = play(signals, words, tries_of(CLEAN, LUMBAR), until_s=16.0)
    seen = list(dict.fromkeys(picture.name for _, picture in played.pictures))
    assert seen[:3] == ["ready", "repetition-1-touch", "repetition-1-practice"]
    assert {"repetition-1-pass", "repetition-1-fault"} <= set(seen)
