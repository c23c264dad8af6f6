"""How well articles are clustered: B-cubed (Bagga and Baldwin 1998) and pairs.

``parallax bench stories`` prints the table.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.packed_text import unpacked
from parallax.aligners.scoring import Score
from parallax.aligners.stories.article import Article
from parallax.aligners.stories.clusters import cluster_articles
from parallax.core.times import parse_time
from parallax.corpora.sample.story_file import read_all
from parallax.encoders.encoder import Encoder


@dataclass(frozen=True)
class Labelled:
    """An article and the event it reports."""

    article: Article
    event: str


def own_articles() -> list[Labelled]:
    """Return the articles of the sample world without what they say of their language versions."""
    return [
        Labelled(
            Article(
                f"{a.edition}{a.path}",
                f"https://{a.edition}{a.path}",
                a.edition,
                parse_time(a.published),
                a.lines[0].text,
                tuple(line.text for line in a.lines[1:]),
            ),
            story.name,
        )
        for story in read_all()
        for a in story.articles
    ]


def read_articles(path: Path) -> list[Labelled]:
    """Return the articles of a JSON-lines file: `story_id`, `doc_id`, `text` (headline first, a
    paragraph a line), `published` if it is a time.
    """
    found = []
    for number, line in enumerate(unpacked(path).splitlines()):
        row = json.loads(line)
        name = f"{row['doc_id']} {number}"
        title, *rest = row["text"].split("\n")
        published = parse_time(row.get("published") or "")
        found.append(
            Labelled(
                Article(name, name, row.get("outlet", ""), published, title, tuple(rest)),
                row["story_id"],
            )
        )
    return found


def score(
    articles: Sequence[Labelled], encoder: Encoder, min_similarity: float, window_hours: float
) -> tuple[Score, tuple[float, float, float]]:
    """Cluster articles; return as `score_of`."""
    group = {
        m.article_id: m.group
        for m in cluster_articles(
            [a.article for a in articles], encoder, min_similarity, window_hours
        )
    }
    return score_of(articles, group)


def score_of(
    articles: Sequence[Labelled], group: Mapping[str, int]
) -> tuple[Score, tuple[float, float, float]]:
    """Return pairs of articles that are right, invented and missed, and B-cubed (precision, recall,
    F1).

    :param group: of each article, by id.
    """
    both = Counter((group[a.article.article_id], a.event) for a in articles)
    groups, events = Counter(group.values()), Counter(a.event for a in articles)
    precision = sum(n * n / groups[g] for (g, _), n in both.items()) / len(articles)
    recall = sum(n * n / events[e] for (_, e), n in both.items()) / len(articles)
    right, found, gold = (
        sum(n * (n - 1) // 2 for n in counts.values()) for counts in (both, groups, events)
    )
    return Score(right, found - right, gold - right), (
        precision,
        recall,
        2 * precision * recall / (precision + recall),
    )
