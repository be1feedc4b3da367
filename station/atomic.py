"""Files that are whole or not there at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path


def write_whole(target: Path, write: Callable[[Path], None], *, durable: bool = False) -> None:
    """Let ``write`` fill a file beside ``target``, then put it in its place in one step.

    When ``write`` fails the target is as it was and nothing half-written is left. ``durable``
    waits until the disk has it, so that a power cut leaves either the old file or the new one.
    """
    beside = target.with_name(f".{target.stem}.{os.getpid()}{target.suffix}")
    try:
        write(beside)
        if durable:
            _to_disk(beside)
        beside.replace(target)
        if durable:
            _to_disk(target.parent)
    finally:
        beside.unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
