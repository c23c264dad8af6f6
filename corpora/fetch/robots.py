"""What robots.txt allows (RFC 9309), fetched once a run for each host.

Numbers in brackets are sections of the RFC.
"""

from __future__ import annotations

import codecs
import math
import re
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

import httpx
from protego import Protego

from parallax.core.plain_words import plain
from parallax.core.thresholds import thresholds
from parallax.corpora.fetch.addresses import NO_ADDRESS, TOO_LONG, resolved, web_address
from parallax.corpora.page_error import PageError


@thresholds("gather", chosen="by judgement; RFC 9309 asks for at least 500 KiB")
@dataclass(frozen=True)
class RobotsLimits:
    """How much of robots.txt is obeyed."""

    file_bytes: Annotated[int, "what is read of a file; the rest is ignored (2.5)"] = 512_000
    redirects: Annotated[int, "redirects that are followed, to other hosts as well (2.3.1.2)"] = 5
    longest_pause: Annotated[
        float, "seconds; a longer crawl-delay is shortened, its host should not be listed"
    ] = 30.0


LIMITS = RobotsLimits()
_REDIRECTING = frozenset({301, 302, 303, 307, 308})
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_AGENT_LINE = re.compile(r"^([ \t]*user[- ]?agent[ \t]*:)[ \t]*([^#\r\n]*)", re.I | re.M)
_TOKEN = re.compile(r"[A-Za-z_-]+|\*")
_OTHERS = "others"
"""Written for the names of other crawlers. Protego takes a part of our name for it."""
FORBIDDEN = "robots.txt forbids"
Send = Callable[[str, int], tuple[int, dict[str, str], bytes]]


class Robots:
    """The rules of the hosts of a run."""

    def __init__(self, send: Send, agent: str, retries: int) -> None:
        """Prepare; nothing is sent.

        :param send: sends a request (address, byte limit) and returns status, headers and the
            first bytes of the body.
        :param agent: our User-Agent, which begins with the product token (2.2.1).
        :param retries: further tries after a temporary fault.
        """
        self._send = send
        self._agent = agent.partition("/")[0]
        self._left: dict[str, int] = defaultdict(lambda: retries)
        self._rules: dict[str, Protego | PageError] = {}
        self._lock = threading.Lock()
        self._asking: dict[str, threading.Lock] = {}

    def check(self, url: str) -> float | None:
        """Return the pause that the host asks for, in seconds, or None.

        A robots.txt that is missing or not for us (4xx) allows all (2.3.1.3); a server fault, also
        429, or no answer forbids all until the next run (2.3.1.4).

        :raises PageError: when the address may not be fetched.
        """
        parts = urlsplit(web_address(url))
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
        return _pause(rules.crawl_delay(self._agent))

    def _read(self, root: str) -> Protego | PageError:
        try:
            status, body = self._answer(root)
        except PageError as error:
            return self._fault(root, error)
        said = PageError("robots.txt unavailable", f"HTTP {status} at {root}", temporary=True)
        if status == httpx.codes.TOO_MANY_REQUESTS:
            return PageError(
                said.reason, said.detail
            )  # to ask again at once is what it complains of
        if status >= httpx.codes.INTERNAL_SERVER_ERROR:
            return self._fault(root, said)
        try:
            return Protego.parse(_text(body, self._agent) if status == httpx.codes.OK else "")
        except Exception as error:  # whatever a stranger's file makes the parser raise
            return PageError("robots.txt cannot be read", f"{root}: {plain(error)}")

    def _answer(self, root: str) -> tuple[int, bytes]:
        """Return status and body after redirects; 404 where they lead nowhere (2.3.1.2)."""
        url = f"{root}/robots.txt"
        for _ in range(LIMITS.redirects + 1):
            try:
                status, headers, body = self._send(url, LIMITS.file_bytes + 1)
                if status not in _REDIRECTING:
                    return status, body
                url = resolved(url, headers.get("location", ""))
            except PageError as error:
                if error.reason not in (NO_ADDRESS, TOO_LONG):
                    raise
                break
        return httpx.codes.NOT_FOUND, b""

    def _fault(self, root: str, error: PageError) -> PageError:
        """Return a fault that holds for the run; raise one that is worth another try."""
        if error.temporary and self._left[root] > 0:
            self._left[root] -= 1
            raise error
        return PageError(error.reason, error.detail)


def _pause(stated: float | None) -> float | None:
    """Return a pause in seconds within the limit, None for one that cannot be."""
    if stated is None or math.isnan(stated) or stated < 0:
        return None
    return min(float(stated), LIMITS.longest_pause)


def _text(body: bytes, agent: str) -> str:
    """Return the lines of a file within the limit, with our name where it is for us.

    A name counts as a whole, in any case, without a version (2.2.1): ``parallax/2.0`` is ours,
    ``para`` and ``parallax-images`` are not.
    """
    cut = body[: LIMITS.file_bytes]
    if len(body) > LIMITS.file_bytes:  # half a line could forbid more than the whole one
        cut = cut[: max(cut.rfind(b"\n"), cut.rfind(b"\r")) + 1]
    encoding = next((name for mark, name in _MARKS if cut.startswith(mark)), "utf-8")
    text = cut.decode(encoding, "replace").replace("\0", "").lstrip("\ufeff")
    text = "\n".join(text.splitlines())

    def named(line: re.Match[str]) -> str:
        token = _TOKEN.match(line[2])
        name = token[0] if token else _OTHERS
        ours = name == "*" or name.lower() == agent.lower()
        return f"{line[1]} {name if ours else _OTHERS}"

    return _AGENT_LINE.sub(named, text)
