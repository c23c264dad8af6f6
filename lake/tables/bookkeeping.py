"""What ran, and what rows were made of: the tables that stages read to see what is due."""

from __future__ import annotations

import polars as pl

from parallax.lake.table import Upgrade
from parallax.lake.tables.columns import INDEX, TEXT, TIME, table

NOTICE = pl.Struct({"subject": TEXT, "severity": TEXT, "reason": TEXT, "detail": TEXT})

_STAGES_NOW = pl.col("stage").replace({"link": "cluster"})
"""Version 1 called the stage that groups articles into stories `link`."""


def _notices(failures: str) -> pl.Expr:
    """Return the failures of version 1, which did not tell remarks from errors, as notices."""
    field = pl.element().struct.field
    return pl.col(failures).list.eval(
        pl.struct(
            field("url").alias("subject"),
            pl.lit("error").alias("severity"),
            field("reason"),
            field("detail"),
        )
    )


COMPARED = table(
    "compared",
    "What the rows of the compare stage were made of: one row an article or story; those with an "
    "unchanged hash are skipped.",
    ("day", "what", "id"),
    {
        "what": (
            TEXT,
            "`article` (its quantities, markers and changes) or `story` (its differences, figures "
            "and origins)",
        ),
        "id": (TEXT, "article or story"),
        "made_of": (
            TEXT,
            "hash of what its rows were made of: texts, times, beads, settings, code, codebook",
        ),
        "rows": (INDEX, "how many rows it has in all these tables"),
        "day": (TEXT, "partition: publication date of the article, or of the story's first"),
    },
)
RUNS = table(
    "runs",
    "What ran: one row a stage of a pass.",
    ("day", "run_id", "stage"),
    {
        "run_id": (TEXT, "id of the pass"),
        "stage": (TEXT, "`gather`, `cluster`, `translate`, `align`, `learn`, `compare`, `report`"),
        "started": (TIME, "start"),
        "finished": (TIME, "end"),
        "counts": (pl.List(pl.Struct({"what": TEXT, "count": pl.Int64()})), "what the stage made"),
        "models": (pl.List(TEXT), "models, codebook and extractor, each with version"),
        "code": (TEXT, "version of Parallax"),
        "notices": (
            pl.List(NOTICE),
            "what could not be read or done (severity `error`), and remarks (`warning`)",
        ),
        "day": (TEXT, "partition: date of the start, UTC"),
    },
    upgrades=(Upgrade(made={"notices": _notices("failures"), "stage": _STAGES_NOW}),),
    kept=True,
)
