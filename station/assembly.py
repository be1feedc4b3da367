"""Puts a station together: the states and what they tell, remember and ask."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from station.config import Settings
from station.errors import PinsError
from station.places import backups_dir
from station.results.clock import clock_is_trusted
from station.results.results import Results
from station.signals.pins import PinNumbers
from station.signals.quiet import QuietHours
from station.signals.signals import Signals
from station.signals.speaker import Speaker
from station.signals.speech import Speech
from station.signals.tell import Tell


def open_tell(
    settings: Settings, *, simulate_gpio: bool, may_simulate: bool = False, sound: bool = True
) -> Tell:
    """Light, buzzer, loudspeaker and speech as the settings want them.

    Simulated pins with ``simulate_gpio``; with ``may_simulate`` where there are no real ones.
    Without ``sound``, or at volume 0, only light and buzzer. Raises PinsError where there are no
    pins and none may be simulated.
    """
    volume = settings.sound.volume
    with ExitStack() as opened:
        # Both may start a program, which must happen before the pins are open.
        speech = speaker = None
        if sound and volume and settings.sound.speech:
            speech = Speech.open(settings.screen.language, volume)
        if speech is not None:
            opened.callback(speech.close)
        if sound and volume:
            speaker = Speaker.open(volume)
        if speaker is not None:
            opened.callback(speaker.close)
        signals = _open_signals(settings, simulate_gpio, may_simulate)
        opened.pop_all()
    return Tell(signals, speaker, speech, QuietHours.parse(settings.sound.quiet_hours))


def _open_signals(settings: Settings, simulate: bool, may_simulate: bool) -> Signals:
    pins, volume = settings.pins, settings.sound.volume
    numbers = PinNumbers(pins.pass_light, pins.fault_light, pins.buzzer, pins.button)
    try:
        return Signals(numbers, simulate=simulate, volume=volume)
    except PinsError:
        if not may_simulate:
            raise
        return Signals(numbers, simulate=True, volume=volume)


def open_results(path: Path | None, camera: Callable[[], str]) -> Results:
    """The store of results in this file; with None one that keeps nothing."""
    return Results(
        path,
        app_version=version("wall-tap-station"),
        camera_serial=camera,
        now=lambda: datetime.now(UTC),
        clock_is_trusted=clock_is_trusted,
        copies=backups_dir(),
    )
