"""Real gpiozero on its mock pins; whole lists of pin states are compared."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.hinge.verdict import Outcome
from station.signals.patterns import (
    EVENTS,
    FAULT,
    NO_VERDICT,
    PASS,
    READY,
    TOUCH,
    TROUBLES,
    Pattern,
    SignalState,
    Trouble,
)
from station.signals.signals import Signals
from tests.signals.histories import FRAME_S, expected, forget, history, run

DARK = SignalState()
STEPS = st.lists(st.floats(0.0, 0.5), min_size=200, max_size=200)


@pytest.fixture(scope="module")
def shared() -> Iterator[Signals]:
    """One set of pins for many examples: freeing a button's pin takes a tenth of a second."""
    with Signals(simulate=True) as opened:
        yield opened


def test_pass_is_one_steady_light_and_one_high_tone(signals: Signals) -> None:
    signals.outcome(Outcome.PASS)
    seen = run(signals, 10.0, 3.0)
    assert history(signals) == {
        "pass_light": [False, True, False],
        "fault_light": [False],
        "buzzer": [0.0, 0.5, 0.0],
    }
    assert seen == [
        SignalState(pass_light=True, buzzer_hz=2093.0),
        SignalState(pass_light=True),
        DARK,
    ]


def test_fault_is_two_blinks_and_two_low_tones(signals: Signals) -> None:
    signals.outcome(Outcome.FAULT)
    seen = run(signals, 10.0, 3.0)
    assert history(signals) == {
        "pass_light": [False],
        "fault_light": [False, True, False, True, False],
        "buzzer": [0.0, 0.5, 0.0, 0.5, 0.0],
    }
    # At 60 turns a second lamp and tone go out in the same turn.
    assert seen == [
        SignalState(fault_light=True, buzzer_hz=440.0),
        DARK,
        SignalState(fault_light=True, buzzer_hz=349.0),
        DARK,
    ]


def test_no_verdict_is_silent_and_neither_pass_nor_fault(signals: Signals) -> None:
    signals.outcome(Outcome.NO_VERDICT)
    assert signals.state == SignalState(pass_light=True, fault_light=True)
    run(signals, 10.0, 1.0)
    assert history(signals) == {
        "pass_light": [False, True, False],
        "fault_light": [False, True, False],
        "buzzer": [0.0],
    }


def test_ready_and_end_wink_and_sound(signals: Signals) -> None:
    signals.ready()
    run(signals, 10.0, 1.0)
    assert history(signals)["pass_light"] == [False, True, False, True, False]
    assert history(signals)["buzzer"] == [0.0, 0.5, 0.0]
    forget(signals)
    signals.end()
    seen = run(signals, 11.0, 1.0)
    assert history(signals)["pass_light"] == [False] + [True, False] * 3
    assert [state.buzzer_hz for state in seen if state.pass_light] == [1047.0, 784.0, 523.0]


def test_touch_lights_the_pin_before_any_update(signals: Signals) -> None:
    signals.touch()
    assert history(signals)["pass_light"] == [False, True]
    assert signals.pins.buzzer.device.frequency == 1047.0


def test_a_signal_before_the_first_update_is_whole() -> None:
    with Signals(simulate=True) as signals:
        signals.outcome(Outcome.FAULT)
        run(signals, 1e6, 1.0)
        assert history(signals) == expected(FAULT)


@pytest.mark.parametrize("at_s", [FRAME_S, 1.18])
def test_pass_light_stays_for_its_time(signals: Signals, at_s: float) -> None:
    signals.outcome(Outcome.PASS)
    run(signals, 10.0, at_s)
    assert signals.state.pass_light
    run(signals, 10.0 + at_s, 1.22 - at_s)


def test_fault_after_touch_replaces_it_at_once(signals: Signals) -> None:
    signals.touch()
    run(signals, 10.0, 0.3)
    signals.outcome(Outcome.FAULT)
    assert signals.state == SignalState(fault_light=True, buzzer_hz=440.0)
    run(signals, 10.3, 3.0)
    assert history(signals) == {
        "pass_light": [False, True, False],
        "fault_light": [False, True, False, True, False],
        "buzzer": [0.0, 0.5, 0.0, 0.5, 0.0, 0.5, 0.0],
    }


def test_a_tone_that_follows_a_tone_changes_pitch_without_a_pause(signals: Signals) -> None:
    signals.touch()
    signals.outcome(Outcome.PASS)
    assert history(signals)["buzzer"] == [0.0, 0.5]
    assert signals.pins.buzzer.device.frequency == 2093.0


