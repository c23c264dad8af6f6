"""A loopback server of the sample world, for all its invented hosts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from parallax.core.serving import QuietHandler, serving
from parallax.corpora.sample.story_file import HERE, HOSTS

TYPES = {".html": "text/html", ".xml": "application/rss+xml"}


class SampleWorld(ThreadingHTTPServer):
    """Serves ``site/``, and once `afternoon` is set, the pages of ``site_later/`` first."""

    daemon_threads = True

    def __init__(self, root: Path = HERE) -> None:
        """Listen on a free port of the loopback address."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.root = root
        self.afternoon = False

    @property
    def host_map(self) -> dict[str, str]:
        """The setting `host_map` that sends the invented hosts here."""
        return dict.fromkeys(sorted(set(HOSTS.values())), f"127.0.0.1:{self.server_address[1]}")

    def find(self, host: str, path: str) -> Path | None:
        """Return the file for an address, or None."""
        name = unquote(urlsplit(path).path).lstrip("/")
        for folder in ("site_later", "site") if self.afternoon else ("site",):
            base = (self.root / folder / host).resolve()
            for candidate in (base / name, base / f"{name}.html"):
                if candidate.is_file() and candidate.resolve().is_relative_to(base):
                    return candidate
        return None


@contextmanager
def sample_world(root: Path = HERE) -> Iterator[SampleWorld]:
    """Serve the sample world during a `with` block."""
    server = SampleWorld(root)
    with serving(server):
        yield server


class _Handler(QuietHandler):
    server: SampleWorld

    def do_GET(self) -> None:  # noqa: N802 - a name of the base class
        """Answer from the files of the host the request names."""
        host = (self.headers.get("Host") or "").split(":")[0]
        if host not in HOSTS.values():
            return self.answer(404, "text/plain", b"no such host in the sample world")
        if self.path == "/robots.txt":
            return self.answer(200, "text/plain", b"User-agent: *\nDisallow: /private/\n")
        path = self.server.find(host, self.path)
        if path is None:
            return self.answer(404, "text/html", b"<html><title>404</title></html>")
        charset = "windows-1251" if host == "khronika.example" else "utf-8"
        return self.answer(200, f"{TYPES[path.suffix]}; charset={charset}", path.read_bytes())
