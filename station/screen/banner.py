"""The strip that says what is not real: a simulated athlete, a simulated light and buzzer."""

from __future__ import annotations

from station.screen.canvas import Canvas
from station.screen.layout import NOTICE
from station.screen.shapes import disc
from station.screen.theme import mix
from station.signals.patterns import SignalState

_JOINT = "   ·   "


def draw_banner(canvas: Canvas, notices: tuple[str, ...]) -> None:
    """The still part: one strip along the top with all notices."""
    strip = canvas.layout.banner
    if not notices:
        return
    canvas.surface.fill(canvas.theme.banner, strip)
    canvas.text(
        _JOINT.join(notices),
        NOTICE,
        canvas.theme.banner_text,
        (canvas.layout.content.left, strip.centery - canvas.layout.px(NOTICE) // 2),
        max_width_px=canvas.layout.content.width - canvas.layout.px(14),
    )


def draw_simulated_lamps(canvas: Canvas, state: SignalState) -> None:
    """What the simulated light, lamp and buzzer do now, at the right end of the strip."""
    strip, theme, layout = canvas.layout.banner, canvas.theme, canvas.layout
    if not strip.height:
        return
    dark = mix(theme.banner, theme.banner_text, 0.55)
    radius_px = layout.px(1.7)
    x = layout.content.right - radius_px
    for lit, colour in (
        (state.buzzer_hz > 0.0, theme.text),
        (state.fault_light, theme.fault),
        (state.pass_light, theme.clean),
    ):
        disc(canvas.surface, (x, strip.centery), radius_px, theme.banner_text)
        disc(canvas.surface, (x, strip.centery), radius_px * 0.8, colour if lit else dark)
        x -= round(radius_px * 2.6)
