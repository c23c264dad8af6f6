"""A server of raw bytes on loopback, for answers that no proper HTTP server would give."""

import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field

Answer = bytes | Callable[[], Iterable[bytes]]
"""What is sent: bytes, or a function that gives them piece by piece."""


@dataclass
class RawServer:
    """The address, the paths that were asked for, and what is answered to each of them."""

    port: int
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def answer(self, connection: socket.socket) -> None:
        """Answer one request and close the connection, whatever the client says to that."""
        with closing(connection), suppress(OSError):
            request = b""
            while b"\r\n\r\n" not in request:
                if not (more := connection.recv(65_536)):
                    return
                request += more
            path = request.split(b" ", 2)[1].decode("ascii")
            self.asked.append(path)
            given = self.answers.get(path, self.answers.get("*", page(b"", status="404 Not Found")))
            for piece in (given,) if isinstance(given, bytes) else given():
                connection.sendall(piece)


def page(body: bytes, *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    """Return an answer with a body and its length, which may be a lie."""
    lines = [
        f"HTTP/1.1 {status}",
        "Content-Type: text/html; charset=utf-8",
        f"Content-Length: {len(body) if length is None else length}",
        "Connection: close",
        *headers,
    ]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


@contextmanager
def serving() -> Iterator[RawServer]:
    """Answer requests by threads until the block ends."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = RawServer(listening.getsockname()[1])

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listening.accept()
                threading.Thread(target=server.answer, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield server
    finally:
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()
