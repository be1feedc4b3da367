"""Opens the display and says which driver it got."""

from __future__ import annotations

import logging
import os
from types import TracebackType

import pygame

from station.errors import DisplayError

_log = logging.getLogger(__name__)

_WINDOW_SIZE_PX = (1280, 720)
_QUIT_KEYS = (pygame.K_ESCAPE, pygame.K_q)
# SDL drivers that draw to nowhere.
_BLIND_DRIVERS = ("dummy", "offscreen")


class Window:
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
    ) -> None:
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

    def wants_to_quit(self) -> bool:
        """True when Escape, q, the close button or SIGTERM (SDL makes it QUIT) asked to end."""
        return any(
            event.type == pygame.QUIT or (event.type == pygame.KEYDOWN and event.key in _QUIT_KEYS)
            for event in pygame.event.get()
        )

    def close(self) -> None:
        """Give the display back; calling it twice is harmless."""
        pygame.display.quit()

    def __enter__(self) -> Window:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


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
