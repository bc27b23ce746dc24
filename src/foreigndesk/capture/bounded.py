"""Bounds that hold: one deadline for a whole exchange, and no more unpacked than is wanted.

httpx bounds each wait for bytes, not all of them: a server that sends one byte now and then could
hold a fetch for days. Its decoders unpack whatever came in at once, one within the other.
"""

from __future__ import annotations

import ssl
import time
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, Final

import httpcore
import httpx

PACKINGS: Final = "gzip, deflate"  # what we ask for and unpack
_PIECE: Final = 65_536


class PackedError(Exception):
    """An answer that is packed as nobody asked, or breaks off; the message is for the person."""


class _Stream(httpcore.NetworkStream):
    """A connection of which every wait ends at the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline, timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = _left(self._deadline, timeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Network(httpcore.SyncBackend):
    """The network, up to a deadline."""

    def __init__(self, deadline: float) -> None:
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        left = _left(self._deadline, timeout)
        made = super().connect_tcp(host, port, left, local_address, socket_options)
        return _Stream(made, self._deadline)


def _left(deadline: float, timeout: float | None) -> float:
    """Give the seconds that a wait may take. Raises httpcore.ReadTimeout where none are left."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time is over")
    return left if timeout is None else min(left, timeout)


class Transport(httpx.HTTPTransport):
    """What httpx sends by, with a deadline (of ``time.monotonic``) for all that goes over it."""

    def __init__(self, deadline: float) -> None:
        """Make a transport that goes through no proxy."""
        context = httpx.create_ssl_context(trust_env=False)
        super().__init__(verify=context, trust_env=False)
        self._pool = httpcore.ConnectionPool(
            ssl_context=context, network_backend=_Network(deadline)
        )


def raw(response: httpx.Response) -> Iterator[bytes]:
    """Yield the bytes of a streamed answer as they come in, packed as they are."""
    if not isinstance(response.stream, httpx.SyncByteStream):
        raise httpx.StreamError("the answer is no stream of bytes")
    yield from response.stream


def unpacked(response: httpx.Response) -> Iterator[bytes]:
    """Yield the bytes of a streamed answer, unpacked in pieces of at most 65,536.

    Raises PackedError: packed otherwise than ``PACKINGS`` or twice, damaged, broken off.
    """
    named = response.headers.get("content-encoding", "").lower().split(",")
    packings = [n for n in (n.strip() for n in named) if n not in ("", "identity")]
    if not packings:
        yield from raw(response)
        return
    if packings not in (["gzip"], ["x-gzip"], ["deflate"]):
        raise PackedError(f"is packed as {', '.join(packings)[:60]}, which was not asked for")
    try:
        yield from _inflated(raw(response), deflated=packings == ["deflate"])
    except zlib.error as error:
        raise PackedError(f"is packed, and damaged: {error}") from error


def _inflated(parts: Iterable[bytes], *, deflated: bool) -> Iterator[bytes]:
    """Unpack gzip or zlib's format; what is called deflate may also come without its head."""
    packed = zlib.decompressobj(zlib.MAX_WBITS | (0 if deflated else 16))
    first = True
    for part in parts:
        if first and part and deflated and (part[0] & 15 != 8):
            packed = zlib.decompressobj(-zlib.MAX_WBITS)
        first = first and not part
        more = True
        while more and not packed.eof:
            piece = packed.decompress(part, _PIECE)
            part = packed.unconsumed_tail
            more = bool(part) or len(piece) == _PIECE
            yield piece
    if not packed.eof:
        raise PackedError("breaks off before its end")
