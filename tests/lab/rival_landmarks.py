"""BlazePose in a process of its own: pictures on standard input, landmarks on standard output.

    python rival_landmarks.py WIDTH HEIGHT

``mediapipe`` wants numpy below 2, the station numpy 2: so this file is run by the rival's own
Python, imports nothing of the project and is spoken to through a pipe (see ``rival_pipe``).
In: the milliseconds since the first picture (int64), then ``HEIGHT * WIDTH * 3`` bytes of RGB.
Out: ``ANSWER`` little-endian float32: milliseconds it took on the clock, milliseconds of processor
time of all threads, then 33 times x and y (pixels), visibility, and x, y, z (metres, from the
middle of the hips, as mediapipe guesses them); NaN where nobody was found.
"""

from __future__ import annotations

import os
import sys
import time
from typing import Any

import numpy as np

LANDMARKS = 33
ANSWER = 2 + LANDMARKS * 6
_STEP_US = 33_333
"""What mediapipe's own video mode adds to its clock with every picture."""


def main(width_px: int, height_px: int) -> int:
    """Answer every picture until there are no more."""
    pictures, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # mediapipe and its libraries talk; what is not an answer goes where messages belong.
    os.dup2(2, 1)
    pose = _blazepose()
    while head := pictures.read(8):
        time_us = int.from_bytes(head, "little", signed=True) * 1000
        data = pictures.read(width_px * height_px * 3)
        picture = np.frombuffer(data, np.uint8).reshape(height_px, width_px, 3)
        # Its smoothing believes in 30 pictures a second; it is told the true time instead.
        pose._simulated_timestamp = time_us - _STEP_US
        start_s, start_busy_s = time.perf_counter(), time.process_time()
        found = pose.process(picture)
        took_s, busy_s = time.perf_counter() - start_s, time.process_time() - start_busy_s
        points = _points(found, width_px, height_px)
        answer = np.concatenate([[took_s * 1000, busy_s * 1000], points.ravel()])
        answers.write(answer.astype("<f4").tobytes())
        answers.flush()
    return 0


def _blazepose() -> Any:
    """BlazePose full in video mode, smoothing on: how it is meant to be used on a movement."""
    import cv2
    from mediapipe.python.solutions import pose

    cv2.setNumThreads(1)
    return pose.Pose(static_image_mode=False, model_complexity=1, smooth_landmarks=True)


def _points(found: Any, width_px: int, height_px: int) -> np.ndarray[Any, Any]:
    """``(33, 6)`` as described above."""
    points = np.full((LANDMARKS, 6), np.nan)
    if found.pose_landmarks is None:
        return points
    points[:, :3] = [
        (p.x * width_px - 0.5, p.y * height_px - 0.5, p.visibility)
        for p in found.pose_landmarks.landmark
    ]
    points[:, 3:] = [(p.x, p.y, p.z) for p in found.pose_world_landmarks.landmark]
    return points


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
