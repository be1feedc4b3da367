"""The rival watches a session of the lab, and the station's engine the same session's recording.

One after the other in one run, so that their times compare whatever else the machine does.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from station.atomic import write_whole
from station.camera.recording import RecordingSource
from station.config import Settings
from station.engine import Engine, Stage
from station.simulator.sensor import View
from tests.lab.plan import LabSession
from tests.lab.play import faces_of, frame_at
from tests.lab.record import fingerprint
from tests.lab.rival_measures import Floats, Landmarks
from tests.lab.rival_pipe import LandmarkProgram
from tests.lab.script import script_of
from tests.lab.shaded import ColourCamera
from tests.lab.tints import tints
from tests.recordings.clip import Clip

PICTURES_PER_S = 30.0
"""What the rival is made for: it follows a person from picture to picture and smooths, and at 7.5
pictures a second it errs half as much again as at 15."""
_TIMED_WIDTH_PX = 848
"""The station's times are told for this mode."""
_VERSION = 1
_SAME_S = 1e-3
"""Times in the truth are rounded to less than this."""


@dataclass(frozen=True, eq=False)
class Watched:
    """What was found in the ``n`` pictures of one session: ``time_s``, ``took_ms`` and
    ``busy_ms (n,)``, ``points (n, 33, 6)`` as in :class:`Landmarks`; ``ours_ms`` and
    ``ours_busy_ms (m,)`` of the station's frames with an athlete, none where the mode differs."""

    time_s: Floats
    points: Floats
    took_ms: Floats
    busy_ms: Floats
    ours_ms: Floats
    ours_busy_ms: Floats

    def landmarks(self) -> list[Landmarks]:
        """Picture by picture."""
        each = zip(self.points, self.took_ms.tolist(), self.busy_ms.tolist(), strict=True)
        return [Landmarks(*one) for one in each]


def watch(session: LabSession, clip: Clip, kept: Path) -> Watched:
    """Give the rival the session's pictures, or read what it answered the last time.

    ``clip`` is the session's recording, ``kept`` the folder of answers.

    Raises:
        LabError: the rival's program is missing or ended.
    """
    path = kept / f"{session.name}.npz"
    key = f"{_VERSION} {PICTURES_PER_S:g} {fingerprint(session)}"
    if path.is_file():
        with np.load(path) as old:
            if str(old["key"]) == key:
                return Watched(**{name: old[name] for name in old.files if name != "key"})
    watched = _watch_now(session, clip)
    kept.mkdir(parents=True, exist_ok=True)
    write_whole(path, lambda beside: _save(beside, key, watched))
    return watched


def _save(path: Path, key: str, watched: Watched) -> None:
    with path.open("wb") as file:
        np.savez(file, key=np.array(key), **vars(watched))


def _watch_now(session: LabSession, clip: Clip) -> Watched:
    cv2.setNumThreads(1)
    setup = session.camera
    camera = ColourCamera(View(setup.pinhole, setup.mount), session.gym)
    faces = faces_of(session)
    script = script_of(session)
    colours = tints(session.person, script.figure.rig)
    times: list[float] = []
    found: list[Landmarks] = []
    with (
        LandmarkProgram(setup.width_px, setup.height_px) as program,
        RecordingSource(clip.path) as source,
    ):
        ours = _TimedEngine(source, clip.wall_m)
        for time_s in clip.time_s[: np.flatnonzero(clip.present)[-1] + 1].tolist():
            if setup.width_px == _TIMED_WIDTH_PX:
                ours.step()
            vertices_m = frame_at(script, time_s).vertices_m
            too_soon = bool(times) and time_s < times[-1] + 1 / PICTURES_PER_S - _SAME_S
            if vertices_m is None or too_soon:
                continue
            picture = camera.picture(vertices_m, faces, colours)
            times.append(time_s)
            found.append(program.find(picture, time_s))
    return Watched(
        time_s=np.array(times),
        points=np.array([f.points for f in found]),
        took_ms=np.array([f.took_ms for f in found]),
        busy_ms=np.array([f.busy_ms for f in found]),
        ours_ms=np.array(ours.took_ms),
        ours_busy_ms=np.array(ours.busy_ms),
    )


class _TimedEngine:
    """The station on a recording, and the milliseconds of every frame with an athlete.

    Each frame is fetched a step ahead: as soon as one is taken, the camera's library unpacks the
    next on a thread of its own, which holds Python's lock now and then. On a busy machine a frame
    measured meanwhile takes up to three times as long; in the station the camera has a process of
    its own.
    """

    def __init__(self, source: RecordingSource, wall_m: float) -> None:
        self._source = source
        self._engine = Engine(wall_m, Settings().faults.limits())
        self._frame = source.read()
        self.took_ms: list[float] = []
        self.busy_ms: list[float] = []

    def step(self) -> None:
        """Judge the recording's next frame, if there is one left."""
        frame = self._frame
        if frame is None:
            return
        start_s, start_busy_s = time.perf_counter(), time.thread_time()
        reading = self._engine.step(frame)
        busy_s, took_s = time.thread_time() - start_busy_s, time.perf_counter() - start_s
        if reading.stage in (Stage.READY, Stage.REPETITION):
            self.took_ms.append(took_s * 1000)
            self.busy_ms.append(busy_s * 1000)
        self._frame = self._source.read()
