"""The installer's words and looks; what it does for real is shown by tests.install_root."""

from __future__ import annotations

import hashlib
import re
import subprocess
from pathlib import Path

import pytest

# Where the installer writes.
TOUCHED = (
    *(
        "/etc/systemd/system",
        "/etc/udev/rules.d",
        "/etc/sysusers.d",
        "/etc/wall-tap",
        "/opt/wall-tap",
    ),
    *(
        "/etc/passwd",
        "/etc/group",
        "/usr/local/bin",
        "/boot/firmware",
        "/var/lib/wall-tap",
        "/run/lock",
    ),
)


def install(units: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run it here, so only with options that change nothing."""
    return subprocess.run(
        [units / "install.sh", *options], capture_output=True, text=True, timeout=60, check=False
    )


def test_scripts_are_clean(shellcheck: str, units: Path) -> None:
    scripts = [units / "install.sh", units / "station.sh", units.parent / ".ci" / "run"]
    done = subprocess.run(
        [shellcheck, "--external-sources", *scripts],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_every_step_is_read_by_the_installer_and_so_checked(units: Path) -> None:
    read = re.findall(r'^\. "\$HERE/(steps/\w+\.sh)"$', (units / "install.sh").read_text(), re.M)
    assert sorted(read) == sorted(f"steps/{file.name}" for file in (units / "steps").iterdir())


def _state() -> str:
    """Names, sizes and times of writing where the installer writes."""
    rows = []
    for name in TOUCHED:
        top = Path(name)
        for path in [top, *top.rglob("*")] if top.exists() else []:
            seen = path.lstat()
            rows.append(f"{path} {seen.st_mode} {seen.st_size} {seen.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(rows)).encode()).hexdigest()


@pytest.mark.usefixtures("systemctl")
def test_a_dry_run_tells_what_it_would_do_and_does_nothing(units: Path) -> None:
    before = _state()
    done = install(units, "--dry-run", "--python", "/usr/bin/python3")
    assert (done.returncode, done.stderr) == (0, "")
    assert "would: write /etc/systemd/system/wall-tap.service" in done.stdout
    assert "Dry run: nothing was changed" in done.stdout
    assert _state() == before


@pytest.mark.usefixtures("systemctl")
@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--instal"], "unknown option --instal"),
        (["--python"], "--python needs a value"),
        (["--dry-run", "--config", "yoga"], "walk-up, screening or warm-up"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(units: Path, options: list[str], words: str) -> None:
    done = install(units, *options)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert words in done.stderr


@pytest.mark.parametrize(
    ("before", "set_to"),
    [
        ("console=tty1 rootwait\n", "console=tty1 rootwait consoleblank=0\n"),
        ("console=tty1 consoleblank=60 quiet\n", "console=tty1 quiet consoleblank=0\n"),
    ],
)
def test_blanking_is_switched_off_once_and_undone(
    units: Path, tmp_path: Path, before: str, set_to: str
) -> None:
    kernel_line = tmp_path / "cmdline.txt"
    kernel_line.write_text(before)
    said = []
    for step in ("keep_console_awake", "keep_console_awake", "let_console_sleep"):
        done = subprocess.run(
            ["bash", "-c", _STEP, "step", units, tmp_path, step],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        said.append((done.stdout, kernel_line.read_text()))
    assert said[0][1] == said[1][1] == set_to
    assert "already so" in said[1][0]
    assert set(said[2][1].split()) == set(before.split())
    assert not (tmp_path / "cmdline.txt.before-wall-tap").exists()


_STEP = """
set -euo pipefail
DRY_RUN=no HERE=$1
for part in telling undoing console; do . "$1/steps/$part.sh"; done
SCRATCH=$(mktemp -d -p "$2") OPT=$2/opt RECORD=$2/opt/installed
CMDLINE=$2/cmdline.txt CMDLINE_BEFORE=$2/cmdline.txt.before-wall-tap
"$3"
"""


def _entries(lock: Path) -> dict[str, str]:
    lines = [line for line in lock.read_text().splitlines() if not line.startswith("#")]
    entries = re.split(r"\n(?=[a-z])", "\n".join(lines).strip())
    return {entry.splitlines()[0]: entry for entry in entries}


def test_the_installed_station_has_the_versions_that_were_tested(units: Path) -> None:
    ours, all_of_them = (_entries(folder / "requirements.lock") for folder in (units, units.parent))
    assert ours.items() <= all_of_them.items()
    left_out = {name.split("==")[0] for name in all_of_them.keys() - ours.keys()}
    assert {"pytest", "mypy", "ruff"} <= left_out
    project = (units.parent / "pyproject.toml").read_text()
    runtime = project[project.index("\ndependencies = [") : project.index("[project.scripts]")]
    wanted = set(re.findall(r'^    "([a-z0-9-]+)>=', runtime, re.M)) | {"hatchling"}
    assert wanted <= {name.split("==")[0] for name in ours}


def test_uv_is_one_version_with_a_hash_for_each_kind_of_machine(units: Path) -> None:
    lock = (units / "uv.lock").read_text()
    assert re.findall(r"^uv==\S+", lock, re.M) == [re.search(r"uv==\S+", lock)[0]]  # type: ignore[index]
    assert lock.count("--hash=sha256:") == 2
