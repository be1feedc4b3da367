"""``python -m tests.install_root [ROOT]``: the installer, for real, in a clean Debian Trixie.

Not a test of pytest's: it takes minutes, root and the network. ROOT is a debootstrap folder, made
where it is not there; only a copy of it is used. In that copy a real systemd runs, and in it the
installer: failing, twice in a row, updating, failing to update, and uninstalling. Before and after
each, every file of the system is compared.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.debian_root import SOURCE, Machine, booted, clean_root

INSTALL = f"{SOURCE}/systemd/install.sh"
DATA = "var/lib/wall-tap"
# What a running system writes by itself, and the data.
_RUNNING: tuple[str, ...] = ("dev", "proc", "run", "sys", "tmp", "var/tmp", "var/log", "root", DATA)
_RUNNING += ("var/lib/systemd",)
# The books of apt, dpkg and ldconfig, and the account files' copies of their last state.
_BOOKS: tuple[str, ...] = (
    "var/cache",
    "var/lib/apt",
    "var/lib/dpkg",
    "etc/ld.so.cache",
    "etc/.pwd.lock",
)
_BOOKS += ("etc/passwd-", "etc/group-", "etc/shadow-", "etc/gshadow-", "etc/subuid-", "etc/subgid-")

Listing = dict[str, tuple[object, ...]]


def listing(root: Path, without: tuple[str, ...], *, times: bool) -> Listing:
    """Every file: kind, mode, owner, content, and with ``times`` when it was last written."""
    found: Listing = {}
    for folder, names, files in os.walk(root):
        inside = os.path.relpath(folder, root)
        names[:] = [name for name in names if os.path.normpath(f"{inside}/{name}") not in without]
        for name in (*names, *files):
            key = os.path.normpath(f"{inside}/{name}")
            if key not in without:
                found[key] = _entry(Path(folder) / name, times=times)
    return found


def _entry(path: Path, *, times: bool) -> tuple[object, ...]:
    seen = path.lstat()
    owner = (seen.st_mode, seen.st_uid, seen.st_gid)
    if stat.S_ISLNK(seen.st_mode):
        return (*owner, str(path.readlink()))
    if not stat.S_ISREG(seen.st_mode):
        return owner
    content = hashlib.sha256(path.read_bytes()).hexdigest()
    return (*owner, content, seen.st_mtime_ns if times else 0)


def changed(before: Listing, after: Listing) -> list[str]:
    """What came, went or differs, in words."""
    words = [f"new {name}" for name in sorted(after.keys() - before.keys())]
    words += [f"gone {name}" for name in sorted(before.keys() - after.keys())]
    both = sorted(before.keys() & after.keys())
    return words + [f"other {name}" for name in both if before[name] != after[name]]


class Story:
    """Steps, each with its time; ends the program at the first that is not as it must be."""

    def __init__(self) -> None:
        self._began_s = time.monotonic()

    def must(self, what: str, holds: bool, why: object = "") -> None:
        """One thing shown."""
        took_s = time.monotonic() - self._began_s
        print(f"{'ok' if holds else 'NOT SO'}  {took_s:6.1f} s  {what}", flush=True)
        if not holds:
            sys.exit(str(why))
        self._began_s = time.monotonic()


def failing(machine: Machine, file: Path, spoil: Callable[[str], str], *options: str) -> str:
    """What the installer says when one file of the checkout is spoilt; the file is put back."""
    before = file.read_text()
    file.write_text(spoil(before))
    try:
        return machine.run(INSTALL, *options, ok=(1,))
    finally:
        file.write_text(before)


def tell(root: Path, machine: Machine, story: Story) -> None:
    """From nothing to nothing but the data."""
    python = ("--python", "/usr/bin/python3")
    checkout = root / SOURCE.lstrip("/")
    everything = _RUNNING + _BOOKS
    clean = listing(root, everything, times=False)

    machine.run(INSTALL, "--dry-run", *python)
    after = changed(clean, listing(root, everything, times=False))
    story.must("a dry run changes nothing", not after, after)

    lock = checkout / "systemd/requirements.lock"
    said = failing(machine, lock, lambda text: text.replace("sha256:", "sha256:0", 4), *python)
    after = changed(clean, listing(root, everything, times=False))
    story.must("a wrong hash: undone, the system is as before", not after, (said, after))

    said = machine.run(INSTALL, *python)
    story.must("installed", "Done" in said, said)
    print("    " + said.replace("\n", "\n    "))
    said = machine.run("station", "lights-out")
    story.must("`station` works for people, as the station's own user", "lights out" in said, said)
    settled = listing(root, _RUNNING, times=True)
    said = machine.run(INSTALL)
    after = changed(settled, listing(root, _RUNNING, times=True))
    unchanged = "nothing was changed" in said and not after
    story.must("the second run changes nothing, with all times of writing", unchanged, after)

    verified = machine.run("systemd-analyze", "verify", "--man=no", *_UNIT_FILES)
    story.must("its systemd finds nothing to say about the units", not verified, verified)

    settings = root / "etc/wall-tap/station.toml"
    settings.write_text(settings.read_text() + "# Ours.\n")
    program = checkout / "station/__init__.py"
    program.write_text(program.read_text() + "# Newer.\n")
    said = machine.run(INSTALL)
    versions = list((root / "opt/wall-tap/versions").iterdir())
    updated = "Done" in said and len(versions) == 1 and "# Ours." in settings.read_text()
    story.must("updated; settings kept, the old version gone", updated, said)

    settled = listing(root, (*_RUNNING, *_BOOKS), times=True)
    said = failing(machine, checkout / "station/cli.py", lambda text: text + "\nnot Python\n")
    after = changed(settled, listing(root, (*_RUNNING, *_BOOKS), times=True))
    story.must("an update that cannot be loaded: undone", not after, (said, after))

    (root / DATA).mkdir(exist_ok=True)
    (root / DATA / "results.db").write_text("what athletes did")
    said = machine.run(INSTALL, "--uninstall")
    after = changed(clean, listing(root, everything, times=False))
    kept = sorted(path.name for path in (root / DATA).rglob("*"))
    story.must(f"uninstalled; nothing left but {DATA}: {', '.join(kept)}", not after, (said, after))
    story.must("the data is whole", "results.db" in kept and "station.toml" in kept, kept)


_UNIT_FILES = [
    f"/etc/systemd/system/{name}"
    for name in (
        "wall-tap.service",
        "wall-tap-publish.service",
        "wall-tap-coach.service",
        "wall-tap-maintain.timer",
    )
]


def main() -> int:
    """Tell the story in a container."""
    base = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    story = Story()
    with clean_root(base) as root, booted(root) as machine:
        version = machine.run("systemctl", "--version").splitlines()[0]
        story.must(f"a clean Debian Trixie in a container (systemd-nspawn), {version}", True)
        tell(root, machine, story)
    return 0


if __name__ == "__main__":
    sys.exit(main())
