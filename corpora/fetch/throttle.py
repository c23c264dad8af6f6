"""Throttling: one request at a time for each registered domain, and a pause between two."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from courlan import extract_domain

from parallax.corpora.fetch.hosts import host_and_port


def domain(url: str) -> str:
    """Return the registered domain of an address ("rss.unian.net": unian.net), or its host."""
    return str(extract_domain(url) or host_and_port(url))


class Turns:
    """The turns of each domain; thread-safe."""

    def __init__(self, pause: float) -> None:
        """Take the minimum pause between two requests to one domain, in seconds."""
        self._pause = pause
        self._lock = threading.Lock()
        self._busy: dict[str, threading.Lock] = defaultdict(threading.Lock)
        self._asked: dict[str, float] = {}
        self._pauses: dict[str, float] = {}

    def slow_down(self, url: str, pause: float) -> None:
        """Set a longer pause for a domain, as its robots.txt asks; a shorter one is ignored."""
        name = domain(url)
        with self._lock:
            self._pauses[name] = max(pause, self._pauses.get(name, 0.0))

    @contextmanager
    def turn(self, url: str) -> Iterator[None]:
        """Wait for the turn of a domain and hold it."""
        name = domain(url)
        with self._lock:
            busy = self._busy[name]
        with busy:
            pause = max(self._pause, self._pauses.get(name, 0.0))
            wait = self._asked.get(name, float("-inf")) + pause - time.monotonic()
            if wait > 0:
                time.sleep(wait)
            try:
                yield
            finally:
                self._asked[name] = time.monotonic()
