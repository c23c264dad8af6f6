"""What a feed, sitemap, channel or search lists: pages, and further lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Literal

from parallax.core.notices import Notice
from parallax.core.thresholds import thresholds
from parallax.corpora.fetch.addresses import canonical, resolved
from parallax.corpora.page_error import PageError

_ABSOLUTE = ("https://", "http://")
Kind = Literal["feed", "sitemap", "channel", "search"]


@thresholds("gather", chosen="by judgement")
@dataclass(frozen=True)
class ListingLimits:
    """How much is said of a list."""

    examples: Annotated[int, "addresses shown of those that a list gives and that are none"] = 3


LIMITS = ListingLimits()


@dataclass(frozen=True)
class Entry:
    """One page that a feed, sitemap, channel or search lists, or one further list."""

    url: str
    published: datetime | None


@dataclass(frozen=True)
class Listing:
    """What one response lists.

    A plain value: it can be made in another process than the one that fetched the response.
    """

    kind: Kind
    entries: tuple[Entry, ...]
    """Pages, in the order of the list."""
    further: tuple[Entry, ...] = ()
    """Lists that continue this one: sitemaps of an index with the time of their last change; the
    older posts of a channel with the time of the oldest post before them.
    """
    notices: tuple[Notice, ...] = field(default=())
    """What the list gives and cannot be used; a failure for each further list that failed."""


def entries_of(
    rows: Iterable[tuple[str, datetime | None]], source: str
) -> tuple[tuple[Entry, ...], tuple[Notice, ...]]:
    """Return the pages of a list with canonical addresses, and one warning for those without one.

    :param rows: addresses as stated, with the time of publication.
    :param source: the address of the list, which they may be relative to.
    """
    found, refused = list[Entry](), list[str]()
    for url, published in rows:
        if not url:
            refused.append("no link")
            continue
        try:
            absolute = url if url.startswith(_ABSOLUTE) else resolved(source, url)
            found.append(Entry(canonical(absolute), published))
        except PageError as error:
            refused.append(str(error))
    if not refused:
        return tuple(found), ()
    shown = "; ".join(refused[: LIMITS.examples])
    more = len(refused) - LIMITS.examples
    detail = f"{shown}; and {more:,} more" if more > 0 else shown
    return tuple(found), (Notice.warning(source, "entry without a usable address", detail),)
