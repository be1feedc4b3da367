"""``python -m tests.boot [ROOT]``: the installed station, started by a real systemd.

Not a test of pytest's: it takes minutes, root and the network. ROOT is a debootstrap folder as for
``tests.install_root``. In a copy of it systemd boots (systemd-nspawn), the installer installs, and
systemd starts the unit as installed but for what a container has not: a simulated athlete stands
for the camera, Xvfb for the screen, simulated pins for the lamps, which write their changes down.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.debian_root import SOURCE, Machine, booted, clean_root
from tests.install_root import INSTALL, Story, failing

UNIT = "wall-tap.service"
PINS = "var/lib/wall-tap/pins"
LAMPS = ("GPIO17", "GPIO27")
_MORE_PACKAGES = (
    "mosquitto",
    "mosquitto-clients",
    "xvfb",
    "libxcursor1",
    "libxext6",
    "libxfixes3",
    "libxi6",
    "libxrandr2",
    "libxss1",
)
_XVFB = """\
[Service]
ExecStart=/usr/bin/Xvfb :7 -screen 0 1280x720x24 -nolisten tcp
[Install]
WantedBy=multi-user.target
"""
_IN_CONTAINER = f"""\
[Unit]
After=xvfb.service
[Service]
Environment=SDL_VIDEODRIVER=x11 DISPLAY=:7
BindReadOnlyPaths=/tmp/.X11-unix {SOURCE}/tests/boot_pins.py:/opt/boot_pins.py
StandardInput=null
TTYReset=no
TTYVHangup=no
ExecStart=
ExecStart=/opt/wall-tap/venv/bin/python /opt/boot_pins.py run --source simulated --simulate-gpio \
--results /var/lib/wall-tap/results.db --config /etc/wall-tap/station.toml
"""


def wait(what: str, holds: Callable[[], bool], limit_s: float = 60.0) -> float:
    """How many seconds it took until it held; ends the program after ``limit_s``."""
    began_s = time.monotonic()
    while not holds():
        if time.monotonic() - began_s > limit_s:
            sys.exit(f"not within {limit_s:g} s: {what}")
        time.sleep(0.05)
    return time.monotonic() - began_s


class Kiosk:
    """The installed station in the container, seen from outside."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine

    @property
    def process(self) -> str:
        """The main process, as the container numbers it."""
        return self.machine.shown(UNIT, "MainPID")

    def signal(self, name: str) -> None:
        """To the main process."""
        self.machine.run("systemctl", "kill", "--kill-whom=main", f"--signal={name}", UNIT)

    def wait_until_ready(self) -> float:
        """Until it has told systemd so."""
        return wait("ready", lambda: self.machine.shown(UNIT, "ActiveState") == "active", 90.0)

    def lamps(self) -> dict[str, tuple[float, bool]]:
        """When each lamp last changed, in monotonic seconds, and whether it is lit."""
        file = self.machine.root / PINS
        whole = file.read_text().rpartition("\n")[0] if file.exists() else ""
        rows = [line.split() for line in whole.splitlines()]
        return {name: (float(at_s), lit == "1") for at_s, name, lit in rows if name in LAMPS}

    def is_lit(self) -> bool:
        """Any lamp."""
        return any(lit for _, lit in self.lamps().values())

    def journal(self) -> str:
        """What the unit has written."""
        return self.machine.run("journalctl", "--unit", UNIT, "--output", "cat", "--no-pager")


def tell(machine: Machine, story: Story) -> None:
    """What a systemd does with the station, and the station with systemd."""
    kiosk = Kiosk(machine)
    kiosk.wait_until_ready()
    story.must("the installer started it; Type=notify: it has told that it is ready", True)
    tell_stop(kiosk, story)
    tell_freeze(kiosk, story)
    tell_crash(kiosk, story)
    tell_wrong_settings(kiosk, story)
    tell_set_up(kiosk, story)
    tell_others(machine, story)
    tell_broker(machine, story)
    tell_people(machine, story)
    tell_bad_update(kiosk, story)


