"""Telegram's public web view (https://t.me/s/CHANNEL): which pages a channel links to, and when.

The posts themselves are not articles; they point to them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from urllib.parse import urljoin, urlsplit

import lxml.html
from lxml.etree import ParserError
from lxml.html import HtmlElement

from parallax.core.thresholds import thresholds
from parallax.corpora.discover.feeds import Entry
from parallax.corpora.extract.dates import parse_time
from parallax.corpora.fetch.addresses import canonical
from parallax.corpora.page_error import PageError

HOSTS = frozenset({"t.me", "telegram.me", "telegram.org", "telegram.dog"})


@thresholds("gather", chosen="by judgement")
@dataclass(frozen=True)
class ChannelLimits:
    """How much of a channel is read."""

    pages: Annotated[int, "pages of posts, the latest first"] = 5


LIMITS = ChannelLimits()


def is_channel(url: str) -> bool:
    """Return whether an address is the public view of a channel."""
    parts = urlsplit(url)
    return parts.hostname in HOSTS and parts.path.startswith("/s/")


def parse(body: bytes, url: str) -> tuple[list[Entry], str | None]:
    """Return the pages that posts link to, by age of the post, and the address of older posts.

    :raises PageError: when the page has no posts: the channel is private or gone, or the view
        changed.
    """
    try:
        tree: HtmlElement = lxml.html.document_fromstring(body.decode("utf-8", "replace"))
    except (ParserError, ValueError) as error:
        raise PageError("page cannot be parsed", str(error)) from error
    posts = tree.xpath("//div[contains(concat(' ', @class, ' '), ' tgme_widget_message ')]")
    if not posts:
        raise PageError("channel without posts", url)
    found: dict[str, Entry] = {}
    for post in posts:
        stamp = parse_time(str(post.xpath("string((.//time/@datetime)[last()])")))
        for link in post.xpath(".//a[@href]/@href"):
            target = urlsplit(str(link))
            if (
                target.scheme in ("http", "https")
                and target.hostname
                and target.hostname not in HOSTS
            ):
                entry = Entry(canonical(str(link)), stamp)
                found.setdefault(entry.url, entry)
    older = str(tree.xpath("string(//a[@data-before]/@href)"))
    return list(found.values()), urljoin(url, older) if older else None


def listed(
    body: bytes, url: str, since: datetime | None, read: Callable[[str], bytes]
) -> list[Entry]:
    """Return the pages that a channel's posts link to, back to a time, within `ChannelLimits`.

    :param read: gets the bytes of an address; what it raises is raised.
    """
    found, older = parse(body, url)
    earliest = min((e.published for e in found if e.published), default=None)
    for _ in range(LIMITS.pages - 1):
        if older is None or since is None or earliest is None or earliest < since:
            break
        more, older = parse(read(older), url)
        earliest = min((e.published for e in more if e.published), default=None)
        found = more + found
    return list({entry.url: entry for entry in found}.values())
