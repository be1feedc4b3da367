"""The number on the station's screen, and who guesses it."""

from __future__ import annotations

from station.coach.pairing import (
    LOCKED_S,
    WRONG_IN_ALL,
    WRONG_PER_ADDRESS,
    WRONG_PER_PIN,
    Answer,
    PinPairing,
    Shown,
)


class Screen:
    """What the station shows, on a clock of the test's own."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.shown: list[Shown] = []
        self.pins = PinPairing(lambda: self.now_s, self.shown.append)

    @property
    def pin(self) -> str:
        return self.shown[-1].pin

    def guess_wrong(self, address: str) -> Answer:
        return self.pins.attempt(address, f"{(int(self.pin) + 1) % 1_000_000:06d}")


def opened() -> Screen:
    screen = Screen()
    screen.pins.screen(True)
    return screen


def test_without_the_pairing_on_the_screen_no_number_is_right() -> None:
    screen = Screen()
    for pin in ("", "000000"):
        assert screen.pins.attempt("10.0.0.1", pin) is Answer.NOT_SHOWN
    assert screen.shown == []


def test_numbers_have_six_digits_and_are_not_the_same() -> None:
    screen = Screen()
    for _ in range(300):
        screen.pins.screen(True)
    pins = [shown.pin for shown in screen.shown]
    assert all(len(pin) == 6 and pin.isdigit() for pin in pins)
    assert len(set(pins)) > 290
    # Also those that begin with a zero.
    assert any(pin < "100000" for pin in pins)


def test_a_right_number_counts_once_and_the_screen_hears_of_it() -> None:
    screen = opened()
    used = screen.pin
    assert screen.pins.attempt("10.0.0.1", used) is Answer.RIGHT
    assert screen.shown[-1].paired == 1
    assert screen.pin != used
    assert screen.pins.attempt("10.0.0.1", used) is Answer.WRONG


def test_with_the_pairing_gone_from_the_screen_the_number_is_dead() -> None:
    screen = opened()
    seen = screen.pin
    screen.pins.screen(False)
    assert screen.shown[-1] == Shown()
    assert screen.pins.attempt("10.0.0.1", seen) is Answer.NOT_SHOWN


def test_a_number_that_was_missed_five_times_is_another_one() -> None:
    screen = opened()
    first = screen.pin
    for number in range(WRONG_PER_PIN):
        assert screen.pin == first
        assert screen.guess_wrong(f"10.0.0.{number}") is Answer.WRONG
    assert screen.pin != first


def test_an_address_that_guesses_waits_and_others_do_not() -> None:
    screen = opened()
    for _ in range(WRONG_PER_ADDRESS):
        screen.guess_wrong("10.0.0.1")
    assert screen.pins.attempt("10.0.0.1", screen.pin) is Answer.LOCKED
    assert screen.pins.attempt("10.0.0.2", screen.pin) is Answer.RIGHT
    # Opening the pairing anew forgives nothing.
    screen.pins.screen(False)
    screen.pins.screen(True)
    assert screen.pins.attempt("10.0.0.1", screen.pin) is Answer.LOCKED
    screen.now_s += LOCKED_S
    assert screen.pins.attempt("10.0.0.1", screen.pin) is Answer.RIGHT


def test_many_who_guess_lock_all_and_the_screen_says_for_how_long() -> None:
    screen = opened()
    for number in range(WRONG_IN_ALL):
        screen.now_s += 1.0
        assert screen.guess_wrong(f"10.0.0.{number}") is Answer.WRONG
    assert screen.pins.attempt("10.0.9.9", screen.pin) is Answer.ALL_LOCKED
    assert screen.shown[-1].locked_s == LOCKED_S - (WRONG_IN_ALL - 1)
    screen.now_s += LOCKED_S - (WRONG_IN_ALL - 1)
    assert screen.pins.attempt("10.0.9.9", screen.pin) is Answer.RIGHT
