"""When a page without validators is fetched again.

A server that sends neither ETag nor Last-Modified answers every request with the whole page. Once
such a page came back unchanged, it is fetched at intervals that double: outlets edit soon after
publication or not at all. This is a cache: without its file every page is due.
"""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Annotated

from parallax.core.files import write_atomically
from parallax.core.thresholds import thresholds
from parallax.corpora.fetch.response import Response


@thresholds("gather", chosen="by judgement")
@dataclass(frozen=True)
class RevisitTimes:
    """Seconds until a page without validators is fetched again."""

    first: Annotated[float, "after it came back unchanged once; then twice as long"] = 15 * 60.0
    longest: Annotated[float, "at most"] = 24 * 3600.0
    forgotten: Annotated[float, "a page not fetched for this long is forgotten"] = 14 * 24 * 3600.0


TIMES = RevisitTimes()
_Check = tuple[float, int, str]
"""(time of the last request, times the page came back unchanged, day of its article)"""


class Rechecks:
    """When pages without validators were fetched. Thread-safe; a `with` block saves it."""

    def __init__(self, path: Path) -> None:
        """Read the file of an earlier run, if it exists and is not broken."""
        self._path, self._lock = path, threading.Lock()
        try:
            stored = json.loads(path.read_text("utf-8"))
            self._checks: dict[str, _Check] = {
                str(url): (float(at), int(n), str(day)) for url, (at, n, day) in stored.items()
            }
        except (OSError, ValueError, TypeError, AttributeError):
            self._checks = {}

    def __enter__(self) -> Rechecks:
        """Return itself."""
        return self

    def __exit__(
        self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None
    ) -> None:
        """Save the file, except after an error."""
        if error is None and (self._checks or self._path.is_file()):
            now = time.time()
            kept = {
                url: check
                for url, check in sorted(self._checks.items())
                if now - check[0] < TIMES.forgotten
            }
            write_atomically(self._path, json.dumps(kept).encode("utf-8"))

    def rests(self, url: str) -> str | None:
        """Return the day of the article at an address that is not due yet, or None."""
        with self._lock:
            check = self._checks.get(url)
        if check is None:
            return None
        at, times, day = check
        pause = min(TIMES.longest, TIMES.first * 2 ** (times - 1))
        # a time in the future was noted before the clock was set back, so it does not count
        return day if at <= time.time() < at + pause else None

    def came_back(self, url: str, response: Response, day: str | None) -> None:
        """Remember that a page was fetched.

        :param day: the day of its article if it is unchanged, None if it is new or changed.
        """
        validated = any(name in response.headers for name in ("etag", "last-modified"))
        with self._lock:
            if day is None or validated:
                self._checks.pop(url, None)
            else:
                self._checks[url] = (time.time(), self._checks.get(url, (0.0, 0, ""))[1] + 1, day)
