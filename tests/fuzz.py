"""``python -m tests.fuzz [TIMES]``: so many odd settings files, drills and calibrations.

Not a test of pytest's: ten thousand of each take minutes. Each file is read as the station reads
it: taken, and then good for use, or refused in one readable line that names the file.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy

from station.calibration.kept import load_calibration, save_calibration
from station.config import load_settings, mistakes_in
from station.config.drills import load_drill, mistakes_in_drill
from station.config.example import effective
from station.errors import CalibrationError, ConfigError
from station.hinge.limits import FaultLimits
from tests.odd_files import CALIBRATIONS, DRILLS, SETTINGS

LONGEST = 500
"""A message may be so long, the name of the file not counted."""
_NO_LINE = ("not valid TOML", "not a text file", "too large")


def settings_outcome(file: Path) -> str:
    """``accepted``, or the kind of refusal."""
    try:
        taken = load_settings(file)
    except ConfigError as error:
        line = _one_line(file, error)
        if not line.startswith(_NO_LINE):
            assert re.match(r"\d+: ", line), line
            mistakes = mistakes_in(file)
            assert all(_one_line(file, mistake) for mistake in mistakes)
            assert line.startswith(mistakes[0].removeprefix(f"{file}:").strip())
        return f"refused: {_kind(line)}"
    taken.test.rules()
    taken.faults.limits()
    file.write_text(effective(taken), encoding="utf-8")
    assert load_settings(file) == taken
    assert mistakes_in(file) == []
    return "accepted"


def drill_outcome(file: Path) -> str:
    """``accepted``, or the kind of refusal. The file must be named like one of the station's."""
    try:
        taken = load_drill(file.stem, file.parent).drill
    except ConfigError as error:
        line = _one_line(file, error)
        if not line.startswith(_NO_LINE):
            mistakes = mistakes_in_drill(file)
            assert all(_one_line(file, mistake) for mistake in mistakes)
        return f"refused: {_kind(line)}"
    assert taken.task(FaultLimits()).longest_rest_s > 0
    assert mistakes_in_drill(file) == []
    return "accepted"


def calibration_outcome(file: Path) -> str:
    """``accepted``, or the kind of refusal."""
    try:
        taken = load_calibration(file)
    except CalibrationError as error:
        line = _one_line(file, error)
        assert line.endswith("run station calibrate")
        return f"refused: {_kind(line)}"
    assert taken is not None
    assert taken.camera_serial.isprintable()
    assert taken.made.astimezone(UTC).timestamp() >= 0
    save_calibration(taken, file)
    assert load_calibration(file) == taken
    return "accepted"


def _one_line(file: Path, told: object) -> str:
    """What is told of the file, after its name; one readable line."""
    text = str(told)
    assert text.startswith(f"{file}:"), text
    line = text.removeprefix(f"{file}:").strip()
    assert line.isprintable(), text
    assert 0 < len(line) <= LONGEST, text
    return line


def _kind(line: str) -> str:
    """Which refusal, without names and values."""
    known = (
        *("nested too deep", "for the second time", "not valid TOML", "not a text file"),
        *("unknown section", "unknown setting", "is not allowed", "must be a single value"),
        *("Invalid JSON", "Field required", "Extra inputs", "Input should", "too large"),
    )
    return next((kind for kind in known if kind in line), "against a rule of this key")


def fuzz(
    files: SearchStrategy[bytes], outcome: Callable[[Path], str], file: Path, times: int
) -> Counter[str]:
    """Try so many files, always the same ones; return how often each outcome came.

    Raises:
        Exception: whatever came instead of an outcome, for the smallest such file.
    """
    outcomes: Counter[str] = Counter()

    @settings(
        max_examples=times,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(files)
    def read(content: bytes) -> None:
        file.write_bytes(content)
        outcomes[outcome(file)] += 1

    read()
    return outcomes


def main() -> int:
    """Read, count, tell."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for what, files, outcome, ending in (
            ("settings", SETTINGS, settings_outcome, "toml"),
            ("drills", DRILLS, drill_outcome, "toml"),
            ("calibrations", CALIBRATIONS, calibration_outcome, "json"),
        ):
            outcomes = fuzz(files, outcome, folder / f"wall-tap.{ending}", times)
            print(f"{outcomes.total()} {what}, no traceback:", flush=True)
            for kind, count in outcomes.most_common():
                print(f"  {count:6d} {kind}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