@given(pattern=st.sampled_from((*EVENTS, *TROUBLES.values())), steps=STEPS)
def test_no_rhythm_is_swallowed_by_irregular_turns(
    shared: Signals, pattern: Pattern, steps: list[float]
) -> None:
    forget(shared)
    shared.play(pattern)
    now_s = 0.0
    for step_s in steps:
        now_s += step_s
        shared.update(now_s)
    run(shared, now_s, 3.0)
    assert history(shared) == expected(pattern)


@given(patterns=st.lists(st.sampled_from(EVENTS), min_size=1, max_size=8), data=st.data())
def test_signals_never_queue(shared: Signals, patterns: list[Pattern], data: st.DataObject) -> None:
    now_s = 0.0
    shared.update(now_s)
    for pattern in patterns:
        shared.play(pattern)
        assert shared.state == pattern.at(0.0)
        now_s += data.draw(st.floats(0.0, 0.05))
        shared.update(now_s)
    run(shared, now_s, patterns[-1].duration_s + 2 * FRAME_S)
    assert shared.state == DARK
    forget(shared)
    run(shared, now_s + 2.0, 3.0)
    assert history(shared) == expected()


def test_a_slow_loop_stretches_the_rhythm_but_keeps_both_tones(signals: Signals) -> None:
    signals.outcome(Outcome.FAULT)
    run(signals, 10.0, 6.0, step_s=0.4)
    assert history(signals) == expected(FAULT)


def test_a_clock_that_stands_still_or_jumps_back_changes_nothing(signals: Signals) -> None:
    signals.outcome(Outcome.PASS)
    signals.update(10.0)
    signals.update(9.0)
    assert signals.state == SignalState(pass_light=True, buzzer_hz=2093.0)


@pytest.mark.parametrize("pattern", [PASS, TOUCH, READY, NO_VERDICT], ids=lambda p: p.name)
def test_stale_leaves_the_pass_light(signals: Signals, pattern: Pattern) -> None:
    signals.play(pattern)
    signals.stale()
    assert signals.state == DARK
    run(signals, 10.0, 1.0)
    assert history(signals)["pass_light"] == [False, True, False]


def test_stale_lets_a_fault_finish(signals: Signals) -> None:
    signals.outcome(Outcome.FAULT)
    for turn in range(60):
        signals.stale()
        signals.update(10.0 + turn * FRAME_S)
    assert history(signals) == expected(FAULT)


def trouble_every_turn(
    signals: Signals, start_s: float, duration_s: float, *kinds: Trouble
) -> list[tuple[float, bool]]:
    """Times since the start at which the fault lamp changed; the kinds take turns."""
    changes = [(0.0, signals.state.fault_light)]
    for turn in range(round(duration_s / FRAME_S)):
        for kind in kinds:
            signals.trouble(kind)
        if signals.state.fault_light != changes[-1][1]:
            changes.append((round(turn * FRAME_S, 1), signals.state.fault_light))
        signals.update(start_s + (turn + 1) * FRAME_S)
    return changes[1:]


def test_a_lasting_trouble_repeats_every_three_seconds_without_a_sound(signals: Signals) -> None:
    changes = trouble_every_turn(signals, 10.0, 7.0, Trouble.SEVERAL)
    one_round = [(0.0, True), (0.4, False), (0.8, True), (1.2, False)]
    expected_changes = [
        (round_s + at_s, lit)
        for round_s in (0.0, 3.0, 6.0)
        for at_s, lit in one_round
        if round_s + at_s < 7.0
    ]
    assert [lit for _, lit in changes] == [lit for _, lit in expected_changes]
    assert [at_s for at_s, _ in changes] == pytest.approx([s for s, _ in expected_changes], abs=0.1)
    signals.calm()
    run(signals, 17.0, 6.0)
    assert history(signals) == expected(*[TROUBLES[Trouble.SEVERAL]] * 3)


@pytest.mark.parametrize("kind", list(Trouble))
def test_a_trouble_of_one_turn_is_shown_whole_and_once(signals: Signals, kind: Trouble) -> None:
    signals.trouble(kind)
    assert signals.state == SignalState(fault_light=True)
    signals.calm()
    run(signals, 10.0, 8.0)
    assert history(signals) == expected(TROUBLES[kind])


