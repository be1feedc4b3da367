"""The command line: bad input is one clear line on standard error, exit code 2, no traceback."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from station import cli
from station.config import Settings

REPOSITORY = Path(__file__).parents[1]
Told = tuple[int, str]
Run = Callable[..., Told]


@pytest.fixture
def station(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in this process; give its exit code and its only line."""

    def run(*arguments: object) -> Told:
        monkeypatch.setattr(sys, "argv", ["station", *map(str, arguments)])
        code = cli.main()
        out, err = capsys.readouterr()
        assert out == ""
        assert err.count("\n") == 1
        assert err.startswith("station: ")
        assert "Traceback" not in err
        return code, err.removeprefix("station: ").rstrip("\n")

    return run


@pytest.mark.parametrize("wall", ["0", "-3", "500", "abc", "nan", "inf", ""])
def test_measure_refuses_a_wall_that_cannot_be(station: Run, wall: str) -> None:
    code, line = station("measure", "clip.db3", "--wall-cm", wall)
    assert code == 2
    assert "'--wall-cm': must be a number of centimetres from 2 to 80" in line
    assert repr(wall) in line


@pytest.mark.parametrize("wall", ["0", "-3", "500", "abc", "nan", "4.9", "60.1"])
def test_run_refuses_a_wall_outside_the_drill(station: Run, wall: str) -> None:
    code, line = station("run", "--wall-cm", wall)
    assert code == 2
    assert "'--wall-cm': must be a number of centimetres from 5 to 60" in line


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["measure"], "Missing argument"),
        (["measure", "clip.db3"], "Missing option '--wall-cm'"),
        (["measure", "a.db3", "b.db3", "--wall-cm", "16"], "unexpected extra argument"),
        (["measure", "a.db3", "--wal-cm", "16"], "No such option: --wal-cm"),
        (["mesure"], "No such command 'mesure'"),
        (["record", "a.db3", "--seconds", "0"], "must be a number of seconds from 1 to 3600"),
        (["record", "a.db3", "--seconds", "long"], "must be a number of seconds"),
        (["record", "a.db3", "--source", "webcam"], "'auto', 'camera', 'simulated'"),
        (["bench", "--frames", "0"], "--frames"),
        (["bench", "--soak", "-1"], "--soak"),
        (["bench", "--lab", "results.json"], "name it with --report PAGE.html"),
    ],
)
def test_a_usage_mistake_is_one_line_and_names_the_help(
    station: Run, arguments: list[str], words: str
) -> None:
    code, line = station(*arguments)
    assert code == 2
    assert words in line
    assert line.endswith("--help)")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("film.mp4", "must end in .db3"),
        ("film.bag", "must end in .db3"),
        ("missing/film.db3", "does not exist; make it first"),
        ("kept.db3", "exists already; name another file or add --force"),
    ],
)
def test_record_checks_the_name_before_it_opens_a_source(
    station: Run, tmp_path: Path, name: str, words: str
) -> None:
    (tmp_path / "kept.db3").write_text("precious")
    code, line = station("record", tmp_path / name, "--source", "simulated")
    assert code == 2
    assert words in line
    assert (tmp_path / "kept.db3").read_text() == "precious"
    assert [entry.name for entry in tmp_path.iterdir()] == ["kept.db3"]


@pytest.mark.parametrize("command", [["record", "a.db3"], ["measure", "a.db3", "--wall-cm", "16"]])
@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "no such settings file"),
        ("[test]\nfirst_wall_cm = 500\n", ":2: test.first_wall_cm: 500 is not allowed"),
        ("[test]\nfrst_wall_cm = 10\n", "did you mean first_wall_cm?"),
        ("[test\n", "not valid TOML"),
    ],
)
def test_a_bad_settings_file_is_told_with_its_place(
    station: Run, tmp_path: Path, command: list[str], text: str | None, words: str
) -> None:
    file = tmp_path / "my.toml"
    if text is not None:
        file.write_text(text)
    code, line = station(*command, "--config", file)
    assert code == 2
    assert line.startswith(str(file))
    assert words in line


