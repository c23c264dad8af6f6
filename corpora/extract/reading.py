"""What page workers do, and what they have in memory from the start."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from parallax.corpora.extract.article import Article, extract, sentences_of
from parallax.corpora.fetch.response import Response
from parallax.corpora.outlets.page_rules import PageRules
from parallax.languages.detect import detect_any


def article_of(response: Response, now: datetime | None, rules: PageRules) -> Article:
    """Return the article of a page with its sentences; see `parallax.corpora.extract.article`.

    :raises PageError: when it has none.
    """
    article = extract(response, now, rules)
    return replace(article, sentences=sentences_of(article))


def prepare() -> None:
    """Import what reading a page imports on its way, and load the model of languages."""
    import htmldate  # noqa: F401
    import readability  # noqa: F401
    import resiliparse.extract.html2text  # noqa: F401
    import trafilatura  # noqa: F401

    from parallax.corpora.discover import entries  # noqa: F401

    detect_any("Kyiv")
