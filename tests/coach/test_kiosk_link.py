"""The page's end waits for the station, and never calls done what may not have been."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from station.coach import kiosk_link
from station.coach.kiosk_link import CoachEnd, KioskSilentError
from station.coach.link import KioskEnd
from station.coach.messages import Reply
from station.drills.commands import NextAthlete
from tests.coach.test_messages import SNAPSHOT


def played(folder: Path, story: Callable[[CoachEnd, KioskEnd], Awaitable[None]]) -> None:
    """A page and a kiosk's end that does nothing by itself."""

    async def play() -> None:
        end = KioskEnd(folder / "coach.sock", time.monotonic)
        coach = CoachEnd(folder / "coach.sock")
        following = asyncio.create_task(coach.run())
        try:
            await story(coach, end)
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)
            end.close()

    asyncio.run(asyncio.wait_for(play(), 20))


async def until(true: Callable[[], object], end: KioskEnd) -> None:
    while not true():
        end.poll()
        await asyncio.sleep(0.001)


def test_a_refusal_comes_back_with_the_picture_after_it(tmp_path: Path) -> None:
    async def story(coach: CoachEnd, end: KioskEnd) -> None:
        await until(lambda: coach.connected and end.connected, end)
        asked = asyncio.create_task(coach.ask(NextAthlete()))
        while not (asks := end.poll()):
            await asyncio.sleep(0.001)
        end.reply(Reply(asks[0].id, "no"))
        end.show(SNAPSHOT)
        assert await asked == "no"
        assert coach.snapshot == SNAPSHOT

    played(tmp_path, story)


def test_a_station_that_does_not_answer_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kiosk_link, "_ANSWER_S", 0.05)

    async def story(coach: CoachEnd, end: KioskEnd) -> None:
        with pytest.raises(KioskSilentError):
            await coach.ask(NextAthlete())
        await until(lambda: coach.connected, end)
        with pytest.raises(KioskSilentError):
            await coach.ask(NextAthlete())

    played(tmp_path, story)


def test_a_station_that_goes_takes_picture_and_number_along_and_is_found_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kiosk_link, "_AGAIN_S", 0.01)
    heard: list[bool] = []

    async def story(coach: CoachEnd, end: KioskEnd) -> None:
        coach.on_pairing = heard.append
        end.pairing(open=True)
        await until(lambda: end.connected, end)
        end.show(SNAPSHOT)
        await until(lambda: coach.snapshot, end)
        asked = asyncio.create_task(coach.ask(NextAthlete()))
        end.poll()
        end.close()
        with pytest.raises(KioskSilentError):
            await asked
        assert coach.snapshot is None
        assert heard[-2:] == [True, False]
        again = KioskEnd(tmp_path / "coach.sock", time.monotonic)
        await until(lambda: again.connected, again)
        again.close()

    played(tmp_path, story)


def test_who_watches_gets_each_picture_and_the_station_knows(tmp_path: Path) -> None:
    async def story(coach: CoachEnd, end: KioskEnd) -> None:
        await until(lambda: coach.connected and end.connected, end)
        stream = coach.watch(5.0)
        assert await anext(stream) is None
        await until(lambda: end.watching == 1, end)
        end.show(SNAPSHOT)
        assert await anext(stream) == SNAPSHOT
        await stream.aclose()
        await until(lambda: end.watching == 0, end)

    played(tmp_path, story)
