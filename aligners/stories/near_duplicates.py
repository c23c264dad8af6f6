"""Wire copies: articles of a story with nearly the same text in one language. They are one origin,
not several.
"""

from __future__ import annotations

from collections.abc import Sequence

from parallax.aligners.stories.article_similarity import Candidate
from parallax.languages.shingles import Shingles, shingles, words

_SHINGLE = 5
_SAME = 0.7
"""Share of the shorter text's shingles that the other has; an outlet's headline and its last
paragraph may be its own.
"""


def copies(articles: Sequence[tuple[Candidate, str]]) -> dict[str, str]:
    """Return the copied article of every copy, by article id: the earliest one with nearly the same
    text.

    :param articles: (article, language) in order of publication.
    """
    found: dict[str, str] = {}
    earlier: list[tuple[Candidate, str, Shingles]] = []
    for article, language in articles:
        own = shingles(words(" ".join(article.paragraphs)), _SHINGLE)
        for other, spoken, theirs in earlier:
            shorter = min(len(own), len(theirs))
            if spoken == language and shorter and len(own & theirs) >= _SAME * shorter:
                found[article.article_id] = found.get(other.article_id, other.article_id)
                break
        earlier.append((article, language, own))
    return found
