"""What systemd and the running station say: installed, watched, how it ended last."""

from __future__ import annotations

from pathlib import Path

from station.service.checks.check import Check, Host, fail, good, warn
from station.service.status import Found, Status

KIOSK = "wall-tap.service"
_USER = "wall-tap"
_TIMER = "wall-tap-maintain.timer"
_ASK_S = 5.0
_LINES = 3
_WANTED = "LoadState,UnitFileState,NRestarts,Result,ExecMainStatus,WatchdogUSec,User,ReadWritePaths"


def check_running(status: Status) -> Check:
    """What ``station status`` says."""
    name, health = "station", status.health
    if status.found is Found.RUNNING and health is not None:
        if health.troubles:
            return warn(name, f"runs with trouble: {health.troubles[0]}", "see the screen")
        return good(name, f"runs well, {health.uptime_s / 3600:.1f} h, {health.tests} tests")
    if status.found is Found.SILENT:
        return warn(name, "not heard of: it hangs or was killed", f"systemctl status {KIOSK}")
    return good(name, "does not run now")


def check_units(host: Host) -> list[Check]:
    """Whether it starts by itself, is watched, and did not crash."""
    unit = _properties(host, KIOSK)
    if unit.get("LoadState") != "loaded":
        found = "not installed: nothing starts it by itself"
        return [warn("service", found, "sudo systemd/install.sh")]
    checks = []
    # Over a desktop the station is whoever is logged in there.
    user = unit.get("User") or _USER
    if host.user != user:
        found = f"asked as {host.user}, not as {user}: permissions may differ"
        checks.append(warn("user", found, "sudo station doctor"))
    if unit.get("UnitFileState") == "enabled":
        checks.append(good("service", "starts with the computer"))
    else:
        do = f"sudo systemctl enable {KIOSK}"
        checks.append(warn("service", "does not start with the computer", do))
    if unit.get("WatchdogUSec", "0") in ("0", "infinity"):
        checks.append(warn("watchdog", "off: a frozen station stays", "sudo systemd/install.sh"))
    else:
        checks.append(good("watchdog", f"ends a frozen station after {unit['WatchdogUSec']}"))
    checks.append(_crashes(host, unit))
    if _properties(host, _TIMER).get("UnitFileState") != "enabled":
        do = f"sudo systemctl enable --now {_TIMER}"
        checks.append(warn("nightly care", "off: no backups", do))
    return checks


def check_may_write(host: Host, database: Path, own: Path) -> list[Check]:
    """A failure where systemd keeps the installed station from writing its results.

    Who asks is not kept from it, so no try at writing would show it. ``own`` is its data folder.
    """
    unit = _properties(host, KIOSK)
    # systemd marks some paths, such as "-" for one that need not be there.
    more = [Path(name.lstrip("-+")) for name in unit.get("ReadWritePaths", "").split()]
    if unit.get("LoadState") != "loaded" or any(
        database.is_relative_to(folder) for folder in (own, *more)
    ):
        return []
    found = f"{database} is not where the service may write"
    return [fail("results", found, f'in the settings: file = "", so that it lies in {own}')]


def _crashes(host: Host, unit: dict[str, str]) -> Check:
    name, again = "last end", unit.get("NRestarts", "0")
    result = unit.get("Result", "success")
    restarts = "" if again == "0" else f"; started again {again} times by systemd"
    if result == "success" and not restarts:
        return good(name, "no crash since it was started")
    found = "in order" if result == "success" else _in_words(result, unit.get("ExecMainStatus"))
    command = ["journalctl", "-u", KIOSK, "-p", "err", "-n", str(_LINES), "-o", "cat", "-b"]
    said = [line for line in host.run([*command, "--no-pager"], _ASK_S).out.splitlines() if line]
    last = f'; last error: "{said[-1]}"' if said else ""
    return warn(name, found + restarts + last, f"journalctl -u {KIOSK} -p err")


def _in_words(result: str, code: str | None) -> str:
    words = {
        "watchdog": "frozen, ended by the watchdog",
        "core-dump": "crashed",
        "signal": "killed by a signal",
        "oom-kill": "killed for lack of memory",
        "start-limit-hit": "failed too often, systemd gave up",
        "timeout": "did not start or end in time",
    }
    return words.get(result, f"ended with exit code {code}")


def _properties(host: Host, unit: str) -> dict[str, str]:
    out = host.run(["systemctl", "show", unit, "-p", _WANTED, "--no-pager"], _ASK_S).out
    return dict(line.split("=", 1) for line in out.splitlines() if "=" in line)
