"""One finding of the doctor, and the machine it looks at."""

from __future__ import annotations

import getpass
import grp
import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class State(StrEnum):
    """How bad a finding is; with a ``FAIL`` the station must not open."""

    PASS = "pass"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Check:
    """What was looked at, what was found, and what to do about it; each one line."""

    name: str
    state: State
    found: str
    do: str = ""


def good(name: str, found: str) -> Check:
    """As it should be."""
    return Check(name, State.PASS, found)


def warn(name: str, found: str, do: str) -> Check:
    """The station may open, but somebody should see to it."""
    return Check(name, State.WARN, found, do)


def fail(name: str, found: str, do: str) -> Check:
    """The station must not open."""
    return Check(name, State.FAIL, found, do)


@dataclass(frozen=True)
class Ran:
    """How a program ended: ``code`` is None where there is no such program or it took too long."""

    code: int | None
    out: str = ""
    took_too_long: bool = False


def run(command: Sequence[str], timeout_s: float) -> Ran:
    """Run a program without a shell, for at most ``timeout_s``; never raises."""
    try:
        ended = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=timeout_s,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Ran(None, took_too_long=True)
    except OSError:
        return Ran(None)
    return Ran(ended.returncode, ended.stdout.decode(errors="replace"))


@dataclass(frozen=True)
class Host:
    """The machine: its files under ``root``, its programs, and who asks."""

    root: Path = Path("/")
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    run: Callable[[Sequence[str], float], Ran] = run
    groups: frozenset[str] = field(default_factory=lambda: _groups())
    user: str = field(default_factory=lambda: _user())

    def path(self, name: str) -> Path:
        """A file or folder such as ``sys/class/drm``."""
        return self.root / name

    def text(self, name: str) -> str:
        """The text of a small kernel file; empty where there is none."""
        try:
            content = self.path(name).read_bytes()
        except OSError:
            return ""
        return content.decode(errors="replace").strip("\0\n ")

    @property
    def model(self) -> str:
        """Such as ``Raspberry Pi 5 Model B Rev 1.0``; empty elsewhere."""
        return self.text("proc/device-tree/model")

    @property
    def is_pi(self) -> bool:
        """Whether this is a Raspberry Pi."""
        return self.model.startswith("Raspberry Pi")


def _groups() -> frozenset[str]:
    names = set()
    for number in {os.getegid(), *os.getgroups()}:
        try:
            names.add(grp.getgrgid(number).gr_name)
        except KeyError:
            continue
    return frozenset(names)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return str(os.getuid())
