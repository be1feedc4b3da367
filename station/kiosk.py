"""The loop that ties the rooms: newest frame, judge, light, picture, and again."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from station.assembly import open_results, open_tell
from station.calibration.applied import SetUp, SetUpEngine
from station.camera.choose import SourceChoice
from station.camera.frame import DepthFrame
from station.camera.recovery import Recovery
from station.camera_trouble import CameraLog, camera_picture
from station.coach_menu import CoachMenu
from station.config import Settings
from station.demo import Narrator, run_demo
from station.engine import Engine, Reading, Stage
from station.errors import SceneError
from station.feed import Feed
from station.judging import Judging
from station.notices import notices_of
from station.opened import Opened
from station.places import calibration_file, coach_socket
from station.screen.album import Album
from station.screen.dimming import Dimming
from station.screen.menu import MenuState
from station.screen.pairing import PairingState
from station.screen.pairing_picture import PairingFace, PairingView
from station.screen.picture import Picture
from station.screen.screen import Screen
from station.screen.state import StateName
from station.screen.theme import theme_named
from station.screen.trouble import TroublePicture
from station.screen.window import Window
from station.screen.words import Message, Words
from station.service.notify import Service
from station.service.vitals import Counts, Vitals
from station.signals.patterns import Trouble
from station.signals.press import Press
from station.signals.quiet import QuietHours
from station.sources import Sources
from station.stopping import is_started_again, stop_by_signal
from station.turn import Turn
from station.uses.around import Around
from station.uses.desk import usable_drills
from station.uses.sample import begin_with_a_sample

_log = logging.getLogger(__name__)

_IDLE_S = 0.03
"""A turn of the loop without a source to wait on; short enough for the lights' rhythm."""
_ENCORE_S = 6.0
"""How long the end of a story or recording stays before it starts again."""
_BETWEEN_TESTS = (StateName.INVITATION, StateName.PLACE, StateName.STILL, StateName.THANKS)
_BLIND_S = 45.0
"""Without a frame for so long, whoever was there is not waited for any more."""
_LOOK_EVERY_S = 2.0
"""A roster that was imported beside the running station is called after at most so long."""
_DEMO_DIR = Path(".run") / "screens"


def run_kiosk(
    settings: Settings,
    *,
    source: SourceChoice,
    recording: Path | None,
    simulate_gpio: bool,
    windowed: bool,
    headless: bool,
    out_dir: Path | None,
    results_file: Path | None = None,
) -> int:
    """Run the station until it is asked to quit; return the exit code.

    ``headless`` runs one visit without a screen, told in text, with the pictures written to
    ``out_dir`` (default ``.run/screens``). A simulated or recorded athlete may go without real
    pins, announced on the screen, and is remembered only in ``results_file``; with a camera pins
    are needed or ``simulate_gpio``.

    Raises:
        StationError: no screen, no pins, a bad recording; headless also: no camera.
    """
    words = Words.load(settings.screen.language)
    drills = usable_drills(settings)
    sources = Sources(settings, source, recording, realtime=not headless)
    # A camera may take its time to open; until there is a light, a signal may end that at once.
    first = sources.open_first(must_open=headless)
    with ExitStack() as stack:
        # First, so that the lights still go out in peace when it is asked twice.
        stop_asked = stack.enter_context(stop_by_signal())
        feed = Feed(
            sources.open_again,
            time.monotonic,
            first,
            reset_source=sources.reset_camera,
            recovery=Recovery(may_exit=is_started_again()),
        )
        stack.callback(feed.close)
        keeps = sources.is_camera and settings.results.keep
        kept_in = results_file or (settings.results.path() if keeps else None)
        results = stack.enter_context(open_results(kept_in, lambda: feed.serial))
        # After the results, which may wait for the disk when they close: lights go out before.
        tell = open_tell(
            settings,
            simulate_gpio=simulate_gpio,
            may_simulate=not sources.is_camera,
            sound=not headless,
        )
        stack.enter_context(tell)
        set_up = SetUp(calibration_file() if sources.is_camera else None, lambda: feed.serial)
        notices = notices_of(sources, tell, results, set_up)
        if set_up.trouble is not None:
            _log.warning("%s", set_up.trouble)
        for notice in notices(words):
            _log.info("%s", notice)
        opened = Opened.of(
            settings,
            feed,
            tell,
            results,
            set_up,
            notices,
            results_file=kept_in,
            drills=drills,
            coach_socket=coach_socket() if settings.coach.enabled and not headless else None,
        )
        stack.callback(opened.close)
        if sources.is_simulated and settings.station.use == "screening":
            begin_with_a_sample(opened.desk)
        if headless:
            return _in_text(opened, words, stop_asked, out_dir or _DEMO_DIR)
        windowed = windowed or not settings.screen.fullscreen
        return _on_screen(opened, words, stop_asked, windowed=windowed)