def test_a_verdict_is_finished_before_the_trouble_that_comes_with_it(signals: Signals) -> None:
    signals.outcome(Outcome.NO_VERDICT)
    signals.trouble(Trouble.SEVERAL)
    assert signals.state == SignalState(pass_light=True, fault_light=True)
    signals.calm()
    run(signals, 10.0, 2.5)
    assert history(signals) == expected(NO_VERDICT)


def test_half_a_second_of_dark_keeps_a_fault_and_a_trouble_apart(signals: Signals) -> None:
    signals.outcome(Outcome.FAULT)
    changes = trouble_every_turn(signals, 10.0, 1.5, Trouble.UNSEEN)
    went_out_s, lit_again_s = (at_s for at_s, _ in changes[2:4])
    assert lit_again_s - went_out_s == pytest.approx(0.5, abs=0.11)
    assert history(signals)["buzzer"] == expected(FAULT)["buzzer"]


def test_a_signal_replaces_a_trouble_which_comes_back_after_it(signals: Signals) -> None:
    signals.trouble(Trouble.CAMERA)
    run(signals, 10.0, 1.0)
    signals.outcome(Outcome.FAULT)
    assert signals.state == SignalState(fault_light=True, buzzer_hz=440.0)
    run(signals, 11.0, 1.5)
    assert signals.state == DARK
    run(signals, 12.5, 1.0)
    assert signals.state == SignalState(fault_light=True)


def test_a_trouble_that_flickers_stays_calm(signals: Signals) -> None:
    for turn in range(round(3.5 / FRAME_S)):
        signals.calm()
        signals.trouble(Trouble.STORE)
        signals.update(10.0 + (turn + 1) * FRAME_S)
    assert history(signals) == expected(*[TROUBLES[Trouble.STORE]] * 2)


def test_two_troubles_at_once_take_turns_each_shown_whole(signals: Signals) -> None:
    changes = trouble_every_turn(signals, 10.0, 2.9, Trouble.STORE, Trouble.UNSEEN)
    lengths = [
        round(off - on, 1) for (on, _), (off, _) in zip(changes[::2], changes[1::2], strict=True)
    ]
    assert lengths == [0.2, 0.8]


def test_no_fresh_picture_ends_a_pass_and_shows_the_camera_trouble(signals: Signals) -> None:
    signals.outcome(Outcome.PASS)
    for turn in range(round(2.0 / FRAME_S)):
        signals.stale()
        signals.trouble(Trouble.CAMERA)
        assert signals.state == SignalState(fault_light=True)
        signals.update(10.0 + turn * FRAME_S)
    assert history(signals)["fault_light"] == [False, True]


@pytest.mark.parametrize(("volume", "duty"), [(1.0, 0.5), (0.7, 0.24), (0.1, 0.01)])
def test_volume_sets_the_duty(volume: float, duty: float) -> None:
    with Signals(simulate=True, volume=volume) as signals:
        signals.outcome(Outcome.FAULT)
        run(signals, 0.0, 1.0)
        assert history(signals) == expected(FAULT, duty=duty)


def test_without_volume_the_lamps_remain() -> None:
    with Signals(simulate=True, volume=0.0) as signals:
        signals.outcome(Outcome.PASS)
        assert signals.state == SignalState(pass_light=True)
        run(signals, 0.0, 1.5)
        assert history(signals) == expected(PASS) | {"buzzer": [0.0]}


def test_silent_keeps_the_lamps_and_ends_a_tone(signals: Signals) -> None:
    signals.outcome(Outcome.PASS)
    signals.silent = True
    signals.update(10.0)
    assert signals.state == SignalState(pass_light=True)
    assert history(signals)["buzzer"] == [0.0, 0.5, 0.0]


def test_sounding_lasts_from_the_first_tone_to_the_last(signals: Signals) -> None:
    assert not signals.sounding
    signals.outcome(Outcome.FAULT)
    run(signals, 10.0, 0.2)
    assert signals.sounding
    run(signals, 10.2, 0.2)
    assert not signals.sounding


def test_close_puts_everything_out_and_may_be_called_twice() -> None:
    signals = Signals(simulate=True)
    pins = {
        name: device.pin
        for name, device in (
            ("light", signals.pins.pass_light),
            ("buzzer", signals.pins.buzzer.device),
        )
    }
    signals.outcome(Outcome.PASS)
    signals.trouble(Trouble.STORE)
    signals.close()
    signals.close()
    signals.update(1.0)
    assert [state.state for state in pins["light"].states] == [False, True, False]
    assert [state.state for state in pins["buzzer"].states] == [0.0, 0.5, 0.0]
