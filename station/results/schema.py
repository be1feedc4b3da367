"""The tables. Names are those of the values in code; lengths are millimetres, times seconds.

How a file comes to have these tables is told in :mod:`station.results.migrations`; a test holds
the two together.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from station.posture.measures import MEASURES

metadata = MetaData()

tests = Table(
    "tests",
    metadata,
    Column("id", Integer, primary_key=True),
    # Made by the station, so that a begin of which nobody knows whether it reached the disk can
    # be written again, and a test be told from others when clock and numbers start over.
    Column("uid", Text, nullable=False, unique=True),
    # ISO 8601. Only as good as clock_trusted says: durations come from the repetitions.
    Column("started_utc", Text, nullable=False),
    Column("clock_trusted", Boolean, nullable=False),
    Column("protocol", Text, nullable=False),
    # JSON, as each protocol has rules of its own and none is searched for.
    Column("rules", JSON(none_as_null=True)),
    Column("app_version", Text, nullable=False),
    Column("camera_serial", Text, nullable=False),
    Column("height_mm", Float),
    Column("score_mm", Float),
    Column("ending", Text),
    # NULL while the test runs, and for ever when the station was switched off in the middle.
    Column("finished_utc", Text),
)

repetitions = Table(
    "repetitions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("test_id", ForeignKey("tests.id", ondelete="CASCADE"), nullable=False),
    # Counted from 1 within the test, practice included; a gap is a repetition that was not kept.
    Column("number", Integer, nullable=False),
    Column("practice", Boolean, nullable=False),
    Column("wall_mm", Float, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("reason", Text),
    Column("cue", Text, nullable=False),
    Column("back_judged", Boolean, nullable=False),
    Column("touched", Boolean, nullable=False),
    # Seconds of the camera's own clock.
    Column("start_s", Float, nullable=False),
    Column("end_s", Float, nullable=False),
    Column("touch_s", Float),
    Column("lower_s", Float, nullable=False),
    Column("pause_s", Float, nullable=False),
    Column("rise_s", Float, nullable=False),
    Column("min_gap_mm", Float),
    # The peaks of the repetition, each under the name of its measure.
    *(Column(measure.name, Float) for measure in MEASURES),
    UniqueConstraint("test_id", "number"),
)

# A table and not a list in JSON: which fault is seen most is one GROUP BY, and none is in it twice.
faults = Table(
    "faults",
    metadata,
    Column("repetition_id", ForeignKey("repetitions.id", ondelete="CASCADE"), primary_key=True),
    Column("code", Text, primary_key=True),
)
