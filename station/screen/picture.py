"""Which screen is shown: the one place that names the next one."""

from __future__ import annotations

from station.drills.turns import Turns
from station.engine import Reading, Stage
from station.reasons import Reason
from station.screen.live import LivePicture
from station.screen.message import MessagePicture
from station.screen.result import ResultPicture
from station.screen.words import Message, reason_key

Picture = LivePicture | MessagePicture | ResultPicture

_SETTLE_S = 0.3
"""A message must be due for this long before it replaces a picture, so that a stumble of the
measuring does not flash words at the athlete."""


class Director:
    """Chooses the picture for each reading.

    Remembers which way the athlete faced last, and the picture that stays while a message
    settles. Time is the time of the readings.
    """

    def __init__(self) -> None:
        self._faces_right = True
        self._shown: Picture | None = None
        self._due_since_s: float | None = None

    def choose(self, reading: Reading, turns: Turns) -> Picture:
        """The picture for this moment."""
        wanted = self._wanted(reading, turns)
        if self._shown is not None and self._unsettled(wanted, reading.time_s):
            return self._shown
        self._shown, self._due_since_s = wanted, None
        return wanted

    def _unsettled(self, wanted: Picture, time_s: float) -> bool:
        if not isinstance(wanted, MessagePicture):
            return False
        shown = self._shown
        if isinstance(shown, MessagePicture) and shown.message is wanted.message:
            return False
        if self._due_since_s is None or time_s < self._due_since_s:
            self._due_since_s = time_s
        return time_s - self._due_since_s < _SETTLE_S

    def _wanted(self, reading: Reading, turns: Turns) -> Picture:
        measured = reading.stage in (Stage.READY, Stage.REPETITION)
        # Which way somebody faces is known from their baseline on.
        if measured and reading.side_view is not None:
            self._faces_right = reading.side_view.faces_right
        if turns.showing_result:
            return ResultPicture(turns.summary)
        if measured:
            return LivePicture(reading, turns.summary, self._faces_right)
        return self._ask(reading)

    def _ask(self, reading: Reading) -> MessagePicture:
        message = _message(reading)
        progress = reading.baseline_progress if message is Message.NO_BASELINE else None
        return MessagePicture(message, reading, progress=progress, faces_right=self._faces_right)


def _message(reading: Reading) -> Message:
    """What to ask of whoever is there; the reason says it best."""
    if reading.reason is not None:
        return Message(reason_key(reading.reason))
    if reading.stage is Stage.LEARNING:
        return Message.LEARNING
    missing = Reason.NOBODY if reading.stage is Stage.EMPTY else Reason.NO_BASELINE
    return Message(reason_key(missing))