def _on_screen(
    opened: Opened, words: Words, stop_asked: Callable[[], bool], *, windowed: bool
) -> int:
    """Visit after visit, until asked to quit."""
    settings, feed = opened.settings, opened.feed
    with Window(windowed=windowed) as window:
        screen = Screen(window.surface, words, theme_named(settings.screen.theme))
        kiosk = Kiosk(opened, screen, time.monotonic)
        # Closed first, so that systemd hears of the end before anything else is closed.
        with Vitals(
            settings, feed, opened.tell, opened.results, kiosk.counts, opened.set_up
        ) as vitals:
            while not (stop_asked() or window.wants_to_quit()):
                turn = kiosk.turn(window.presses())
                window.flip()
                vitals.after(turn)
                feed.raise_given_up()
                if feed.waiting or feed.ended:
                    time.sleep(_IDLE_S)
    return 0


def _in_text(opened: Opened, words: Words, stop_asked: Callable[[], bool], folder: Path) -> int:
    """One visit, with its pictures in ``folder``."""
    settings, tell, uses = opened.settings, opened.tell, opened.uses
    album = Album(folder, words, opened.notices(words))
    around = Around(
        words,
        tell,
        (opened.results, Narrator(words)),
        lambda: MenuState(tell, list, list),
        lambda: PairingState(tell, lambda: None, lambda shown: None),
    )
    flow = uses.flow(uses.now, around)
    first_wall_m = settings.test.rules().first_wall_m
    judging = Judging(_engine(settings, opened.set_up), flow, first_wall_m)
    service = Service()
    service.ready()
    try:
        code = run_demo(opened.feed, judging, flow, tell, album, stop_asked)
    finally:
        service.stopping()
    print(f"{album.count} pictures of the screen in {album.folder}")
    return code


