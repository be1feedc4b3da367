"""A calibration as `station calibrate` may have found it; tests change what they are about."""

from __future__ import annotations

from datetime import UTC, datetime

from station.calibration.kept import Calibration

CALIBRATION = Calibration(
    camera_serial="0123",
    made=datetime(2026, 11, 21, 18, tzinfo=UTC),
    clock_trusted=True,
    up=(0.0, -0.8, -0.6),
    camera_height_m=1.0,
    floor_residual_mm=4.2,
    unread_share=0.02,
    mat_distance_m=2.3,
    gap_offset_mm=-6.5,
    gap_spread_mm=2.0,
)
