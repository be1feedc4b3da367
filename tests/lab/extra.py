"""What the lab needs beyond the project: found when it is used, so that all else does without."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from station.errors import StationError


class LabError(StationError):
    """The lab cannot go on; one line that says why and what to do."""


def the_extra(name: str) -> Any:
    """A package of the ``lab`` extra.

    Raises:
        LabError: it is not installed.
    """
    try:
        return import_module(name)
    except ImportError as error:
        raise LabError(
            f"{name.partition('.')[0]} is missing ({error}): run `make lab`, which sets the lab up"
        ) from None
