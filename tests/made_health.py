"""A healthy station, for the tests."""

from __future__ import annotations

from datetime import UTC, datetime

from station.service.health import Health

WELL = Health(
    station="hall-2",
    version="0.1.0",
    state="invitation",
    started_utc=datetime(2026, 11, 20, 8, 0, 0, tzinfo=UTC),
    written_utc=datetime(2026, 11, 20, 18, 0, 0, tzinfo=UTC),
    clock_trusted=True,
    uptime_s=36000.0,
    written_s=50000.0,
    camera="D435 848x480 60 fps USB 3.2",
    camera_serial="0815",
    trouble=None,
    frame_age_s=0.02,
    frames_per_second=60.0,
    lamp="off",
    pins_simulated=False,
    kept=412,
    results_trouble=None,
    disk_full=False,
    visits=40,
    tests=38,
    repetitions=412,
    calibration_age_days=12.0,
    watchdog=True,
)
