"""The real kiosk at the other end of the socket: what a coach's phone is told, and what it does."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pygame
import pytest

from station.assembly import open_results
from station.calibration.applied import SetUp
from station.camera.simulated import SimulatedSource
from station.coach.messages import (
    MOST_OUTLINE_POINTS,
    Ask,
    FromCoach,
    FromKiosk,
    PairingCode,
    Reply,
    Rosters,
    Snapshot,
    Watching,
    decode,
    encode,
)
from station.coach.phone import Phone as KioskPhone
from station.config import load_settings
from station.drills.commands import CloseScreening, Command, SkipAthlete, StartScreening
from station.feed import Feed
from station.kiosk import Kiosk
from station.opened import Opened
from station.screen.pairing_picture import PairingFace
from station.screen.screen import Screen
from station.screen.state import StateName
from station.screen.words import Words
from station.signals.press import Press
from station.signals.signals import Signals
from station.signals.tell import Tell
from station.uses.sample import begin_with_a_sample
from tests.stories.visits import visit

FPS = 10.0
VISIT = replace(visit("squat", reads_s=1.0), fps=FPS)


class Phone:
    """A page's end of the socket, and a kiosk that turns when it is waited for."""

    def __init__(self, kiosk: Kiosk, opened: Opened, file: Path) -> None:
        self.kiosk, self.opened, self.now_s = kiosk, opened, 0.0
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.connect(str(file))
        self._socket.setblocking(False)
        self._unread = b""
        self._last_id = 0
        self.told: list[FromKiosk | FromCoach] = []

    def turn(self, *presses: Press) -> None:
        self.now_s += 1 / FPS
        self.kiosk.turn(presses)
        try:
            self._unread += self._socket.recv(1_000_000)
        except BlockingIOError:
            return
        *lines, self._unread = self._unread.split(b"\n")
        self.told += [decode(line) for line in lines]

    def tell(self, message: FromCoach) -> None:
        self._socket.sendall(encode(message))

    def ask(self, command: Command) -> str | None:
        self._last_id += 1
        self.tell(Ask(self._last_id, command))
        for _ in range(5):
            self.turn()
        (reply,) = [each for each in self.told if each == Reply(self._last_id, _refused(each))]
        return _refused(reply)

    def is_at(self, state: StateName) -> bool:
        """Where the kiosk is now."""
        return self.kiosk.flow.name is state

    @property
    def snapshot(self) -> Snapshot:
        return [each for each in self.told if isinstance(each, Snapshot)][-1]

    def close(self) -> None:
        self._socket.close()


def _refused(message: object) -> str | None:
    return message.refused if isinstance(message, Reply) else None


@pytest.fixture
def phone(tmp_path: Path) -> Iterator[Phone]:
    made: list[Phone] = []

    def clock() -> float:
        return made[0].now_s if made else 0.0

    settings, file = load_settings(Path("warm-up")), tmp_path / "coach.sock"
    with ExitStack() as stack:
        tell = stack.enter_context(Tell(Signals(simulate=True)))
        results = stack.enter_context(open_results(None, str))
        feed = Feed(lambda: SimulatedSource(VISIT), clock)
        stack.callback(feed.close)
        set_up = SetUp(None, str)
        opened = Opened.of(
            settings, feed, tell, results, set_up, lambda _: (), coach_socket=file, clock=clock
        )
        stack.callback(opened.close)
        begin_with_a_sample(opened.desk)
        surface = pygame.Surface((640, 360), 0, 32)
        kiosk = Kiosk(opened, Screen(surface, Words.load()), clock)
        made.append(Phone(kiosk, opened, file))
        stack.callback(made[0].close)
        made[0].tell(Watching(1))
        yield made[0]


