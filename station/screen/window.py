"""Opens the display and says which driver it got."""

from __future__ import annotations

import logging
import math
import os
import time
from collections.abc import Callable

import pygame

from station.closing import ClosesItself
from station.errors import DisplayError
from station.signals.press import Press

_log = logging.getLogger(__name__)

_WINDOW_SIZE_PX = (1280, 720)
_QUIT_KEYS = (pygame.K_ESCAPE, pygame.K_q)
_PRESS_KEYS = {
    pygame.K_SPACE: Press.SHORT,
    pygame.K_RETURN: Press.SHORT,
    pygame.K_m: Press.LONG,
}
_LONG_TOUCH_S = 1.5
"""As long as the button's long press."""
# SDL drivers that draw to nowhere.
_BLIND_DRIVERS = ("dummy", "offscreen")


class Window(ClosesItself):
    """The display: fullscreen, a window for development, or nothing to look at (headless).

    Raises :class:`~station.errors.DisplayError` when no display can be opened, or when SDL would
    draw to nowhere although ``headless`` was not asked for.
    """

    def __init__(
        self,
        *,
        windowed: bool = False,
        headless: bool = False,
        size_px: tuple[int, int] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._presses: list[Press] = []
        self._down_s = math.inf
        self._quit = False
        try:
            _start_driver("dummy" if headless else None)
            self.surface = _open(windowed or headless, size_px)
        except pygame.error as error:
            pygame.display.quit()
            raise DisplayError(
                f"no screen can be opened ({error}); start from the desktop or a console with a "
                "screen attached, or run with --headless"
            ) from error
        self.driver = pygame.display.get_driver()
        if self.driver in _BLIND_DRIVERS and not headless:
            pygame.display.quit()
            raise DisplayError(
                f"SDL would draw to nowhere (driver {self.driver!r}); unset SDL_VIDEODRIVER, or "
                "run with --headless"
            )
        pygame.display.set_caption("Wall Tap Station")
        pygame.mouse.set_visible(windowed)
        width_px, height_px = self.surface.get_size()
        _log.info("display driver %s, %d x %d", self.driver, width_px, height_px)

    def flip(self) -> None:
        """Show what was drawn."""
        pygame.display.flip()

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height."""
        return self.surface.get_size()

    def wants_to_quit(self) -> bool:
        """True when Escape, q or the close button asked to end."""
        self._take_events()
        return self._quit

    def presses(self) -> tuple[Press, ...]:
        """What keyboard, mouse or finger asked for since the last call."""
        self._take_events()
        presses, self._presses = tuple(self._presses), []
        return presses

    def _take_events(self) -> None:
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                self._quit = True
            elif event.type == pygame.KEYDOWN:
                self._quit |= event.key in _QUIT_KEYS
                if event.key in _PRESS_KEYS:
                    self._presses.append(_PRESS_KEYS[event.key])
            # SDL makes a mouse event of every finger, too; listening to both would count twice.
            elif event.type == pygame.MOUSEBUTTONDOWN:
                self._down_s = self._clock()
            elif event.type == pygame.MOUSEBUTTONUP:
                long = self._clock() - self._down_s >= _LONG_TOUCH_S
                self._presses.append(Press.LONG if long else Press.SHORT)

    def close(self) -> None:
        """Give the display back; calling it twice is harmless."""
        pygame.display.quit()


def _start_driver(name: str | None) -> None:
    """Start SDL's display, with a driver of our choice or the one SDL finds."""
    before = os.environ.get("SDL_VIDEODRIVER")
    try:
        if name is not None:
            os.environ["SDL_VIDEODRIVER"] = name
        pygame.display.init()
    finally:
        if name is not None:
            del os.environ["SDL_VIDEODRIVER"]
        if before is not None:
            os.environ["SDL_VIDEODRIVER"] = before


def _open(windowed: bool, size_px: tuple[int, int] | None) -> pygame.Surface:
    if windowed:
        return pygame.display.set_mode(size_px or _WINDOW_SIZE_PX)
    # Size (0, 0) is the screen's own: no mode change, nothing scaled.
    return pygame.display.set_mode(size_px or (0, 0), pygame.FULLSCREEN)
