"""Files as no person and no broken disk has left them yet, of each kind."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import strategies as st

from station.config import defaults_dir
from station.config.catalogue import KEYS, SECTIONS, Catalogue
from station.config.catalogue import SETTINGS as STATION_KEYS
from station.config.drills import DRILL_KEYS, drill_files
from station.config.loading import READY
from tests.made_calibration import CALIBRATION

_ODD_TEXTS = (
    "",
    "nan",
    "x" * 600,
    "tab\t\x1b[31m\r\n",
    "\u202egnp",
    "größe",
    "🪑",
    "~",
    "~\0",
    "~/x",
)
_ODD_VALUES = (
    *("nan", "inf", "-inf", "1e400", "-0.0", "9" * 5000, "0x" + "f" * 5000, "-1", "10", "0.5"),
    *("true", "false", "[]", "{}", "1979-05-27T07:32:00Z", "07:32:00", '"""\na\n"""', "'''", ""),
    *("[" * 3000, "[" * 200 + "]" * 200, "{a=" * 200 + "1" + "}" * 200, '"\\ud800"', '"\\u0000"'),
)
_ODD_BYTES = (
    b"\xef\xbb\xbf",
    b"\0",
    b"\xff\xfe",
    b"\r",
    b'"',
    b"[",
    b"#",
    b"=",
    b"\n",
    b"\xf0\x9f",
)
_EXAMPLE = (defaults_dir() / "station.toml").read_bytes()
_READY = [(defaults_dir() / f"{name}.toml").read_bytes() for name in READY]
_DRILLS = [file.read_bytes() for file in drill_files(Path("/nowhere")).values()]
_KEPT = CALIBRATION.model_dump_json(indent=2).encode() + b"\n"

_texts = st.one_of(st.sampled_from(_ODD_TEXTS), st.text(max_size=40))
_quoted = _texts.map(lambda text: json.dumps(text, ensure_ascii=False))
_values = st.one_of(
    st.sampled_from(_ODD_VALUES),
    _quoted,
    st.integers().map(str),
    st.floats().map(repr),
    st.lists(st.integers(), max_size=3).map(str),
)
_names = st.one_of(
    st.sampled_from([key.name for key in KEYS.values()]),
    st.sampled_from(sorted(KEYS)),
    st.text("abct_-.", min_size=1, max_size=12),
    _quoted,
)
_sections = st.one_of(st.sampled_from(list(SECTIONS)), _names)


@st.composite
def _made_settings(draw: st.DrawFn) -> bytes:
    """Sections, known or not, with keys, known or not, and any value."""
    lines = []
    for _ in range(draw(st.integers(0, 3))):
        lines.append(
            draw(st.sampled_from(("[{}]", "[{}]", "[[{}]]", "{} = 1"))).format(draw(_sections))
        )
        keys = draw(st.lists(st.tuples(_names, _values), max_size=3))
        lines += [f"{name} = {value}" for name, value in keys]
    end = draw(st.sampled_from(("\n", "\r\n", "\r")))
    return end.join(lines).encode("utf-8", "surrogatepass")


@st.composite
def _set_right(draw: st.DrawFn, catalogue: Catalogue) -> bytes:
    """A known key in its own section with a value that may be right."""
    key = draw(st.sampled_from(list(catalogue.keys.values())))
    value = draw(st.one_of(_values, st.floats(0, 40).map(repr), st.integers(0, 40).map(str)))
    return f"[{key.section}]\n{key.name} = {value}\n".encode("utf-8", "surrogatepass")


@st.composite
def _changed(draw: st.DrawFn, whole: bytes) -> bytes:
    """A file that was right, after a few accidents."""
    content = whole
    for _ in range(draw(st.integers(1, 3))):
        lines = content.split(b"\n")
        place = draw(st.integers(0, len(lines) - 1))
        line = lines[place]
        name, equals, value = line.partition(b" = " if b" = " in line else b": ")
        accident = draw(
            st.sampled_from(("value", "name", "twice", "gone", "swap", "cut", "put", "end"))
        )
        if accident == "value" and equals:
            lines[place] = name + equals + draw(_values).encode("utf-8", "surrogatepass")
        elif accident == "name" and equals:
            lines[place] = draw(_names).encode("utf-8", "surrogatepass") + equals + value
        elif accident == "twice":
            lines.insert(place, line)
        elif accident == "gone":
            del lines[place]
        elif accident == "swap":
            lines[place] = line.swapcase()
        content = b"\n".join(lines)
        at = draw(st.integers(0, len(content)))
        if accident == "cut":
            content = content[:at]
        elif accident == "put":
            content = content[:at] + draw(st.sampled_from(_ODD_BYTES)) + content[at:]
        elif accident == "end":
            content = content.rstrip(b"\n").replace(b"\n", b"\r\n")
    return content


_json = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), _texts),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(_texts, inner, max_size=3)
    ),
    max_leaves=5,
)


_dates = st.sampled_from(
    ("0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59-23:00", "2026-11-21", "1969-12-31T00:00:00Z")
)


@st.composite
def _made_calibration(draw: st.DrawFn) -> bytes:
    """The right keys with a few wrong values, and a key too many or too few."""
    kept = json.loads(_KEPT)
    for name in draw(st.lists(st.sampled_from(list(kept)), max_size=2)):
        kept[name] = draw(st.one_of(_json, st.floats(-3, 3), _dates))
    kept.update(draw(st.dictionaries(_texts, _json, max_size=1)))
    return json.dumps(kept, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")


SETTINGS = st.one_of(
    st.binary(max_size=60),
    _made_settings(),
    _set_right(STATION_KEYS),
    st.sampled_from([_EXAMPLE, *_READY]).flatmap(_changed),
)
"""The bytes of a settings file."""

DRILLS = st.one_of(
    st.binary(max_size=60),
    _set_right(DRILL_KEYS),
    st.sampled_from(_DRILLS).flatmap(_changed),
)
"""The bytes of a drill file."""

CALIBRATIONS = st.one_of(
    st.binary(max_size=60),
    _json.map(lambda value: json.dumps(value).encode()),
    _made_calibration(),
    _changed(_KEPT),
)
"""The bytes of a calibration."""