class Kiosk:
    """One turn of the loop after the other.

    A camera that comes back finds the scene it left, so the engine stays; another camera, a new
    story or recording gets a new engine and a new visit. ``clock`` gives monotonic seconds.
    """

    def __init__(self, opened: Opened, screen: Screen, clock: Callable[[], float]) -> None:
        self._settings, self._feed, self.tell = opened.settings, opened.feed, opened.tell
        self.results, self.desk, self._uses = opened.results, opened.desk, opened.uses
        self._rosters, self._set_up, self._phone = opened.rosters, opened.set_up, opened.phone
        self._dimming = Dimming(
            self._settings.screen.dim_after_min, QuietHours.parse(self._settings.sound.quiet_hours)
        )
        self._reading: Reading | None = None
        self.screen, self._notices, self._clock = screen, opened.notices, clock
        self.counts = Counts()
        self._ended_s: float | None = None
        self._no_floor: SceneError | None = None
        self._serial: str | None = None
        self._camera_log = CameraLog()
        self._looked_s = self._seen_s = clock()
        self.menu = CoachMenu(
            self._settings.screen.language,
            screen,
            self.tell,
            self.results,
            lambda: self._feed.description,
            self._set_up,
            self.desk,
        )
        self._begin()

    def turn(self, presses: Iterable[Press] = ()) -> Turn:
        """Wait for a frame, let the lights answer, then draw."""
        feed, tell = self._feed, self.tell
        for press in (*presses, *tell.presses()):
            self._judging.press(press)
        frame = None if feed.ended else feed.next()
        tell.update(self._clock())
        if frame is not None:
            self._judge(frame)
        elif feed.stale:
            self._judging.forget_presses()
        for line in self._camera_log.lines(feed, self._no_floor):
            _log.warning("%s", line)
        self._tell_troubles()
        judged_s = self._clock()
        trouble = self._trouble_picture()
        picture = trouble or self.flow.picture() or TroublePicture(Message.STARTING)
        lamps = tell.state if tell.simulated else None
        notices = self._notices(self.screen.words)
        must_see = trouble is not None or bool(notices)
        self.screen.draw(self._dimmed(picture, judged_s, must_see=must_see), lamps, notices)
        if self._phone is not None:
            self._phone.turn(self._use, self.flow, self._reading, picture, self.screen.words)
        honest = frame is not None or trouble is not None or feed.ended
        capture_time_s = frame.capture_time_s if frame is not None else None
        error = feed.trouble or self._no_floor
        told = None if error is None else str(error)
        turn = Turn(capture_time_s, judged_s, self.flow.name, told, honest)
        if feed.ended:
            self._encore(judged_s)
        if frame is not None:
            self._seen_s = judged_s
        elif judged_s - self._seen_s > _BLIND_S and self.flow.name is not StateName.INVITATION:
            self._other_states()
        self._change_use(judged_s)
        return turn

    def _judge(self, frame: DepthFrame) -> None:
        """The engine and the state of the visit; without a floor in view all begins anew."""
        if self._serial not in (None, self._feed.serial):
            # Lens and place are not those that the scene was learned with.
            self._begin()
        self._serial = self._feed.serial
        try:
            self._reading = reading = self._judging.take(frame)
        except SceneError as error:
            self._no_floor = error
            self._begin()
            return
        if reading.stage is not Stage.LEARNING:
            self._no_floor = None

    def _dimmed(self, picture: Picture, now_s: float, *, must_see: bool) -> Picture:
        """Dark where nobody is there to look."""
        empty = (
            self.flow.name is StateName.INVITATION
            and self._reading is not None
            and self._reading.stage is Stage.EMPTY
        )
        return self._dimming.over(
            picture,
            empty=empty,
            must_see=must_see,
            now_s=now_s,
            local_time=datetime.now().time(),
        )

    def _tell_troubles(self) -> None:
        """What no state knows of; told after the states, which calm what they know nothing of."""
        if not self._feed.ended and (self._feed.trouble is not None or self._feed.stale):
            self.tell.stale()
            if not self._feed.starting:
                self.tell.trouble(Trouble.CAMERA)
        elif self._no_floor is not None:
            self.tell.trouble(Trouble.CAMERA)
        elif self.results.trouble and self.flow.name is StateName.INVITATION:
            # A running test has the lamps for itself; the banner tells all the time.
            self.tell.trouble(Trouble.STORE)

    def _begin(self) -> None:
        """A new scene, and nobody in it."""
        self._new_flow()
        first_wall_m = self._settings.test.rules().first_wall_m
        self._judging = Judging(_engine(self._settings, self._set_up), self.flow, first_wall_m)

    def _new_flow(self) -> None:
        """The states of the use in force, from the invitation on."""
        # Whatever was on the screen until now ends here: a test, or a number that lets phones in.
        self.desk.testing = False
        if self._phone is not None:
            self._phone.show_pairing(False)
        self._use, self._words = self._uses.now, self.screen.words
        around = Around(
            self.screen.words,
            self.tell,
            (self.results, self.counts),
            lambda: MenuState(self.tell, self.menu.facts, self.menu.actions),
            self._pairing,
        )
        self.flow = self._uses.flow(self._use, around)

    def _pairing(self) -> PairingState:
        """What lets a phone in; without a page it says so."""
        phone = self._phone
        if phone is None:
            off = PairingView(PairingFace.OFF)
            return PairingState(self.tell, lambda: off, lambda shown: None)
        return PairingState(self.tell, phone.pairing, phone.show_pairing)

    def _change_use(self, now_s: float) -> None:
        """While nobody is tested: what was imported beside the station, and another use.

        Not in the invitation alone: where one comes after the other it may not be seen for long.
        """
        if self.flow.name not in _BETWEEN_TESTS:
            return
        if now_s - self._looked_s >= _LOOK_EVERY_S:
            self._looked_s = now_s
            self._rosters.look(self.results.flush(0.0))
        if self._uses.now is not self._use or self._words is not self.screen.words:
            self._other_states()

    def _other_states(self) -> None:
        """Begin with the invitation; the scene and whoever stands there stay known."""
        self._new_flow()
        self._judging.follow(self.flow)

    def _trouble_picture(self) -> Picture | None:
        trouble = camera_picture(self.screen.words, self._feed)
        if trouble is not None:
            return trouble
        if self._feed.stale and not self._feed.ended:
            return TroublePicture(Message.NO_PICTURE)
        if self._no_floor is not None:
            return TroublePicture(Message.NO_FLOOR)
        return None

    def _encore(self, now_s: float) -> None:
        """Start the story or recording again once its end has been shown."""
        if self._ended_s is None:
            self._ended_s = now_s
        elif now_s - self._ended_s >= _ENCORE_S:
            self._ended_s = None
            self._feed.restart()
            self._begin()


def _engine(settings: Settings, set_up: SetUp) -> SetUpEngine:
    engine = Engine(settings.test.rules().first_wall_m, settings.faults.limits())
    return SetUpEngine(engine, set_up)
