"""What the coach menu offers and tells on a running station."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib.metadata import version

from station.calibration.applied import SetUp
from station.config import LANGUAGES
from station.desk_menu import DeskMenu
from station.drills.desk import Desk
from station.results.clock import clock_is_trusted
from station.results.results import Results
from station.screen.menu import MenuAction
from station.screen.screen import Screen
from station.screen.state import StateName
from station.screen.words import Words
from station.signals.tell import Tell

_AWAY = StateName.INVITATION
_NAMES = {"en": "English", "de": "Deutsch", "es": "Español"}


class CoachMenu:
    """The menu's actions and facts; ``camera`` describes the open source.

    The language of the screen is changed until the next start. A voice speaks one language only,
    so a speaking station does not offer it. It offers what ``desk`` offers a coach just now, and
    leads to the screen that lets a phone in.
    """

    def __init__(
        self,
        language: str,
        screen: Screen,
        tell: Tell,
        results: Results,
        camera: Callable[[], str],
        set_up: SetUp,
        desk: Desk,
    ) -> None:
        self._set_up, self._desk = set_up, desk
        self._language, self._screen = language, screen
        self._tell, self._results, self._camera = tell, results, camera

    def actions(self) -> list[MenuAction]:
        """What to do next, then phone, sound and language."""
        actions = []
        if self._desk.screening is None:
            actions.append(MenuAction(partial(self._word, "skip"), _nothing, _AWAY))
        actions += DeskMenu(self._desk, self._screen).actions()
        actions.append(MenuAction(partial(self._word, "phone"), _nothing, StateName.PAIRING))
        actions.append(MenuAction(self._sound, self._toggle_sound))
        if not self._tell.speaks:
            actions.append(MenuAction(self._language_name, self._next_language))
        return actions

    def facts(self) -> list[tuple[str, str]]:
        """Label and value, in the language of the screen; notes of what happened only if it did."""
        words = self._words
        trouble = self._results.trouble
        clock = "clock_set" if clock_is_trusted() else "clock_not_set"
        notes = [note for note in (self._results.notice, self._tell.speech_trouble) if note]
        return [
            (words.get("menu", "version"), version("wall-tap-station")),
            (words.get("menu", "camera"), self._camera()),
            (words.get("menu", "kept"), trouble or str(self._results.kept)),
            (words.get("menu", "clock"), words.get("menu", clock)),
            *self._set_up.facts(words),
            *((words.get("menu", "note"), note) for note in notes),
        ]

    @property
    def _words(self) -> Words:
        return self._screen.words

    def _word(self, key: str) -> str:
        return self._words.get("menu", key)

    def _sound(self) -> str:
        return self._word("sound_off" if self._tell.muted else "sound_on")

    def _toggle_sound(self) -> None:
        self._tell.muted = not self._tell.muted

    def _language_name(self) -> str:
        return self._words.get("menu", "language", name=_NAMES[self._language])

    def _next_language(self) -> None:
        place = LANGUAGES.index(self._language)
        self._language = LANGUAGES[(place + 1) % len(LANGUAGES)]
        self._screen.words = Words.load(self._language)


def _nothing() -> None:
    """Choosing it is all there is to do."""
