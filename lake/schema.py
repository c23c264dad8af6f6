"""All tables of the lake; ``docs/data.md`` is generated from here."""

from __future__ import annotations

from parallax.lake.table import Table
from parallax.lake.tables.alignment import BEADS, LINKS, TRANSLATIONS
from parallax.lake.tables.articles import ARTICLES, REVISIONS, SENTENCES
from parallax.lake.tables.bookkeeping import COMPARED, RUNS
from parallax.lake.tables.framing import (
    FRAMING_CONTRASTS,
    FRAMING_DIFFERENCES,
    HOUSE_STYLE,
    MARKERS,
    ORIGINS,
)
from parallax.lake.tables.judgements import JUDGEMENTS
from parallax.lake.tables.numbers import FIGURE_CHANGES, FIGURES, NUMBER_DIFFERENCES, QUANTITIES
from parallax.lake.tables.stories import NAME_COUNTS, STORIES, STORY_CHANGES, STORY_DECISIONS

__all__ = [
    "ARTICLES",
    "BEADS",
    "COMPARED",
    "FIGURES",
    "FIGURE_CHANGES",
    "FRAMING_CONTRASTS",
    "FRAMING_DIFFERENCES",
    "HOUSE_STYLE",
    "JUDGEMENTS",
    "LINKS",
    "MARKERS",
    "NAME_COUNTS",
    "NUMBER_DIFFERENCES",
    "ORIGINS",
    "QUANTITIES",
    "REVISIONS",
    "RUNS",
    "SENTENCES",
    "STORIES",
    "STORY_CHANGES",
    "STORY_DECISIONS",
    "TABLES",
    "TRANSLATIONS",
]

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        ARTICLES,
        REVISIONS,
        SENTENCES,
        STORIES,
        STORY_CHANGES,
        STORY_DECISIONS,
        NAME_COUNTS,
        TRANSLATIONS,
        BEADS,
        LINKS,
        QUANTITIES,
        NUMBER_DIFFERENCES,
        FIGURES,
        FIGURE_CHANGES,
        MARKERS,
        FRAMING_DIFFERENCES,
        FRAMING_CONTRASTS,
        HOUSE_STYLE,
        ORIGINS,
        JUDGEMENTS,
        COMPARED,
        RUNS,
    )
}
