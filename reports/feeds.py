"""Feeds of new differences: Atom (RFC 4287) and JSON Feed 1.1, the latest first."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from parallax.comparers.confidence import Confidence
from parallax.core.escapes import visible
from parallax.core.thresholds import thresholds
from parallax.core.times import parse_time
from parallax.reports.summary import Difference, Summary

TITLE = "Parallax: where accounts differ"


@thresholds("report", chosen="by judgement: what a feed reader shows")
@dataclass(frozen=True)
class FeedLimits:
    """How long a feed is."""

    most: Annotated[int, "differences in a feed, the latest first"] = 200


LIMITS = FeedLimits()
_NO_DAY = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Item:
    """A difference with its story."""

    difference: Difference
    story: Summary
    base: str

    @property
    def id(self) -> str:
        """An id that never changes."""
        return f"urn:parallax:{self.difference.id}"

    @property
    def url(self) -> str:
        """Where the page shows it; relative to the feed where no address of the site is set."""
        return f"{self.base}stories/{self.story.file}#{self.difference.anchor or 'numbers'}"

    @property
    def when(self) -> str:
        """Time of the later text; the day of the story where none is stated."""
        return self.difference.when or (parse_time(self.story.day) or _NO_DAY).isoformat()

    @property
    def title(self) -> str:
        """What differs, and in which story."""
        kind = self.difference.kind.replace("_", " ")
        return f"{kind}: {self.difference.title} – {self.story.title}"

    @property
    def text(self) -> str:
        """Who says what, a line each."""
        return "\n".join(f"{edition}: “{words}”" for edition, words in self.difference.said)


def base_of(site_url: str) -> str:
    """Return what the address of a page begins with, a slash at its end; nothing where no site is
    set.
    """
    return f"{site_url.rstrip('/')}/" if site_url else ""


def items(summaries: Sequence[Summary], site_url: str = "") -> list[Item]:
    """Return the latest differences of some stories; those of low confidence are left out, and
    those that people judged false or not interesting.
    """
    base = base_of(site_url)
    found = [
        Item(difference, story, base)
        for story in summaries
        for difference in story.differences
        if difference.confidence != Confidence.LOW and not difference.folded
    ]
    return sorted(found, key=lambda item: (item.when, item.id), reverse=True)[: LIMITS.most]


def json_feed(found: Sequence[Item], site_url: str = "") -> bytes:
    """Return the differences as a JSON Feed."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": TITLE,
        **(
            {"home_page_url": site_url, "feed_url": f"{base_of(site_url)}feed.json"}
            if site_url
            else {}
        ),
        "items": [
            {
                "id": item.id,
                "url": item.url,
                "title": visible(item.title),
                "content_text": visible(item.text),
                "date_published": item.when,
                "tags": [
                    item.difference.kind,
                    f"{item.difference.confidence} confidence",
                    *item.story.languages,
                ],
            }
            for item in found
        ],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode("utf-8")