def test_a_coach_follows_a_test_and_leads_the_group(phone: Phone) -> None:
    while not phone.is_at(StateName.TEST):
        phone.turn()
    seen: list[Snapshot] = []
    while phone.is_at(StateName.TEST) and phone.now_s < 20.0:
        phone.turn()
        seen.append(phone.snapshot)
    groups = [each for each in phone.told if isinstance(each, Rosters)]
    assert [group.name for group in groups[-1].groups] == ["Simulated group"]
    ada = seen[3]
    assert (ada.use, ada.state, ada.testing, ada.screening) == ("screening", "test", True, True)
    assert ada.called is not None and ada.next_up is not None
    assert (ada.called.name, ada.next_up.name) == ("Ada", "Bao")
    lives = [each.live for each in seen if each.live is not None]
    # Nobody is drawn any more once they have left.
    points = [len(live.outline) for live in lives]
    assert points[0] > 30 and max(points) <= MOST_OUTLINE_POINTS and points[-1] == 0
    assert any(live.touching for live in lives)
    assert min(live.gap_mm for live in lives if live.gap_mm is not None) < 0
    assert lives[0].practice
    # A squat is judged of the three that are asked for, then they walk off.
    assert (lives[-1].count, lives[-1].of, lives[-1].verdict) == (1, 3, "fault")
    assert lives[-1].cue == "Close the door with your hips"


def test_what_the_desk_refuses_comes_back_in_words_and_what_it_takes_is_shown(
    phone: Phone,
) -> None:
    for _ in range(12):
        phone.turn()
    before = phone.snapshot
    assert before.called is not None and before.called.name == "Ada"
    assert phone.ask(SkipAthlete("nobody")) is not None
    assert phone.ask(SkipAthlete(before.called.uid)) is None
    after = phone.snapshot
    assert after.called is not None and after.called.name == "Bao"
    assert [member.status for member in after.roster][:2] == ["skipped", "waiting"]


def test_a_closed_screening_gives_way_to_the_use_of_the_settings_and_back(phone: Phone) -> None:
    for _ in range(12):
        phone.turn()
    assert phone.ask(CloseScreening()) is None
    phone.turn()
    assert phone.snapshot.use == "warm-up"
    group = phone.opened.desk.groups[0]
    assert phone.ask(StartScreening(group.uid, "tempo-hinge")) is None
    phone.turn()
    now = phone.snapshot
    assert now.use == "screening"
    assert now.drill == "tempo-hinge"


def test_the_number_that_lets_a_phone_in_is_on_the_screen_while_the_menu_asks_for_it(
    phone: Phone,
) -> None:
    link = pairing(phone)
    view = link.pairing()
    assert view is not None
    assert (view.face, view.pin) == (PairingFace.OPEN, "123456")
    phone.tell(PairingCode("http://10.0.0.7:8080", "654321", paired=1))
    for _ in range(60):
        phone.turn()
    assert not phone.is_at(StateName.PAIRING)
    assert (link.address, link.end.code) == ("http://10.0.0.7:8080", None)


def test_a_number_holds_no_more_once_the_camera_is_gone_for_long(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The screen tells of the camera meanwhile, and would show the number again."""
    link = pairing(phone)
    monkeypatch.setattr(phone.opened.feed, "next", lambda: None)
    phone.now_s += 50
    phone.turn()
    assert (phone.is_at(StateName.INVITATION), link.pairing()) == (True, None)


def pairing(phone: Phone) -> KioskPhone:
    """Choose the coach's phone in the menu; the page has answered with a number."""
    for _ in range(12):
        phone.turn()
    phone.turn(Press.LONG)
    labels = [action.label() for action in phone.kiosk.menu.actions()]
    for _ in range(1 + labels.index(phone.kiosk.screen.words.get("menu", "phone"))):
        phone.turn(Press.SHORT)
    phone.turn(Press.LONG)
    phone.turn()
    assert phone.is_at(StateName.PAIRING)
    link = phone.opened.phone
    assert link is not None
    phone.tell(PairingCode("http://10.0.0.7:8080", "123456"))
    phone.turn()
    return link
