"""The compare stage: quantities and markers of every text, and the differences between linked
sentences, by batches of stories.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from parallax.comparers.batch import (
    ARTICLE,
    STORY,
    TABLES_OF_ARTICLES,
    TABLES_OF_STORIES,
    compare_batch,
)
from parallax.comparers.framing import codebook
from parallax.comparers.framing.trust import Method
from parallax.comparers.house_styles import Styles
from parallax.comparers.numbers import Verdict
from parallax.core.ids import digest
from parallax.core.settings import Settings
from parallax.encoders.encoder import encoder_of
from parallax.lake import batches
from parallax.lake.batches import Batch, Workers, in_turn
from parallax.lake.fingerprints import stage_version
from parallax.lake.lake import Lake
from parallax.lake.revisions import days_of_articles
from parallax.lake.schema import (
    ARTICLES,
    COMPARED,
    FIGURE_CHANGES,
    FIGURES,
    FRAMING_CONTRASTS,
    FRAMING_DIFFERENCES,
    HOUSE_STYLE,
    LINKS,
    MARKERS,
    NUMBER_DIFFERENCES,
    ORIGINS,
    QUANTITIES,
    REVISIONS,
    SENTENCES,
    STORIES,
)
from parallax.lake.stage_protocol import SILENT, Days, Progress, StageResult
from parallax.lake.stories import days_of, several
from parallax.lake.table import Table
from parallax.languages.detect import LANGUAGES
from parallax.languages.syntax.parser import versions
from parallax.languages.syntax.stored import fingerprint

NAME = "compare"
SETTINGS: tuple[str, ...] = ("encoder",)
_KEY = ["day", "what", "id", "made_of"]
Row = dict[str, Any]


@dataclass(frozen=True)
class Scope:
    """What a pass looks at: days of stories, and the days of all their texts."""

    days: list[str]
    text_days: list[str]


def run(
    lake: Lake,
    settings: Settings,
    days: Days,
    *,
    progress: Progress = SILENT,
    workers: Workers = in_turn,
) -> StageResult:
    """Compare the linked sentences of every story of the given days (all when None).

    Writes the differences, the figures over time and house style. Texts and stories that are what
    their rows were made of keep them.
    """
    days = days_of(lake, days)
    members = lake.columns(STORIES, ["story_id", "article_id", "revision_id", "day"], days)
    scope = Scope(days, sorted({*days_of_articles(lake, members["article_id"]), *days}))
    units = _units(lake, scope, members, settings)
    wanted = pl.DataFrame(
        [row for unit in units for row in _wanted(unit)], schema=COMPARED.schema
    ).drop("rows")
    stored = {table: lake.kept(table, scope.text_days) for table in (*TABLES_OF_ARTICLES, COMPARED)}
    stored |= {table: lake.kept(table, days) for table in TABLES_OF_STORIES}
    texts = lake.columns(REVISIONS, ["revision_id", "article_id"], scope.text_days)
    known = _known(wanted, texts, stored)
    keys = set(known.select("what", "id").iter_rows())
    due = [
        unit for unit in units if any((row["what"], row["id"]) not in keys for row in _wanted(unit))
    ]
    for unit in due:
        unit["due"] = [row["id"] for row in _wanted(unit) if (row["what"], row["id"]) not in keys]
    stories, stories_due = (
        sum(unit["story_id"] is not None for unit in some) for some in (units, due)
    )
    progress.begin(stories, "stories compared")
    progress.advance(stories - stories_due)
    done = batches.run(
        lake, settings, NAME, compare_batch, due, workers=workers, progress=progress.advance
    )
    made = _merged(lake, texts, known, stored, done)
    outside = stored[COMPARED].filter((pl.col("what") == STORY) & ~pl.col("day").is_in(days))
    counts = _write(lake, scope, pl.concat([outside, known]), made, done)
    notices = list(dict.fromkeys(batches.failed(lake, done)))  # a missing parser is said once
    batches.clear(lake, NAME)
    counts = {"stories rebuilt": stories_due, **counts}
    models = [codebook.load().version, *map(_parser, LANGUAGES)]
    return StageResult(NAME, counts, days, notices, models)


def _parser(language: str) -> str:
    packages = ", ".join(f"{name} {found or 'none'}" for name, found in versions(language).items())
    return f"syntax {language}: {packages}"


def _units(lake: Lake, scope: Scope, members: pl.DataFrame, settings: Settings) -> list[Row]:
    """Return what is compared: stories with their articles, and articles of the days that are in
    none of these stories.
    """
    version = digest(
        stage_version(__name__, settings, NAME, SETTINGS), *map(fingerprint, LANGUAGES)
    )
    made_of = _texts_made_of(lake, scope, version)
    aligned = dict(
        lake.columns(LINKS, ["story_id", "made_of"], scope.days)
        .unique()
        .sort("story_id")
        .iter_rows()
    )
    revision = dict(members.select("article_id", "revision_id").iter_rows())
    day_of = dict(lake.columns(ARTICLES, ["article_id", "day"], scope.text_days).iter_rows())
    reported = set(several(lake, scope.days)["story_id"].to_list())
    units: list[Row] = []
    for (day, story), rows in sorted(members.group_by("day", "story_id")):
        texts = [
            {"article_id": a, "day": day_of[a], "made_of": made_of[a]}
            for a in sorted(rows["article_id"].to_list())
            if a in made_of
        ]
        compared = story in reported
        own = digest(
            version,
            encoder_of(settings).name,
            aligned.get(str(story)),
            [(t["made_of"], revision[t["article_id"]]) for t in texts],
        )
        units.append(
            {
                "day": day,
                "story_id": story if compared else None,
                "made_of": own if compared else None,
                "articles": texts,
                "revisions": sorted(rows["revision_id"].to_list()),
            }
        )
    linked = set(members["article_id"].to_list())
    units += [
        {
            "day": day_of[name],
            "story_id": None,
            "made_of": None,
            "articles": [{"article_id": name, "day": day_of[name], "made_of": value}],
            "revisions": [],
        }
        for name, value in sorted(made_of.items())
        if name not in linked
    ]
    return units


def _wanted(unit: Row) -> list[Row]:
    """Return the rows of `compared` that a unit has when it is done."""
    story = (
        [{"what": STORY, "id": unit["story_id"], "made_of": unit["made_of"], "day": unit["day"]}]
        if unit["story_id"]
        else []
    )
    return [
        *story,
        *(
            {"what": ARTICLE, "id": a["article_id"], "made_of": a["made_of"], "day": a["day"]}
            for a in unit["articles"]
        ),
    ]


def _texts_made_of(lake: Lake, scope: Scope, version: str) -> dict[str, str]:
    """Return, by article, the hash of all that decides what is found in its texts."""
    names = ["revision_id", "index", "paragraph", "role", "language", "start", "surface"]
    sentences: dict[str, list[tuple[Any, ...]]] = {}
    for row in (
        lake.columns(SENTENCES, names, scope.text_days).sort("revision_id", "index").iter_rows()
    ):
        sentences.setdefault(row[0], []).append(row)
    articles = lake.columns(
        ARTICLES, ["article_id", "edition", "published", "day"], scope.text_days
    )
    revisions = lake.columns(
        REVISIONS, ["article_id", "revision_id", "modified", "retrieved"], scope.text_days
    )
    texts: dict[str, list[Any]] = {}
    for article, revision, *times in revisions.sort("article_id", "revision_id").iter_rows():
        texts.setdefault(article, []).append((revision, times, sentences.get(revision, [])))
    return {row[0]: digest(version, row, texts.get(row[0], [])) for row in articles.iter_rows()}


def _known(
    wanted: pl.DataFrame, texts: pl.DataFrame, stored: dict[Table, pl.DataFrame]
) -> pl.DataFrame:
    """Return the rows of `compared` that are kept: their inputs are unchanged, and all rows made of
    these are there (a file may have been deleted).
    """
    rows = stored[COMPARED].join(wanted, on=_KEY, how="semi")
    named = [
        stored[QUANTITIES].join(texts, on="revision_id"),
        stored[MARKERS].join(texts, on="revision_id"),
        stored[FIGURE_CHANGES],
    ]
    there = (
        pl.concat(
            [
                *(frame.select(what=pl.lit(ARTICLE), id="article_id") for frame in named),
                *(
                    stored[table].select(what=pl.lit(STORY), id="story_id")
                    for table in TABLES_OF_STORIES
                ),
            ]
        )
        .group_by("what", "id")
        .len()
    )
    counted = rows.join(there, on=["what", "id"], how="left").with_columns(
        pl.col("len").fill_null(0)
    )
    return counted.filter(pl.col("len") == pl.col("rows")).match_to_schema(
        COMPARED.schema, extra_columns="ignore"
    )


def _merged(
    lake: Lake,
    texts: pl.DataFrame,
    known: pl.DataFrame,
    stored: dict[Table, pl.DataFrame],
    done: list[Batch],
) -> dict[Table, pl.DataFrame]:
    """Return the rows that stay and those of the batches, by table."""
    articles = known.filter(pl.col("what") == ARTICLE).select(article_id="id")
    texts = texts.join(articles, on="article_id", how="semi")
    stories = known.filter(pl.col("what") == STORY).select(story_id="id")
    kept = {
        QUANTITIES: stored[QUANTITIES].join(texts, on="revision_id", how="semi"),
        MARKERS: stored[MARKERS].join(texts, on="revision_id", how="semi"),
        FIGURE_CHANGES: stored[FIGURE_CHANGES].join(articles, on="article_id", how="semi"),
        **{
            table: stored[table].join(stories, on="story_id", how="semi")
            for table in TABLES_OF_STORIES
        },
    }
    return {table: batches.together(lake, done, table, frame) for table, frame in kept.items()}


def _write(
    lake: Lake, scope: Scope, kept: pl.DataFrame, made: dict[Table, pl.DataFrame], done: list[Batch]
) -> dict[str, int]:
    """Write all tables, house style last; `compared` says first what stays and at the end what
    there is, so that a killed run leaves no lie.
    """
    lake.replace(COMPARED, kept, scope.text_days)
    for table in TABLES_OF_ARTICLES:
        lake.replace(table, made[table], scope.text_days)
    styles = Styles(lake, scope.days)
    for table in (FRAMING_DIFFERENCES, FRAMING_CONTRASTS):
        made[table] = styles.added_to(made[table])
    for table in TABLES_OF_STORIES:
        lake.replace(table, made[table], scope.days)
    lake.replace(HOUSE_STYLE, styles.table(), scope.days)
    lake.replace(COMPARED, batches.together(lake, done, COMPARED, kept), scope.text_days)
    verdicts = made[NUMBER_DIFFERENCES]["verdict"].to_list()
    measured = pl.col("method") != Method.EXPERIMENTAL.value
    return {
        "quantities": len(made[QUANTITIES]),
        "markers": len(made[MARKERS]),
        **{f"numbers: {verdict}": verdicts.count(verdict) for verdict in Verdict},
        "figures over time": made[FIGURES]["figure_id"].n_unique(),
        "figures edited": len(made[FIGURE_CHANGES]),
        "framing differences": len(made[FRAMING_DIFFERENCES].filter(measured)),
        "contrasts of whole texts": len(made[FRAMING_CONTRASTS].filter(measured)),
        "origins": len(made[ORIGINS]),
    }
