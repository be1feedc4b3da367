"""Which screen is shown: the one place that names the next one."""

from __future__ import annotations

from station.drills.turns import Turns
from station.engine import Reading, Stage
from station.screen.live import LivePicture
from station.screen.message import MessagePicture
from station.screen.result import ResultPicture
from station.screen.words import Message, reason_key

Picture = LivePicture | MessagePicture | ResultPicture


class Director:
    """Chooses the picture for each reading; remembers only which way the athlete faced last."""

    def __init__(self) -> None:
        self._faces_right = True

    def choose(self, reading: Reading, turns: Turns) -> Picture:
        """The picture for this moment."""
        if reading.side_view is not None:
            self._faces_right = reading.side_view.faces_right
        if turns.showing_result:
            return ResultPicture(turns.summary)
        if reading.stage in (Stage.READY, Stage.REPETITION):
            return LivePicture(reading, turns.summary, self._faces_right)
        return self._ask(reading)

    def _ask(self, reading: Reading) -> MessagePicture:
        progress = None
        if reading.stage is Stage.STANDING_STILL and reading.reason is None:
            message, progress = Message.STANDING_STILL, reading.baseline_progress
        elif reading.reason is not None:
            message = Message(reason_key(reading.reason))
        elif reading.stage is Stage.LEARNING:
            message = Message.LEARNING
        elif reading.stage is Stage.EMPTY:
            message = Message.NOBODY
        else:
            message = Message.NO_BASELINE
        return MessagePicture(message, reading, progress=progress, faces_right=self._faces_right)
