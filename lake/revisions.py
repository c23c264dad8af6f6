"""The revisions of articles: their order, and the days under which they are kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import polars as pl

from parallax.lake.lake import Lake
from parallax.lake.schema import ARTICLES


def oldest_first(revisions: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows of `revisions` of one article by the change they state, then by when they were
    read.
    """
    return sorted(
        revisions,
        key=lambda r: (r["modified"] is not None, r["modified"], r["retrieved"], r["revision_id"]),
    )


def days_of_articles(lake: Lake, articles: Iterable[str]) -> list[str]:
    """Return the partitions that hold some articles and their texts, sorted: what to read of the
    tables that are as long as the lake.
    """
    wanted = pl.col("article_id").is_in(sorted(set(articles)))
    return sorted(
        lake.columns(ARTICLES, ["article_id", "day"]).filter(wanted)["day"].unique().to_list()
    )
