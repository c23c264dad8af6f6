"""Small servers on threads of this process: the report pages, and the worlds of the demo and of
benchmarks.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class QuietHandler(BaseHTTPRequestHandler):
    """Answers whole bodies and writes no log: the terminal belongs to the program."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name the base class gives it
        """Stay quiet."""

    def answer(self, status: int, media_type: str, body: bytes) -> None:
        """Send an answer."""
        send(self, status, media_type, body)


def send(handler: BaseHTTPRequestHandler, status: int, media_type: str, body: bytes) -> None:
    """Send a whole answer."""
    handler.send_response(status)
    handler.send_header("Content-Type", media_type)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


@contextmanager
def serving(server: ThreadingHTTPServer) -> Iterator[None]:
    """Let a server answer for the length of a `with` block, and close it."""
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
