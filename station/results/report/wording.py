"""What a report says in words and numbers, in the language of its catalogue."""

from __future__ import annotations

from datetime import datetime

from station.drills.ladder import Ending
from station.posture.measures import MEASURES
from station.results.report.change import Difference
from station.results.report.judged_by import JudgedBy
from station.results.report.values import KeptTest
from station.screen.words import Words, reason_key

_UNITS = {measure.name: measure.unit for measure in MEASURES}
NOT_KNOWN = "\N{EN DASH}"
_MINUS = "\N{MINUS SIGN}"
_ENDED = {Ending.LEFT.value: "left", Ending.SKIPPED.value: "skipped"}


def measure_name(measure: str, words: Words) -> str:
    """A measure as a coach calls it."""
    return words.get(f"report.{measure}", "name")


def unit_of(measure: str) -> str:
    """mm or the sign of degrees."""
    return "°" if _UNITS[measure] == "deg" else _UNITS[measure]


def axis_of(measure: str, words: Words) -> str:
    """A measure with its unit, for an axis."""
    return f"{measure_name(measure, words)}, {unit_of(measure)}"


def quantity(value: float | None, measure: str, form: str = ".0f") -> str:
    """A value with its unit, such as "12°" or "4 mm"; a dash for what was not measured."""
    if value is None:
        return NOT_KNOWN
    # Rounded first: there is no minus zero.
    number = format(round(value) + 0 if form.endswith(".0f") else value, form)
    unit = unit_of(measure)
    return number.replace("-", _MINUS) + (unit if unit == "°" else f"\N{NO-BREAK SPACE}{unit}")


def by_words(difference: Difference) -> str:
    """How much more or less, with its sign."""
    form = "+.0f" if round(difference.by) else ".0f"
    return quantity(difference.by, difference.measure, form)


def day(moment: datetime, trusted: bool) -> str:
    """The day where the station stands, as short as can be; doubted where nobody knows it."""
    return f"{moment.astimezone():%Y-%m-%d}{'' if trusted else ' ?'}"


def when(moment: datetime, trusted: bool, words: Words) -> str:
    """Day and time where the station stands, or that nobody knows them."""
    local = moment.astimezone()
    told = f"{local:%Y-%m-%d}\N{NO-BREAK SPACE}{local:%H:%M}"
    return told if trusted else f"{told} ({words.get('report', 'date_not_sure')})"


def drill_title(by: JudgedBy, name: str, words: Words) -> str:
    """What a drill is called; one that is not there any more by the name of its file."""
    return name if by.drill is None else words.title(by.drill)


def wall_words(wall_mm: float | None, words: Words) -> str:
    """Where the wall stood."""
    if wall_mm is None:
        return words.get("report", "no_wall")
    return words.get("report", "wall_at", wall_cm=words.cm(wall_mm / 1000))


def verdict_word(passed: bool | None, words: Words) -> str:
    """Passed, not passed, not judged."""
    key = {True: "passed", False: "not_passed", None: "not_judged"}[passed]
    return words.get("report", key)


def verdict_sentence(test: KeptTest, words: Words) -> str:
    """What was seen, or why nothing can be said, in one sentence or two."""
    seen = _in_how_many(test, words)
    if test.passed is None:
        told = words.get("report", "was_seen", seen=seen) if seen else ""
        return f"{_why_not_judged(test, words)} {told}".strip()
    if test.passed is False and seen:
        return words.get("report", "was_seen", seen=seen)
    judged = len(test.judged)
    if not seen:
        return words.get("report", "all_clean", clean=test.clean, judged=judged)
    return words.get("report", "nothing_counts", clean=test.clean, judged=judged, seen=seen)


def _why_not_judged(test: KeptTest, words: Words) -> str:
    judged, asked = len(test.judged), test.asked or len(test.tries)
    hidden = sum(not each.back_judged for each in test.judged)
    if judged >= asked and hidden:
        return words.get("report", "back_hidden", count=hidden, judged=judged)
    why = [words.get("reason", reason_key(reason)) for reason in test.reasons]
    if test.ending in _ENDED:
        why.append(words.get("report", _ENDED[test.ending]))
    if not why:
        return words.get("report", "could_not", judged=judged, asked=asked)
    return words.get("report", "could_not_why", judged=judged, asked=asked, why=", ".join(why))


def _in_how_many(test: KeptTest, words: Words) -> str:
    """The faults that count; where none does, all that were seen."""
    counting = [fault for fault in test.seen if test.counts(fault)]
    return ", ".join(
        words.get(
            "report",
            "in_of",
            fault=words.get("fault", fault),
            count=test.seen[fault],
            of=len(test.judged),
        )
        for fault in counting or test.seen
    )


def own_range_words(by: JudgedBy, words: Words) -> str | None:
    """By which range of their own an athlete was judged, in a contrast drill."""
    if by.own_range is None:
        return None
    shown = [f"{deg:.0f}°" for deg in (by.own_range.round_deg, by.own_range.arch_deg)]
    return words.get("report", "own_range", round_deg=shown[0], arch_deg=shown[1])


def difference_words(difference: Difference, words: Words) -> str:
    """Such as "Low back rounds 21° → 9°"."""
    measure = difference.measure
    return words.get(
        "report",
        "differs",
        measure=measure_name(measure, words),
        before=quantity(difference.before, measure),
        now=quantity(difference.now, measure),
    )
