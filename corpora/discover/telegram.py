"""Telegram's public web view (https://t.me/s/CHANNEL): which pages a channel links to, and when.

The posts themselves are not articles; they point to them.
"""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import lxml.html
from lxml.etree import ParserError
from lxml.html import HtmlElement

from parallax.corpora.discover.listing import Entry, Listing, entries_of
from parallax.corpora.extract.dates import parse_time
from parallax.corpora.page_error import PageError

HOSTS = frozenset({"t.me", "telegram.me", "telegram.org", "telegram.dog"})


def is_channel(url: str) -> bool:
    """Return whether an address is the public view of a channel."""
    parts = urlsplit(url)
    return parts.hostname in HOSTS and parts.path.startswith("/s/")


def parse(body: bytes, url: str) -> Listing:
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
    further = (Entry(urljoin(url, older), earliest),) if older and earliest else ()
    return Listing("channel", entries, further, notices)


def _leads_away(link: str) -> bool:
    """Tell whether a link leads from Telegram to the web."""
    try:
        target = urlsplit(link)
    except ValueError:
        return False
    return bool(
        target.scheme in ("http", "https") and target.hostname and target.hostname not in HOSTS
    )
