"""The table of what people judged: verdicts on findings, with their cause."""

from __future__ import annotations

import polars as pl

from parallax.lake.tables.columns import FLOAT, INDEX, STORY, TEXT, TIME, table

PLACE = pl.Struct({"start": INDEX, "end": INDEX})
JUDGED_SIDE = pl.Struct(
    {
        "revision_id": TEXT,
        "edition": TEXT,
        "language": TEXT,
        "statement": INDEX,
        "value": TEXT,
        "spans": pl.List(PLACE),
    }
)

JUDGEMENTS = table(
    "judgements",
    "One row a verdict of a person on a finding. A finding is what a page shows as one: the same "
    "difference between several editions. Rows are only added: the latest of a person counts.",
    ("day", "finding_id", "who", "when"),
    {
        "judgement_id": (TEXT, "hash of finding, person and time"),
        "finding_id": (TEXT, "hash of the ids of its differences"),
        "differences": (
            pl.List(TEXT),
            "the rows of `number_differences`, `framing_differences` or `framing_contrasts` that "
            "it groups",
        ),
        "story_id": STORY,
        "kind": (TEXT, "`conflict`, `compatible`, `omitted`, `wording` or `contrast`"),
        "subject": (TEXT, "axis of wording, or `number`"),
        "rule": (TEXT, "rule that fired"),
        "confidence": (TEXT, "`high`, `medium` or `low`, as it was shown"),
        "p": (FLOAT, "probability of its link, as it was shown; null for whole texts"),
        "sides": (
            pl.List(JUDGED_SIDE),
            "what each edition says of it: the value, and the spans in the revision's `text`; none "
            "where it says nothing. Sides of one `statement` agree",
        ),
        "verdict": (
            TEXT,
            "`true`, `near` (near-synonyms, a matter of degree), `false`, `not interesting`, or "
            "`withdrawn`",
        ),
        "cause": (TEXT, "what made it, where it is not true; see `parallax judge --causes`"),
        "note": (TEXT, "remark in the person's words; null where there is none"),
        "who": (TEXT, "who judged"),
        "when": (TIME, "when"),
        "code": (TEXT, "version of Parallax that showed it"),
        "day": (TEXT, "partition: date of the verdict, UTC"),
    },
    kept=True,
    needed=("differences", "kind", "verdict", "sides"),
)
