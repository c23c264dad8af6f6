"""Extraction yield: what share of an edition's pages become articles, and how long these are. It
falls when an outlet changes its layout.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from parallax.core.notices import Notice, errors
from parallax.corpora.crawl_result import Harvest

LEAST_PAGES, LEAST_BEFORE = 5, 20
"""Pages of a pass, and of the passes before it, that say something."""
FELL_TO = 0.5
"""Share of what is usual from which the yield has fallen."""
PAGES, ARTICLES, CHARACTERS = "pages", "articles", "characters"


def counts(edition: str, harvest: Harvest) -> dict[str, int]:
    """Return what a pass read of an edition, as counts of its row in `runs`; pages that did not
    change say nothing.
    """
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
    """Return an alarm where the yield of a pass is half or less of what the passes before it gave.

    :param now: counts of this pass; :param before: counts of earlier ones.
    """
    usual = Counter[str]()
    for one in before:
        usual.update(
            {name: one.get(f"{edition}: {name}", 0) for name in (PAGES, ARTICLES, CHARACTERS)}
        )
    pages, articles, characters = (
        now.get(f"{edition}: {name}", 0) for name in (PAGES, ARTICLES, CHARACTERS)
    )
    if pages < LEAST_PAGES or usual[PAGES] < LEAST_BEFORE or not usual[ARTICLES]:
        return None
    share, usual_share = articles / pages, usual[ARTICLES] / usual[PAGES]
    if share <= FELL_TO * usual_share:
        return Notice.warning(
            edition,
            "extraction yield fell",
            f"{articles} of {pages} pages gave an article, {usual_share:.0%} before: a new layout?",
        )
    length, usual_length = characters / articles, usual[CHARACTERS] / usual[ARTICLES]
    if length <= FELL_TO * usual_length:
        return Notice.warning(
            edition,
            "extraction yield fell",
            f"articles have {length:,.0f} characters, {usual_length:,.0f} before: a new layout?",
        )
    return None
