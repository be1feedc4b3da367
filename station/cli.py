"""The ``station`` command: reads the arguments, calls the worker, turns errors into one line."""

from __future__ import annotations

import logging
import math
import os
import sys
from collections.abc import Callable
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from station.camera.choose import SourceChoice
from station.config import load_settings
from station.config.command import config_app
from station.drills_command import drills_app
from station.errors import DisplayError, StationError
from station.results.command import results_app
from station.results.roster_command import roster_app
from station.service.log import place_of, start_logging

_UNEXPECTED = 70
"""The exit code of a mistake in the program: EX_SOFTWARE of sysexits.h."""
_BOARD_CM = (8.0, 25.0)
"""Nearer, a tall person has touched the board before it is a repetition; farther, few reach it."""
# Not __name__, which is another one under "python -m station.cli".
_log = logging.getLogger("station.cli")

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Wall Tap Station: a depth camera beside the athlete judges the hip hinge.",
)
app.add_typer(config_app, name="config")
app.add_typer(drills_app, name="drills")
app.add_typer(results_app, name="results")
app.add_typer(roster_app, name="roster")


def _number(low: float, high: float, unit: str) -> Callable[[str], float]:
    """A parser for one number with a range; "nan" and "abc" get the same clear line."""

    def parse(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not low <= value <= high:
            raise typer.BadParameter(
                f"must be a number of {unit} from {low:g} to {high:g}, not {text!r}"
            )
        return value

    return parse


ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config", envvar="WALL_TAP_CONFIG", help="Settings file instead of the station's own."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="For machines instead of people.")]
SourceOption = Annotated[
    SourceChoice,
    typer.Option(help="Where depth comes from; auto takes the camera if one is plugged in."),
]


@app.callback(invoke_without_command=True)
def _station(
    context: typer.Context,
    show_version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if show_version:
        typer.echo(f"station {version('wall-tap-station')}")
    elif context.invoked_subcommand is None:
        context.get_help()


@app.command()
def run(
    source: SourceOption = "auto",
    recording: Annotated[
        Path | None, typer.Option(help="Play a recording instead of a live source.")
    ] = None,
    wall_cm: Annotated[
        float | None,
        typer.Option(parser=_number(5, 60, "centimetres"), help="The first wall, for this start."),
    ] = None,
    simulate_gpio: Annotated[
        bool, typer.Option("--simulate-gpio", help="No real light and buzzer; the screen says so.")
    ] = False,
    windowed: Annotated[
        bool, typer.Option("--windowed", help="A window, not full screen.")
    ] = False,
    headless: Annotated[
        bool, typer.Option("--headless", help="No screen: one walk-up test, told in text.")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="Folder for the headless pictures.")] = None,
    results: Annotated[
        Path | None,
        typer.Option(help="Remember tests in this file, also those of a simulated athlete."),
    ] = None,
    config: ConfigOption = None,
) -> int:
    """Start the station; without a screen, one walk-up test in text."""
    settings = load_settings(config)
    if wall_cm is not None:
        settings = settings.with_wall(wall_cm)
    from station.display import display_available
    from station.kiosk import run_kiosk
    from station.service.notify import Service

    # Who names a driver, as the installed station does, wants that screen or an error.
    decided = headless or os.environ.get("SDL_VIDEODRIVER")
    if not (decided or display_available()):
        if Service().present:
            # In text it would write an athlete's test into the journal, and end after it.
            raise DisplayError(
                "no screen found: plug one in; this user must be in the groups video and render"
            )
        _log.info("no screen found: one walk-up test in text, pictures as files")
        headless = True
    return run_kiosk(
        settings,
        source=source,
        recording=recording,
        simulate_gpio=simulate_gpio,
        windowed=windowed,
        headless=headless,
        out_dir=out,
        results_file=results,
    )


@app.command()
def calibrate(
    source: SourceOption = "auto",
    wall_cm: Annotated[
        float | None,
        typer.Option(
            parser=_number(*_BOARD_CM, "centimetres"),
            help="The board behind the heels, by tape; else where the first wall is.",
        ),
    ] = None,
    windowed: Annotated[
        bool, typer.Option("--windowed", help="A window, not full screen.")
    ] = False,
    headless: Annotated[
        bool, typer.Option("--headless", help="No screen: told in text, goes on by itself.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(help="Keep it in this file, also of a simulated athlete.")
    ] = None,
    config: ConfigOption = None,
) -> int:
    """Set the station up: looks at the empty place, then at three taps on a board."""
    settings = load_settings(config)
    from station.calibration.command import run_calibrate

    low_cm, high_cm = _BOARD_CM
    board_cm = settings.test.first_wall_cm if wall_cm is None else wall_cm
    return run_calibrate(
        settings,
        source=source,
        wall_cm=min(max(board_cm, low_cm), high_cm),
        windowed=windowed,
        headless=headless,
        out=out,
    )


@app.command()
def measure(
    recording: Annotated[Path, typer.Argument(help="A RealSense recording, .db3 or .bag.")],
    wall_cm: Annotated[
        float | None,
        typer.Option(
            parser=_number(2, 80, "centimetres"),
            help="Wall behind the heels in the recording; else that of the drill.",
        ),
    ] = None,
    drill: Annotated[
        str | None,
        typer.Option(help="Judge by this drill; station drills list names them. Else plain taps."),
    ] = None,
    csv: Annotated[Path | None, typer.Option(help="Write one row per frame here.")] = None,
    json: Annotated[Path | None, typer.Option(help="Write the repetitions here.")] = None,
    plot: Annotated[Path | None, typer.Option(help="Draw the measures over time here.")] = None,
    config: ConfigOption = None,
) -> None:
    """Measure a recording: every frame and every repetition."""
    if wall_cm is None and drill is None:
        raise typer.BadParameter("Missing option '--wall-cm', or name the drill with --drill")
    settings = load_settings(config)
    from station.config.drills import load_drill
    from station.measure import measure_recording

    asked = None if drill is None else load_drill(drill).drill
    measure_recording(recording, wall_cm, csv, json, plot, settings, asked)


@app.command()
def record(
    out: Annotated[Path, typer.Argument(help="The recording to write, a name in .db3.")],
    seconds: Annotated[
        float, typer.Option(parser=_number(1, 3600, "seconds"), help="How long.")
    ] = 30.0,
    source: SourceOption = "auto",
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing file.")] = False,
    config: ConfigOption = None,
) -> None:
    """Record what the camera sees, for `station measure`. Ctrl-C ends it early."""
    from station.camera.choose import open_source
    from station.camera.recorder import check_target
    from station.camera.recorder import record as record_source

    settings = load_settings(config)
    check_target(out, overwrite=force)
    bar = Progress(
        TextColumn("{task.completed:.0f} of {task.total:.0f} s"),
        BarColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    wall_m = settings.test.first_wall_cm / 100
    with closing(open_source(source, settings.camera.serial, wall_m=wall_m)) as depth:
        _log.info("recording %s", depth.description)
        with bar:
            task = bar.add_task("", total=seconds)
            summary = record_source(
                depth,
                out,
                seconds,
                overwrite=force,
                on_frame=lambda done_s: bar.update(task, completed=done_s),
            )
    missed = f", {summary.frames_missed} missed" if summary.frames_missed else ""
    _log.info("%s: %d frames in %.1f s%s", out, summary.frames, summary.duration_s, missed)


@app.command()
def bench(
    frames: Annotated[int, typer.Option(min=1, help="Frames with an athlete to time.")] = 600,
    soak: Annotated[int, typer.Option(min=0, help="Frames to run for the memory check.")] = 0,
    live: Annotated[
        bool, typer.Option("--live", help="In the running kiosk: to the light, to the picture.")
    ] = False,
    visits: Annotated[
        int, typer.Option(min=0, help="Visitors at full speed: results, memory, pace.")
    ] = 0,
    report: Annotated[
        Path | None, typer.Option(help="Write the page of how good and how fast it is here.")
    ] = None,
    lab: Annotated[
        Path | None, typer.Option(help="What `make lab` found out, for the page.")
    ] = None,
    config: ConfigOption = None,
) -> int:
    """Time the station's own part of the way from frame to light on this machine."""
    if report is not None:
        from station.bench.report import run_report

        return run_report(report, lab, frames)
    if lab is not None:
        raise typer.BadParameter("--lab is for the page: name it with --report PAGE.html")
    if live or visits:
        from station.bench.live import run_live, run_visits

        settings = load_settings(config)
        return run_visits(settings, visits) if visits else run_live(settings, frames)
    from station.bench.rooms import run_bench

    return run_bench(frames, soak)


@app.command()
def status(json: JsonOption = False) -> int:
    """Say how the running station is. Exit code 0: well, 1: in trouble, 3: not running."""
    from station.places import asked_from_outside, health_file
    from station.service.status import print_status

    return print_status(health_file(asked_from_outside()), as_json=json)


@app.command()
def doctor(
    json: JsonOption = False,
    pins: Annotated[
        bool, typer.Option("--pins", help="Try each lamp, the buzzer and the button with you.")
    ] = False,
    config: ConfigOption = None,
) -> int:
    """Say whether the station may open, and what to do. Exit code 0: it may, 1: it must not."""
    from station.doctor import run_doctor

    return run_doctor(config, as_json=json, pins=pins)


@app.command()
def publish(config: ConfigOption = None) -> int:
    """Tell an MQTT broker of health and results, where the settings ask for it."""
    from station.service.publish import run_publish

    return run_publish(load_settings(config))


@app.command()
def coach(config: ConfigOption = None) -> int:
    """Serve the coach's page on the local network, where the settings ask for it."""
    settings = load_settings(config)
    from station.coach.command import run_coach

    return run_coach(settings)


@app.command()
def maintain(config: ConfigOption = None) -> int:
    """What is done each night: check the results, delete what is too old, keep a copy."""
    from station.service.maintain import run_maintain

    return run_maintain(load_settings(config))


@app.command("lights-out")
def lights_out(config: ConfigOption = None) -> int:
    """Put lights and buzzer out after a station that was killed. systemd calls it."""
    from station.service.lights_out import pins_to_put_out, run_lights_out

    return run_lights_out(pins_to_put_out(config))


def main() -> int:
    """Run the command line; return the exit code. Every error is one line."""
    start_logging()
    try:
        result: Any = app(prog_name="station", standalone_mode=False)
    except StationError as error:
        _log.error("%s", error)
        return error.exit_code
    except typer.TyperException as error:
        context = getattr(error, "ctx", None)
        command = context.command_path if context else "station"
        _log.error("%s (see: %s --help)", error.format_message(), command)
        return 2
    except typer.Abort:
        return 130
    except Exception as error:
        # Lights and camera are closed by now. The journal gets the traceback as well.
        _log.critical(
            "ended by a mistake in the program: %s; please report it",
            place_of(error),
            exc_info=True,
        )
        return _UNEXPECTED
    return result if isinstance(result, int) else 0


if __name__ == "__main__":
    sys.exit(main())
