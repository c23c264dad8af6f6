"""A web server that sends bytes as they are: what a web framework would put right stays wrong."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread


@dataclass(frozen=True)
class Request:
    """What was asked."""

    host: str
    path: str
    headers: dict[str, str]


Send = Callable[[bytes], None]
Host = Callable[[Request, Send], None]
"""Answers one request: writes an answer, or part of one, or nothing; then the connection ends."""


def answer(
    body: bytes | str, kind: str = "text/html; charset=utf-8", status: str = "200 OK", **extra: str
) -> bytes:
    """Return a whole, correct answer; ``extra`` are further headers, `_` for `-`."""
    content = body.encode() if isinstance(body, str) else body
    lines = [
        f"HTTP/1.1 {status}",
        f"Content-Type: {kind}",
        f"Content-Length: {len(content)}",
        "Connection: close",
        *(f"{name.replace('_', '-')}: {value}" for name, value in extra.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + content


@contextmanager
def served(hosts: dict[str, Host]) -> Iterator[int]:
    """Serve hosts by name on loopback for the length of a `with` block; give the port."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=200)

    def handle(connection: socket.socket) -> None:
        with connection:
            try:
                connection.settimeout(60)
                request = _read(connection)
                if request:
                    hosts[request.host](request, connection.sendall)
            except (OSError, KeyError):
                return  # the client left, which is what the tests want

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            Thread(target=handle, args=(connection,), daemon=True).start()

    Thread(target=accept, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()


def _read(connection: socket.socket) -> Request | None:
    data = b""
    while b"\r\n\r\n" not in data and len(data) < 100_000:
        chunk = connection.recv(65536)
        if not chunk:
            return None
        data += chunk
    first, *lines = data.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    headers = {k.strip().lower(): v.strip() for k, _, v in (line.partition(":") for line in lines)}
    return Request(headers.get("host", "").split(":")[0], first.split(" ")[1], headers)


def drip(send: Send, piece: bytes, pause: float = 0.2, times: int = 300) -> None:
    """Send a piece again and again, slowly."""
    for _ in range(times):
        send(piece)
        time.sleep(pause)
