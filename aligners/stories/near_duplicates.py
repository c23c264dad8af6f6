"""Wire copies: articles of a story with nearly the same text in one language, one origin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from parallax.aligners.stories.article import Article
from parallax.core.thresholds import thresholds
from parallax.languages.shingles import Shingles, shingles, words


@thresholds(
    "cluster", chosen="by judgement; a headline and a last paragraph may be an outlet's own"
)
@dataclass(frozen=True)
class CopyLimits:
    """When an article is a copy."""

    words: Annotated[int, "words of a shingle"] = 5
    min_shared: Annotated[float, "minimum share of the shorter text's shingles in the other"] = 0.7


LIMITS = CopyLimits()


def copies(articles: Sequence[tuple[Article, str]]) -> dict[str, str]:
    """Return the article that each copy copies, by id: the earliest with nearly the same text.

    :param articles: (article, language) in order of publication.
    """
    found: dict[str, str] = {}
    earlier: list[tuple[Article, str, Shingles]] = []
    for article, language in articles:
        own = shingles(words(" ".join(article.paragraphs)), LIMITS.words)
        for other, language_of_other, theirs in earlier:
            shorter = min(len(own), len(theirs))
            if (
                language_of_other == language
                and shorter
                and len(own & theirs) >= LIMITS.min_shared * shorter
            ):
                found[article.article_id] = found.get(other.article_id, other.article_id)
                break
        earlier.append((article, language, own))
    return found
