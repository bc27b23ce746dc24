"""A fetch ends when its time is over, whatever the server does; a packed answer stays small."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator

import httpx
import pytest

from foreigndesk.capture import Limits, Problem, bounded, from_url, web
from foreigndesk.capture.posting import post
from foreigndesk.records import Capture

PAGE = b"<!DOCTYPE html><html><body><p>The talks began.</p></body></html>"


def fetch(data: bytes, packing: str) -> Capture | Problem:
    answer = httpx.Response(200, stream=httpx.ByteStream(data))
    answer.headers["content-encoding"] = packing
    return from_url(
        "http://quayside.example/",
        Limits(max_bytes=1_000_000),
        resolver=lambda host, port: ["93.184.215.14"],
        transport=httpx.MockTransport(lambda request: answer),
    )


@pytest.mark.parametrize(
    ("packing", "pack"),
    [
        ("gzip", gzip.compress),
        ("X-GZIP", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data, wbits=-15)),
        ("identity", bytes),
        ("", bytes),
    ],
)
def test_what_is_packed_as_we_asked_is_unpacked(packing: str, pack: Callable[[bytes], bytes]):
    long = PAGE + b"<p>more</p>" * 20_000
    found = fetch(pack(long), packing)
    assert isinstance(found, Capture)
    assert found.data == long


@pytest.mark.parametrize(
    ("data", "packing", "said"),
    [
        (gzip.compress(gzip.compress(PAGE)), "gzip, gzip", "not asked for"),
        (PAGE, "br", "not asked for"),
        (PAGE, "zstd", "not asked for"),
        (PAGE, "gzip", "damaged"),
        (gzip.compress(PAGE)[:-12], "gzip", "breaks off"),
        (b"", "gzip", "breaks off"),
    ],
)
def test_what_is_packed_otherwise_or_broken_is_said(data: bytes, packing: str, said: str):
    found = fetch(data, packing)
    assert isinstance(found, Problem)
    assert said in found.message


def test_a_bomb_is_not_unpacked():
    bomb = gzip.compress(bytes(200_000_000))
    tracemalloc.start()
    found = fetch(bomb, "gzip")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(found, Problem)
    assert "over the limit" in found.message
    assert most < 20_000_000


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[bytes], str]]:
    """A server that sends a beginning, and then a byte each twentieth of a second for long."""
    monkeypatch.setattr(web, "public", lambda address: True)
    done = threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))
    begun = b""

    def serve() -> None:
        there, _ = listening.accept()
        with there:
            there.recv(65_536)
            there.sendall(begun)
            ends = time.monotonic() + 6
            while not done.wait(0.05) and time.monotonic() < ends:
                try:
                    there.sendall(b"x")
                except OSError:
                    return

    thread = threading.Thread(target=serve, daemon=True)

    def begin(beginning: bytes) -> str:
        nonlocal begun
        begun = beginning
        thread.start()
        return f"http://127.0.0.1:{listening.getsockname()[1]}/"

    yield begin
    done.set()
    thread.join(5)
    listening.close()


@pytest.mark.parametrize(
    "begun",
    [b"", b"HTTP/1.1 200 OK\r\nX-Long: ", b"HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n"],
)
def test_a_server_that_drips_is_left(slow: Callable[[bytes], str], begun: bytes):
    url, began = slow(begun), time.monotonic()
    found = from_url(url, Limits(seconds=0.5))
    assert isinstance(found, Problem)
    assert "within 0.5 seconds" in found.message
    assert time.monotonic() - began < 3


def test_a_receiver_that_drips_is_left(slow: Callable[[bytes], str]):
    url, began = slow(b"HTTP/1.1 200 OK\r\nX-Long: "), time.monotonic()
    assert "within 0.5 seconds" in post(url, b"{}", {}, seconds=0.5, private=True)
    assert time.monotonic() - began < 3


def test_after_the_deadline_nothing_goes_out():
    with (
        httpx.Client(transport=bounded.Transport(time.monotonic() - 1)) as client,
        pytest.raises(httpx.TimeoutException),
    ):
        client.get("http://127.0.0.1:9/")
