"""Where the parts of the result screen lie, for a wide and for a tall screen."""

from __future__ import annotations

from dataclasses import dataclass

from pygame import Rect

from station.screen.layout import GUTTER_UNITS, Layout

_UPPER_SHARE = 0.51
"""Of a wide screen: score, figures and code above, cues and tries below."""
_LEFT_SHARE = 0.35
_CODE_UNITS = 37.0
_CAPTION_UNITS = 7.0
_TALL_SCORE_UNITS = 43.0
_TALL_FIGURES_SHARE = 0.30
_TALL_CUES_UNITS = 30.0


@dataclass(frozen=True)
class ResultPlaces:
    """The parts; ``code`` is the square of the QR code with a line of words below it."""

    score: Rect
    figures: Rect
    code: Rect
    cues: Rect
    tries: Rect

    @classmethod
    def of(cls, layout: Layout) -> ResultPlaces:
        """Everything between the margins, on one grid of gutters."""
        return _tall(layout) if layout.portrait else _wide(layout)


def _wide(layout: Layout) -> ResultPlaces:
    content, gutter_px = layout.content, layout.px(GUTTER_UNITS)
    left_px = round(content.width * _LEFT_SHARE)
    upper_px = round(content.height * _UPPER_SHARE)
    score = Rect(content.topleft, (left_px, upper_px))
    code_px = min(layout.px(_CODE_UNITS), upper_px - layout.px(_CAPTION_UNITS))
    code = Rect(content.right - code_px, content.top, code_px, upper_px)
    figures = Rect(score.right + gutter_px, content.top, 0, upper_px)
    figures.width = code.left - gutter_px - figures.left
    top = content.top + upper_px + gutter_px
    cues = Rect(content.left, top, left_px, content.bottom - top)
    tries = Rect(figures.left, top, content.right - figures.left, cues.height)
    return ResultPlaces(score, figures, code, cues, tries)


def _tall(layout: Layout) -> ResultPlaces:
    content, gutter_px = layout.content, layout.px(GUTTER_UNITS)
    score_px = layout.px(_TALL_SCORE_UNITS)
    code_px = score_px - layout.px(_CAPTION_UNITS)
    code = Rect(content.right - code_px, content.top, code_px, score_px)
    score = Rect(content.topleft, (code.left - gutter_px - content.left, score_px))
    figures = Rect(content.left, score.bottom + gutter_px, content.width, 0)
    figures.height = round(content.height * _TALL_FIGURES_SHARE)
    cues = Rect(content.left, figures.bottom + gutter_px, content.width, 0)
    cues.height = layout.px(_TALL_CUES_UNITS)
    tries = Rect(content.left, cues.bottom + gutter_px, content.width, 0)
    tries.height = content.bottom - tries.top
    return ResultPlaces(score, figures, code, cues, tries)
