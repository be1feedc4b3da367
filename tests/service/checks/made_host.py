"""A machine made of a folder: its kernel files, and programs that answer what is written here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from station.service.checks.check import Check, Host, Ran, State


@dataclass
class MadeHost:
    """Write its files, set its answers, then take :attr:`host`."""

    root: Path
    environment: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Ran] = field(default_factory=dict)
    """By the beginning of the command line; a program without one is not there."""
    groups: frozenset[str] = frozenset()
    user: str = "wall-tap"

    @property
    def host(self) -> Host:
        """The machine as the checks see it."""
        return Host(self.root, self.environment, self._run, self.groups, self.user)

    def write(self, name: str, content: str | bytes) -> Path:
        """One file."""
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def pi(self) -> None:
        """Let it be a Raspberry Pi 5, cool and well fed."""
        self.write("proc/device-tree/model", "Raspberry Pi 5 Model B Rev 1.0\0")
        self.write("sys/class/thermal/thermal_zone0/temp", "48312\n")
        self.write("proc/device-tree/chosen/power/max_current", (5000).to_bytes(4, "big"))
        self.answers["vcgencmd get_throttled"] = Ran(0, "throttled=0x0\n")

    def _run(self, command: Sequence[str], timeout_s: float) -> Ran:
        line = " ".join(command)
        found = [ran for start, ran in self.answers.items() if line.startswith(start)]
        return found[0] if found else Ran(None)


def states(checks: list[Check]) -> dict[str, str]:
    """Name and state of each; a check that asks for something says what to do, in one line."""
    for check in checks:
        assert bool(check.do) == (check.state is not State.PASS), check
        assert "\n" not in check.found + check.do
    return {check.name: check.state.value for check in checks}
