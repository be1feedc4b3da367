"""A power cut at any moment loses nothing that was promised; see tests/power_cuts.py for more."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

import pytest

from tests.disk import INSTALL, STRACE, Call, Disk
from tests.power_cuts import cut, recorded

CUTS = 12


@pytest.mark.skipif(STRACE is None, reason=f"strace is not installed: {INSTALL}")
def test_whatever_was_promised_is_there_after_a_power_cut(tmp_path: Path) -> None:
    folder = tmp_path / "living"
    try:
        calls = recorded(["tests.living", str(folder), "3"], folder)
    except subprocess.CalledProcessError:
        pytest.skip("strace may not watch a program on this machine")
    tally = cut(calls, folder, tmp_path / "left", CUTS, seed=2)
    assert tally.complaints == []
    assert (tally.cuts, tally.promised > 5 * CUTS) == (CUTS, True)


def left(calls: list[Call]) -> set[tuple[tuple[str, bytes], ...]]:
    """All that cuts after these calls may leave."""
    disk, chance = Disk(), random.Random(1)
    for call in calls:
        disk.take(call)
    return {tuple(sorted(disk.cut(chance).items())) for _ in range(200)}


def test_the_disk_keeps_what_was_synced_and_no_more_for_certain() -> None:
    written = [Call("create", "a"), Call("write", "a", 0, b"old")]
    assert left(written) == {(), (("a", b""),), (("a", b"old"),)}
    synced = [*written, Call("sync", "a")]
    assert left(synced) == {(("a", b"old"),)}
    assert left([*synced, Call("write", "a", 0, b"new")]) == {(("a", b"old"),), (("a", b"new"),)}
    assert left([*synced, Call("ftruncate", "a")]) == {(("a", b"old"),), (("a", b""),)}


def test_the_disk_tears_what_is_longer_than_a_sector() -> None:
    long = bytes(range(1, 256)) * 6
    torn = left([Call("create", "a"), Call("sync", "a"), Call("write", "a", 0, long)])
    assert (("a", bytes(512) + long[512:]),) in torn
    assert (("a", long[:512]),) in torn


def test_names_come_in_order_and_are_settled_by_a_sync() -> None:
    made = [Call("create", "a"), Call("write", "a", 0, b"new"), Call("sync", "a")]
    renamed = [*made, Call("rename", "a", other="b"), Call("unlink", "b")]
    assert left(renamed) == {(("a", b"new"),), (("b", b"new"),), ()}
    assert left([*renamed, Call("sync", "folder")]) == {()}
