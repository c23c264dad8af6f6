"""Fetching pages: politely, within limits, with a User-Agent that names us.

Requests are conditional if the server gave a validator: hishel keeps the answers, and
``Cache-Control: no-cache`` makes it ask again each time (by default it would not). The cache may be
deleted.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib import metadata
from typing import Annotated
from urllib.parse import urljoin, urlsplit

import httpx
import stamina
from hishel import CacheOptions, SqliteStorage
from hishel.httpx import CacheTransport

from parallax.core.settings import Settings
from parallax.core.thresholds import thresholds
from parallax.corpora.fetch.robots import Robots
from parallax.corpora.fetch.throttle import Turns
from parallax.corpora.fetch.transport import CheckedTransport
from parallax.corpora.page_error import PageError

TEMPORARY = frozenset({408, 425, 429, 500, 502, 503, 504})
"""HTTP statuses that are worth another try."""
_REDIRECTING = frozenset({301, 302, 303, 307, 308})


@thresholds("gather", chosen="by judgement")
@dataclass(frozen=True)
class FetchLimits:
    """How long and how often a page is asked for; further limits are settings."""

    redirects: Annotated[int, "redirects that are followed"] = 5
    longest_wait: Annotated[
        float, "seconds; a server that asks for more (Retry-After) is left until the next run"
    ] = 30.0
    socket_seconds: Annotated[float, "time limit of a connection and of each read"] = 10
    first_wait: Annotated[float, "seconds before the second try; each further wait doubles"] = 0.5
    wait_jitter: Annotated[float, "seconds, at random, added to each wait"] = 0.5
    wait_max: Annotated[float, "seconds of the longest wait between tries"] = 10


LIMITS = FetchLimits()


@dataclass(frozen=True)
class Response:
    """The answer of a server, not decoded.

    `unchanged` if it said that its earlier answer is still valid (304); `retrieved` is the time if
    it was fetched earlier, by others.
    """

    url: str
    final_url: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    unchanged: bool = False
    retrieved: datetime | None = None

    @property
    def media_type(self) -> str:
        """The media type without parameters, lower case; empty when not stated."""
        return self.headers.get("content-type", "").split(";")[0].strip().lower()


class Fetcher:
    """Fetches pages; thread-safe. Use it in a `with` block."""

    def __init__(self, settings: Settings) -> None:
        """Prepare a client; nothing is sent yet."""
        self._settings = settings
        version = metadata.version("parallax-news")
        self.user_agent = f"Parallax/{version} (+{settings.gather.contact})"
        checked = CheckedTransport(
            allow_private=settings.gather.allow_private_addresses, host_map=settings.gather.host_map
        )
        self._storage = self._open_storage()
        transport = (
            CacheTransport(checked, self._storage, rfc=CacheOptions(shared=False))
            if self._storage
            else checked
        )
        self._client = httpx.Client(
            transport=transport,
            timeout=min(settings.gather.timeout_seconds, LIMITS.socket_seconds),
            headers={
                "User-Agent": self.user_agent,
                "Accept-Encoding": "gzip, deflate",
                "Cache-Control": "no-cache",
            },
            follow_redirects=False,
            trust_env=False,
        )
        self._turns = Turns(settings.gather.host_delay_seconds)
        self._robots = Robots(
            lambda url, limit: self._send(url, limit)[:3], self.user_agent, settings.gather.retries
        )

    def _open_storage(self) -> SqliteStorage | None:
        if not self._settings.gather.http_cache:
            return None
        folder = self._settings.cache_folder / "cache"
        folder.mkdir(parents=True, exist_ok=True)
        return SqliteStorage(
            database_path=folder / "http.sqlite",
            max_stream_size=self._settings.gather.max_page_bytes,
        )

    def __enter__(self) -> Fetcher:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close pooled connections."""
        self._client.close()
        if self._storage:
            self._storage.close()

    def get(self, url: str) -> Response:
        """Return the response to ``url`` after robots.txt, redirects and retries.

        :raises PageError: when there is no usable response.
        """
        retrying = stamina.retry_context(
            on=_wait,
            attempts=self._settings.gather.retries + 1,
            timeout=None,
            wait_initial=LIMITS.first_wait,
            wait_jitter=LIMITS.wait_jitter,
            wait_max=LIMITS.wait_max,
        )
        for attempt in retrying:
            with attempt:
                return self._follow(url)
        raise AssertionError("stamina yields at least one attempt")

    def _follow(self, url: str) -> Response:
        target = url
        for _ in range(LIMITS.redirects + 1):
            parts = urlsplit(target)
            if parts.scheme not in ("http", "https") or not parts.hostname:
                raise PageError("not a web address", target)
            if self._settings.gather.robots and (pause := self._robots.check(target)) is not None:
                self._turns.slow_down(target, pause)
            status, headers, body, unchanged = self._send(
                target, self._settings.gather.max_page_bytes
            )
            if status in _REDIRECTING and "location" in headers:
                target = urljoin(target, headers["location"])
                continue
            if status != httpx.codes.OK:
                after = _retry_after(headers.get("retry-after"))
                raise PageError(
                    f"HTTP {status}", target, temporary=status in TEMPORARY, retry_after=after
                )
            return Response(url, target, body, headers, unchanged)
        raise PageError("redirects in a loop", f"more than {LIMITS.redirects} from {url}")

    def _send(self, url: str, limit: int) -> tuple[int, dict[str, str], bytes, bool]:
        """Send one request in the turn of its domain.

        Return status, headers, body, and whether the body is unchanged.
        """
        with self._turns.turn(url):
            try:
                return self._stream(url, limit)
            except httpx.TimeoutException as error:
                raise PageError("timed out", str(error), temporary=True) from error
            except httpx.DecodingError as error:
                raise PageError("cannot be decompressed", str(error)) from error
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise PageError(
                    "unreachable host", f"{urlsplit(url).netloc}: {error}", temporary=True
                ) from error

    def _stream(self, url: str, limit: int) -> tuple[int, dict[str, str], bytes, bool]:
        deadline = time.monotonic() + self._settings.gather.timeout_seconds
        with self._client.stream("GET", url) as answer:
            body = bytearray()
            for chunk in answer.iter_bytes():
                body += chunk
                if len(body) > limit:
                    raise PageError("page too long", f"more than {limit:,} bytes")
                if time.monotonic() > deadline:
                    raise PageError(
                        "timed out",
                        f"not whole after {self._settings.gather.timeout_seconds:g} s",
                        temporary=True,
                    )
            headers = {k.lower(): v for k, v in answer.headers.items()}
            cached = answer.extensions.get("caching", {})
            return (
                answer.status_code,
                headers,
                bytes(body),
                bool(cached.get("revalidated") and cached.get("from_cache")),
            )


def _wait(error: Exception) -> bool | float:
    """Return whether to try again, or how long to wait first if the server said so."""
    if not isinstance(error, PageError) or not error.temporary:
        return False
    if error.retry_after is None:
        return True
    return error.retry_after if error.retry_after <= LIMITS.longest_wait else False


def _retry_after(stated: str | None) -> float | None:
    """Return the seconds that a Retry-After header asks for, as seconds or a date, or None."""
    if not stated:
        return None
    if stated.strip().isdecimal():
        return float(stated)
    try:
        moment = parsedate_to_datetime(stated)
    except ValueError:
        return None
    return max(
        0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
    )
