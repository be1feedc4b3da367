"""A made-up machine for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.service.checks.made_host import MadeHost


@pytest.fixture
def made(tmp_path: Path) -> MadeHost:
    """An empty machine."""
    return MadeHost(tmp_path)
