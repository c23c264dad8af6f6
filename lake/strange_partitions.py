"""Partitions that are no day: earlier releases wrote ``day=1-01-01`` for a page of the year 1, and
nothing reads them.

A migration moves their rows to the days they belong to: the new partitions are written first and
the old ones removed last, so that a migration that is killed and begun again ends the same. Tables
that are made of others are only removed: their stages make them again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from parallax.core.errors import SchemaError
from parallax.core.files import Folder
from parallax.core.times import day_of, plausible
from parallax.lake import partition_files
from parallax.lake.lake import Lake
from parallax.lake.partition_files import FILE
from parallax.lake.schema import (
    ARTICLES,
    JUDGEMENTS,
    REVISIONS,
    RUNS,
    SENTENCES,
    STORIES,
    STORY_CHANGES,
    STORY_DECISIONS,
    TABLES,
)
from parallax.lake.table import Table

_MOVED = (
    SENTENCES,
    REVISIONS,
    ARTICLES,
    STORIES,
    STORY_CHANGES,
    STORY_DECISIONS,
    JUDGEMENTS,
    RUNS,
)
"""Tables whose rows cannot be made again, in the order of writing: what others refer to is there
first, as when a page is stored.
"""
_Frames = dict[Table, pl.DataFrame]


@dataclass(frozen=True)
class StrangePartition:
    """A partition whose `day` is none, with its file."""

    table: Table
    value: str
    file: Folder

    def rows(self) -> pl.DataFrame:
        """Return its rows; their `day` is what the folder says.

        :raises SchemaError: when the file is torn or does not fit the table's schema.
        """
        rows = partition_files.rows(self.table, self.file)
        return rows.with_columns(day=pl.lit(self.value))


def strange_partitions(lake: Lake) -> list[StrangePartition]:
    """Return the partitions of all tables whose `day` is none, by table and value."""
    return [
        StrangePartition(table, value, lake.folder(table) / f"day={value}" / FILE)
        for table in TABLES.values()
        if table.partition == "day"
        for value in lake.strange_partitions(table)
    ]


def settle(lake: Lake) -> list[SchemaError]:
    """Move the rows of partitions that are no day to their days, and remove those partitions.

    An article goes to the day that it has in the lake already, otherwise to that of its publication
    where this can be one, otherwise of its first retrieval; its texts and their sentences go with
    it. Times outside the window of publications become null. A story goes to the day of its first
    article, a judgement to that of its verdict. What the lake has already stays as it is. Return
    what is wrong with files that cannot be read: where there are any, the partitions of the same
    value stay.

    The caller holds the lake for a pass (`Lake.passing`).
    """
    unreadable: list[SchemaError] = []
    with lake.writing():
        found = strange_partitions(lake)
        read: dict[StrangePartition, pl.DataFrame] = {}
        stay: set[str] = set()
        for one in found:
            if one.table in _MOVED:
                try:
                    read[one] = one.rows()
                except SchemaError as error:
                    unreadable.append(error)
                    stay.add(one.value)
        moving = {one: rows for one, rows in read.items() if one.value not in stay}
        try:
            _move(lake, moving)
        except SchemaError as error:  # of a partition that they would go to
            return [*unreadable, error]
        for one in found:
            if one in moving or one.table not in _MOVED:
                _remove(one.file)
    return unreadable


def _move(lake: Lake, moving: Mapping[StrangePartition, pl.DataFrame]) -> None:
    old: _Frames = {
        table: pl.concat([table.empty(), *(r for one, r in moving.items() if one.table is table)])
        for table in _MOVED
    }
    new = _with_texts(lake, old)
    known = _days(lake.columns(ARTICLES, ["article_id", "day"]))
    days = {**_days(new[ARTICLES]), **known}
    members = lake.columns(STORIES, ["article_id"])["article_id"].to_list()
    stories = old[STORIES].unique("article_id", keep="first", maintain_order=True)
    stories = stories.filter(~pl.col("article_id").is_in(members))
    new[STORIES] = stories.with_columns(
        day=_day_in(days, pl.col("article_id")).min().over("story_id")
    )
    new[STORY_CHANGES] = old[STORY_CHANGES].with_columns(
        day=pl.col("articles").list.eval(_day_in(days, pl.element())).list.min()
    )
    new[STORY_DECISIONS] = _dated(old[STORY_DECISIONS], map(_day, old[STORY_DECISIONS]["when"]))
    new[JUDGEMENTS] = _dated(old[JUDGEMENTS], map(_day, old[JUDGEMENTS]["when"]))
    new[RUNS] = _dated(old[RUNS], map(_day, old[RUNS]["started"]))
    for table in _MOVED:
        lake.add(table, new[table].drop_nulls("day"))


def _with_texts(lake: Lake, old: _Frames) -> _Frames:
    """Return the articles, revisions and sentences with their days."""
    articles = old[ARTICLES].sort("first_retrieved", nulls_last=True)
    articles = articles.unique("article_id", keep="first", maintain_order=True)
    there = lake.columns(REVISIONS, ["revision_id"])["revision_id"].to_list()
    revisions = old[REVISIONS].filter(~pl.col("revision_id").is_in(there)).sort("retrieved")
    revisions = revisions.unique("revision_id", keep="first", maintain_order=True)
    sentences = old[SENTENCES].join(revisions, on=["revision_id", "day"], how="semi")
    known = _days(lake.columns(ARTICLES, ["article_id", "day"]))
    oldest = revisions.unique("article_id", keep="first", maintain_order=True)
    read = dict(oldest.select("article_id", "retrieved").iter_rows())
    articles = articles.with_columns(_plausible(articles["published"]))
    days = [
        known.get(article) or _day(published or retrieved or read.get(article))
        for article, published, retrieved in articles.select(
            "article_id", "published", "first_retrieved"
        ).iter_rows()
    ]
    articles = _dated(articles, days)
    known |= _days(articles)
    revisions = _dated(
        revisions.with_columns(_plausible(revisions["modified"])),
        (
            known.get(article) or _day(retrieved)
            for article, retrieved in revisions.select("article_id", "retrieved").iter_rows()
        ),
    )
    days_of_texts = dict(revisions.select("revision_id", "day").iter_rows())
    return {
        ARTICLES: articles,
        REVISIONS: revisions,
        SENTENCES: sentences.with_columns(day=_day_in(days_of_texts, pl.col("revision_id"))),
    }


def _days(articles: pl.DataFrame) -> dict[str, str]:
    return dict(articles.drop_nulls("day").select("article_id", "day").iter_rows())


def _day(moment: datetime | None) -> str | None:
    return day_of(moment) if moment else None


def _day_in(days: Mapping[str, str], name: pl.Expr) -> pl.Expr:
    """Return the day of each name, null where it has none."""
    return name.replace_strict(days, default=None, return_dtype=pl.String)


def _dated(rows: pl.DataFrame, days: Iterable[str | None]) -> pl.DataFrame:
    return rows.with_columns(pl.Series("day", list(days), pl.String))


def _plausible(times: pl.Series) -> pl.Series:
    return pl.Series(times.name, [plausible(moment) for moment in times], times.dtype)


def _remove(file: Folder) -> None:
    file.unlink(missing_ok=True)
    if isinstance(file, Path):
        with suppress(OSError):  # not empty
            file.parent.rmdir()
