"""Tests reach nothing beyond this machine."""

import socket

import pytest

from tests.support.network import Fence, OutsideWorld, is_here


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        pytest.param("127.0.0.1", True, id="loopback"),
        pytest.param("127.8.9.1", True, id="all of 127"),
        pytest.param("::1", True, id="loopback of version 6"),
        pytest.param("localhost", True, id="its name"),
        pytest.param(b"localhost", True, id="its name in bytes"),
        pytest.param(None, True, id="no host at all"),
        pytest.param("10.0.0.1", False, id="the network of the house"),
        pytest.param("93.184.216.34", False, id="the world"),
        pytest.param("example.org", False, id="a name in the world"),
        pytest.param("localhost.example.org", False, id="a name that only begins like ours"),
    ],
)
def test_what_is_this_machine(host: str | bytes | None, expected: bool) -> None:
    assert is_here(host) is expected


def test_connecting_to_the_world_is_refused(fence: Fence) -> None:
    with socket.socket() as plug, pytest.raises(OutsideWorld):
        plug.connect(("192.0.2.1", 80))
    with pytest.raises(OutsideWorld):
        socket.getaddrinfo("example.org", 80)
    assert fence.what_was_tried() == ["socket.connect 192.0.2.1", "socket.getaddrinfo example.org"]


def test_connecting_to_this_machine_is_allowed(fence: Fence) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        assert fence.what_was_tried() == []
