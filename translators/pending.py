"""Sentences to translate: those of stories in other languages than the reader's."""

from __future__ import annotations

import polars as pl

from parallax.core.settings import Settings
from parallax.lake.lake import Lake
from parallax.lake.revisions import days_of_articles
from parallax.lake.schema import SENTENCES
from parallax.lake.stories import several
from parallax.translators.memory import Memory


def foreign_sentences(lake: Lake, settings: Settings, days: list[str]) -> dict[str, list[str]]:
    """Return the sentences of stories of several articles in other languages, by language."""
    members = several(lake, days)
    sentences = (
        lake.read(SENTENCES, days_of_articles(lake, members["article_id"]))
        .filter(pl.col("revision_id").is_in(members["revision_id"].unique().to_list()))
        .filter(pl.col("language") != settings.target_language)
        .sort("day", "revision_id", "index")
    )
    return {
        str(language): rows["surface"].to_list()
        for (language,), rows in sorted(sentences.partition_by("language", as_dict=True).items())
    }


def import_memories(lake: Lake, settings: Settings) -> int:
    """Read the memory files of the settings; return the number of new texts."""
    return sum(Memory(lake).import_tmx(path) for path in settings.translate.memories)
