"""Tables of the stages `translate`, `align` and `learn`: translations, beads and links."""

from __future__ import annotations

import polars as pl

from parallax.lake.table import Upgrade
from parallax.lake.tables.columns import FLOAT, INDEX, STORY, STORY_DAY, TEXT, table

PART = pl.Struct({"sentence": INDEX, "start": INDEX, "end": INDEX})
MEMBER = pl.Struct({"revision_id": TEXT, "edition": TEXT, "sentences": pl.List(INDEX)})

TRANSLATIONS = table(
    "translations",
    "The translation memory: one row a text, language pair and engine.",
    ("pair", "text_sha256", "engine", "model"),
    {
        "text_sha256": (TEXT, "hash of the source text"),
        "source": (TEXT, "source language"),
        "target": (TEXT, "target language"),
        "text": (TEXT, "source text"),
        "translation": (TEXT, "target text"),
        "engine": (
            TEXT,
            "`argos`; `edition` for an outlet's own translation; `tmx` for a text from a memory "
            "file",
        ),
        "model": (TEXT, "packages and versions, both editions, or the memory file's label"),
        "flags": (
            pl.List(TEXT),
            "what is visibly wrong: `empty`, `untranslated`, `repeated`, `long`, `numbers`",
        ),
        "origin": (TEXT, "its source, in plain words"),
        "pair": (TEXT, "partition: `source-target`"),
    },
    partition="pair",
    kept=True,
    needed=("source", "target", "text", "translation"),
)
BEADS = table(
    "beads",
    "Aligned sentences of two revisions of a story; a null bead has one empty side.",
    ("day", "story_id", "bead_id"),
    {
        "bead_id": (TEXT, "hash of both revisions and their sentences"),
        "story_id": STORY,
        "left": (TEXT, "revision of the left side"),
        "right": (TEXT, "revision of the right side"),
        "left_sentences": (pl.List(INDEX), "sentence indices; empty in a null bead"),
        "right_sentences": (pl.List(INDEX), "sentence indices; empty in a null bead"),
        "score": (
            FLOAT,
            "cosine of the joined texts; of a null bead: with its best rejected partner",
        ),
        "p": (
            FLOAT,
            "probability that the bead is right; of a null bead: of the best rejected partner",
        ),
        "rejected": (pl.List(INDEX), "the best rejected partner of a null bead"),
        "left_parts": (
            pl.List(PART),
            "what of the left sentences says the same as the right side: sentence index, first "
            "character in the revision's `text`, one past the last; empty for all of them; null in "
            "rows of version 1",
        ),
        "right_parts": (pl.List(PART), "the same of the right side"),
        "regime": (TEXT, "`comparable` (order-free) or `translation`"),
        "made_of": (TEXT, "hash of what the story was aligned from, as in `links`"),
        "day": STORY_DAY,
    },
    upgrades=(Upgrade(added=("left_parts", "right_parts")),),
)
LINKS = table(
    "links",
    "Aligned sentences of all revisions of a story; what a row of the report shows.",
    ("day", "story_id", "link_id"),
    {
        "link_id": (TEXT, "hash of the members"),
        "story_id": STORY,
        "kind": (TEXT, "`shared` (three editions or more), `pair` or `only`"),
        "score": (FLOAT, "mean cosine of the link's beads; null for `only`"),
        "p": (FLOAT, "lowest probability of the beads inside the link; null for `only`"),
        "members": (
            pl.List(MEMBER),
            "sentences by revision; a sentence may stand in several links, for it may say several "
            "things",
        ),
        "made_of": (
            TEXT,
            "hash of what the story was aligned from: texts, translations, models, settings; "
            "stories with an unchanged hash are skipped",
        ),
        "day": STORY_DAY,
    },
)
