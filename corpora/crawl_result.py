"""The result of gathering: articles, unchanged pages and notices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from parallax.core.machine_faults import is_machine_fault
from parallax.core.notices import Notice
from parallax.core.plain_words import plain
from parallax.corpora.extract.article import Article
from parallax.corpora.extract.reading import article_of
from parallax.corpora.extract.workers import CLOCK, Clock, within
from parallax.corpora.fetch.addresses import host_of
from parallax.corpora.fetch.archive import Archive
from parallax.corpora.fetch.hosts import once_a_host
from parallax.corpora.fetch.response import Response
from parallax.corpora.outlets.registry import Registry
from parallax.corpora.page_error import PageError


@dataclass
class Harvest:
    """Articles read from responses, pages that were not read again, and notices."""

    articles: list[tuple[Article, str, datetime]] = field(default_factory=list)
    """(article, SHA-256 of the raw response, time of retrieval)"""
    unchanged: list[str] = field(default_factory=list)
    """days of the articles whose page is unchanged"""
    resting: list[str] = field(default_factory=list)
    """days of the articles whose page was not fetched, because it is not due"""
    notices: list[Notice] = field(default_factory=list)
    listed: int = 0
    """pages that feeds, sitemaps and channels list since the time asked for"""
    older: int = 0
    """pages they list from before it"""

    def extend(self, other: Harvest) -> None:
        """Add the result of another gathering."""
        self.articles += other.articles
        self.unchanged += other.unchanged
        self.resting += other.resting
        self.notices = once_a_host([*self.notices, *other.notices])
        self.listed += other.listed
        self.older += other.older


def read_page(
    response: Response,
    archive: Archive,
    registry: Registry,
    harvest: Harvest,
    known: Mapping[str, str],
    clock: Clock = CLOCK,
) -> str | None:
    """Archive a response and add its article to the harvest, or a notice if it cannot be read.

    :param known: see `parallax.corpora.store.known_pages`.
    :param clock: what reading it may take.
    :returns: the day of the article if the page is known, None if it was read.
    """
    try:
        payload = archive.keep(response)
        if payload in known:
            harvest.unchanged.append(known[payload])
            return known[payload]
        retrieved = response.retrieved or datetime.now(UTC)
        rules = registry.rules_for(response.final_url, retrieved.date())
        # a local file was saved at a time that nobody knows
        read_at = retrieved if response.retrieved or host_of(response.final_url) else None
        article = within(clock, article_of, response, read_at, rules)
    except PageError as error:
        harvest.notices.append(error.notice(response.url))
        return None
    except Exception as error:  # a broken page must not stop the run; the notice names the fault
        if is_machine_fault(error):
            raise
        harvest.notices.append(Notice.error(response.url, "page cannot be read", plain(error)))
        return None
    harvest.notices += article.remarks
    harvest.articles.append((article, payload, retrieved))
    return None
