"""The kiosk's side of the coach's page: the desk does what is asked, what is shown is told."""

from __future__ import annotations

from collections.abc import Mapping

from station.coach.link import KioskEnd
from station.coach.live import live_of
from station.coach.messages import DrillName, Snapshot
from station.coach.telling import serve_coach, snapshot_of
from station.config.schema import Language
from station.drills.desk import Desk
from station.drills.drill import Drill
from station.engine import Reading
from station.results.about import Use
from station.screen.flow import Flow
from station.screen.invitation import InvitationPicture
from station.screen.live import LivePicture
from station.screen.pairing_picture import PairingFace, PairingView
from station.screen.picture import Picture
from station.screen.place import PlacePicture
from station.screen.state import StateName
from station.screen.trouble import TroublePicture
from station.screen.words import Message, Words


class Phone:
    """Call :meth:`turn` once per turn of the loop; without a page it costs next to nothing."""

    def __init__(
        self,
        end: KioskEnd,
        desk: Desk,
        drills: Mapping[str, Drill],
        language: Language,
        passed: Mapping[str, bool | None],
    ) -> None:
        self.end = end
        self._desk, self._drills, self._language = desk, drills, language
        self._passed = passed

    def turn(
        self, use: Use, flow: Flow, reading: Reading | None, picture: Picture, words: Words
    ) -> None:
        """Do what a coach asks for, then tell what the screen shows."""
        serve_coach(
            self.end,
            self._desk,
            words,
            lambda: self._snapshot(use, flow, reading, picture, words),
        )

    def pairing(self) -> PairingView | None:
        """What the pairing screen is to show; None while no page answers."""
        code = self.end.code
        if not self.end.connected or code is None:
            return None
        if code.paired:
            return PairingView(PairingFace.PAIRED)
        if code.locked_s > 0:
            return PairingView(PairingFace.LOCKED, locked_s=code.locked_s)
        if not code.pin:
            return PairingView(PairingFace.WAITING)
        return PairingView(PairingFace.OPEN, code.url, code.pin)

    def show_pairing(self, shown: bool) -> None:
        """The screen shows the pairing, or does no more."""
        self.end.pairing(open=shown)

    @property
    def address(self) -> str | None:
        """Where people find the page; None while there is none."""
        return self.end.address

    def close(self) -> None:
        """No page any more."""
        self.end.close()

    def _snapshot(
        self, use: Use, flow: Flow, reading: Reading | None, picture: Picture, words: Words
    ) -> Snapshot:
        test, live = flow.visit.test, None
        if flow.name is StateName.TEST and test is not None and reading is not None:
            live = live_of(test, reading, words)
        return snapshot_of(
            self._desk,
            words,
            use=use.value,
            state=flow.name.value,
            language=self._language,
            message=message_of(picture, words) or nobody_there(reading, words),
            drills=tuple(
                DrillName(name, words.title(drill), drill.wall is not None)
                for name, drill in self._drills.items()
            ),
            passed=self._passed,
            live=live,
        )


def message_of(picture: Picture, words: Words) -> str:
    """What the screen asks for in a few words, or what is wrong; "" when it asks for nothing."""
    message: Message | None = None
    match picture:
        case TroublePicture():
            if picture.detail:
                return picture.detail
            message = picture.message
        case LivePicture() | PlacePicture():
            message = picture.message
        case InvitationPicture():
            message = picture.asks
    return "" if message is None else words.get(f"message.{message}", "title")


def nobody_there(reading: Reading | None, words: Words) -> str:
    """That the mat is empty, where the screen asks for nothing: an empty picture says nothing."""
    return words.get("reason", "nobody") if reading is not None and reading.nobody else ""
