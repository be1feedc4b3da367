"""Which messages of the screen the lights tell too."""

from __future__ import annotations

from station.screen.words import Message
from station.signals.patterns import Trouble
from station.signals.tell import Tell

_TROUBLES = {
    Message.MOVED: Trouble.MOVED,
    Message.ONE_AT_A_TIME: Trouble.SEVERAL,
    Message.TOO_FEW_PIXELS: Trouble.UNSEEN,
    Message.BACK_HIDDEN: Trouble.UNSEEN,
}


def tell_trouble(tell: Tell, message: Message | None) -> None:
    """Let the lights go with the words; the others, and no message at all, leave them calm."""
    trouble = None if message is None else _TROUBLES.get(message)
    if trouble is None:
        tell.calm()
    else:
        tell.trouble(trouble)
