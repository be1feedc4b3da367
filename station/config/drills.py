"""The drills: those the station comes with, and the gym's own beside or instead of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from errno import EACCES
from pathlib import Path

from station.config.catalogue import Catalogue
from station.config.drill_schema import DrillFile
from station.config.loading import accepted, checked, defaults_dir, named, read_text
from station.config.mistakes import Mistake
from station.drills.drill import Drill
from station.drills.shipped import SHIPPED
from station.errors import ConfigError
from station.places import asked_from_outside, drills_dir

DRILL_KEYS = Catalogue(DrillFile)
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
_SUFFIX = ".toml"


@dataclass(frozen=True)
class FoundDrill:
    """A drill and the file it comes from; ``own`` ones are the gym's."""

    drill: Drill
    file: Path
    own: bool


def load_drill(name: str, own_dir: Path | None = None) -> FoundDrill:
    """The drill of this name; the gym's own file comes before that of the station.

    ``own_dir`` is the folder of the gym's own drills (default: that of this station).

    Raises:
        ConfigError: there is no such drill (the nearest right name is told), or its file has a
            mistake.
    """
    files = drill_files(own_dir)
    if name not in files:
        near = get_close_matches(name[:64].lower().replace("_", "-").replace(" ", "-"), files, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(files)}"
        raise ConfigError(f"no drill is called {named(Path(name))}; {hint}")
    return _load(files[name])


def load_drills(own_dir: Path | None = None) -> list[FoundDrill]:
    """All drills: the station's in the order of teaching, then those the gym has added.

    Raises:
        ConfigError: one of the files has a mistake.
    """
    return [_load(file) for file in drill_files(own_dir).values()]


def drill_files(own_dir: Path | None = None) -> dict[str, Path]:
    """The file of each drill, by its name."""
    own = _own_files(own_dir or own_drills_dir())
    ours = {name: _shipped_dir() / f"{name}{_SUFFIX}" for name in SHIPPED}
    return {**ours, **own}


def own_drills_dir() -> Path:
    """Where this station's gym keeps its own drills; the folder need not be there."""
    return drills_dir(asked_from_outside())


def mistakes_in_drill(file: Path) -> list[str]:
    """Every mistake in a drill file, a line each; none when it is fine.

    Raises:
        ConfigError: there is no such file, or it is no text.
    """
    return [mistake.told(named(file)) for mistake in _check(file)[1]]


def _load(file: Path) -> FoundDrill:
    content = accepted(*_check(file), file)
    return FoundDrill(content.drill(file.stem), file, file.parent != _shipped_dir())


def _check(file: Path) -> tuple[DrillFile | None, list[Mistake]]:
    toml = read_text(file, "drill file")
    content, mistakes = checked(toml, DrillFile, DRILL_KEYS)
    name = file.stem
    if file.suffix != _SUFFIX or _NAME.fullmatch(name) is None:
        words = "the file's name is the drill's: small letters, digits and \"-\", then .toml"
        return None, [Mistake(None, "", words), *mistakes]
    if content is not None and not content.words.title and name not in SHIPPED:
        words = "must be given: config/cues has words only for the station's own drills"
        return None, [Mistake(None, "words.title", words)]
    return content, mistakes


def _shipped_dir() -> Path:
    return defaults_dir() / "drills"


def _own_files(folder: Path) -> dict[str, Path]:
    """What is in the gym's folder; a folder that is not there holds none."""
    try:
        files = sorted(file for file in folder.iterdir() if _is_drill(file))
    except FileNotFoundError:
        return {}
    except OSError as error:
        hint = "; on an installed station: sudo station ..." if error.errno == EACCES else ""
        raise ConfigError(
            f"{named(folder)}: the gym's own drills cannot be read ({error.strerror}){hint}"
        ) from None
    return {file.stem: file for file in files}


def _is_drill(file: Path) -> bool:
    """Editors and other computers leave files that begin with a dot beside the real ones."""
    return file.suffix == _SUFFIX and not file.name.startswith(".")
