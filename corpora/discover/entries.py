"""The entries of a response: a feed, a sitemap, a Telegram channel or an answer of GDELT."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from parallax.core.notices import Notice
from parallax.corpora.discover import feeds, gdelt, sitemaps, telegram
from parallax.corpora.discover.feeds import Entry
from parallax.corpora.extract.dates import LIMITS
from parallax.corpora.fetch.fetcher import Response

TWICE = "listed twice"
_FIRST = datetime(LIMITS.first_year, 1, 1, tzinfo=UTC)


def entries(
    response: Response, since: datetime | None, read: Callable[[str], bytes]
) -> list[Entry] | None:
    """Return the entries of a response, None if it is a page.

    :param read: gets the bytes of further sitemaps or older posts.
    :raises PageError: when it is such a list but cannot be read.
    """
    body, url = response.body, response.final_url
    if telegram.is_channel(url):
        return telegram.listed(body, url, since, read)
    if gdelt.is_answer(body, url):
        return gdelt.parse(body)
    if feeds.looks_like_feed(body):
        return feeds.parse(body, url)
    if sitemaps.looks_like_sitemap(body):
        return sitemaps.listed(body, since, read)
    return None


def wanted(
    listed: Sequence[Entry], source: str, since: datetime | None
) -> tuple[list[str], list[Notice]]:
    """Return the pages listed since a time, each once, and a warning for each that is listed twice.

    Dates before the web or in the future are ignored.
    """
    latest = datetime.now(UTC) + timedelta(days=1)
    pages = [
        entry.url
        for entry in listed
        if since is None
        or entry.published is None
        or not _FIRST < entry.published < latest
        or entry.published >= since
    ]
    twice = [
        Notice.warning(url, TWICE, source) for url, count in Counter(pages).items() if count > 1
    ]
    return list(dict.fromkeys(pages)), twice
