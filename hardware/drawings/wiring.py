"""The wiring, with the pins of the settings in it so that the two cannot disagree."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import schemdraw
import schemdraw.elements as elm
from gpiozero import pi_info

from station.config import PinSettings

_PI_5 = "d04170"
_FONT = "DejaVu Sans, Verdana, Arial, sans-serif"
_SMALL, _BLUE, _ORANGE, _QUIET = 10.5, "#0b5fa5", "#b35400", "#555555"

# Places in the drawing, in its own units; every output is drawn around the height of its gate.
_ROW = 6.4
_NODE_X, _BOX_X, _FEED_X, _FET_X, _LOAD_X, _TEXT_X = 4.6, (5.4, 9.0), 6.1, 7.4, 12.6, 14.0
_DRAIN, _PLUS = 1.15, 3.15
_PI_WIDTH = 5.4


@dataclass(frozen=True)
class HeaderPin:
    """A pin of the 40-pin header: its number there, and what it carries."""

    number: int
    name: str

    @property
    def label(self) -> str:
        """As it stands in the drawing."""
        name = self.name.replace("GPIO", "GPIO ").replace("3V3", "3.3 V").replace("GND", "ground")
        return f"{name} · pin {self.number}"


def header_pin(bcm: int) -> HeaderPin:
    """Where GPIO ``bcm`` is on the header."""
    ((_, pin),) = pi_info(_PI_5).find_pin(f"GPIO{bcm}")
    return HeaderPin(pin.number, pin.name)


def nearest(name: str, to: HeaderPin, besides: HeaderPin | None = None) -> HeaderPin:
    """The pin of that name (3V3, GND) with the fewest rows between it and another one."""
    taken = 0 if besides is None else besides.number
    pins = [pin for pin in pi_info(_PI_5).headers["J8"].pins.values() if pin.name == name]
    pins = [pin for pin in pins if pin.number != taken]
    pin = min(pins, key=lambda pin: (abs((pin.number + 1) // 2 - (to.number + 1) // 2), pin.number))
    return HeaderPin(pin.number, pin.name)


def wiring_svg(pins: PinSettings) -> bytes:
    """The whole wiring."""
    drawing = schemdraw.Drawing(canvas="svg", show=False)
    drawing.config(font=_FONT, fontsize=12, lw=1.6, bgcolor="white", margin=0.4)
    _output(drawing, 0.0, header_pin(pins.pass_light), ("pass light", "blue", "left or top"), _BLUE)
    _output(
        drawing, -_ROW, header_pin(pins.fault_light), ("fault light", "orange", "right"), _ORANGE
    )
    _output(
        drawing, -2 * _ROW, header_pin(pins.buzzer), ("buzzer", "loudspeaker", "8 Ω, 2 W"), "black"
    )
    bottom = -3 * _ROW + 0.5
    button = header_pin(pins.button)
    ground = nearest("GND", button)
    _button(drawing, bottom, button, ground)
    _supply(drawing, bottom, nearest("GND", header_pin(pins.pass_light), besides=ground))
    _text(drawing, (-_PI_WIDTH / 2, 4.6), "Raspberry Pi 5", size=15)
    _text(drawing, (-_PI_WIDTH / 2, 3.9), "pin: number on its header", colour=_QUIET)
    drawing.add(_box((-_PI_WIDTH, bottom - 5.2), (0.0, 5.2)))
    svg: bytes = drawing.get_imagedata("svg")
    # Another processor may differ in a number's last digit; the drawing must not.
    return re.sub(rb"-?\d+\.\d{3,}", _rounded, svg.strip()) + b"\n"


def _rounded(number: re.Match[bytes]) -> bytes:
    return b"%.2f" % (round(float(number[0]), 2) + 0.0)


def _output(
    drawing: schemdraw.Drawing, y: float, pin: HeaderPin, words: tuple[str, str, str], colour: str
) -> None:
    """One output: pin, gate resistor, pull-down, switch module, load."""
    _pin(drawing, y, pin)
    drawing.add(elm.ResistorIEC().at((0.6, y)).to((3.4, y)).label("220 Ω"))
    drawing.add(elm.Line().at((0, y)).to((0.6, y)))
    drawing.add(elm.Line().at((3.4, y)).to((_NODE_X, y)))
    _down(drawing, elm.ResistorIEC(), (_NODE_X, y), "10 kΩ", loc="top")
    fet = drawing.add(elm.NFet().theta(0).reverse().anchor("drain").at((_FET_X, y + 0.75)))
    drawing.add(elm.Line().at((_NODE_X, y)).to(fet.gate))
    drawing.add(elm.Line().at(fet.source).to((_FET_X, y - 1.6)))
    drawing.add(elm.Ground().theta(0).at((_FET_X, y - 1.6)))
    drain, plus = (_FET_X, y + _DRAIN), (_FET_X, y + _PLUS)
    drawing.add(elm.Line().at(fet.drain).to(drain))
    drawing.add(elm.Dot().at(drain))
    drawing.add(elm.Diode().at(drain).to(plus).label("1N4007", loc="bottom", fontsize=_SMALL))
    drawing.add(elm.Line().at((_FEED_X, plus[1])).to((_LOAD_X - 3.0, plus[1])))
    drawing.add(elm.Line().at((_FEED_X, plus[1])).to((_FEED_X, plus[1] + 0.8)))
    drawing.add(elm.Vdd().theta(0).at((_FEED_X, plus[1] + 0.8)).label("+24 V"))
    drawing.add(elm.Dot().at(plus))
    drawing.add(elm.Line().at(drain).to((_LOAD_X, drain[1])))
    if words[0] == "buzzer":
        _loudspeaker(drawing, plus[1], drain[1])
    else:
        drawing.add(elm.Line().at((_LOAD_X - 3.0, plus[1])).to((_LOAD_X, plus[1])))
        lamp = elm.Lamp2().theta(-90).at((_LOAD_X, plus[1])).length(plus[1] - drain[1])
        drawing.add(lamp.color(colour))
    for line, text in enumerate(words):
        size, ink = (13.0, colour) if line == 0 else (_SMALL, _QUIET)
        _text(drawing, (_TEXT_X, y + 2.75 - 0.6 * line), text, size=size, colour=ink, side="left")
    drawing.add(_box((_BOX_X[0], y - 1.1), (_BOX_X[1], y + 3.55), dashed=True))
    inputs = (_BOX_X[0], y), (_FET_X, y - 1.1), (_FEED_X, y + 3.55)
    for terminal in (*inputs, (_BOX_X[1], plus[1]), (_BOX_X[1], drain[1])):
        drawing.add(elm.Dot(open=True).theta(0).at(terminal).zorder(9))
    _text(drawing, (_BOX_X[1] + 0.15, plus[1] - 0.32), "+", side="left")
    _text(drawing, (_BOX_X[1] + 0.15, drain[1] - 0.32), "-", side="left")
    _text(drawing, (_BOX_X[1] - 0.2, y - 0.3), "switch", colour=_QUIET, side="right")
    _text(drawing, (_BOX_X[1] - 0.2, y - 0.75), "module", colour=_QUIET, side="right")


def _loudspeaker(drawing: schemdraw.Drawing, plus_y: float, drain_y: float) -> None:
    speaker_y = (plus_y + drain_y) / 2 + 0.25
    resistor = elm.ResistorIEC().at((_LOAD_X - 3.0, plus_y)).to((_LOAD_X, plus_y))
    drawing.add(resistor.label("150 Ω, 5 W", fontsize=_SMALL))
    speaker = drawing.add(elm.Speaker().theta(0).anchor("in1").at((_LOAD_X, speaker_y)))
    drawing.add(elm.Line().at((_LOAD_X, plus_y)).to(speaker.in1))
    drawing.add(elm.Line().at(speaker.in2).to((_LOAD_X, drain_y)))


def _button(drawing: schemdraw.Drawing, y: float, pin: HeaderPin, ground: HeaderPin) -> None:
    """The button grounds its pin; the pull-up sends enough current to keep its contact clean."""
    _pin(drawing, y, pin)
    _pin(drawing, y + 2.4, nearest("3V3", pin))
    drawing.add(elm.Line().at((0, y)).to((0.6, y)))
    drawing.add(elm.ResistorIEC().at((0.6, y)).to((3.4, y)).label("1 kΩ"))
    drawing.add(elm.Line().at((3.4, y)).to((_FET_X, y)))
    drawing.add(elm.Line().at((0, y + 2.4)).to((_NODE_X, y + 2.4)))
    pull_up = elm.ResistorIEC().at((_NODE_X, y + 2.4)).to((_NODE_X, y))
    drawing.add(pull_up.label("1 kΩ", loc="bottom"))
    _down(drawing, elm.Capacitor(), (_NODE_X, y), "100 nF")
    drawing.add(elm.Button().at((_FET_X, y)).to((_FET_X, y - 2.2)))
    _pin(drawing, y - 2.2, ground)
    drawing.add(elm.Line().at((0, y - 2.2)).to((_FET_X, y - 2.2)))
    drawing.add(elm.Dot().at((_NODE_X, y - 2.2)))
    _text(drawing, (_FET_X + 0.7, y - 0.9), "button", size=13, side="left")
    _text(drawing, (_FET_X + 0.7, y - 1.45), "normally open", colour=_QUIET, side="left")


def _supply(drawing: schemdraw.Drawing, y: float, ground: HeaderPin) -> None:
    """The 24 V of lamps and buzzer; its minus is the one ground of everything."""
    _pin(drawing, y - 4.4, ground)
    drawing.add(elm.Line().at((0, y - 4.4)).to((13.2, y - 4.4)))
    drawing.add(elm.Ground().theta(0).at((_FET_X, y - 4.4)))
    drawing.add(elm.Dot().at((_FET_X, y - 4.4)))
    _text(drawing, (_FET_X - 0.5, y - 4.9), "all grounds are joined", colour=_QUIET, side="right")
    drawing.add(elm.Line().at((13.2, y - 4.4)).to((13.2, y - 2.9)))
    drawing.add(_box((11.6, y - 2.9), (16.4, y - 0.9)))
    _text(drawing, (14.0, y - 1.6), "24 V DC, 1 A", size=13)
    _text(drawing, (14.0, y - 2.3), "its own mains adapter", colour=_QUIET)
    _text(drawing, (12.8, y - 3.3), "-", size=14, side="right")
    _text(drawing, (12.8, y - 0.5), "+", size=14, side="right")
    drawing.add(elm.FuseIEC().at((13.2, y - 0.9)).to((13.2, y + 1.6)))
    _text(drawing, (13.7, y + 0.4), "fuse T 500 mA", side="left")
    drawing.add(elm.Vdd().theta(0).at((13.2, y + 1.6)).label("+24 V"))


def _pin(drawing: schemdraw.Drawing, y: float, pin: HeaderPin) -> None:
    drawing.add(elm.Dot(open=True).theta(0).at((0.0, y)).zorder(9))
    _text(drawing, (-0.3, y), pin.label, size=13, side="right")


def _down(
    drawing: schemdraw.Drawing,
    element: elm.Element2Term,
    at: tuple[float, float],
    label: str,
    *,
    loc: Literal["top", "bottom"] = "bottom",
) -> None:
    """A part from a node to ground, or to the ground wire 2.2 below."""
    below = (at[0], at[1] - 2.2)
    drawing.add(elm.Dot().at(at))
    drawing.add(element.at(at).to(below).label(label, loc=loc))
    drawing.add(elm.Ground().theta(0).at(below))


def _box(low: tuple[float, float], high: tuple[float, float], dashed: bool = False) -> elm.Element:
    box = elm.Rect(corner1=low, corner2=high).theta(0).at((0, 0))
    return box.linestyle("--").color(_QUIET).linewidth(1.1) if dashed else box


def _text(
    drawing: schemdraw.Drawing,
    at: tuple[float, float],
    text: str,
    *,
    size: float = _SMALL,
    colour: str = "black",
    side: Literal["left", "center", "right"] = "center",
) -> None:
    label = elm.Label().theta(0).at(at).label(text, fontsize=size, halign=side, valign="center")
    drawing.add(label.color(colour))
