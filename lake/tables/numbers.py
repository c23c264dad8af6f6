"""Tables of the stage `compare` about numbers: quantities, differences and figures."""

from __future__ import annotations

import polars as pl

from parallax.lake.table import Upgrade
from parallax.lake.tables.columns import (
    DAY,
    FLOAT,
    INDEX,
    LEVELS,
    OFFSETS,
    REVISION,
    STORY,
    STORY_DAY,
    TEXT,
    TIME,
    table,
    written_out,
)

QUANTITIES = table(
    "quantities",
    "One row a number mention in a sentence.",
    ("day", "revision_id", "start"),
    {
        "quantity_id": (TEXT, "hash of revision and span"),
        "revision_id": REVISION,
        "sentence": (INDEX, "sentence index"),
        **OFFSETS,
        "kind": (TEXT, "`count`, `money`, `percent`, `measure`, `duration`, `date` or `ordinal`"),
        "value": (FLOAT, "the number; null for ranges, vague amounts and dates"),
        "low": (FLOAT, "lower bound; null when open"),
        "high": (FLOAT, "upper bound; null when open"),
        "date": (TEXT, "ISO text of a date (`2024-04-03`, `2024-04`, `--04-03`, `2023-Q3`)"),
        "modifier": (
            TEXT,
            "`more_than`, `at_least`, `up_to`, `at_most`, `less_than`, `almost`, `about`, "
            "`range`, `vague` or null",
        ),
        "unit": (TEXT, "pint unit or ISO 4217 code"),
        "counted": (TEXT, "lemma of what is counted"),
        "concept": (TEXT, "what is counted, as the word lists call it in every language"),
        "role": (TEXT, "what happened to it: `killed`, `wounded`, … or null"),
        "period": (TEXT, "`day`, `week`, `month`, `year` for a rate; null otherwise"),
        "part": (pl.Boolean(), "named as a part of a total before it: 144, of them *5 children*"),
        "places": (
            pl.List(TEXT),
            "countries it is said of, ISO 3166 codes; other places by sound (`~krkv`); sorted",
        ),
        "as_of": (pl.Boolean(), "a date as of which the figures are given"),
        "window": (pl.Boolean(), "a duration in which the figures were counted: past *24 hours*"),
        "step": (FLOAT, "size of the last significant digit: how far it may be rounded"),
        "written": (pl.Boolean(), "the rounding shows in the writing: 1.7 million, not 1,700,000"),
        "around": (TEXT, "the words next to it, figures left out"),
        "direction": (TEXT, "which way it goes: `up`, `loss`, `before`, `since`, … or null"),
        "change": (TEXT, "of a change: `by`, `to` or `from` this figure; or null"),
        "negated": (pl.Boolean(), "its act is denied: 35 drones were *not* shot down"),
        "scope": (TEXT, "time or place it is counted in: `week`, `world`, … or null"),
        "per": (TEXT, "what a rate is per beside time: `tonne`, `100000` people; or null"),
        "day": DAY,
    },
    upgrades=(
        Upgrade(
            added=("concept", "part", "places", "as_of", "window", "step", "written", "around")
        ),
        Upgrade(added=("direction", "change", "negated", "scope", "per")),
    ),
)
NUMBER_DIFFERENCES = table(
    "number_differences",
    "One row a pair of editions and a figure that linked sentences, or the whole texts, give.",
    ("day", "story_id", "difference_id"),
    {
        "difference_id": (TEXT, "hash of verdict and quantities of both revisions"),
        "story_id": STORY,
        "link_id": (
            TEXT,
            "link the sentences belong to; null where no link joins them: the figures of whole "
            "texts were matched by what is counted and what happened",
        ),
        "left": (TEXT, "revision"),
        "right": (TEXT, "revision"),
        "left_quantities": (pl.List(TEXT), "quantity ids; empty where the side gives no figure"),
        "right_quantities": (pl.List(TEXT), "quantity ids; empty where the side gives no figure"),
        "kind": (TEXT, "kind of the quantities"),
        "verdict": (TEXT, "`equal`, `compatible`, `conflict` or `omitted`"),
        "why": (TEXT, "the arithmetic, in words"),
        "rule": (TEXT, "rule that fired"),
        "confidence": (TEXT, "`high` (sure), `medium` or `low` (tentative)"),
        "day": STORY_DAY,
    },
    upgrades=(Upgrade(made={"confidence": written_out("tier", LEVELS)}),),
)
FIGURES = table(
    "figures",
    "Figures of a story over time: one row a mention of a figure that `number_differences` pair.",
    ("day", "story_id", "figure_id", "when", "quantity_id"),
    {
        "figure_id": (TEXT, "hash of the story and the figure's first mention"),
        "story_id": STORY,
        "revision_id": REVISION,
        "quantity_id": (TEXT, "the mention"),
        "edition": (TEXT, "who says it"),
        "when": (TIME, "time of the text: its last change, or its publication"),
        "change": (
            TEXT,
            "compared with the mentions before it: `first`, `same`, `compatible`, `update` (later "
            "and larger, of a figure that only grows) or `conflict`",
        ),
        "day": STORY_DAY,
    },
)
FIGURE_CHANGES = table(
    "figure_changes",
    "What an edit of an article did to its figures, from one revision to the next.",
    ("day", "article_id", "new_revision", "change_id"),
    {
        "change_id": (TEXT, "hash of both revisions and quantities"),
        "article_id": (TEXT, "article that was edited"),
        "old_revision": (TEXT, "revision before"),
        "new_revision": (TEXT, "revision after"),
        "old_quantity": (TEXT, "quantity id before; null when added"),
        "new_quantity": (TEXT, "quantity id after; null when removed"),
        "change": (TEXT, "`changed`, `added` or `removed`"),
        "why": (TEXT, "the arithmetic, in words"),
        "day": DAY,
    },
)
