"""Tells everybody in front of the station what happened: light, tone and speech together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from station.closing import ClosesItself, close_all
from station.hinge.verdict import Outcome
from station.signals.patterns import SignalState, Trouble
from station.signals.press import Press
from station.signals.quiet import QuietHours
from station.signals.signals import Signals
from station.signals.speaker import Speaker
from station.signals.speech import Speech


class Tell(ClosesItself):
    """What the states of the kiosk call. The light comes first, then the tone, then the words.

    In quiet hours, and while :attr:`muted`, only the light tells. ``local_time`` gives the wall
    clock's time, asked at each signal. Takes over what it is given and closes it.
    """

    def __init__(
        self,
        signals: Signals,
        speaker: Speaker | None = None,
        speech: Speech | None = None,
        quiet: QuietHours | None = None,
        local_time: Callable[[], datetime] = datetime.now,
    ) -> None:
        self._signals, self._speaker, self._speech = signals, speaker, speech
        self._quiet, self._local_time = quiet or QuietHours(), local_time
        self.muted = False

    @property
    def state(self) -> SignalState:
        """What light and buzzer do now."""
        return self._signals.state

    @property
    def simulated(self) -> bool:
        """True when no real light and buzzer are driven; the screen must say so."""
        return self._signals.simulated

    @property
    def speaks(self) -> bool:
        """Whether there is speech and nothing is wrong with it."""
        return self._speech is not None and self._speech.trouble is None

    @property
    def speech_trouble(self) -> str | None:
        """Why speech that was there has stopped; None while all is well."""
        return self._speech.trouble if self._speech is not None else None

    def ready(self) -> None:
        """The athlete may begin."""
        self._tell(self._signals.ready)

    def touch(self) -> None:
        """The hips reached the wall."""
        self._tell(self._signals.touch)

    def outcome(self, outcome: Outcome, cue_words: str | None = None) -> None:
        """A repetition ended with this outcome; the cue, if any, is said after the tones."""
        self._tell(lambda: self._signals.outcome(outcome), cue_words)

    def end(self) -> None:
        """The test is over."""
        self._tell(self._signals.end)

    def trouble(self, kind: Trouble) -> None:
        """This is wrong just now; called every turn while it lasts. Without a sound."""
        self._signals.trouble(kind)

    def calm(self) -> None:
        """Nothing is wrong any more."""
        self._signals.calm()

    def stale(self) -> None:
        """No fresh picture: nothing that could be read as a pass."""
        self._signals.stale()

    def update(self, now_s: float) -> None:
        """Once per turn: move light, tone and words on to ``now_s``, monotonic seconds."""
        self._signals.update(now_s)
        if self._speech is not None:
            self._speech.update(hold=self._signals.sounding)

    def presses(self) -> tuple[Press, ...]:
        """What the push button gave since the last call, oldest first."""
        return self._signals.presses()

    def close(self) -> None:
        """Light out, silence; calling it twice is harmless.

        Each part is closed even when another fails; the first error is raised at the end.
        """
        sounds = [part for part in (self._speaker, self._speech) if part is not None]
        close_all(self._signals.close, *(part.close for part in sounds))

    def _tell(self, light: Callable[[], None], words: str | None = None) -> None:
        quiet = self.muted or self._quiet.holds(self._local_time().time())
        self._signals.silent = quiet
        light()
        if self._speaker is not None and not quiet:
            self._speaker.play(self._signals.pattern)
        if self._speech is not None:
            # Words about an earlier repetition come too late now.
            self._speech.hush()
            if words and not quiet:
                self._speech.say(words)
