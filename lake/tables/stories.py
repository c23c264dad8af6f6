"""Tables of the stage `cluster`: which article belongs to which story."""

from __future__ import annotations

import polars as pl

from parallax.lake.table import Upgrade
from parallax.lake.tables.columns import FLOAT, STORY, STORY_DAY, TEXT, table

STORIES = table(
    "stories",
    "One row a member: which article, in which revision, belongs to which story.",
    ("day", "story_id", "article_id"),
    {
        "story_id": (TEXT, "hash of the story's first article"),
        "article_id": (TEXT, "member"),
        "revision_id": (TEXT, "the member's latest revision, the one compared"),
        "reason": (
            TEXT,
            "why it belongs to the story: `first`, `sibling` (the page names it), `similar` "
            "(vectors, digits, time) or `declared` (a user said so)",
        ),
        "score": (FLOAT, "similarity to the story, 0 to 1; 1 for `first` and `sibling`"),
        "copy_of": (
            TEXT,
            "the earliest article of the story in the same language with nearly the same text "
            "(wire copy); null if the text is not a copy",
        ),
        "day": STORY_DAY,
    },
    upgrades=(Upgrade(made={"reason": pl.col("evidence")}),),
    kept=True,
    needed=("revision_id",),
)
STORY_CHANGES = table(
    "story_changes",
    "Stories that later articles merged or split.",
    ("day", "kind", "story_id", "other_id"),
    {
        "kind": (
            TEXT,
            "`merged`: articles of `other_id` moved to `story_id`; `split`: articles of "
            "`story_id` moved to `other_id`",
        ),
        "story_id": STORY,
        "other_id": (TEXT, "the other story"),
        "articles": (pl.List(TEXT), "the articles that moved"),
        "day": STORY_DAY,
    },
    kept=True,
)
