"""Telegram's public web view (https://t.me/s/CHANNEL): which pages a channel links to, and when.

The posts themselves are not articles; they point to them.
"""

from __future__ import annotations

from contextlib import suppress

import lxml.html
from lxml.etree import ParserError
from lxml.html import HtmlElement

from parallax.core.clean_text import clean_markup
from parallax.core.times import parse_time
from parallax.corpora.discover.listing import Entry, Listing, entries_of
from parallax.corpora.fetch.addresses import host_of, resolved
from parallax.corpora.page_error import PageError

HOSTS = frozenset({"t.me", "telegram.me", "telegram.org", "telegram.dog"})


def is_channel(url: str) -> bool:
    """Return whether an address is the public view of a channel."""
    host = host_of(url)
    return host in HOSTS and url.partition(host)[2].startswith("/s/")


def parse(body: bytes, url: str) -> Listing:
    """Return the pages that posts link to, by age of the post, and the address of older posts.

    :raises PageError: when the page has no posts: the channel is private or gone, or the view
        changed.
    """
    try:
        tree: HtmlElement = lxml.html.document_fromstring(
            clean_markup(body.decode("utf-8", "replace"))
        )
    except (ParserError, ValueError) as error:
        raise PageError("page cannot be parsed", str(error)) from error
    posts = tree.xpath("//div[contains(concat(' ', @class, ' '), ' tgme_widget_message ')]")
    if not posts:
        raise PageError("channel without posts", url)
    linked = [
        (str(link), parse_time(str(post.xpath("string((.//time/@datetime)[last()])"))))
        for post in posts
        for link in post.xpath(".//a[@href]/@href")
        if _leads_away(str(link))
    ]
    entries, notices = entries_of(linked, url)
    first: dict[str, Entry] = {}
    for entry in entries:
        first.setdefault(entry.url, entry)
    entries = tuple(first.values())
    older = str(tree.xpath("string(//a[@data-before]/@href)"))
    earliest = min((e.published for e in entries if e.published), default=None)
    further: tuple[Entry, ...] = ()
    if older and earliest:
        with suppress(PageError):  # without older posts there are still these
            further = (Entry(resolved(url, older), earliest),)
    return Listing("channel", entries, further, notices)


def _leads_away(link: str) -> bool:
    """Tell whether a link leads from Telegram to the web."""
    host = host_of(link)
    return bool(host) and host not in HOSTS
