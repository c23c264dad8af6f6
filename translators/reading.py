"""The translate stage: the sentences of stories into the reader's language."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from core.lake import Lake
from core.settings import Settings
from core.tables import SENTENCES, STORIES
from translators.argos import Argos
from translators.memory import Memory
from translators.translate import Outcome, translate


def translate_stories(
    lake: Lake, settings: Settings, days: list[str], engine: Argos, progress: Callable[[int], None] = lambda _: None
) -> dict[str, Outcome]:
    """Translate the sentences of stories told by several articles on the given days; outcomes by language pair."""
    return {
        f"{source}-{settings.target_language}": translate(texts, source, settings.target_language, Memory(lake), engine, progress)
        for source, texts in foreign_sentences(lake, settings, days).items()
    }


def foreign_sentences(lake: Lake, settings: Settings, days: list[str]) -> dict[str, list[str]]:
    """Return the sentences of stories told by several articles that are not in the reader's language, by language."""
    stories = lake.read(STORIES, days)
    several = stories.filter(pl.len().over("story_id") > 1)
    sentences = (
        lake.read(SENTENCES)
        .filter(pl.col("revision_id").is_in(several["revision_id"].unique().to_list()))
        .filter(pl.col("language") != settings.target_language)
        .sort("day", "revision_id", "index")
    )
    return {
        str(language): rows["surface"].to_list()
        for (language,), rows in sorted(sentences.partition_by("language", as_dict=True).items())
    }


def import_memories(lake: Lake, settings: Settings) -> int:
    """Read the memory files the settings name; return how many texts were new."""
    return sum(Memory(lake).import_tmx(path) for path in settings.memories)
