"""Within the fence nothing connects to a private address, whoever asks and however."""

from __future__ import annotations

import contextvars
import socket
import threading

import pytest

from foreigndesk.capture.fencing import public_only


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as there:
        yield there.getsockname()[1]


def test_every_way_to_connect_is_refused_within_and_open_without(port):
    with public_only() as refused:
        for host in ("127.0.0.1", "localhost", "2130706433", "0x7f.1", "0"):
            with pytest.raises(OSError, match="no public address"):
                socket.create_connection((host, port), timeout=2)
        with socket.socket() as one, pytest.raises(OSError, match="no public address"):
            one.connect_ex(("127.0.0.1", port))
        with socket.socket() as one, pytest.raises(OSError, match="no public address"):
            one.connect(("localhost", port))
        with socket.socket(type=socket.SOCK_DGRAM) as one, pytest.raises(OSError, match="public"):
            one.sendto(b"x", ("127.0.0.1", port))
    assert len(refused) == 8
    socket.create_connection(("127.0.0.1", port), timeout=2).close()


def test_a_thread_that_is_handed_the_context_is_fenced_and_another_is_not(port):
    got: dict[str, bool] = {}

    def connect(name: str) -> None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=2).close()
            got[name] = True
        except OSError:
            got[name] = False

    with public_only():
        held = contextvars.copy_context()
        threads = [
            threading.Thread(target=held.run, args=(connect, "handed")),
            threading.Thread(target=connect, args=("other",)),
        ]
        for thread in threads:
            thread.start()
            thread.join()
    assert got == {"handed": False, "other": True}
