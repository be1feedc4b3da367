"""A made-up results file of the lab: 24 bodies, 32 sessions, a rival; the same every time."""

from __future__ import annotations

from typing import Any

import numpy as np

from station.bench.findings import ASKED
from tests.lab.rival_measures import CANNOT

Json = dict[str, Any]
_KINDS = (
    "clean",
    "lumbar",
    "thoracic",
    "neck",
    "squat",
    "clean",
    "short_of_wall",
    "hyper",
    "short",
    "past_horizontal",
    "feet_moved",
)
_FAULT_OF = {
    "lumbar": ("lumbar_flexion", 20.0, 3.0),
    "thoracic": ("thoracic_flexion", 20.0, 3.0),
    "neck": ("neck_extension", 25.0, 4.0),
    "squat": ("squat", 40.0, 3.0),
    "hyper": ("lockout_hyperextension", 8.0, 1.2),
    "short": ("incomplete_lockout", 10.0, 1.2),
    "past_horizontal": ("past_horizontal", 90.0, 1.2),
    "feet_moved": ("feet_moved", 30.0, 8.0),
}
"""Of each kind: the fault, its limit, and how near to it is borderline."""
_SIZES = (0.6, 0.8, 1.0, 1.2, 1.5)
_REACH = {name: 200.0 if name.endswith("_mm") else 40.0 for name in ASKED}
_REACH |= {"trunk_inclination_deg": 65.0, "hip_flexion_deg": 75.0}
_RIVAL_ERROR = {
    "hip_displacement_mm": 14.0,
    "trunk_inclination_deg": 4.0,
    "hip_flexion_deg": 9.0,
    "knee_flexion_deg": 3.0,
}


def made_results(sessions: int = 32, repetitions: int = 5, seed: int = 4) -> Json:
    """The whole file, as the lab would write it."""
    random = np.random.default_rng(seed)
    made = [_session(random, number, repetitions) for number in range(sessions)]
    rival = [_rival_session(random, session) for session in made if session["half"] == "unseen"]
    return {
        "version": 1,
        "made": "2026-11-21",
        "code": "1a2b3c4",
        "sessions": made,
        "rival": {
            "name": "BlazePose full, mediapipe 0.10.21",
            "sessions": rival,
            "ms_per_frame_median": 36.4,
            "ours_ms_per_frame_median": 1.84,
            "cannot": CANNOT,
        },
    }


def _session(random: np.random.Generator, number: int, repetitions: int) -> Json:
    width_px, height_px = ((424, 240), (640, 360), (848, 480), (1280, 720))[number % 4]
    clothes = ("tight", "tshirt", "loose", "hoodie")[number // 2 % 4]
    worse = 1.0 + 0.35 * (clothes == "hoodie") + 0.4 * (width_px == 424)
    body = np.random.default_rng(number % 24)
    return {
        "name": f"{'unseen' if number % 2 else 'tuning'}-{number:02d}",
        "half": "unseen" if number % 2 else "tuning",
        "person": {
            "sex": ("woman", "man")[number % 3 == 0],
            "age": int(body.integers(16, 75)),
            "height_m": round(float(body.uniform(1.48, 2.0)), 2),
            "bmi": round(float(body.uniform(18, 36)), 1),
            "clothes": clothes,
            "hair": ("short", "bun", "long")[number % 3],
            "arms": ("crossed", "on hips", "hanging")[number % 3],
        },
        "camera": {
            "width_px": width_px,
            "height_px": height_px,
            "fps": 30 if number % 3 else 60,
            "distance_m": round(float(random.uniform(1.8, 2.8)), 2),
            "height_m": 1.0,
            "pitch_deg": -4.0,
            "roll_deg": 0.5,
            "noise": (0.7, 1.0, 1.4)[number % 3],
        },
        "yaw_deg": round(float(random.uniform(-25, 25)), 1),
        "wall_cm": 16.0,
        "coverage": round(float(random.uniform(0.97, 1.0)), 4),
        "frames_present": 900,
        "measures": {
            name: _errors(random, name, asked * 0.62 * worse) for name, asked in ASKED.items()
        },
        "repetitions": [_repetition(random, number, r, worse) for r in range(repetitions)],
        "invented": 0,
    }


def _errors(random: np.random.Generator, name: str, size: float) -> Json:
    """Errors of about ``size`` on average: a bias of the session's own, noise, more when bent."""
    bent = np.sin(np.linspace(0, 5 * np.pi, 60)) ** 2
    true = bent * _REACH[name] + random.normal(0, 1, 60)
    bias, gain = random.normal(0, 0.6 * size), random.normal(0, 0.7 * size)
    found = true + bias + gain * bent + random.normal(0, 0.8 * size, 60)
    off = found - true
    return {
        "n": 900,
        "mean_abs": float(np.abs(off).mean()),
        "bias": float(off.mean()),
        "p95": float(np.quantile(np.abs(off), 0.95)),
        "percentiles": np.percentile(np.abs(off), np.arange(101)).tolist(),
        "sum_abs": float(np.abs(off).mean() * 900),
        "pairs": np.round(np.column_stack([true, found]), 2).tolist(),
    }


def _repetition(random: np.random.Generator, session: int, number: int, worse: float) -> Json:
    kind = _KINDS[(session // 2 + 2 * number) % len(_KINDS)]
    size = _SIZES[(session // 2 * 3 + number) % len(_SIZES)]
    gap_mm = float(random.uniform(12, 60) if kind == "short_of_wall" else random.uniform(-35, -9))
    peaks = {"lumbar_flexion": 4.0, "thoracic_flexion": 3.0, "neck_extension": 5.0, "squat": 15.0}
    peaks |= {"lockout_hyperextension": -0.5, "incomplete_lockout": 0.5}
    peaks |= {"past_horizontal": 50.0, "feet_moved": 1.0}
    peaks = {fault: value + random.normal(0, 0.1 * abs(value)) for fault, value in peaks.items()}
    peaks["no_touch"] = gap_mm
    true, found, borderline = [], [], []
    if kind in _FAULT_OF:
        fault, limit, margin = _FAULT_OF[kind]
        peaks[fault] = size * limit + random.normal(0, 0.5)
        true = [fault] * (peaks[fault] > limit)
        found = [fault] * (peaks[fault] + random.normal(0, 0.5 * margin * worse) > limit)
        borderline = [fault] * (abs(peaks[fault] - limit) < margin)
    no_touch = ["no_touch"] * (kind == "short_of_wall")
    return {
        "number": number + 1,
        "kind": kind,
        "size": size if kind in _FAULT_OF else 0.0,
        "ending": kind if kind in ("hyper", "short") else "stand",
        "found": True,
        "true_faults": true + no_touch,
        "found_faults": found + no_touch,
        "borderline": borderline,
        "reason": None,
        "true_touched": gap_mm <= 0,
        "found_touched": gap_mm <= 0,
        "true_min_gap_mm": round(gap_mm, 2),
        "found_min_gap_mm": round(gap_mm + float(random.normal(0, 2)), 2),
        "true_peaks": {name: round(float(value), 2) for name, value in peaks.items()},
        "found_peaks": {},
    }


def _rival_session(random: np.random.Generator, session: Json) -> Json:
    return {
        "name": session["name"],
        "coverage": 0.99,
        "ms_per_frame": float(random.uniform(34, 40)),
        "measures": {name: _errors(random, name, size) for name, size in _RIVAL_ERROR.items()},
    }
