"""What robots.txt allows (RFC 9309), fetched once a run for each host."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

import httpx
from protego import Protego

from parallax.core.thresholds import thresholds
from parallax.corpora.page_error import PageError


@thresholds("gather", chosen="by judgement; RFC 9309 asks for at least 500 KiB")
@dataclass(frozen=True)
class RobotsLimits:
    """How much of robots.txt is obeyed."""

    file_bytes: Annotated[int, "largest file"] = 512_000
    longest_pause: Annotated[
        float, "seconds; a longer crawl-delay is shortened, its host should not be listed"
    ] = 30.0


LIMITS = RobotsLimits()
FORBIDDEN = "robots.txt forbids"
Send = Callable[[str, int], tuple[int, dict[str, str], bytes]]


class Robots:
    """The rules of the hosts of a run."""

    def __init__(self, send: Send, agent: str, retries: int) -> None:
        """Prepare; nothing is sent.

        :param send: sends a request (address, byte limit).
        :param agent: our User-Agent.
        :param retries: further tries after a temporary fault.
        """
        self._send = send
        self._agent = agent
        self._left: dict[str, int] = defaultdict(lambda: retries)
        self._rules: dict[str, Protego | PageError] = {}
        self._lock = threading.Lock()
        self._asking: dict[str, threading.Lock] = {}

    def check(self, url: str) -> float | None:
        """Return the pause that the host asks for, in seconds, or None.

        A missing robots.txt (4xx) allows all; a server error or no answer forbids all until the
        next run (2.3.1.4).

        :raises PageError: when the address may not be fetched.
        """
        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc}"
        with self._lock:
            asking = self._asking.setdefault(root, threading.Lock())
        with asking:
            if root not in self._rules:
                self._rules[root] = self._read(root)
        rules = self._rules[root]
        if isinstance(rules, PageError):
            raise rules
        if not rules.can_fetch(url, self._agent):
            raise PageError(FORBIDDEN, url)
        delay = rules.crawl_delay(self._agent)
        return None if delay is None else min(float(delay), LIMITS.longest_pause)

    def _read(self, root: str) -> Protego | PageError:
        try:
            status, _, body = self._send(f"{root}/robots.txt", LIMITS.file_bytes)
        except PageError as error:
            return self._fault(root, error)
        if status >= httpx.codes.INTERNAL_SERVER_ERROR:
            return self._fault(
                root,
                PageError("robots.txt unavailable", f"HTTP {status} at {root}", temporary=True),
            )
        return Protego.parse(body.decode("utf-8", "replace") if status == httpx.codes.OK else "")

    def _fault(self, root: str, error: PageError) -> PageError:
        """Return a fault that holds for the run; raise one that is worth another try."""
        if error.temporary and self._left[root] > 0:
            self._left[root] -= 1
            raise error
        return PageError(error.reason, error.detail)
