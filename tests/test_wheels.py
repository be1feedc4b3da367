"""What ``python -m tests.wheels`` relies on; the download itself is no test of pytest's."""

from __future__ import annotations

from pathlib import Path

import numpy
import pytest
from packaging.requirements import Requirement

from tests.elf import Library, is_elf, read_library
from tests.wheels import REPOSITORY, Wheel, applies, locked, missing

LOCK = locked((REPOSITORY / "requirements.lock").read_text(encoding="utf-8"))


def wheel(**libraries: Library) -> Wheel:
    return Wheel(Path("some.whl"), "some", "1.0", (), libraries)


def library(*needs: str, soname: str = "", versions: tuple[str, ...] = ()) -> Library:
    return Library(183, soname, frozenset(needs), frozenset(versions))


def test_a_real_library_tells_what_it_needs() -> None:
    (file,) = Path(numpy.__file__).parent.glob("_core/_multiarray_umath*.so")
    content = file.read_bytes()
    assert is_elf(content)
    read = read_library(content)
    assert {"libc.so.6", "libm.so.6"} <= read.needs
    assert (2, 14) <= read.glibc <= (2, 41)


def test_what_is_no_library_is_known_as_such() -> None:
    assert not is_elf(b"#!/bin/sh")
    assert not is_elf(b"")


def test_the_newest_glibc_counts_by_number_and_not_by_letter() -> None:
    assert library(versions=("GLIBC_2.9", "GLIBC_2.17", "GLIBC_2.4")).glibc == (2, 17)
    assert library(versions=("GLIBC_PRIVATE",)).glibc == (0, 0)
    assert wheel(a=library(versions=("GLIBC_2.17",)), b=library()).glibc == (2, 17)


def test_only_what_the_wheel_does_not_bring_is_missing() -> None:
    inside = library("libc.so.6", "libown.so.1", "libz.so.1")
    assert missing(wheel(a=inside, b=library(soname="libown.so.1"))) == {"libz.so.1"}


def test_the_lock_is_read_for_the_raspberry_pi() -> None:
    assert {"lgpio", "pyrealsense2", "pygame-ce"} <= LOCK.keys()
    assert "colorama" not in LOCK
    # The lock holds two of numpy, one of them for Python 3.11 only.
    assert "--hash=sha256:" in LOCK["numpy"].text
    assert applies(Requirement("x; python_version >= '3.12'"))


@pytest.mark.parametrize(
    "marker", ["sys_platform == 'win32'", "python_version < '3.12'", "extra == 'tests'"]
)
def test_what_other_machines_need_is_left_out(marker: str) -> None:
    assert not applies(Requirement(f"x; {marker}"))