def test_no_camera_is_exit_code_3(station: Run, tmp_path: Path) -> None:
    settings = tmp_path / "my.toml"
    settings.write_text('[camera]\nserial = "000000000000"\n')
    code, line = station("record", tmp_path / "a.db3", "--source", "camera", "--config", settings)
    assert code == 3
    assert "no RealSense" in line
    assert not (tmp_path / "a.db3").exists()


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What `station run` would start the kiosk with."""
    seen: dict[str, Any] = {}

    def run_kiosk(settings: Settings, **options: Any) -> int:
        seen.update(options, settings=settings)
        return 7

    monkeypatch.setitem(sys.modules, "station.kiosk", SimpleNamespace(run_kiosk=run_kiosk))
    return seen


def test_run_hands_its_options_and_its_exit_code_through(
    monkeypatch: pytest.MonkeyPatch, started: dict[str, Any]
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    arguments = ["run", "--wall-cm", "12.5", "--source", "simulated", "--windowed"]
    monkeypatch.setattr(sys, "argv", ["station", *arguments])

    assert cli.main() == 7
    assert started["settings"].test.first_wall_cm == 12.5
    assert started["source"] == "simulated"
    assert (started["windowed"], started["headless"]) == (True, False)
    assert (started["simulate_gpio"], started["recording"], started["out_dir"]) == (
        False,
        None,
        None,
    )


def test_without_a_screen_run_becomes_one_session_in_text_and_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], started: dict[str, Any]
) -> None:
    monkeypatch.setattr("station.display.display_available", lambda: False)
    monkeypatch.setattr(sys, "argv", ["station", "run"])

    assert cli.main() == 7
    assert started["headless"] is True
    assert started["settings"] == Settings()
    assert "no screen found" in capsys.readouterr().err


def test_without_a_screen_the_service_ends_and_tells_no_test_to_the_journal(
    station: Run, monkeypatch: pytest.MonkeyPatch, started: dict[str, Any]
) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", "/run/systemd/notify")
    monkeypatch.setattr("station.display.display_available", lambda: False)
    code, line = station("run")
    assert code == 2
    assert line.startswith("no screen found: plug one in")
    assert started == {}


def test_a_mistake_in_the_program_is_one_line_and_exit_code_70(
    station: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(settings: Settings, **options: Any) -> int:
        raise RuntimeError("the athlete is 1.80 m tall")

    monkeypatch.setitem(sys.modules, "station.kiosk", SimpleNamespace(run_kiosk=broken))
    code, line = station("run", "--headless")
    assert code == 70
    assert line.startswith("ended by a mistake in the program: RuntimeError in station/cli.py")
    assert "1.80" not in line


def test_ctrl_c_ends_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(settings: Settings, **options: Any) -> int:
        raise KeyboardInterrupt

    monkeypatch.setitem(sys.modules, "station.kiosk", SimpleNamespace(run_kiosk=interrupted))
    monkeypatch.setattr(sys, "argv", ["station", "run", "--headless"])
    assert cli.main() == 130


@pytest.mark.parametrize("arguments", [[], ["--help"]])
def test_help_names_every_command(arguments: list[str]) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "station.cli", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=REPOSITORY,
    )
    assert ended.returncode == 0
    assert ended.stderr == ""
    for command in (
        "run",
        "measure",
        "record",
        "bench",
        "config",
        "status",
        "doctor",
        "publish",
        "maintain",
    ):
        assert command in ended.stdout


def test_a_bad_recording_through_the_real_command(tmp_path: Path) -> None:
    (tmp_path / "letter.db3").write_text("Dear coach,\n")
    ended = subprocess.run(
        [
            sys.executable,
            "-m",
            "station.cli",
            "measure",
            tmp_path / "letter.db3",
            "--wall-cm",
            "16",
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=REPOSITORY,
    )
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.splitlines() == [
        f"station: {tmp_path}/letter.db3: not a RealSense recording, whatever its name says"
    ]
