"""Whatever happens to it, the backlog is bounded, in order, and loses nothing uncounted."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from station.results.backlog import Backlog, Begun, Finished, Forgotten, Repeated, Screened, Write
from station.results.erase import Goal
from tests.results.made_results import FINISHED, attempt, result, start
from tests.results.made_rosters import WAITING

LIMIT = 5
KINDS: tuple[type[Write], ...] = (Begun, Repeated, Finished, Screened, Forgotten)

NEW = ("begin", "repeat", "finish", "screen", "delete")

actions = st.lists(
    st.sampled_from([*NEW, "repeat", "take", "done", "drop", "put_back"]),
    max_size=120,
)


def new(action: str, number: int) -> Write:
    """Something to write."""
    if action == "begin":
        return Begun(start(str(number)))
    if action == "repeat":
        return Repeated(start(), attempt(), number)
    if action == "screen":
        return Screened(WAITING, FINISHED, clock_trusted=True)
    if action == "delete":
        return Forgotten(Goal(athletes=(str(number),)), None)
    return Finished(start(str(number)), result(), FINISHED)


@given(actions)
def test_nothing_gets_lost_uncounted_and_order_stays(todo: list[str]) -> None:
    backlog, added, written = Backlog(LIMIT), list[Write](), list[Write]()
    taken: Write | None = None
    for number, action in enumerate(todo):
        if action in NEW:
            added.append(new(action, number))
            backlog.add(added[-1])
        elif action == "take" and taken is None:
            taken = backlog.take()
        elif taken is not None and action in ("done", "drop", "put_back"):
            getattr(backlog, action)()
            if action == "done":
                written.append(taken)
            taken = None
        for kind in KINDS:
            assert backlog.waiting(kind) <= LIMIT + 1
    places = [added.index(write) for write in written]
    assert places == sorted(places)
    came, went = Counter(map(type, added)), Counter(map(type, written))
    for kind in KINDS:
        assert came[kind] == went[kind] + backlog.waiting(kind) + backlog.dropped(kind)
    assert backlog.empty == (sum(map(backlog.waiting, KINDS)) == 0)


def test_the_oldest_repetition_goes_first_and_no_result_for_it() -> None:
    backlog = Backlog(LIMIT)
    backlog.add(Finished(start(), result(), FINISHED))
    for number in range(8):
        backlog.add(Repeated(start(), attempt(), number))
    assert backlog.dropped(Repeated) == 3
    assert backlog.dropped(Finished) == 0
    assert isinstance(backlog.take(), Finished)
    backlog.done()
    first = backlog.take()
    assert isinstance(first, Repeated) and first.number == 3
