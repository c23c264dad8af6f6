"""Tables of the stage `cluster`: which article belongs to which story."""

from __future__ import annotations

import polars as pl

from parallax.lake.table import Upgrade
from parallax.lake.tables.columns import FLOAT, INDEX, STORY, STORY_DAY, TEXT, TIME, table

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
            "(statements, names, figures, time) or `declared` (a user said so)",
        ),
        "score": (
            FLOAT,
            "probability that it reports the story's event (mean of its two most probable pairs), "
            "0 to 1; 1 for `first` and `sibling`",
        ),
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
STORY_DECISIONS = table(
    "story_decisions",
    "What people decided of stories (`parallax story merge`, `parallax story split`). Rows are "
    "only added: of two that contradict each other the later one counts.",
    ("day", "decision_id"),
    {
        "decision_id": (TEXT, "hash of the decision and its time"),
        "kind": (
            TEXT,
            "`merge`: `articles` and `others` report one event; `split`: those of one list report "
            "another event than those of the other",
        ),
        "articles": (pl.List(TEXT), "articles that a person took together"),
        "others": (pl.List(TEXT), "articles that they were joined with, or taken from"),
        "when": (TIME, "when"),
        "code": (TEXT, "version of Parallax it was decided with"),
        "day": (TEXT, "partition: date of the decision, UTC"),
    },
    kept=True,
    needed=("kind", "articles", "others", "when"),
)
NAME_COUNTS = table(
    "name_counts",
    "In how many articles of a day a name or figure is, by which rare names are known from those "
    "of a topic.",
    ("day", "name"),
    {
        "name": (
            TEXT,
            "consonants of a name in Latin letters, or a figure; empty for the articles themselves",
        ),
        "articles": (INDEX, "how many articles have it"),
        "day": (TEXT, "partition: publication date of the articles, UTC"),
    },
)
