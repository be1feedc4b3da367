"""``station calibrate``: sets a station up in less than two minutes, step by step on the screen."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from station.assembly import open_tell
from station.calibration.calibrator import Calibrator
from station.calibration.kept import Calibration, save_calibration
from station.camera.choose import SourceChoice
from station.camera.frame import DepthSource
from station.camera.simulated import SimulatedSource
from station.camera_trouble import camera_picture
from station.config import Settings
from station.drills.setting_up import Found, Step
from station.errors import CalibrationError
from station.feed import Feed
from station.places import calibration_file
from station.results.clock import clock_is_trusted
from station.screen.picture import Picture
from station.screen.screen import Screen
from station.screen.set_up_summary import summary_rows
from station.screen.setting_up import picture_of
from station.screen.theme import theme_named
from station.screen.trouble import TroublePicture
from station.screen.window import Window
from station.screen.words import Message, Words
from station.signals.press import Press
from station.signals.tell import Tell
from station.sources import Sources
from station.stopping import stop_by_signal

_log = logging.getLogger(__name__)

_IDLE_S = 0.03
_LAST_PICTURE_S = 4.0
_LEFT_ALONE_S = 600.0
"""Who has walked off must not keep the station closed."""
CANCELLED = 1


def run_calibrate(
    settings: Settings,
    *,
    source: SourceChoice,
    wall_cm: float,
    windowed: bool,
    headless: bool,
    out: Path | None,
) -> int:
    """Set the station up; return 0 when it was kept, 1 when it was cancelled.

    What a simulated athlete finds is kept only in ``out``, lest it counts for a camera.
    ``headless`` tells it in text, goes on by itself, and ends at the first refusal.

    Raises:
        CalibrationError: headless: refused, with the reason; or the file cannot be written.
        StationError: no screen; headless also: no camera.
    """
    words = Words.load(settings.screen.language)
    # A camera may take its time to open; Ctrl-C ends that at once.
    feed = _feed(settings, source, wall_cm / 100, headless=headless)
    with ExitStack() as stack:
        stop_asked = stack.enter_context(stop_by_signal())
        stack.callback(feed.close)
        calibrator = Calibrator(wall_cm / 100)

        def keep(found: Found, serial: str) -> None:
            _keep(found, serial, out)

        if headless:
            found = play_in_text(feed, calibrator, words, stop_asked)
            if found is not None:
                keep(found, feed.serial)
        else:
            tell = open_tell(settings, simulate_gpio=False, may_simulate=True, sound=False)
            stack.enter_context(tell)
            window = Window(windowed=windowed or not settings.screen.fullscreen)
            stack.enter_context(window)
            screen = Screen(window.surface, words, theme_named(settings.screen.theme))
            guide = Guide(feed, calibrator, screen, keep)
            found = _on_screen(guide, window, tell, stop_asked)
        if found is None:
            _log.info(words.get("calibrate", "not_kept"))
            return CANCELLED
    return 0


def _keep(found: Found, serial: str, out: Path | None) -> None:
    file = out or (calibration_file() if serial else None)
    if file is None:
        _log.info("a simulated athlete is no set-up: nothing is kept without --out")
        return
    save_calibration(calibration_of(found, serial, datetime.now(UTC), clock_is_trusted()), file)
    _log.info("kept in %s", file)


def calibration_of(found: Found, serial: str, made: datetime, clock_trusted: bool) -> Calibration:
    """What is kept of a set-up.

    Raises:
        CalibrationError: a number cannot be true.
    """
    quality, up = found.quality, found.quality.floor.up
    try:
        return Calibration(
            camera_serial=serial,
            made=made,
            clock_trusted=clock_trusted,
            up=(float(up[0]), float(up[1]), float(up[2])),
            camera_height_m=quality.floor.camera_height_m,
            floor_residual_mm=quality.floor_residual_mm,
            unread_share=quality.unread_share,
            mat_distance_m=found.distance_m,
            gap_offset_mm=found.offset_mm,
            gap_spread_mm=found.spread_mm,
        )
    except ValueError as error:
        raise CalibrationError(f"this set-up cannot be kept: {error}") from None


def play_in_text(
    feed: Feed, calibrator: Calibrator, words: Words, stop_asked: Callable[[], bool]
) -> Found | None:
    """Go through all steps without a button; every step is a line. None: it was stopped.

    Raises:
        CalibrationError: it will not do, or the source ended before it was done.
    """
    steps = calibrator.steps
    steps.go_on()
    told: tuple[Step, int] | None = None
    while not stop_asked():
        now = (steps.step, len(steps.gaps_mm))
        if now != told:
            told = now
            _tell(calibrator, words)
        if steps.step is Step.REFUSED and steps.refusal is not None:
            values = {"wall_cm": words.short(100 * calibrator.wall_m)}
            title, text = (
                words.get(f"calibrate.{steps.refusal.value}", part, **values)
                for part in ("title", "text")
            )
            raise CalibrationError(f"{title}: {text}")
        if steps.step is Step.SUMMARY:
            steps.go_on()
            return steps.found
        frame = feed.next()
        feed.raise_trouble()
        if feed.ended:
            raise CalibrationError("the source ended before the set-up was done")
        if frame is not None:
            calibrator.take(frame)
    return None


def _tell(calibrator: Calibrator, words: Words) -> None:
    steps = calibrator.steps
    if steps.step in (Step.EMPTY, Step.TAPS) and not steps.gaps_mm:
        print(f"{words.get(f'calibrate.{steps.step.value}', 'title')} ...")
    elif steps.step is Step.STAND:
        print(f"{words.get('message.nobody', 'title')} ...")
    if steps.gaps_mm:
        print(f"tap {len(steps.gaps_mm)}: {steps.gaps_mm[-1]:.1f} mm")
    if steps.found is not None and steps.step is Step.SUMMARY:
        for label, value in summary_rows(steps.found, words):
            print(f"{label:<24} {value}")


class Guide:
    """One turn after the other on the screen.

    ``keep`` gets what was found, and the serial number of the camera that found it, before the
    screen says that it is kept.
    """

    def __init__(
        self,
        feed: Feed,
        calibrator: Calibrator,
        screen: Screen,
        keep: Callable[[Found, str], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._feed, self._calibrator, self._screen = feed, calibrator, screen
        self._keep, self._clock = keep, clock
        self._serial = ""
        self._now_at: tuple[Step, int] | None = None
        self._went_on_s = clock()

    @property
    def found(self) -> Found | None:
        """What is to be kept, once it was said so."""
        steps = self._calibrator.steps
        return steps.found if steps.step is Step.KEPT else None

    @property
    def over(self) -> bool:
        """Kept or cancelled."""
        return self._calibrator.steps.over

    @property
    def waiting(self) -> bool:
        """There is no source to wait for a frame on."""
        return self._feed.waiting or self._feed.ended

    def turn(self, presses: Iterable[Press] = ()) -> None:
        """Wait for a frame, go on, draw."""
        feed, steps = self._feed, self._calibrator.steps
        for press in presses:
            self._answer(press)
        frame = None if feed.ended else feed.next()
        if frame is not None:
            self._follow_camera()
            self._calibrator.take(frame)
        elif feed.ended:
            steps.start_over()
        self._give_up_alone()
        self._screen.draw(self._picture(), None, self._notices())

    def _give_up_alone(self) -> None:
        """Cancel what has not gone on for long."""
        steps, now_s = self._calibrator.steps, self._clock()
        now_at = (steps.step, len(steps.gaps_mm))
        if now_at != self._now_at:
            self._now_at, self._went_on_s = now_at, now_s
        elif now_s - self._went_on_s > _LEFT_ALONE_S:
            steps.cancel()

    def _follow_camera(self) -> None:
        """What one camera has begun no other one may end."""
        steps, serial = self._calibrator.steps, self._feed.serial
        if serial == self._serial or steps.step is Step.SUMMARY:
            return
        if self._serial:
            steps.start_over()
        self._serial = serial

    def _answer(self, press: Press) -> None:
        steps, before = self._calibrator.steps, self._calibrator.steps.step
        if press is Press.LONG:
            steps.cancel()
            return
        if self._trouble() is not None:
            # It hides what the button would answer.
            return
        steps.go_on()
        if steps.step is before:
            return
        if self.found is not None:
            self._keep(self.found, self._serial)
        elif not self._feed.serial:
            # A story begins with its empty mat.
            self._feed.restart()

    def _trouble(self) -> TroublePicture | None:
        """What is wrong with the camera, unless all is over."""
        feed = self._feed
        if self.over:
            return None
        trouble = camera_picture(self._screen.words, feed)
        if trouble is None and feed.stale and not feed.ended:
            return TroublePicture(Message.NO_PICTURE)
        return trouble

    def _picture(self) -> Picture:
        calibrator = self._calibrator
        trouble = self._trouble()
        if trouble is not None:
            return trouble
        wall_cm = 100 * calibrator.wall_m
        return picture_of(
            calibrator.steps, calibrator.reading, calibrator.looking_progress, wall_cm
        )

    def _notices(self) -> tuple[str, ...]:
        simulated = not self._feed.serial and not self._feed.waiting
        return (self._screen.words.get("banner", "simulated_athlete"),) if simulated else ()


def _on_screen(
    guide: Guide, window: Window, tell: Tell, stop_asked: Callable[[], bool]
) -> Found | None:
    """Turn until it is over, then leave the last picture for a moment."""
    until_s = float("inf")
    while not (stop_asked() or window.wants_to_quit() or time.monotonic() > until_s):
        tell.update(time.monotonic())
        guide.turn((*window.presses(), *tell.presses()))
        window.flip()
        if guide.over and until_s == float("inf"):
            until_s = time.monotonic() + _LAST_PICTURE_S
        if guide.waiting:
            time.sleep(_IDLE_S)
    return guide.found


def _feed(settings: Settings, source: SourceChoice, wall_m: float, *, headless: bool) -> Feed:
    """The camera, which stays one when it is lost; or the simulated athlete, who taps a board."""
    sources = Sources(settings, source, None, realtime=not headless)

    def at_a_board() -> DepthSource:
        return SimulatedSource.at_a_board(not headless, wall_m=wall_m)

    first = sources.open_first(must_open=headless)
    if not sources.is_simulated:
        reset = sources.reset_camera
        return Feed(sources.open_again, time.monotonic, first, reset_source=reset)
    if first is not None:
        first.close()
    return Feed(at_a_board, time.monotonic, at_a_board())
