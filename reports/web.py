"""The folder of pages on a local web server: for a look at them, and for a machine of one's own.

Any web server serves the folder as well; this one is for loopback, reads nothing outside the
folder, and lists none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from parallax.core.serving import serving

HEADERS = {
    # The widest that a page may ask for; its own policy, which names its script, holds as well.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-cache",
}


class FolderHandler(SimpleHTTPRequestHandler):
    """Files of one folder; ``sent`` are headers of every answer."""

    sent: Mapping[str, str] = HEADERS

    server_version, sys_version = "parallax", ""
    timeout = 30.0  # seconds a client may keep a thread without a word
    extensions_map = {  # noqa: RUF012 - as the base class has it
        **SimpleHTTPRequestHandler.extensions_map,
        ".atom": "application/atom+xml",
        ".jsonld": "application/ld+json",
        ".parquet": "application/vnd.apache.parquet",
    }

    def end_headers(self) -> None:
        """End the headers of an answer with those of all."""
        for name, value in self.sent.items():
            self.send_header(name, value)
        super().end_headers()

    def list_directory(self, path: Any) -> None:
        """Say that there is no such file."""
        del path
        self.send_error(HTTPStatus.NOT_FOUND)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        """Keep quiet."""


@contextmanager
def served(folder: Path, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Serve a folder while the block runs; yield its address. Port 0 takes a free one.

    :raises OSError: when the port is taken.
    """
    server = ThreadingHTTPServer((host, port), partial(FolderHandler, directory=str(folder)))
    with serving(server):
        yield f"http://{host}:{server.server_port}/"
