"""The pages that a response lists: a feed, a sitemap, a Telegram channel or an answer of GDELT.

`parse` reads one response and nothing else; `listed` follows the lists that continue it.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated

from parallax.core.notices import Notice
from parallax.core.plain_words import plain
from parallax.core.thresholds import thresholds
from parallax.core.times import plausible
from parallax.corpora.discover import feeds, gdelt, sitemaps, telegram
from parallax.corpora.discover.listing import Entry, Listing
from parallax.corpora.discover.roots import root_of
from parallax.corpora.fetch.response import Response
from parallax.corpora.page_error import PageError

TWICE = "listed twice"


@thresholds("gather", chosen="by judgement")
@dataclass(frozen=True)
class FollowLimits:
    """How many lists that continue another are read."""

    sitemaps: Annotated[int, "files of an index that are read, the latest first"] = 8
    channel_pages: Annotated[int, "further pages of a channel's posts, the latest first"] = 4


FOLLOWED = FollowLimits()


def parse(response: Response) -> Listing | None:
    """Return what a response lists, None if it is a page. Fetches nothing.

    :raises PageError: when it is such a list but cannot be read.
    """
    body, url = response.body, response.final_url
    try:
        if telegram.is_channel(url):
            return telegram.parse(body, url)
        if gdelt.is_answer(body, url):
            return gdelt.parse(body, url)
        if (feed := feeds.json_feed(body)) is not None:
            return feeds.parse_json(feed, url)
        if root := root_of(body, response.headers.get("content-type", "")):
            read = feeds.parse if root.kind == "feed" else sitemaps.parse
            return read(root, url)
    except PageError:
        raise
    except (
        Exception
    ) as error:  # a broken list must not stop the others; the failure names the fault
        raise PageError("list cannot be read", plain(error)) from error
    return None


def listed(
    response: Response,
    since: datetime | None,
    read: Callable[[str], Response],
    parse: Callable[[Response], Listing | None] = parse,
) -> Listing | None:
    """Return the pages of a response and of the lists that continue it, None if it is a page.

    A further list that fails is a failure among the notices; the others are read. Of sitemaps, the
    latest that changed since a time are read; of a channel, older posts back to that time.

    :param since: None reads sitemaps whatever their age, and of a channel the latest posts only.
    :param read: fetches a further list.
    :param parse: reads one response, here or in another process.
    :raises PageError: when the response itself is such a list but cannot be read.
    """
    top = parse(response)
    if top is None:
        return None
    found, notices = list(top.entries), list(top.notices)
    asked = {response.url, response.final_url}
    waiting = deque(_due(top, since))
    left = FOLLOWED.channel_pages if top.kind == "channel" else FOLLOWED.sitemaps
    while waiting and left > 0:
        child = waiting.popleft()
        if child.url in asked:
            continue
        asked.add(child.url)
        left -= 1
        try:
            below = parse(read(child.url))
            if below is None:
                raise PageError("not a list", "a page, where further pages should be listed")
        except PageError as error:
            notices.append(error.notice(child.url))
            continue
        # a channel's older posts go first: its pages are in the order of their posts
        found = [*below.entries, *found] if top.kind == "channel" else [*found, *below.entries]
        notices += below.notices
        waiting.extend(_due(below, since))
    if top.kind == "channel":  # posts of different pages may link to the same one
        found = list({entry.url: entry for entry in found}.values())
    return replace(top, entries=tuple(found), further=(), notices=tuple(notices))


def _due(listing: Listing, since: datetime | None) -> list[Entry]:
    """Return the further lists that may have pages since a time, the latest first."""
    if listing.kind == "channel" and since is None:
        return []
    due = [
        entry
        for entry in listing.further
        if since is None or entry.published is None or entry.published >= since
    ]
    return sorted(due, key=lambda e: (e.published is not None, e.published, e.url), reverse=True)


def wanted(
    listed: Sequence[Entry], source: str, since: datetime | None
) -> tuple[list[str], list[Notice]]:
    """Return the pages listed since a time, each once, and a warning for each that is listed twice.

    A date that cannot be that of a publication is ignored.
    """
    pages = [
        entry.url
        for entry in listed
        if since is None or (time := plausible(entry.published)) is None or time >= since
    ]
    twice = [
        Notice.warning(url, TWICE, source) for url, count in Counter(pages).items() if count > 1
    ]
    return list(dict.fromkeys(pages)), twice
