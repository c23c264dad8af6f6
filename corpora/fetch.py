"""Fetching: polite, bounded, honest about who asks. One request in flight a host, a pause between two."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from importlib import metadata
from urllib.parse import urljoin, urlsplit

import httpx
import stamina
from protego import Protego

from core.settings import Settings
from corpora.failure import PageError
from corpora.transport import CheckedTransport

REDIRECTS = 5
TEMPORARY = frozenset({408, 425, 429, 500, 502, 503, 504})
ROBOTS_BYTES = 512_000


@dataclass(frozen=True)
class Response:
    """What a server answered, undecoded."""

    url: str
    final_url: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def media_type(self) -> str:
        """The media type without parameters, lower case; empty when not stated."""
        return self.headers.get("content-type", "").split(";")[0].strip().lower()


class Fetcher:
    """Gets pages by URL; safe to share between threads. Close it, or use it in a `with` block."""

    def __init__(self, settings: Settings) -> None:
        """Prepare a client; nothing is sent yet."""
        self._settings = settings
        version = metadata.version("parallax-news")
        self.user_agent = f"Parallax/{version} (+{settings.contact})"
        self._client = httpx.Client(
            transport=CheckedTransport(
                allow_private=settings.allow_private_addresses, host_map=settings.host_map
            ),
            timeout=min(settings.timeout_seconds, 10),
            headers={"User-Agent": self.user_agent, "Accept-Encoding": "gzip, deflate"},
            follow_redirects=False,
            trust_env=False,
        )
        self._locks: dict[str, threading.Lock] = defaultdict(threading.Lock)
        self._last: dict[str, float] = {}
        self._robots: dict[str, Protego] = {}

    def __enter__(self) -> Fetcher:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close pooled connections."""
        self._client.close()

    def get(self, url: str) -> Response:
        """Return the response to ``url`` after robots.txt, redirects and retries.

        :raises PageError: with a plain reason, when there is no usable response.
        """
        retrying = stamina.retry_context(
            on=_is_temporary, attempts=self._settings.retries + 1, wait_initial=0.5, wait_jitter=0.5, wait_max=10
        )
        for attempt in retrying:
            with attempt:
                return self._follow(url)
        raise AssertionError("stamina yields at least one attempt")

    def _follow(self, url: str) -> Response:
        target = url
        for _ in range(REDIRECTS + 1):
            parts = urlsplit(target)
            if parts.scheme not in ("http", "https") or not parts.hostname:
                raise PageError("not a web address", target)
            self._check_robots(target)
            status, headers, body = self._send(target, self._settings.max_page_bytes)
            if status in (301, 302, 303, 307, 308) and "location" in headers:
                target = urljoin(target, headers["location"])
                continue
            if status != httpx.codes.OK:
                raise PageError(f"HTTP {status}", target, temporary=status in TEMPORARY)
            return Response(url, target, body, headers)
        raise PageError("redirects in a loop", f"more than {REDIRECTS} from {url}")

    def _send(self, url: str, limit: int) -> tuple[int, dict[str, str], bytes]:
        """Send one request; wait for the host's turn first."""
        host = urlsplit(url).netloc
        with self._locks[host]:
            pause = self._last.get(host, -1e9) + self._settings.host_delay_seconds - time.monotonic()
            if pause > 0:
                time.sleep(pause)
            try:
                return self._stream(url, limit)
            except httpx.TimeoutException as error:
                raise PageError("timed out", str(error), temporary=True) from error
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise PageError("unreachable host", f"{host}: {error}", temporary=True) from error
            finally:
                self._last[host] = time.monotonic()

    def _stream(self, url: str, limit: int) -> tuple[int, dict[str, str], bytes]:
        deadline = time.monotonic() + self._settings.timeout_seconds
        with self._client.stream("GET", url) as answer:
            body = bytearray()
            for chunk in answer.iter_bytes():
                body += chunk
                if len(body) > limit:
                    raise PageError("page too long", f"more than {limit:,} bytes")
                if time.monotonic() > deadline:
                    raise PageError("timed out", f"not whole after {self._settings.timeout_seconds:g} s", temporary=True)
            return answer.status_code, {k.lower(): v for k, v in answer.headers.items()}, bytes(body)

    def _check_robots(self, url: str) -> None:
        if not self._settings.robots:
            return
        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc}"
        if root not in self._robots:
            self._robots[root] = self._read_robots(root)
        if not self._robots[root].can_fetch(url, self.user_agent):
            raise PageError("robots.txt forbids", url)

    def _read_robots(self, root: str) -> Protego:
        """Read robots.txt: none (4xx) allows all; a server fault forbids until the next pass (RFC 9309, 2.3.1)."""
        status, _, body = self._send(f"{root}/robots.txt", ROBOTS_BYTES)
        if status >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise PageError("robots.txt unavailable", f"HTTP {status} at {root}")
        text = body.decode("utf-8", "replace") if status == httpx.codes.OK else ""
        return Protego.parse(text)


def _is_temporary(error: Exception) -> bool:
    return isinstance(error, PageError) and error.temporary
