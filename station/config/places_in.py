"""In which line of a TOML file each key and section stands."""

from __future__ import annotations

import re
import tomllib

KeyPath = tuple[str, ...]

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*"
    r"|[\n\[\]{}=.,]"
    r"|[^\s\[\]{}=.,\"'\#]+",
    re.DOTALL,
)


def lines_of(toml: str) -> dict[KeyPath, int]:
    """The line, counted from 1, of every section and key that begins one.

    ``toml`` must be valid TOML with ``\\n`` for line ends. Keys inside an inline table are not
    listed: they stand in the line of the table.
    """
    lines: dict[KeyPath, int] = {}
    section: KeyPath = ()
    statement: list[str] = []
    number = statement_line = 1
    for token in (*_TOKEN.findall(toml), "\n"):
        if token.startswith("#"):
            continue
        if token != "\n":
            statement_line = statement_line if statement else number
            statement.append(token)
        elif statement and _is_whole(statement):
            path = _path(statement)
            if statement[0] == "[":
                section = path
                path = ()
            whole = (*section, *path)
            # Of several [[tables]], and of a section begun by a key of it, the first.
            for depth in range(1, len(whole) + 1):
                lines.setdefault(whole[:depth], statement_line)
            statement = []
        number += token.count("\n")
    return lines


def line_of(lines: dict[KeyPath, int], path: KeyPath) -> int | None:
    """The line of ``path``, or of the nearest thing around it that has one."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path)


def _is_whole(statement: list[str]) -> bool:
    """Whether a line end ends the statement, and no array goes on in the next line."""
    opened = sum(token in ("[", "{") for token in statement)
    return opened == sum(token in ("]", "}") for token in statement)


def _path(statement: list[str]) -> KeyPath:
    """The key before the ``=``, or the name of the section between brackets."""
    words = statement[: statement.index("=")] if "=" in statement else statement
    return tuple(_bare(word) for word in words if word not in ("[", "]", "."))


def _bare(word: str) -> str:
    if word[0] not in "\"'":
        return word
    return str(tomllib.loads(f"word = {word}")["word"])