def tell_stop(kiosk: Kiosk, story: Story) -> None:
    """SIGTERM while a lamp is lit."""
    process = kiosk.process
    wait("a lamp is lit", kiosk.is_lit, 120.0)
    began_s = time.monotonic()
    kiosk.signal("TERM")
    wait("ended", lambda: kiosk.process != process)
    dark_s = max(at_s for at_s, _ in kiosk.lamps().values()) - began_s
    # Less than 0 would mean that it went out by itself before.
    shown = not kiosk.is_lit() and 0 < dark_s < 1.0
    story.must(f"SIGTERM while a lamp is lit: dark after {dark_s:.2f} s", shown, kiosk.lamps())


def tell_freeze(kiosk: Kiosk, story: Story) -> None:
    """A loop that stands still."""
    machine = kiosk.machine
    kiosk.wait_until_ready()
    frozen, restarts = kiosk.process, machine.shown(UNIT, "NRestarts")
    kiosk.signal("STOP")
    killed_s = wait("killed", lambda: kiosk.process != frozen)
    back_s = kiosk.wait_until_ready()
    told = "Watchdog timeout" in kiosk.journal()
    again = int(machine.shown(UNIT, "NRestarts")) > int(restarts)
    story.must(
        f"frozen (SIGSTOP): the watchdog ended it after {killed_s:.1f} s, ready {back_s:.1f} s on",
        told and again,
        kiosk.journal(),
    )


def tell_crash(kiosk: Kiosk, story: Story) -> None:
    """A library that crashes."""
    crashed, lights_out = kiosk.process, kiosk.journal().count("lights out:")
    kiosk.signal("SEGV")
    wait("another process", lambda: kiosk.process not in (crashed, "0"))
    back_s = kiosk.wait_until_ready()
    journal = kiosk.journal()
    story.must(
        f"crashed (SIGSEGV): told with where it was, ready again after {back_s:.1f} s",
        "Fatal Python error: Segmentation fault" in journal and "status=11/SEGV" in journal,
        journal,
    )
    story.must(
        "ExecStopPost put the lights out after it", journal.count("lights out:") > lights_out
    )


def tell_wrong_settings(kiosk: Kiosk, story: Story) -> None:
    """Exit code 2, again and again but slowly, until somebody puts it right."""
    machine = kiosk.machine
    settings = machine.root / "etc/wall-tap/station.toml"
    right = settings.read_text()
    settings.write_text(right.replace("[pins]", "[pinz]"))
    before = int(machine.shown(UNIT, "NRestarts"))
    kiosk.signal("KILL")
    took_s = wait("tried three times", lambda: int(machine.shown(UNIT, "NRestarts")) >= before + 3)
    told = machine.run("journalctl", "--unit", UNIT, "--output", "cat", "--no-pager")
    settings.write_text(right)
    back_s = kiosk.wait_until_ready()
    story.must(
        f"wrong settings: exit code 2, three tries in {took_s:.0f} s; put right: ready "
        f"after {back_s:.1f} s",
        told.count("status=2/INVALIDARGUMENT") >= 2 and took_s > 10,
        kiosk.journal(),
    )


def tell_set_up(kiosk: Kiosk, story: Story) -> None:
    """A set-up takes the running station's place for a while."""
    before = kiosk.process
    said = kiosk.machine.run("station", "calibrate", "--headless", "--source", "simulated")
    back_s = kiosk.wait_until_ready()
    story.must(
        f"sudo station calibrate: told to its end, the station back after {back_s:.1f} s",
        "tap 3:" in said and kiosk.process not in (before, "0"),
        said,
    )


