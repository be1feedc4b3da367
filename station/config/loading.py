"""From a settings file to settings. A wrong setting never starts the station."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from station.config.catalogue import SETTINGS, Catalogue
from station.config.keys import Section
from station.config.mistakes import Mistake, mistake_in_toml, mistakes_in_values
from station.config.schema import Settings
from station.errors import ConfigError, one_line

AnySection = TypeVar("AnySection", bound=Section)

SETTINGS_FILE = "station.toml"
READY = ("walk-up", "screening", "warm-up")
"""The configurations the station comes with, named without ``.toml``."""
_MOST_BYTES = 100_000
"""The whole commented example has a few thousand."""


def defaults_dir() -> Path:
    """The folder with ``station.toml``, drills and cues: packaged, or ``config/`` in a checkout.

    Raises:
        ConfigError: neither is there, so the installation is broken.
    """
    package = Path(__file__).parents[1]
    for folder in (package / "_defaults", package.parent / "config"):
        if folder.is_dir():
            return folder
    raise ConfigError("the station's config folder is missing; install the station again")


def find_settings(named: Path | None) -> Path:
    """The file that is meant: without a name the station's own, a bare name a ready one.

    A file of that very name in the working folder comes first.
    """
    if named is None:
        return defaults_dir() / SETTINGS_FILE
    if str(named) in READY and not named.is_file():
        return defaults_dir() / f"{named}.toml"
    return named


def load_settings(path: Path | None = None) -> Settings:
    """Read and check the file that :func:`find_settings` finds for ``path``.

    Raises:
        ConfigError: one line with file, line, key, what is wrong and what is allowed.
    """
    return accepted(*_check(find_settings(path)), find_settings(path))


def mistakes_in(path: Path) -> list[str]:
    """Every mistake in the file that ``path`` names, a line each; none when it is fine.

    Raises:
        ConfigError: there is no such file, or it is no text.
    """
    file = find_settings(path)
    return [mistake.told(named(file)) for mistake in _check(file)[1]]


def accepted(found: AnySection | None, mistakes: list[Mistake], file: Path) -> AnySection:
    """What was found in a file, or a ConfigError with the first mistake in it."""
    if found is None:
        more = f" (and {len(mistakes) - 1} more)" if len(mistakes) > 1 else ""
        raise ConfigError(mistakes[0].told(named(file)) + more)
    return found


def checked(
    toml: str, model: type[AnySection], catalogue: Catalogue
) -> tuple[AnySection | None, list[Mistake]]:
    """The content of a file, or None and every mistake in the order of the file."""
    try:
        return model.model_validate(tomllib.loads(toml)), []
    except ValidationError as error:
        return None, mistakes_in_values(toml, error, catalogue)
    except (ValueError, RecursionError) as error:
        # Python's own limits on digits and depth are not TOMLDecodeErrors.
        return None, [mistake_in_toml(error)]


def _check(file: Path) -> tuple[Settings | None, list[Mistake]]:
    bare = file.name == str(file) and not file.suffix
    hint = f"; the station itself brings {', '.join(READY)}" if bare else ""
    return checked(read_text(file, "settings file", hint), Settings, SETTINGS)


def read_text(file: Path, kind: str, hint: str = "") -> str:
    """The text with ``\\n`` for line ends and without the mark some editors put before it.

    Raises:
        ConfigError: it is not there (then ``hint`` is added), or is no text of a decent size.
    """
    name = named(file)
    try:
        with file.open("rb") as opened:
            content = opened.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        raise ConfigError(f"{name}: no such {kind}{hint}") from None
    except OSError as error:
        raise ConfigError(f"{name}: cannot be read ({error.strerror})") from None
    if len(content) > _MOST_BYTES:
        raise ConfigError(f"{name}: too large for a {kind}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError(f"{name}: not a text file in UTF-8, so not a {kind}") from None
    return text.replace("\r\n", "\n")


def named(file: Path) -> str:
    """A file's name for a message, whatever is in it."""
    return one_line(str(file), longest=4096)
