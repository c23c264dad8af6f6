"""Outlets that publish in several languages translate themselves: their editions are a source of
translations they answer for.

Where the aligner finds that an article of an outlet is a translation of another of the same outlet,
its pairs of single sentences go into the translation memory, in both directions, marked as the
outlet's own words. Editions may differ on purpose: where their numbers do, the translation is
flagged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import polars as pl

from parallax.core.settings import Settings
from parallax.core.thresholds import thresholds
from parallax.lake.batches import Workers, in_turn
from parallax.lake.lake import Lake
from parallax.lake.revisions import days_of_articles
from parallax.lake.schema import ARTICLES, BEADS, REVISIONS, SENTENCES, STORIES
from parallax.lake.stage_protocol import SILENT, Days, Progress, StageResult
from parallax.lake.stories import days_of
from parallax.languages.detect import NAMES
from parallax.translators import quality_flags
from parallax.translators.memory import EDITION, Memory, Translation

NAME = "learn"
SETTINGS: tuple[str, ...] = ()


@thresholds("learn", chosen="by judgement; translations of outlets are shown as their own words")
@dataclass(frozen=True)
class LearnLimits:
    """What the memory learns from aligned editions."""

    min_probability: Annotated[float, "minimum probability of a bead"] = 0.95


LIMITS = LearnLimits()


def run(
    lake: Lake,
    settings: Settings,
    days: Days,
    *,
    progress: Progress = SILENT,
    workers: Workers = in_turn,
) -> StageResult:
    """Add the sentence pairs of translated editions of stories on the given days (all when None) to
    the memory.

    Of several translations of one sentence by the same editions the most certain is kept.
    """
    del settings, workers  # what is learnt depends on the beads alone, and is read in one piece
    days = days_of(lake, days)
    pairs = _pairs(lake, days)
    progress.begin(len(pairs), "pairs of sentences learnt from")
    new = _add(lake, pairs)
    progress.advance(len(pairs))
    return StageResult(NAME, {"translations learnt from editions": new}, days)


def _pairs(lake: Lake, days: list[str]) -> pl.DataFrame:
    """Return the single sentences of one outlet that are translations of each other."""
    pairs = (
        lake.read(BEADS, days)
        .filter(
            (pl.col("regime") == "translation")
            & (pl.col("p") >= LIMITS.min_probability)
            & (pl.col("left_sentences").list.len() == 1)
            & (pl.col("right_sentences").list.len() == 1)
        )
        .select(
            pl.col("p"),
            *(
                column
                for side in ("left", "right")
                for column in (
                    pl.col(side),
                    pl.col(f"{side}_sentences").list.first().alias(f"{side}_index"),
                )
            ),
        )
    )
    reached = days_of_articles(lake, lake.columns(STORIES, ["article_id"], days)["article_id"])
    sentences = lake.columns(SENTENCES, ["revision_id", "index", "surface"], reached)
    articles = (
        lake.columns(REVISIONS, ["revision_id", "article_id"], reached)
        .join(
            lake.columns(ARTICLES, ["article_id", "outlet", "edition", "language"], reached),
            on="article_id",
        )
        .drop("article_id")
    )
    for side in ("left", "right"):
        about = articles.join(sentences, on="revision_id")
        about = about.rename({name: f"{side}_{name}" for name in about.columns})
        pairs = pairs.join(
            about,
            left_on=[side, f"{side}_index"],
            right_on=[f"{side}_revision_id", f"{side}_index"],
        )
    return pairs.filter(
        (pl.col("left_outlet") == pl.col("right_outlet"))
        & (pl.col("left_language") != pl.col("right_language"))
    )


def _add(lake: Lake, own: pl.DataFrame) -> int:
    """Add pairs to the memory in both directions; return how many were new."""
    memory, new = Memory(lake), 0
    for here, there in (("left", "right"), ("right", "left")):
        best = own.sort("p", f"{there}_surface", descending=[True, False]).unique(
            [f"{here}_surface", f"{here}_edition", f"{there}_edition"],
            keep="first",
            maintain_order=True,
        )
        for (source, target), rows in sorted(
            best.partition_by(f"{here}_language", f"{there}_language", as_dict=True).items()
        ):
            new += memory.add(
                str(source),
                str(target),
                [
                    (
                        row[f"{here}_surface"],
                        Translation(
                            row[f"{there}_surface"],
                            EDITION,
                            f"{row[f'{here}_edition']} → {row[f'{there}_edition']}",
                            f"{row['left_outlet']}'s own {NAMES[str(target)]} edition "
                            f"(aligned, P {row['p']:.2f})",
                            flags=tuple(
                                quality_flags.flags(
                                    row[f"{here}_surface"],
                                    row[f"{there}_surface"],
                                    str(source),
                                    str(target),
                                )
                            ),
                        ),
                    )
                    for row in rows.iter_rows(named=True)
                ],
            )
    return new