def tell_others(machine: Machine, story: Story) -> None:
    """Night and broker, each with the few rights of its unit."""
    machine.run("systemctl", "start", "wall-tap-maintain.service")
    backups = machine.run("ls", "/var/lib/wall-tap/backups").split()
    story.must(f"nightly maintenance: {', '.join(backups)}", bool(backups))
    later = machine.shown("wall-tap-maintain.timer", "NextElapseUSecRealtime")
    story.must(f"and again at {later}", "03:" in later, later)
    state = machine.shown("wall-tap-publish.service", "Result")
    words = machine.run("journalctl", "_SYSTEMD_UNIT=wall-tap-publish.service", "-o", "cat")
    story.must(
        f"publisher: {state}, {words.strip()}", state == "success" and "mqtt" in words, words
    )


def tell_broker(machine: Machine, story: Story) -> None:
    """The publisher, with the few rights of its unit, and a broker of Debian's."""
    machine.run("systemd-run", "--unit=ear", "mosquitto_sub", "-t", "wall-tap/#", "-v")
    settings = machine.root / "etc/wall-tap/station.toml"
    text = settings.read_text()
    for was, now in (("enabled = false", "enabled = true"), ('host = ""', 'host = "localhost"')):
        text = text.replace(was, now, 1)
    settings.write_text(text)
    machine.run("systemctl", "restart", "wall-tap-publish.service")

    def heard() -> str:
        return machine.run("journalctl", "_SYSTEMD_UNIT=ear.service", "-o", "cat")

    wait("the broker was told", lambda: heard().count("/results {") >= 3 and "/health {" in heard())
    results = heard().count("/results {")
    story.must(f"a broker is told of health and {results} results", "height" not in heard())


def tell_people(machine: Machine, story: Story) -> None:
    """What somebody at a keyboard asks first."""
    told = machine.run("station", "status")
    story.must("sudo station status: running", "running" in told, told)
    told = machine.run("station", "doctor", ok=(1,))
    # Two spaces and more stand between columns, one within a name.
    well = [re.split(r" {2,}", row)[1] for row in told.splitlines() if row.startswith("ok ")]
    story.must(
        f"sudo station doctor: no camera, no pins, and well are {', '.join(well)}",
        {"settings", "screen", "results", "backup", "service", "watchdog"} <= set(well),
        told,
    )


def tell_bad_update(kiosk: Kiosk, story: Story) -> None:
    """A new version that starts and ends at once; then a stop, by hand."""
    machine = kiosk.machine
    program = machine.root / SOURCE.lstrip("/") / "station/kiosk.py"
    before = machine.run("readlink", "/opt/wall-tap/venv")
    said = failing(machine, program, lambda text: text + "\nraise SystemExit(5)\n")
    kiosk.wait_until_ready()
    same = machine.run("readlink", "/opt/wall-tap/venv") == before
    story.must("an update that does not run: undone, the version before runs again", same, said)
    began_s = time.monotonic()
    machine.run("systemctl", "stop", UNIT)
    took_s = time.monotonic() - began_s
    result = machine.shown(UNIT, "Result")
    story.must(
        f"systemctl stop: {result} after {took_s:.1f} s, its ExecStopPost included",
        result == "success",
        kiosk.journal(),
    )


def prepare(machine: Machine) -> None:
    """What stands for screen, camera and pins."""
    machine.run("apt-get", "update")
    machine.run("apt-get", "install", "--yes", "--no-install-recommends", *_MORE_PACKAGES)
    units = machine.root / "etc/systemd/system"
    (units / "xvfb.service").write_text(_XVFB)
    folder = units / f"{UNIT}.d"
    folder.mkdir()
    (folder / "zz-container.conf").write_text(_IN_CONTAINER)
    machine.run("systemctl", "enable", "--now", "xvfb.service")


def main() -> int:
    """Tell the story in a container."""
    base = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    story = Story()
    with clean_root(base) as root, booted(root) as machine:
        prepare(machine)
        version = machine.run("systemctl", "--version").splitlines()[0]
        story.must(f"Debian Trixie booted in a container (systemd-nspawn) by {version}", True)
        machine.run(INSTALL, "--python", "/usr/bin/python3")
        tell(machine, story)
    return 0


if __name__ == "__main__":
    sys.exit(main())
