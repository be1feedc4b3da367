"""Tools that a developer's machine may lack; CI has them all."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

UNITS = Path(__file__).parents[2] / "systemd"


@pytest.fixture
def units() -> Path:
    """The folder with units, rules and installer."""
    return UNITS


@pytest.fixture
def analyze() -> str:
    """systemd's own checker."""
    return _tool("systemd-analyze", "systemd")


@pytest.fixture
def systemctl() -> str:
    """What the installer asks for first."""
    return _tool("systemctl", "systemd")


@pytest.fixture
def shellcheck() -> str:
    """The checker of shell scripts."""
    return _tool("shellcheck", "shellcheck")


def _tool(name: str, package: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"needs {name}: sudo apt install {package}")
    return found
