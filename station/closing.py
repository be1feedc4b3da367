"""Closing several things of which one may fail."""

from __future__ import annotations

from collections.abc import Callable


def close_all(*closes: Callable[[], object]) -> None:
    """Call every one in this order, also after one has raised; then raise the first error.

    An ExitStack would raise the last one, and the first is the cause.
    """
    first: BaseException | None = None
    for close in closes:
        try:
            close()
        except BaseException as error:
            first = first or error
    if first is not None:
        raise first
