"""Writes LIMITS.md: ``python -m tests.lab.limits_page``. What stands there is worked out anew."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from station.bench import what_limits as ruler
from station.bench.findings import ASKED
from station.bench.other_causes import Shown, causes
from station.bench.wording import quantity, short_name

PAGE = Path(__file__).with_name("LIMITS.md")
_HEAD = """\
# What limits each number

Worked out by `station/bench/what_limits.py` and `other_causes.py` from the constants of the
simulated sensor, of the body and of the station's own filters, and written here by
`python -m tests.lab.limits_page`. Nothing below is measured; what is measured stands beside it in
the page of `station bench --report PAGE.html --lab .lab/results.json`.
"""


def page() -> str:
    """The whole file."""
    return "\n".join([_HEAD, _ruler(), _floors(), _causes()])


def _ruler() -> str:
    rows = [
        (mode.name, f"{mode.pixel_mm:.1f}", f"{mode.ragged_mm:.1f}", f"{mode.depth_noise_mm:.0f}")
        for mode in ruler.MODES
    ]
    return f"""\
## The ruler: one pixel

At {ruler.DISTANCE_M:g} m a pixel covers z / f. The outline that a stereo camera sees strays by
{ruler.RAGGED_PX:g} pixels rms from row to row, about {ruler.RAGGED_ROWS} rows together.
The depth of a single pixel is far worse, z² · {ruler.NOISE_PX:g} px / (f · {ruler.BASELINE_M:g} m),
so lengths are taken across the picture, from many rows.

{_table(("depth mode", "one pixel, mm", "outline strays, mm", "depth of a pixel, mm"), rows)}"""


def _floors() -> str:
    rows = []
    for floor in ruler.floors():
        name = floor.measure
        numbers = (floor.one_frame, floor.filtered, floor.lag, floor.standing, floor.mean_abs)
        one, filtered, lag, standing, mean = (quantity(number, name) for number in numbers)
        averaged = f"{1000 * floor.averaged_s:.0f} ms"
        asked = quantity(ASKED[name], name, "g")
        rows.append(
            (short_name(name), floor.lever, one, averaged, filtered, lag, standing, mean, asked)
        )
    heading = ("measure", "read from", "one frame", "filter averages", "after it", "lag")
    return f"""\
## From the ruler to each number

A stretch of outline is placed by straying / √rows, rows counted as independent; its direction over
a length L by straying · √(12 / rows) / L. So the shortest lever costs most: the lower back's. The
filter averages over the time given; it is behind an ordinary hinge by its lag
({100 * ruler.HIP_TRAVEL_M:g} cm in {ruler.LOWERING_S:g} s); the still second that is zero has noise
of its own. {ruler.USUAL.name}, {ruler.FPS:g} frames a second, all as standard deviations; the last
but one column is the mean error that this alone makes.

{_table((*heading, "standing zero", "mean error so far", "asked"), rows)}
A whole body fitted at once uses more of the outline than two tangents do and can be quieter than
this; what it then pays is what a body does that the fitted one does not.
"""


def _causes() -> str:
    """Grouped by who can show how much of it there is."""
    text = "## What else moves them\n"
    for shown in Shown:
        rows = [(c.what, c.arithmetic, c.result) for c in causes() if c.shown is shown]
        title = f"{shown[0].upper()}{shown[1:]}"
        text += f"\n### {title}\n\n{_table(('cause', 'arithmetic', 'comes to'), rows)}"
    return text + (
        "\nThe last lines of `hardware/bring-up.md` are for what only a real camera can show. Until"
        "\nthey are filled in, this is what to expect and not what was seen.\n"
    )


def _table(heading: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [heading, ("---",) * len(heading), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
