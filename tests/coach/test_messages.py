"""What kiosk and page tell each other arrives as it was."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.coach.messages import (
    Ask,
    DrillName,
    FromCoach,
    FromKiosk,
    Live,
    Member,
    Pairing,
    PairingCode,
    Person,
    Reply,
    Rosters,
    Snapshot,
    Watching,
    decode,
    encode,
)
from station.drills.commands import Command
from station.drills.roster import Athlete, Group
from station.drills.screening import Status

SNAPSHOT = Snapshot(
    use="screening",
    state="test",
    language="de",
    message="Komm her",
    testing=True,
    screening=True,
    called=Person("a", "Jörg\u2028Müller", "7"),
    live=Live(1, 3, gap_mm=-2.5, verdict="fault", outline=((-3, 0), (4, 1800), (5, 6))),
    roster=(Member("a", "Jörg", "", Status.SKIPPED, None),),
    drills=(DrillName("wall-tap", "Wand"),),
    refused={"next": "Noch nicht"},
)
MESSAGES = (
    SNAPSHOT,
    Rosters((Group("g", "U15", (Athlete("a", "“Zoë”\n", "12"),)),)),
    Reply(3, "nein"),
    Reply(4),
    Pairing(True),
    PairingCode("http://10.0.0.7:8080", "012345"),
    Watching(2),
)


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: type(message).__name__)
def test_a_message_arrives_as_it_was_in_one_line(message: FromKiosk | FromCoach) -> None:
    line = encode(message)
    assert line.endswith(b"\n") and line.count(b"\n") == 1
    assert decode(line) == message


@given(command=st.one_of(*(st.from_type(kind) for kind in get_args(Command))))
def test_every_command_arrives_as_it_was(command: Command) -> None:
    assert decode(encode(Ask(1, command))) == Ask(1, command)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"{}",
        b"[]",
        b"7",
        b'{"kind": "Ask", "is": {"id": 1, "command": {"kind": "eval", "is": {}}}}',
        b'{"kind": "Ask", "is": {"id": 1, "command": {"kind": "CallAthlete", "is": {}}}}',
        b'{"kind": "__import__", "is": {}}',
        b'{"kind": "Watching", "is": {"count": "M\xc3\xbcller"}}',
        b"\xff\xfe",
        b"[" * 5000,
    ],
)
def test_what_is_no_message_is_told_without_its_content(line: bytes) -> None:
    with pytest.raises(ValueError, match=r"^not a message of this version$"):
        decode(line)


@given(line=st.binary(max_size=60))
def test_no_bytes_do_harm(line: bytes) -> None:
    with pytest.raises(ValueError, match="not a message"):
        decode(line)
