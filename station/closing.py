"""Closing what was opened: at the end of a ``with``, and several things of which one may fail."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Self


class ClosesItself(ABC):
    """For what has a ``close``: used in ``with``, it is closed at the end."""

    @abstractmethod
    def close(self) -> None:
        """Let go of what is held."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


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
