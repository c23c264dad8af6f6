"""The key of a page: a hash of all that it is made of. A page with an unchanged key is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from importlib import metadata
from typing import Any

import polars as pl

from parallax.comparers.batch import ARTICLE, STORY
from parallax.core.ids import digest
from parallax.lake.judgements import by_difference, latest
from parallax.lake.lake import Lake
from parallax.lake.revisions import days_of_articles
from parallax.lake.schema import (
    ARTICLES,
    COMPARED,
    FRAMING_CONTRASTS,
    FRAMING_DIFFERENCES,
    NUMBER_DIFFERENCES,
    REVISIONS,
    SENTENCES,
)
from parallax.lake.stories import several
from parallax.languages.detect import NAMES
from parallax.translators.memory import Memory, Translation

_LIBRARIES = ("vl-convert-python", "jinja2")


def page_keys(lake: Lake, days: Sequence[str], target: str, made_by: str) -> dict[str, str]:
    """Return, by story of the given days that several articles report, the hash of all that
    decides how its page looks.

    What a story was compared from is in `compared`; besides that a page shows its articles,
    house style, translations and what people judged.

    :param made_by: version of our code and of the settings that make a page of the tables.
    """
    version = digest(made_by, *(metadata.version(name) for name in _LIBRARIES))
    members = several(lake, days)
    names = members["article_id"].implode()
    reached = days_of_articles(lake, members["article_id"])
    articles = {
        row["article_id"]: row
        for row in lake.read(ARTICLES, reached)
        .filter(pl.col("article_id").is_in(names))
        .iter_rows(named=True)
    }
    shown = ["article_id", "revision_id", "title", "modified", "retrieved", "payload_sha256"]
    revisions = (
        lake.columns(REVISIONS, shown, reached)
        .filter(pl.col("article_id").is_in(names))
        .sort("revision_id")
    )
    translated = lake.columns(SENTENCES, ["revision_id", "language", "surface"], reached).filter(
        pl.col("revision_id").is_in(revisions["revision_id"].implode())
        & (pl.col("language") != target)
    )
    styles = _by(
        lake.columns(
            FRAMING_DIFFERENCES, ["story_id", "difference_id", "left_style", "right_style"], days
        ).sort("difference_id"),
        "story_id",
    )
    compared = lake.columns(COMPARED, ["what", "id", "made_of"], {*days, *reached})
    made_of = {(what, name): value for what, name, value in compared.iter_rows()}
    memory = _Known(lake, target)
    judged = _judged(lake, days)
    sentences, by_article = _by(translated, "revision_id"), _by(revisions, "article_id")
    keys = {}
    for (day, story), rows in members.sort("article_id").group_by(
        "day", "story_id", maintain_order=True
    ):
        parts: list[Any] = [
            version,
            target,
            day,
            made_of.get((STORY, str(story))),
            styles.get(str(story)),
            judged.get(str(story)),
        ]
        for article, revision in rows.select("article_id", "revision_id").iter_rows():
            texts = by_article.get(article, [])
            parts += [revision, articles[article], made_of.get((ARTICLE, article)), texts]
            for _, text, title, *_ in texts:
                parts += [memory.of(articles[article]["language"], title)]
                parts += [
                    memory.of(language, surface) for _, language, surface in sentences.get(text, [])
                ]
        keys[str(story)] = digest(*parts)
    return keys


def _judged(lake: Lake, days: Sequence[str]) -> dict[str, list[tuple[str | None, ...]]]:
    """Return what people said of the differences of each story: by difference, since a story may
    have had another id when they did.
    """
    said = by_difference(latest(lake))
    found: dict[str, list[tuple[str | None, ...]]] = defaultdict(list)
    for table in (NUMBER_DIFFERENCES, FRAMING_DIFFERENCES, FRAMING_CONTRASTS) if said else ():
        rows = lake.columns(table, ["story_id", "difference_id"], days)
        judged = rows.filter(pl.col("difference_id").is_in(list(said)))
        for story, difference in judged.sort("difference_id").iter_rows():
            found[story] += [
                (difference, row["judgement_id"], row["verdict"], row["cause"], row["note"])
                for row in said[difference]
            ]
    return found


class _Known:
    """Translations by text; an untranslated text depends on the whole memory, where suggestions
    come from.
    """

    def __init__(self, lake: Lake, target: str) -> None:
        memory = Memory(lake)
        self._known = {
            language: memory.lookup(language, target) for language in NAMES if language != target
        }
        self._whole = {language: digest(*sorted(texts)) for language, texts in self._known.items()}

    def of(self, language: str, text: str) -> Translation | str | None:
        """Return what a page shows for a text in another language."""
        return (
            self._known[language].get(text, self._whole[language])
            if language in self._known
            else None
        )


def _by(frame: pl.DataFrame, column: str) -> dict[str, list[tuple[Any, ...]]]:
    return {
        str(key[0]): rows.rows()
        for key, rows in frame.partition_by(column, as_dict=True, maintain_order=True).items()
    }
