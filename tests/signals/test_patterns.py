"""The patterns as values: what tells them apart."""

from __future__ import annotations

import itertools

import pytest

from station.signals.patterns import (
    DARK,
    EVENTS,
    FAULT,
    PASS,
    TOUCH,
    TROUBLES,
    Pattern,
    SignalState,
    Trouble,
)
from station.signals.signals import _LONGEST_STEP_S

ALL = (*EVENTS, *TROUBLES.values())


@pytest.mark.parametrize("pattern", ALL, ids=lambda pattern: pattern.name)
def test_no_pulse_and_no_pause_is_shorter_than_the_longest_step(pattern: Pattern) -> None:
    for pulses in (pattern.pass_light, pattern.fault_light, [t[:2] for t in pattern.buzzer]):
        edges = [edge for pulse in pulses for edge in pulse]
        lengths = [after - before for before, after in itertools.pairwise(edges)]
        assert all(length > _LONGEST_STEP_S for length in lengths)
    assert pattern.duration_s > 0.0


@pytest.mark.parametrize("pattern", EVENTS, ids=lambda pattern: pattern.name)
def test_tones_last_80_to_150_ms(pattern: Pattern) -> None:
    assert all(0.0799 < end - start < 0.1501 for start, end, _ in pattern.buzzer)


def test_pass_and_fault_differ_in_place_rhythm_and_pitch() -> None:
    assert PASS.pass_light and not PASS.fault_light
    assert FAULT.fault_light and not FAULT.pass_light
    assert (len(PASS.buzzer), len(FAULT.buzzer)) == (1, 2)
    assert min(hz for *_, hz in PASS.buzzer) > 4 * max(hz for *_, hz in FAULT.buzzer)


def test_fault_blinks_at_4_hz_for_half_a_second_at_most() -> None:
    starts = [start for start, _ in FAULT.fault_light]
    assert starts == [0.0, 0.25]
    assert FAULT.duration_s <= 0.5


def test_every_sound_and_every_light_is_its_own() -> None:
    sounds = [pattern.buzzer for pattern in EVENTS if pattern.buzzer]
    assert len(set(sounds)) == len(sounds)
    looks = [(p.pass_light, p.fault_light) for p in ALL if p is not TOUCH]
    assert len(set(looks)) == len(looks)


def test_troubles_are_silent_slow_and_never_light_the_pass_lamp() -> None:
    assert set(TROUBLES) == set(Trouble)
    for pattern in TROUBLES.values():
        assert not pattern.pass_light and not pattern.buzzer
        starts = [start for start, _ in pattern.fault_light]
        assert all(after - before >= 0.8 for before, after in itertools.pairwise(starts))


def test_a_pattern_at_a_moment() -> None:
    assert FAULT.at(0.0) == SignalState(fault_light=True, buzzer_hz=440.0)
    assert FAULT.at(0.2) == SignalState()
    assert FAULT.at(0.3) == SignalState(fault_light=True, buzzer_hz=349.0)
    assert FAULT.at(0.372) == SignalState(fault_light=True)
    assert FAULT.at(0.375) == SignalState()
    assert DARK.at(0.0) == SignalState()
    assert (DARK.duration_s, DARK.sound_s) == (0.0, 0.0)
    assert (FAULT.duration_s, FAULT.sound_s) == (0.375, 0.37)


def test_a_rounding_error_short_of_an_edge_counts_as_there() -> None:
    assert FAULT.at(sum([0.05] * 5) - 1e-12).fault_light
