"""A clean Debian that a real systemd boots in a container, for the commands that install into it.

Needs root, ``debootstrap`` and ``systemd-nspawn``. The container shares the host's network.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
SOURCE = "/root/wall-tap-station"
_PACKAGES = "ca-certificates,dbus,libusb-1.0-0,python3,python3-venv,systemd,systemd-sysv,udev"
_BOOT_S = 60.0
_NEEDED = ("debootstrap", "systemd-nspawn", "nsenter")


class Machine:
    """A booted container; ``process`` is systemd-nspawn's."""

    def __init__(self, root: Path, process: subprocess.Popen[bytes]) -> None:
        self.root = root
        self._process = process
        self._first = self._first_process()
        self._wait_until_up()

    def run(self, *command: str, ok: tuple[int, ...] = (0,)) -> str:
        """Run inside, as root; both outputs. Ends the program when the exit code is not ``ok``."""
        done = subprocess.run(
            [
                *("nsenter", "--target", str(self._first), "--all"),
                *("env", "--ignore-environment", *_environment(), *command),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            check=False,
        )
        if done.returncode not in ok:
            sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}")
        return done.stdout

    def shown(self, unit: str, name: str) -> str:
        """A property of a unit, as systemd tells it."""
        return self.run("systemctl", "show", "--property", name, "--value", unit).strip()

    def power_off(self) -> None:
        """As the power button does."""
        os.kill(self._first, signal.SIGRTMIN + 3)
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _first_process(self) -> int:
        """Process 1 of the container, as the host numbers it."""
        own = self._process.pid
        children = Path(f"/proc/{own}/task/{own}/children")
        until = time.monotonic() + _BOOT_S
        while time.monotonic() < until and self._process.poll() is None:
            found = children.read_text().split()
            if found:
                return int(found[0])
            time.sleep(0.1)
        sys.exit("the container did not start")

    def _wait_until_up(self) -> None:
        until = time.monotonic() + _BOOT_S
        state = ""
        while time.monotonic() < until:
            state = self.run("systemctl", "is-system-running", ok=(0, 1, 4)).strip()
            if state in ("running", "degraded"):
                return
            time.sleep(0.5)
        sys.exit(f"systemd did not come up in the container: {state}")


@contextmanager
def clean_root(base: Path | None) -> Iterator[Path]:
    """A copy of ``base`` (made first where it is not there), with the checkout; gone afterwards."""
    missing = [name for name in _NEEDED if shutil.which(name) is None]
    if missing or os.geteuid() != 0:
        sys.exit("needs root, and: apt install debootstrap systemd-container util-linux")
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name:
        if base is None or not base.is_dir():
            base = base or Path(name) / "base"
            print(f"debootstrap trixie into {base}", flush=True)
            subprocess.run(
                ["debootstrap", "--variant=minbase", f"--include={_PACKAGES}", "trixie", str(base)],
                stdout=subprocess.DEVNULL,
                check=True,
            )
        root = Path(name) / "root"
        subprocess.run(["cp", "-a", "--reflink=auto", str(base), str(root)], check=True)
        _lay_checkout(root)
        given = os.environ.get("SSL_CERT_FILE")
        if given is not None:
            shutil.copy(given, root / "etc/ssl/certs/ca-certificates.crt")
        yield root


@contextmanager
def booted(root: Path) -> Iterator[Machine]:
    """The root as a running machine, with its own systemd as process 1."""
    process = subprocess.Popen(
        [
            *("systemd-nspawn", "--directory", str(root), "--register=no", "--keep-unit"),
            *("--quiet", "--resolv-conf=copy-host", "--boot", "--console=pipe"),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1"},
    )
    machine = None
    try:
        machine = Machine(root, process)
        yield machine
    finally:
        if machine is not None:
            machine.power_off()
        else:
            process.kill()
            process.wait()


def _lay_checkout(root: Path) -> None:
    """The files under version control, as a person would copy them."""
    listed = subprocess.run(
        ["git", "-C", str(REPOSITORY), "ls-files", "-z"], stdout=subprocess.PIPE, check=True
    )
    target = root / SOURCE.lstrip("/")
    for name in listed.stdout.decode().split("\0")[:-1]:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(REPOSITORY / name, target / name)


def _environment() -> list[str]:
    """A log-in's, and the host's way to trust the network."""
    given = ["HOME=/root", "LANG=C.UTF-8"]
    given.append("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
    if "SSL_CERT_FILE" in os.environ:
        given += [
            f"{name}=/etc/ssl/certs/ca-certificates.crt" for name in ("SSL_CERT_FILE", "PIP_CERT")
        ]
    return given
