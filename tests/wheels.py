"""``python -m tests.wheels [FOLDER]``: the lock installs on the Raspberry Pi from wheels alone.

Not a test of pytest's: it downloads some 150 MB. For 64-bit Arm, Python 3.12 and the glibc of
Raspberry Pi OS Trixie it fetches, with the hashes of ``requirements.lock``, everything the project
needs to run, and follows what each wheel itself says it needs. Then it looks into the libraries,
because a wheel's name may promise an older glibc than its content needs, and names the Debian
packages that must be there. FOLDER keeps the wheels.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from email.parser import BytesParser
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.elf import Library, is_elf, read_library

REPOSITORY = Path(__file__).parents[1]
GLIBC = (2, 41)
AARCH64 = 183
TARGET = {
    "sys_platform": "linux",
    "platform_machine": "aarch64",
    "platform_system": "Linux",
    "platform_python_implementation": "CPython",
    "implementation_name": "cpython",
    "os_name": "posix",
    "python_version": "3.12",
    "python_full_version": "3.12.0",
}
# pip takes a platform word by word: it does not know that glibc 2.41 runs what asks for 2.17.
PLATFORMS = (
    *(f"manylinux_{GLIBC[0]}_{minor}_aarch64" for minor in range(GLIBC[1], 16, -1)),
    "manylinux2014_aarch64",
    "linux_aarch64",
)
# glibc and the compiler's own library are on every Debian.
ALWAYS_THERE = re.compile(
    r"(libc|libm|libdl|libpthread|librt|libutil|libgcc_s|ld-linux-aarch64)\.so\.\d+"
)
DEBIAN = {
    "libusb-1.0.so.0": "libusb-1.0-0",
    "libstdc++.so.6": "libstdc++6",
    "libudev.so.1": "libudev1",
    "libz.so.1": "zlib1g",
}
"""Which package of Trixie brings a library that a wheel wants and none brings along."""


@dataclass(frozen=True)
class Locked:
    """One entry of the lock."""

    requirement: Requirement
    text: str


@dataclass(frozen=True)
class Wheel:
    """One downloaded wheel and the libraries in it."""

    file: Path
    name: str
    version: str
    needs: tuple[Requirement, ...]
    libraries: dict[str, Library]

    @property
    def glibc(self) -> tuple[int, int]:
        """The oldest glibc its libraries run on."""
        return max((library.glibc for library in self.libraries.values()), default=(0, 0))


def locked(text: str) -> dict[str, Locked]:
    """The lock's entries that hold for the Raspberry Pi, by name."""
    found: dict[str, Locked] = {}
    for entry in re.split(r"\n(?=[a-z])", text):
        if entry.startswith("#"):
            continue
        requirement = Requirement(entry.split("\\")[0].strip())
        if applies(requirement):
            found[canonicalize_name(requirement.name)] = Locked(requirement, entry.strip())
    return found


def applies(requirement: Requirement) -> bool:
    """Whether it is needed on the Raspberry Pi, without any extra."""
    return requirement.marker is None or requirement.marker.evaluate({**TARGET, "extra": ""})


def download(entries: Iterable[str], folder: Path) -> None:
    """Fetch the wheels of these lock entries, for the Raspberry Pi, whatever machine this is."""
    wanted = folder / "wanted.txt"
    wanted.write_text("\n".join(re.sub(r" ;[^\\]*", " ", entry) for entry in entries) + "\n")
    command = [
        *(sys.executable, "-m", "pip", "download", "-qq", "--disable-pip-version-check"),
        *("--only-binary", ":all:", "--no-deps", "--require-hashes"),
        *("--python-version", "3.12", "--implementation", "cp", "--abi", "cp312"),
        *("--abi", "abi3", "--abi", "none"),
        *(word for platform in PLATFORMS for word in ("--platform", platform)),
        *("--dest", str(folder), "--requirement", str(wanted)),
    ]
    subprocess.run(command, check=True)
    wanted.unlink()


