"""Where the page is found, and by which names it may be asked for."""

from __future__ import annotations

import fcntl
import ipaddress
import re
import socket
import struct

_ANYWHERE = ("192.0.2.1", 9)
"""Nothing is sent there (RFC 5737); only the way is asked for."""
_SIOCGIFADDR = 0x8915
"""An interface's IPv4 address; Linux, netdevice(7)."""


def own_address() -> str:
    """This machine's IPv4 address on the local network; its name in mDNS without one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(_ANYWHERE)
            return str(asked.getsockname()[0])
        except OSError:
            pass  # A network without a way out, such as the station's own.
        for _, name in socket.if_nameindex():
            packed = struct.pack("256s", name.encode()[:15])
            try:
                address = socket.inet_ntoa(fcntl.ioctl(asked, _SIOCGIFADDR, packed)[20:24])
            except OSError:
                continue
            if not ipaddress.ip_address(address).is_loopback:
                return address
    return f"{socket.gethostname()}.local"


def is_local(address: str) -> bool:
    """Whether a client is on a local network: private, link-local or this machine."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return found.is_private or found.is_link_local or found.is_loopback


def may_be_called(host: str, port: int) -> bool:
    """Whether a Host header names this page.

    An address, this machine's name, or one in ``.local``: a foreign name that was made to point
    here (DNS rebinding) is none of them.
    """
    name, _, given = host.rpartition(":") if re.search(r":[0-9]{1,5}$", host) else (host, "", "80")
    if int(given) != port:
        return False
    name = name.lower().removesuffix(".")
    try:
        return ipaddress.ip_address(name.removeprefix("[").removesuffix("]")).version == 4
    except ValueError:
        own = ("localhost", socket.gethostname().lower())
        return name in own or re.fullmatch(r"[a-z0-9-]{1,63}\.local", name) is not None
