"""Extraction yield: the share of pages that become articles, and the length of articles.

It falls when an outlet changes its layout.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

from parallax.core.notices import Notice, errors
from parallax.core.thresholds import thresholds
from parallax.corpora.crawl_result import Harvest

REASON = "extraction yield fell"
PAGES, ARTICLES, CHARACTERS = "pages", "articles", "characters"


@thresholds("gather", chosen="by judgement")
@dataclass(frozen=True)
class AlarmLimits:
    """When a lower yield is an alarm."""

    pages: Annotated[int, "minimum pages of a run"] = 5
    pages_before: Annotated[int, "minimum pages of the earlier runs"] = 20
    fell_to: Annotated[float, "share of the earlier yield, or less, that is an alarm"] = 0.5


LIMITS = AlarmLimits()


def counts(edition: str, harvest: Harvest) -> dict[str, int]:
    """Return the counts of an edition in a run, for the table `runs`, without unchanged pages."""
    articles = len(harvest.articles)
    return {
        f"{edition}: {PAGES}": articles
        + len(
            {failed.subject for failed in errors(harvest.notices)}
            - {a.url for a, _, _ in harvest.articles}
        ),
        f"{edition}: {ARTICLES}": articles,
        f"{edition}: {CHARACTERS}": sum(len(article.text) for article, _, _ in harvest.articles),
    }


def fallen(
    edition: str, now: Mapping[str, int], before: Iterable[Mapping[str, int]]
) -> Notice | None:
    """Return an alarm if the yield of a run is half of that of earlier runs, or less.

    :param now: counts of this run.
    :param before: counts of earlier runs.
    """
    usual = Counter[str]()
    for one in before:
        usual.update(
            {name: one.get(f"{edition}: {name}", 0) for name in (PAGES, ARTICLES, CHARACTERS)}
        )
    pages, articles, characters = (
        now.get(f"{edition}: {name}", 0) for name in (PAGES, ARTICLES, CHARACTERS)
    )
    if pages < LIMITS.pages or usual[PAGES] < LIMITS.pages_before or not usual[ARTICLES]:
        return None
    share, usual_share = articles / pages, usual[ARTICLES] / usual[PAGES]
    if share <= LIMITS.fell_to * usual_share:
        return Notice.warning(
            edition,
            REASON,
            f"{articles} of {pages} pages gave an article, {usual_share:.0%} before: a new layout?",
        )
    length, usual_length = characters / articles, usual[CHARACTERS] / usual[ARTICLES]
    if length <= LIMITS.fell_to * usual_length:
        return Notice.warning(
            edition,
            REASON,
            f"articles have {length:,.0f} characters, {usual_length:,.0f} before: a new layout?",
        )
    return None
