"""Tables of the stage `gather`: articles, their revisions and sentences."""

from __future__ import annotations

import polars as pl

from parallax.lake.table import Related
from parallax.lake.tables.columns import DAY, INDEX, OFFSETS, REVISION, TEXT, TIME, table

ARTICLES = table(
    "articles",
    "One row a page: an article at its canonical URL.",
    ("day", "article_id"),
    {
        "article_id": (TEXT, "hash of the canonical URL"),
        "url": (TEXT, "canonical URL"),
        "outlet": (TEXT, "publisher"),
        "edition": (TEXT, "one language of a publisher; the unit of comparison"),
        "language": (TEXT, "`uk`, `ru` or `en`"),
        "published": (TIME, "publication time the page states"),
        "section": (TEXT, "section that the page names"),
        "siblings": (
            pl.List(TEXT),
            "canonical URLs of the other language versions the page names (hreflang)",
        ),
        "first_retrieved": (TIME, "when Parallax first read it"),
        "day": DAY,
    },
    kept=True,
    needed=("url", "outlet", "edition", "language"),
)
REVISIONS = table(
    "revisions",
    "One row a text: an article at one moment. Outlets edit after publication; every text is kept.",
    ("day", "article_id", "revision_id"),
    {
        "revision_id": (TEXT, "hash of article, title and text"),
        "article_id": (TEXT, "article it is a text of"),
        "title": (TEXT, "headline"),
        "kind": (
            TEXT,
            "`article`, or what is not clustered with articles: `live blog`, `gallery`, `roundup`",
        ),
        "text": (TEXT, "headline, paragraphs and captions, one a line; all offsets point into it"),
        "authors": (pl.List(TEXT), "names the page states"),
        "modified": (
            TIME,
            "time of the last change the page states; publication time where it states none",
        ),
        "retrieved": (TIME, "when Parallax read it"),
        "payload_sha256": (TEXT, "hash of the raw response, kept under `raw/`"),
        "extractor": (TEXT, "what read the page, with version"),
        "day": DAY,
    },
    kept=True,
    needed=("title", "text", "retrieved", "payload_sha256"),
    fills={"kind": lambda rows, _: pl.Series(["article"] * len(rows))},
)


def _language_of_article(sentences: pl.DataFrame, related: Related) -> pl.Series:
    """Return the language of each sentence's article: most sentences are in that one."""
    articles = related(ARTICLES, ["article_id", "language"])
    revisions = related(REVISIONS, ["article_id", "revision_id"]).join(articles, "article_id")
    return sentences.join(revisions, "revision_id", "left", maintain_order="left")["language"]


SENTENCES = table(
    "sentences",
    "One row a sentence of a revision.",
    ("day", "revision_id", "index"),
    {
        "sentence_id": (TEXT, "hash of revision and index"),
        "revision_id": REVISION,
        "index": (INDEX, "position in the revision, from 0"),
        "paragraph": (INDEX, "paragraph, from 0 (the headline)"),
        "role": (
            TEXT,
            "`headline`, `lead`, `body`, `quote` (all of it direct speech) or `caption`",
        ),
        "language": (
            TEXT,
            "language of the sentence: the article's, unless its letters say otherwise",
        ),
        **OFFSETS,
        "day": DAY,
    },
    kept=True,
    needed=("start", "end", "surface"),
    fills={"language": _language_of_article},
)
