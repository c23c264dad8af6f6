"""What a gathering brought, page by page, with every notice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from parallax.core.notices import Notice
from parallax.corpora.extract.article import Article, extract
from parallax.corpora.fetch.archive import Archive
from parallax.corpora.fetch.fetcher import Response
from parallax.corpora.outlets.registry import Registry
from parallax.corpora.page_error import PageError


@dataclass
class Harvest:
    """Responses read as articles, and what could not be read or only with a reservation."""

    articles: list[tuple[Article, str, datetime]] = field(default_factory=list)
    """(article, SHA-256 of the raw response, time of retrieval)"""
    unchanged: list[str] = field(default_factory=list)
    """days of the articles whose page is the very one that was read before"""
    resting: list[str] = field(default_factory=list)
    """days of the articles whose page was not asked for, because it is not due"""
    notices: list[Notice] = field(default_factory=list)

    def extend(self, other: Harvest) -> None:
        """Add what another gathering brought."""
        self.articles += other.articles
        self.unchanged += other.unchanged
        self.resting += other.resting
        self.notices += other.notices


def read_page(
    response: Response,
    archive: Archive,
    registry: Registry,
    harvest: Harvest,
    known: Mapping[str, str],
) -> str | None:
    """Archive a response and read its article into the harvest; what cannot be read becomes a
    notice there.

    :param known: what `storing.known_pages` returns.
    :returns: the day of the article where the page is known, None where it was read.
    """
    try:
        payload = archive.keep(response)
        if payload in known:
            harvest.unchanged.append(known[payload])
            return known[payload]
        retrieved = response.retrieved or datetime.now(UTC)
        article = extract(response, rules=registry.rules_for(response.final_url, retrieved.date()))
    except PageError as error:
        harvest.notices.append(error.notice(response.url))
        return None
    except Exception as error:  # a poisoned page must not stop the pass; its row names the fault
        harvest.notices.append(
            Notice.error(response.url, "page cannot be read", f"{type(error).__name__}: {error}")
        )
        return None
    harvest.notices += article.remarks
    harvest.articles.append((article, payload, retrieved))
    return None
