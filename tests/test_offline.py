"""The suite asks no network; nothing of ours would notice if it were gone."""

from __future__ import annotations

import socket

import pytest
from pytest_socket import SocketConnectBlockedError


@pytest.mark.filterwarnings("ignore:A test tried to use")
@pytest.mark.parametrize(
    ("family", "address"),
    [(socket.AF_INET, ("192.0.2.1", 443)), (socket.AF_INET6, ("2001:db8::1", 443))],
    ids=["IPv4", "IPv6"],
)
def test_no_test_can_connect_to_another_machine(family: int, address: tuple[str, int]):
    """The addresses are those reserved for documents: nobody answers there anyway."""
    with socket.socket(family) as line, pytest.raises(SocketConnectBlockedError):
        line.connect(address)


def test_a_test_may_talk_to_its_own_machine():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
