"""Why a coach's command is refused."""

from __future__ import annotations

from enum import StrEnum


class Refusal(StrEnum):
    """The value is the key in ``config/cues``, section ``refusal``: cause and what to do."""

    TESTING = "testing"
    """Somebody is tested right now."""
    NOT_TESTED_YET = "not_tested_yet"
    """The called one is still to be tested."""
    NOBODY_LEFT = "nobody_left"
    """All are tested or absent."""
    ONLY_ONE_LEFT = "only_one_left"
    """There is nobody to go first instead of the called one."""
    NOBODY_CALLED = "nobody_called"
    NO_LONGER_CALLED = "no_longer_called"
    """Another one has been called since the coach looked."""
    NOBODY_TESTED = "nobody_tested"
    """Who was tested last is not known: choose an athlete."""
    TESTED_ALREADY = "tested_already"
    """Done: that is a redo."""
    NOTHING_TO_REDO = "nothing_to_redo"
    """Not tested yet: that is a call."""
    NO_SUCH_ATHLETE = "no_such_athlete"
    NO_SUCH_GROUP = "no_such_group"
    NO_SCREENING = "no_screening"
    """None is open."""
    SCREENING_OPEN = "screening_open"
    """The group is being screened: close the screening first."""
    EMPTY_GROUP = "empty_group"
    NO_SUCH_DRILL = "no_such_drill"
    WALL_OUT_OF_RANGE = "wall_out_of_range"
    COUNTS_OUT_OF_RANGE = "counts_out_of_range"
    """Repetitions, practice or the rule of the protocol."""
    BAD_NAME = "bad_name"
    BAD_NUMBER = "bad_number"
    NAME_TAKEN = "name_taken"
    """Another group has the name."""
    SAME_ATHLETE_TWICE = "same_athlete_twice"
    GROUP_FULL = "group_full"
