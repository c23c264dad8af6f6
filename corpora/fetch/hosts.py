"""Which hosts answer: one that does not is left alone for the rest of a pass (a circuit breaker).

Every page of a dead host would cost its time limit, three times over with the further tries.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from parallax.core.notices import Notice
from parallax.corpora.page_error import PageError

LEFT_ALONE = "host left alone for this pass"


@dataclass(frozen=True)
class HostNotice(Notice):
    """The one notice of a host that was left alone, with the pages that were not asked for."""

    pages: int = 0
    why: str = ""

    @classmethod
    def of(cls, host: str, why: str, pages: int) -> HostNotice:
        """Return the notice of a host."""
        count = f"{pages:,} page{'' if pages == 1 else 's'} not asked for"
        return cls(host, "error", LEFT_ALONE, f"{why}; {count}", pages, why)

    def row(self) -> dict[str, str]:
        """Return what every notice has."""
        return Notice(self.subject, self.severity, self.reason, self.detail).row()


class HostLeftAloneError(PageError):
    """A page was not asked for, because its host does not answer."""

    def __init__(self, host: str, why: str) -> None:
        """Keep the host and what it failed with."""
        super().__init__(LEFT_ALONE, f"{host}: {why}")
        self.host, self.why = host, why

    def notice(self, subject: str) -> HostNotice:
        """Return the notice of the host; `once_a_host` makes one of many."""
        del subject
        return HostNotice.of(self.host, self.why, 1)


def once_a_host(notices: Iterable[Notice]) -> list[Notice]:
    """Return notices with those about the same host as one: its editions share it."""
    found: list[Notice] = []
    places: dict[str, int] = {}
    for notice in notices:
        if isinstance(notice, HostNotice):
            if (place := places.get(notice.subject)) is not None:
                pages = notice.pages
                if isinstance(before := found[place], HostNotice):
                    pages += before.pages
                found[place] = HostNotice.of(notice.subject, notice.why, pages)
                continue
            places[notice.subject] = len(found)
        found.append(notice)
    return found


def host_and_port(url: str) -> str:
    """Return the host of an address with its port, lower case; "" where it has none.

    >>> host_and_port("https://Rss.Unian.NET:8080/x")
    'rss.unian.net:8080'
    """
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


class Hosts:
    """What is known of the hosts of a pass; thread-safe."""

    def __init__(self, failures: int) -> None:
        """Take after how many pages in a row without an answer a host is left alone."""
        self._most, self._lock = failures, threading.Lock()
        self._failures: dict[str, int] = {}
        self._left: dict[str, str] = {}

    def check(self, url: str) -> None:
        """Pass an address whose host may be asked.

        :raises HostLeftAloneError: when it is left alone.
        """
        host = host_and_port(url)
        with self._lock:
            why = self._left.get(host)
        if why is not None:
            raise HostLeftAloneError(host, why)

    def is_failing(self, host: str) -> bool:
        """Return whether the last page of a host failed, so that one try of the next is enough."""
        with self._lock:
            return self._failures.get(host, 0) > 0

    def answered(self, url: str) -> None:
        """Note that a host answered: failures are counted from none again."""
        with self._lock:
            self._failures.pop(host_and_port(url), None)

    def failed(self, host: str, why: str) -> None:
        """Note that a page had no answer, after all its tries."""
        with self._lock:
            self._failures[host] = count = self._failures.get(host, 0) + 1
            if count >= self._most:
                self._left.setdefault(host, f"{why}, {count} pages in a row")

    def leave(self, host: str, why: str) -> None:
        """Leave a host alone at once, as it asks."""
        with self._lock:
            self._left.setdefault(host, why)
