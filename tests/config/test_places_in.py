"""Every key and section is found in the line in which a reader finds it."""

from __future__ import annotations

import tomllib

from station.config.places_in import line_of, lines_of

FILE = r"""# [not] = "a section"
top = 1
dotted . "key=x" = '#'

  [ "te.st" ]  # a comment with 'quotes" and = signs
text = '''
text = [ # not a key
'''
after = "\"\"\" = 3"
list = [ 1, # ]
  { a = 1, b = [ "]" ] },
]
inline = { one = { two = 2 } }
[[many]]
x = 1
[[many]]
x = 2
[a.b.c]
d = 1979-05-27T07:32:00Z
"""


def test_keys_and_sections_wherever_they_stand() -> None:
    assert tomllib.loads(FILE)
    assert lines_of(FILE) == {
        ("top",): 2,
        ("dotted",): 3,
        ("dotted", "key=x"): 3,
        ("te.st",): 5,
        ("te.st", "text"): 6,
        ("te.st", "after"): 9,
        ("te.st", "list"): 10,
        ("te.st", "inline"): 13,
        ("many",): 14,
        ("many", "x"): 15,
        ("a",): 18,
        ("a", "b"): 18,
        ("a", "b", "c"): 18,
        ("a", "b", "c", "d"): 19,
    }


def test_what_has_no_line_of_its_own_is_where_its_surroundings_are() -> None:
    lines = lines_of(FILE)
    assert line_of(lines, ("te.st", "inline", "one", "two")) == 13
    assert line_of(lines, ("elsewhere", "x")) is None
