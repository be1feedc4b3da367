"""By which names the page may be asked for, and by whom."""

from __future__ import annotations

import ipaddress
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.coach.address import is_local, may_be_called, own_address


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "192.168.4.1", "localhost", "wall-tap.local", "WALL-TAP.LOCAL."]
)
def test_addresses_and_local_names_are_ours_at_the_right_port(host: str) -> None:
    assert may_be_called(f"{host}:8080", 8080)
    assert not may_be_called(f"{host}:8081", 8080)
    assert not may_be_called(host, 8080)
    assert may_be_called(host, 80)


@pytest.mark.parametrize(
    "host",
    [
        *("", ".", "evil.example", "127.0.0.1.evil.example", "evil.example.local", "a b.local"),
        *(".local", "localhost.evil.example", "[::1]", "0x7f000001", "127.1", "127.0.0.1@evil"),
        *("127.0.0.1:8080", "wall-tap.local/", "xn--80ak6aa92e.com", "-" * 64 + ".local"),
    ],
)
def test_other_names_are_not(host: str) -> None:
    assert not may_be_called(f"{host}:8080", 8080)


@given(host=st.text(max_size=40))
def test_any_text_is_answered(host: str) -> None:
    assert may_be_called(host, 8080) in (True, False)


def test_this_computers_own_name_is_ours() -> None:
    assert may_be_called(f"{socket.gethostname()}:8080", 8080)


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("127.0.0.1", True),
        ("10.4.5.6", True),
        ("172.16.0.9", True),
        ("192.168.178.20", True),
        ("169.254.7.7", True),
        ("8.8.8.8", False),
        ("100.64.0.1", False),
        ("", False),
        ("nobody", False),
    ],
)
def test_only_a_local_network_is_served(address: str, local: bool) -> None:
    assert is_local(address) is local


def test_the_own_address_is_one_or_a_local_name() -> None:
    found = own_address()
    assert found.endswith(".local") or not ipaddress.ip_address(found).is_loopback
