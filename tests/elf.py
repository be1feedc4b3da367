"""What a shared library asks of the machine it is loaded on, read from its ELF file.

Only what :mod:`tests.wheels` needs, for 64-bit little-endian files (x86-64 and 64-bit Arm): the
libraries it names, and the versions of their symbols. The format is in ``man 5 elf``.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

_DYNAMIC, _VERSIONS_NEEDED = 6, 0x6FFFFFFE
_NEEDED, _SONAME = 1, 14
_SECTION = struct.Struct("<IIQQQQIIQQ")


@dataclass(frozen=True)
class Library:
    """``needs`` are the libraries it cannot be loaded without, ``versions`` such as GLIBC_2.38."""

    machine: int
    soname: str
    needs: frozenset[str]
    versions: frozenset[str]

    @property
    def glibc(self) -> tuple[int, int]:
        """The oldest glibc it can be loaded with; (0, 0) if any will do."""
        numbers = (name.removeprefix("GLIBC_").split(".") for name in self.versions)
        return max(((int(n[0]), int(n[1])) for n in numbers if len(n) > 1), default=(0, 0))


def is_elf(content: bytes) -> bool:
    """Whether this is such a file at all."""
    return content[:6] == b"\x7fELF\x02\x01"


def read_library(content: bytes) -> Library:
    """Read a file for which :func:`is_elf` is true."""
    (machine,) = struct.unpack_from("<H", content, 18)
    (table,) = struct.unpack_from("<Q", content, 40)
    (count,) = struct.unpack_from("<H", content, 60)
    sections = [_SECTION.unpack_from(content, table + i * _SECTION.size) for i in range(count)]
    named: dict[int, list[str]] = {}
    versions: set[str] = set()
    for _, kind, _, _, offset, size, link, info, _, _ in sections:
        if kind == _DYNAMIC:
            strings = sections[link][4]
            for tag, value in struct.iter_unpack("<qQ", content[offset : offset + size]):
                if tag in (_NEEDED, _SONAME):
                    named.setdefault(tag, []).append(_text(content, strings + value))
        elif kind == _VERSIONS_NEEDED:
            versions.update(_versions(content, offset, info, sections[link][4]))
    return Library(
        machine=machine,
        soname=next(iter(named.get(_SONAME, ())), ""),
        needs=frozenset(named.get(_NEEDED, ())),
        versions=frozenset(name for name in versions if name.startswith("GLIBC_")),
    )


def _versions(content: bytes, offset: int, libraries: int, strings: int) -> Iterator[str]:
    """The names in a version table: for each library a header, then a chain of versions."""
    for _ in range(libraries):
        _, count, _, first, following = struct.unpack_from("<HHIII", content, offset)
        entry = offset + first
        for _ in range(count):
            _, _, _, name, step = struct.unpack_from("<IHHII", content, entry)
            yield _text(content, strings + name)
            entry += step
        offset += following


def _text(content: bytes, start: int) -> str:
    return content[start : content.index(b"\0", start)].decode()
