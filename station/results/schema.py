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

groups = Table(
    "groups",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uid", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False, unique=True),
    Column("added_utc", Text, nullable=False),
    Column("clock_trusted", Boolean, nullable=False),
)

athletes = Table(
    "athletes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uid", Text, nullable=False, unique=True),
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("name", Text, nullable=False),
    Column("number", Text, nullable=False),
    # The place in the roster, from 0. NULL: a former member, kept for the results.
    Column("position", Integer),
    Column("added_utc", Text, nullable=False),
    Column("clock_trusted", Boolean, nullable=False),
)

screenings = Table(
    "screenings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uid", Text, nullable=False, unique=True),
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("drill", Text, nullable=False),
    # NULL: where the drill says, or no wall at all.
    Column("wall_mm", Float),
    Column("repetitions", Integer, nullable=False),
    Column("practice", Integer, nullable=False),
    Column("seen_in", Integer, nullable=False),
    Column("started_utc", Text, nullable=False),
    Column("clock_trusted", Boolean, nullable=False),
    # NULL while it is open: the station goes on with it after a power cut.
    Column("closed_utc", Text),
    Column("called_athlete_id", ForeignKey("athletes.id", ondelete="SET NULL")),
    Column("tested_last_athlete_id", ForeignKey("athletes.id", ondelete="SET NULL")),
)

turns = Table(
    "turns",
    metadata,
    Column("screening_id", ForeignKey("screenings.id", ondelete="CASCADE"), primary_key=True),
    Column("athlete_id", ForeignKey("athletes.id", ondelete="CASCADE"), primary_key=True),
    Column("status", Text, nullable=False),
)

# Uids of what was deleted by name. A station that is running still has it in memory, and copies
# made before still hold it: neither may bring it back.
forgotten = Table("forgotten", metadata, Column("uid", Text, primary_key=True))

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
    Column("use", Text, nullable=False, server_default="walk-up"),
    Column("drill", Text, nullable=False, server_default="wall-tap"),
    # NULL: nobody was logged in.
    Column("athlete_id", ForeignKey("athletes.id", ondelete="CASCADE")),
    # A redo is one more test of the same athlete in the same screening: the last finished counts.
    Column("screening_id", ForeignKey("screenings.id", ondelete="SET NULL")),
    # NULL where nothing can be passed, and when too little could be judged.
    Column("passed", Boolean),
)

repetitions = Table(
    "repetitions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("test_id", ForeignKey("tests.id", ondelete="CASCADE"), nullable=False),
    # Counted from 1 within the test, practice included; a gap is a repetition that was not kept.
    Column("number", Integer, nullable=False),
    Column("practice", Boolean, nullable=False),
    # NULL in drills without a wall.
    Column("wall_mm", Float),
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
    Column("set_number", Integer, nullable=False, server_default="1"),
    Column("held_s", Float),
    Column("arched_deg", Float),
    # The course of the repetition: a list of rows, each in the order of ``CURVE``.
    Column("curve", JSON(none_as_null=True)),
    UniqueConstraint("test_id", "number"),
)

CURVE = (
    "t_s",
    "hip_gap_mm",
    "hip_displacement_mm",
    "trunk_inclination_deg",
    "lumbar_flexion_deg",
)
"""What stands in a row of a curve, ``t_s`` counted from the start of the repetition."""

# A table and not a list in JSON: which fault is seen most is one GROUP BY, and none is in it twice.
faults = Table(
    "faults",
    metadata,
    Column("repetition_id", ForeignKey("repetitions.id", ondelete="CASCADE"), primary_key=True),
    Column("code", Text, primary_key=True),
)
