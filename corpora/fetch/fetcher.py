"""Fetching pages: politely, within limits, with a User-Agent that names us.

Requests are conditional if the server gave a validator: hishel keeps the answers, and
``Cache-Control: no-cache`` makes it ask again each time (by default it would not). The cache may be
deleted.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import metadata
from typing import Annotated
from urllib.parse import urljoin

import httpcore
import httpx
import stamina
import stamina.instrumentation
from hishel import CacheOptions
from hishel.httpx import CacheTransport

from parallax.core.machine_faults import is_machine_fault
from parallax.core.passwords import without_password
from parallax.core.plain_words import plain
from parallax.core.settings import Settings
from parallax.core.thresholds import thresholds
from parallax.core.times import parse_wait
from parallax.corpora.fetch import http_cache
from parallax.corpora.fetch.addresses import web_address
from parallax.corpora.fetch.content_encoding import decoded
from parallax.corpora.fetch.deadlines import ending_after
from parallax.corpora.fetch.hosts import HostLeftAloneError, Hosts, host_and_port
from parallax.corpora.fetch.response import Response
from parallax.corpora.fetch.robots import FORBIDDEN, Robots
from parallax.corpora.fetch.throttle import Turns
from parallax.corpora.fetch.transport import CheckedTransport
from parallax.corpora.page_error import PageError

# a line on standard error for each retry: the notice of the last try says what was wrong
stamina.instrumentation.set_on_retry_hooks([])

TEMPORARY = frozenset({408, 425, 429, 500, 502, 503, 504})
"""HTTP statuses that are worth another try."""
_REDIRECTING = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({429, 503})
"""Statuses whose Retry-After is about the whole host."""


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
    cookies: Annotated[int, "kept together; beyond, all are forgotten"] = 1000


LIMITS = FetchLimits()


class Fetcher:
    """Fetches pages; thread-safe. Use it in a `with` block."""

    def __init__(self, settings: Settings) -> None:
        """Prepare a client; nothing is sent yet."""
        self.settings = settings
        version = metadata.version("parallax-news")
        self.user_agent = f"Parallax/{version} (+{settings.gather.contact})"
        checked = CheckedTransport(
            allow_private=settings.gather.allow_private_addresses, host_map=settings.gather.host_map
        )
        gather = settings.gather
        self._cache = settings.cache_folder / "cache" if gather.http_cache else None
        self._storage = (
            http_cache.open_storage(self._cache, gather.max_page_bytes) if self._cache else None
        )
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
        self._turns = Turns(gather.host_delay_seconds)
        self._hosts = Hosts(gather.host_failures)
        self._robots = Robots(
            lambda url, limit: self._send(url, limit, cut=True)[:3],
            self.user_agent,
            settings.gather.retries,
        )

    def __enter__(self) -> Fetcher:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close pooled connections, and clear out the cache."""
        self._client.close()
        if self._storage:
            self._storage.close()
        if self._cache:
            http_cache.trim(self._cache)

    def get(self, url: str) -> Response:
        """Return the response to ``url`` after robots.txt, redirects and retries.

        :raises HostLeftAloneError: when its host does not answer in this pass.
        :raises PageError: when there is no usable response.
        """
        retrying = stamina.retry_context(
            on=self._wait,
            attempts=self.settings.gather.retries + 1,
            timeout=None,
            wait_initial=LIMITS.first_wait,
            wait_jitter=LIMITS.wait_jitter,
            wait_max=LIMITS.wait_max,
        )
        try:
            for attempt in retrying:
                with attempt:
                    return self._follow(url)
        except PageError as error:
            if error.host and not isinstance(error, HostLeftAloneError):
                self._hosts.failed(error.host, error.reason)
            raise
        raise AssertionError("stamina yields at least one attempt")

    def _wait(self, error: Exception) -> bool | float:
        """Return whether to try again, or how long to wait first if the server said so."""
        if not isinstance(error, PageError) or not error.temporary:
            return False
        if error.host and self._hosts.is_failing(error.host):
            return False  # its last page was tried often enough
        if error.retry_after is None:
            return True
        return error.retry_after if error.retry_after <= LIMITS.longest_wait else False

    def _follow(self, url: str) -> Response:
        target = web_address(url)
        for _ in range(LIMITS.redirects + 1):
            self._hosts.check(target)
            if self.settings.gather.robots and (pause := self._pause(target)) is not None:
                self._turns.slow_down(target, pause)
            status, headers, body, unchanged = self._send(
                target, self.settings.gather.max_page_bytes
            )
            if status in _REDIRECTING and "location" in headers:
                target = _redirected(target, headers["location"])
                continue
            if status != httpx.codes.OK:
                after = parse_wait(headers.get("retry-after"))
                if status in _BUSY and after is not None and after > LIMITS.longest_wait:
                    self._hosts.leave(
                        host_and_port(target), f"HTTP {status}, asks to come back in {after:,.0f} s"
                    )
                raise PageError(
                    f"HTTP {status}", target, temporary=status in TEMPORARY, retry_after=after
                )
            return Response(url, target, body, headers, unchanged)
        raise PageError("redirects in a loop", f"more than {LIMITS.redirects} from {url}")

    def _pause(self, url: str) -> float | None:
        """Return the pause that robots.txt asks for; one that cannot be had is its host's fault."""
        try:
            return self._robots.check(url)
        except PageError as error:
            if error.reason != FORBIDDEN:
                error.host = host_and_port(url)
            raise

    def _send(
        self, url: str, limit: int, *, cut: bool = False
    ) -> tuple[int, dict[str, str], bytes, bool]:
        """Send one request in the turn of its domain.

        Return status, headers, body (empty unless the status is 200), and whether it is unchanged.

        :param cut: return the first bytes of a longer body instead of refusing it.
        """
        with self._turns.turn(url):
            self._hosts.check(url)  # another page may have failed while this one waited
            try:
                with ending_after(self.settings.gather.timeout_seconds):
                    answer = self._stream(url, limit, cut=cut)
            except (httpx.TimeoutException, httpcore.TimeoutException) as error:
                raise _of_host(
                    PageError("timed out", host_and_port(url), temporary=True), url
                ) from error
            except httpx.RemoteProtocolError as error:
                fault = PageError(
                    "broken answer", f"{host_and_port(url)}: {plain(error)}", temporary=True
                )
                raise _of_host(fault, url) from error
            except (httpx.InvalidURL, UnicodeError) as error:  # no host has such a name
                raise PageError("not a web address", url[:200]) from error
            except httpx.HTTPError as error:
                fault = PageError(
                    "unreachable host", f"{host_and_port(url)}: {plain(error)}", temporary=True
                )
                raise _of_host(fault, url) from error
            except PageError as error:
                if error.reason == "unreachable host":
                    _of_host(error, url)
                raise
            except Exception as error:  # whatever a server makes the libraries raise is its own
                if is_machine_fault(error):
                    raise
                raise PageError("cannot be fetched", plain(error), temporary=True) from error
        self._hosts.answered(url)
        return answer

    def _stream(
        self, url: str, limit: int, *, cut: bool
    ) -> tuple[int, dict[str, str], bytes, bool]:
        if len(self._client.cookies.jar) > LIMITS.cookies:
            self._client.cookies.clear()
        with self._client.stream("GET", url) as answer:
            headers = {k.lower(): v for k, v in answer.headers.items()}
            body = b""
            if answer.status_code == httpx.codes.OK:  # nobody reads the body of a redirect or fault
                encoding = headers.get("content-encoding", "")
                body = decoded(answer.iter_raw(), encoding, limit, cut=cut)
            cached = answer.extensions.get("caching", {})
            return (
                answer.status_code,
                headers,
                body,
                bool(cached.get("revalidated") and cached.get("from_cache")),
            )


def _of_host(error: PageError, url: str) -> PageError:
    """Return an error as one of the host of an address."""
    error.host = host_and_port(url)
    return error


def _redirected(url: str, location: str) -> str:
    """Return where a redirect leads.

    :raises PageError: when that is no web address.
    """
    try:
        if location.strip():
            return web_address(urljoin(url, location.strip()))
    except (PageError, ValueError):  # told below, with both addresses
        pass
    raise PageError("bad redirect", f"{url[:200]} leads to {without_password(location)[:200]!r}")
