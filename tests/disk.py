"""What a program wrote into a folder, call by call, and what a power cut would leave of it.

The calls are those a real program makes, as strace sees them. The disk keeps what was synced.
Of what was not, any 512 bytes may be there or not, in no order; names (created, renamed, deleted)
come in order, as the journal of ext4 has them, and are settled by the next sync.
"""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

STRACE = shutil.which("strace")
INSTALL = "sudo apt install strace"
_CALLS = (
    "openat,write,pwrite64,lseek,ftruncate,fsync,fdatasync,rename,renameat,renameat2,unlink,"
    "unlinkat,close"
)
_SECTOR_BYTES = 512

_LINE = re.compile(r"(\d+) +(.*)")
_CALL = re.compile(r"(\w+)\((.*)\) += (-?\d+)")
_FILE = re.compile(r"(\d+)<((?:\\x[0-9a-f]{2})*)>")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True)
class Call:
    """One thing done: ``name`` as the system calls it, or "said" for standard output."""

    name: str
    path: str = ""
    at: int = 0
    data: bytes = b""
    other: str = ""


def traced(command: Sequence[str], folder: Path, log: Path) -> list[Call]:
    """Run a program to its end; return what it did in ``folder`` and what it said, in order."""
    assert STRACE is not None
    strace = [STRACE, "-f", "-y", "-xx", "-s", "10000000", "--seccomp-bpf", "-e", f"trace={_CALLS}"]
    subprocess.run(
        [*strace, "-o", str(log), *command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=600,
        check=True,
    )
    with log.open(encoding="ascii") as lines:
        return list(_Reader(str(folder)).calls(lines))


def _plain(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


class _Reader:
    """From the lines of strace to calls; keeps where each open file is being written."""

    def __init__(self, folder: str) -> None:
        self._folder = folder + "/"
        self._begun: dict[str, str] = {}
        self._at: dict[str, int] = {}

    def calls(self, lines: Iterator[str] | Sequence[str]) -> Iterator[Call]:
        for line in lines:
            found = _LINE.match(line)
            if found is None:
                continue
            thread, text = found.groups()
            if text.endswith(" <unfinished ...>"):
                self._begun[thread] = text.removesuffix(" <unfinished ...>")
                continue
            if text.startswith("<... "):
                text = self._begun.pop(thread, "") + text.split(" resumed>", 1)[1]
            call = _CALL.match(text)
            if call is not None and int(call[3]) >= 0:
                yield from self._call(call[1], call[2], int(call[3]))

    def _call(self, name: str, said: str, answer: int) -> Iterator[Call]:
        if name == "openat":
            yield from self._open(said, str(answer))
        elif name.startswith(("rename", "unlink")):
            paths = [_plain(text).decode() for text in _TEXT.findall(said)]
            if all(self._ours(path) for path in paths):
                yield Call(name[:6], paths[0], other=paths[-1])
        else:
            found = _FILE.match(said)
            if found is not None:
                yield from self._file(name, said, answer, found[1], _plain(found[2]).decode())

    def _open(self, said: str, handle: str) -> Iterator[Call]:
        path = _plain(_TEXT.findall(said)[0]).decode()
        self._at[handle] = 0
        if self._ours(path) and "O_CREAT" in said:
            yield Call("create", path)
        if self._ours(path) and "O_TRUNC" in said:
            yield Call("ftruncate", path)

    def _file(self, name: str, said: str, answer: int, handle: str, path: str) -> Iterator[Call]:
        if name == "write" and handle == "1":
            yield Call("said", data=_plain(_TEXT.findall(said)[0]))
        elif name == "lseek":
            self._at[handle] = answer
        elif not (self._ours(path) or path + "/" == self._folder):
            return
        elif name == "write":
            at = self._at.get(handle, 0)
            self._at[handle] = at + answer
            yield Call("write", path, at, _plain(_TEXT.findall(said)[0]))
        elif name == "pwrite64":
            yield Call("write", path, int(said.rsplit(", ", 1)[1]), _plain(_TEXT.findall(said)[0]))
        elif name == "ftruncate":
            yield Call(name, path, int(said.rsplit(", ", 1)[1]))
        elif name in ("fsync", "fdatasync"):
            yield Call("sync", path)

    def _ours(self, path: str) -> bool:
        # What -shm holds is made anew after a crash.
        return path.startswith(self._folder) and not path.endswith("-shm")


@dataclass
class _File:
    now: bytearray = field(default_factory=bytearray)
    synced: bytes = b""
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)
    """Writes, and truncations as None, since the last sync."""

    def write(self, at: int, data: bytes | None) -> None:
        _into(self.now, at, data)
        self.pending.append((at, data))

    def sync(self) -> None:
        self.synced = bytes(self.now)
        self.pending.clear()

    def after_a_cut(self, chance: random.Random) -> bytes:
        left, share = bytearray(self.synced), chance.choice((0.0, 0.5, 0.9, 1.0))
        for at, data in self.pending:
            if data is None and chance.random() < share:
                _into(left, at, None)
            for begin in range(0, len(data or b""), _SECTOR_BYTES):
                if data is not None and chance.random() < share:
                    _into(left, at + begin, data[begin : begin + _SECTOR_BYTES])
        return bytes(left)


def _into(content: bytearray, at: int, data: bytes | None) -> None:
    if data is None:
        del content[at:]
        return
    content.extend(bytes(max(0, at - len(content))))
    content[at : at + len(data)] = data


class Disk:
    """Takes calls; :meth:`cut` tells what would be found if the power went now."""

    def __init__(self) -> None:
        self._names: dict[str, _File] = {}
        self._settled: dict[str, _File] = {}
        self._unsettled: list[dict[str, _File]] = []

    def take(self, call: Call) -> None:
        """One call has returned."""
        file = self._names.get(call.path)
        if call.name == "create" and file is None:
            self._renamed({**self._names, call.path: _File()})
        elif call.name == "rename" and file is not None:
            names = {name: kept for name, kept in self._names.items() if name != call.path}
            self._renamed({**names, call.other: file})
        elif call.name == "unlink":
            self._renamed({name: kept for name, kept in self._names.items() if name != call.path})
        elif call.name == "sync":
            if file is not None:
                file.sync()
            self._settled = self._names
            self._unsettled.clear()
        elif call.name in ("write", "ftruncate") and file is not None:
            file.write(call.at, call.data if call.name == "write" else None)

    def cut(self, chance: random.Random) -> dict[str, bytes]:
        """Names and contents."""
        names = chance.choice([self._settled, *self._unsettled])
        return {name: file.after_a_cut(chance) for name, file in names.items()}

    def _renamed(self, names: dict[str, _File]) -> None:
        self._names = names
        self._unsettled.append(names)
