"""Who is signed in, and for how long."""

from __future__ import annotations

from station.coach.sessions import IDLE_S, LONGEST_S, MOST_SESSIONS, Notice, Sessions


class Clock:
    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def test_a_session_is_found_by_its_secret_alone_and_ends_when_asked() -> None:
    sessions = Sessions(Clock())
    one, other = sessions.begin(), sessions.begin()
    assert one != other
    found = sessions.find(one)
    assert found is not None and found is not sessions.find(other)
    for wrong in ("", one[:-1], f"{one} ", one.upper()):
        assert sessions.find(wrong) is None
    sessions.end(one)
    assert sessions.find(one) is None
    assert sessions.find(other) is not None


def test_use_keeps_a_session_from_going_idle_and_a_look_does_not() -> None:
    clock = Clock()
    sessions = Sessions(clock)
    used, watched = sessions.begin(), sessions.begin()
    clock.now_s = IDLE_S - 1
    assert sessions.find(used) is not None
    assert sessions.find(watched, used=False) is not None
    clock.now_s = IDLE_S
    assert sessions.find(watched, used=False) is None
    assert sessions.find(used) is not None


def test_no_session_lasts_longer_than_half_a_day() -> None:
    clock = Clock()
    sessions = Sessions(clock)
    secret = sessions.begin()
    for minute in range(0, int(LONGEST_S), 600):
        clock.now_s = minute
        assert sessions.find(secret) is not None
    clock.now_s = LONGEST_S
    assert sessions.find(secret) is None


def test_one_phone_too_many_signs_out_the_least_used() -> None:
    clock = Clock()
    sessions = Sessions(clock)
    secrets = []
    for _ in range(MOST_SESSIONS):
        clock.now_s += 1
        secrets.append(sessions.begin())
    clock.now_s += 1
    assert sessions.find(secrets[0]) is not None
    sessions.begin()
    assert sessions.find(secrets[1]) is None
    assert sessions.find(secrets[0]) is not None


def test_a_form_belongs_to_its_own_session_and_a_notice_is_told_once() -> None:
    sessions = Sessions(Clock())
    one, other = (sessions.find(sessions.begin()) for _ in range(2))
    assert one is not None and other is not None
    assert one.owns(one.token) and not one.owns(other.token) and not one.owns("")
    one.notice = Notice("done")
    assert one.take_notice() == Notice("done")
    assert one.take_notice() is None
