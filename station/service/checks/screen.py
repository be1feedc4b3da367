"""Screen and sound: would SDL find a display, and does it stay lit?"""

from __future__ import annotations

import os
import shutil

from station.config import SoundSettings
from station.display import display_available
from station.service.checks.check import Check, Host, fail, good, warn
from station.service.health import Health

_ASK_S = 5.0
_GROUPS = ("video", "render")


def check_screen(host: Host, running: Health | None) -> list[Check]:
    """The display as the station would open it, and its blanking."""
    if running is not None:
        return [good("screen", f"the running station draws: {running.state}"), _blanking(host)]
    return [_display(host), _blanking(host)]


def _display(host: Host) -> Check:
    name, given = "screen", host.environment
    dri = host.path("dev/dri")
    if display_available(given, dri, host.path("sys/class/drm")):
        desktop = given.get("WAYLAND_DISPLAY"), given.get("DISPLAY")
        driver = "wayland" if desktop[0] else "x11" if desktop[1] else "kmsdrm, no desktop"
        return good(name, driver)
    cards = sorted(dri.glob("card*"))
    if not cards:
        return fail(name, "no graphics card", "connect a screen to the HDMI port and start anew")
    if not any(os.access(card, os.R_OK | os.W_OK) for card in cards):
        missing = " and ".join(group for group in _GROUPS if group not in host.groups)
        do = f"join the groups {missing or 'video and render'}, then log in again"
        return fail(name, f"user {host.user} may not open {cards[0]}", do)
    return fail(name, "no screen is connected", "plug in its HDMI cable and switch it on")


def _blanking(host: Host) -> Check:
    """The console goes dark after ``consoleblank`` seconds; the desktop by raspi-config."""
    name = "screen blanking"
    if host.environment.get("WAYLAND_DISPLAY") or host.environment.get("DISPLAY"):
        answer = host.run(["raspi-config", "nonint", "get_blanking"], _ASK_S).out.strip()
        if answer == "0":
            do = "switch it off: sudo raspi-config, Display Options, Screen Blanking"
            return warn(name, "on: the desktop goes dark", do)
        return good(name, "off" if answer else "not known on this desktop")
    seconds = host.text("sys/module/kernel/parameters/consoleblank")
    if seconds.isdecimal() and int(seconds) > 0:
        do = "add consoleblank=0 to /boot/firmware/cmdline.txt"
        return warn(name, f"the screen goes dark after {seconds} s", do)
    return good(name, "off")


def check_sound(host: Host, sound: SoundSettings) -> Check:
    """The loudspeaker and the voice, as far as the settings want them; the buzzer is no part."""
    name = "sound"
    if not sound.volume:
        return good(name, "off in the settings")
    cards = host.text("proc/asound/cards")
    has_card = bool(cards) and "no soundcards" not in cards
    if sound.speech and not has_card:
        return warn(name, "no loudspeaker, so no speech", "plug one in, or set speech = false")
    if sound.speech and shutil.which("espeak-ng", path=host.environment.get("PATH")) is None:
        return warn(name, "no speech: espeak-ng is missing", "sudo apt install espeak-ng")
    return good(name, "loudspeaker and buzzer" if has_card else "no loudspeaker; the buzzer does")