def opened(file: Path) -> Wheel:
    """Read a wheel's own words and its libraries."""
    libraries = {}
    with zipfile.ZipFile(file) as archive:
        (about,) = (n for n in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", n))
        metadata = BytesParser().parsebytes(archive.read(about))
        for name in archive.namelist():
            if ".so" in name and is_elf(content := archive.read(name)):
                libraries[name] = read_library(content)
    needs = map(Requirement, metadata.get_all("Requires-Dist") or ())
    return Wheel(
        file=file,
        name=canonicalize_name(metadata["Name"]),
        version=metadata["Version"],
        needs=tuple(need for need in needs if applies(need)),
        libraries=libraries,
    )


def fetched(folder: Path) -> list[Wheel]:
    """Everything the project needs to run, by following what each wheel needs."""
    lock = locked((REPOSITORY / "requirements.lock").read_text(encoding="utf-8"))
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    needs = [need for need in map(Requirement, project["project"]["dependencies"]) if applies(need)]
    wheels: dict[str, Wheel] = {}
    while needs:
        names = {canonicalize_name(need.name) for need in needs}
        for need in needs:
            pinned = lock[canonicalize_name(need.name)].requirement
            version = str(pinned.specifier).removeprefix("==")
            if not need.specifier.contains(version, prereleases=True):
                raise SystemExit(f"{need} is needed, but the lock has {version}")
        new = sorted(names - wheels.keys())
        if new:
            download((lock[name].text for name in new), folder)
        wheels = {wheel.name: wheel for wheel in map(opened, folder.glob("*.whl"))}
        needs = [need for name in new for need in wheels[name].needs]
    return [wheels[name] for name in sorted(wheels)]


def missing(wheel: Wheel) -> set[str]:
    """What a wheel's libraries need and neither the wheel nor every Debian has."""
    own = {Path(name).name for name in wheel.libraries}
    own |= {library.soname for library in wheel.libraries.values()}
    needed = {name for library in wheel.libraries.values() for name in library.needs}
    return {name for name in needed - own if not ALWAYS_THERE.fullmatch(name)}


def opened_later(wheel: Wheel, library: str) -> tuple[list[str], bool]:
    """Names of libraries in a library's text, so that it may load them while it runs, and whether
    it can draw without a desktop (KMSDRM)."""
    with zipfile.ZipFile(wheel.file) as archive:
        content = archive.read(library)
    own = {Path(name).name for name in wheel.libraries} | wheel.libraries[library].needs
    names = {name.decode() for name in re.findall(rb"\blib[\w+-]+\.so(?:\.\d+)*", content)}
    return sorted(names - own), b"KMSDRM" in content


def report(wheels: list[Wheel]) -> list[str]:
    """Print the tables; return what is wrong."""
    wrong = []
    print(f"{'package':<24}{'version':<15}{'MB':>7}  {'glibc':<6}wheel")
    for wheel in wheels:
        size_mb = wheel.file.stat().st_size / 1e6
        glibc = "{}.{}".format(*wheel.glibc) if wheel.libraries else "-"
        print(f"{wheel.name:<24}{wheel.version:<15}{size_mb:7.2f}  {glibc:<6}{wheel.file.name}")
        if wheel.glibc > GLIBC:
            wrong.append(f"{wheel.name} needs glibc {glibc}")
        if any(library.machine != AARCH64 for library in wheel.libraries.values()):
            wrong.append(f"{wheel.name} holds libraries of another machine")
    total_mb = sum(wheel.file.stat().st_size for wheel in wheels) / 1e6
    print(f"{len(wheels)} wheels, {total_mb:.1f} MB, none built from source\n")
    wanted = {wheel.name: missing(wheel) for wheel in wheels}
    for library in sorted(set().union(*wanted.values())):
        users = ", ".join(name for name in wanted if library in wanted[name])
        print(f"{library:<17}Debian: {DEBIAN.get(library, '?'):<14}for {users}")
        if library not in DEBIAN:
            wrong.append(f"nobody is known to bring {library}, which {users} needs")
    (pygame,) = (wheel for wheel in wheels if wheel.name == "pygame-ce")
    (sdl,) = (name for name in pygame.libraries if "libSDL2-2" in name)
    later, kmsdrm = opened_later(pygame, sdl)
    print(f"\n{Path(sdl).name}: KMSDRM {'is in it' if kmsdrm else 'IS MISSING'}")
    print(f"it may load while running: {', '.join(later)}")
    if not kmsdrm:
        wrong.append("pygame-ce's SDL cannot draw without a desktop")
    return wrong


def main() -> int:
    """Fetch, look, tell."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        wrong = report(fetched(folder))
    for line in wrong:
        print(f"WRONG: {line}")
    if not wrong:
        print(f"all of it runs on 64-bit Arm, Python 3.12, glibc {GLIBC[0]}.{GLIBC[1]}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
