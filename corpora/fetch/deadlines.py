"""A time limit of a whole request: connecting, TLS, headers and body together.

The time limits of a socket begin again with each read, so a server that sends a byte now and then
holds a client for ever. Here no read waits beyond the end of the request.
"""

from __future__ import annotations

import math
import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore
import httpx

_END: ContextVar[float] = ContextVar("end of the request, by the monotonic clock", default=math.inf)


@contextmanager
def ending_after(seconds: float) -> Iterator[None]:
    """Let all that is sent and read in the block, by this thread, end after so many seconds."""
    token = _END.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _END.reset(token)


def seconds_left() -> float:
    """Return how long the request of this thread may still take; infinity outside of one.

    :raises httpcore.TimeoutException: when its time is over.
    """
    left = _END.get() - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the request is not done within its time limit")
    return left


class DeadlineTransport(httpx.HTTPTransport):
    """A transport of httpx whose connections know the end of the request."""

    def __init__(self) -> None:
        """Prepare a pool; httpx has no parameter for the network below it."""
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            network_backend=_Network(),
            max_keepalive_connections=20,
            keepalive_expiry=5.0,
        )


class _Network(httpcore.NetworkBackend):
    def __init__(self) -> None:
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        return _Stream(
            self._inner.connect_tcp(host, port, _sooner(timeout), local_address, socket_options)
        )


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _sooner(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _sooner(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, _sooner(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _sooner(timeout: float | None) -> float | None:
    left = seconds_left()
    return timeout if math.isinf(left) else min(left, left if timeout is None else timeout)
