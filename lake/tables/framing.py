"""Tables of the stage `compare` about wording: markers, differences, house style and origins."""

from __future__ import annotations

import polars as pl

from parallax.lake.table import Column, Upgrade
from parallax.lake.tables.columns import (
    DAY,
    FLOAT,
    INDEX,
    LEVELS,
    METHODS,
    OFFSETS,
    REVISION,
    STORY,
    STORY_DAY,
    TEXT,
    table,
    written_out,
)

MARKERS = table(
    "markers",
    "One row a framing mention in a sentence.",
    ("day", "revision_id", "start", "axis", "rule"),
    {
        "marker_id": (TEXT, "hash of revision, span, axis and rule"),
        "revision_id": REVISION,
        "sentence": (INDEX, "sentence index"),
        **OFFSETS,
        "axis": (
            TEXT,
            "axis of the codebook: `attribution`, `conflict_name`, `actor_label`, …; see "
            "`docs/codebook.md`",
        ),
        "value": (TEXT, "value on the axis"),
        "ref": (TEXT, "referent or concept; null where the axis has none"),
        "quoted": (pl.Boolean(), "inside direct speech: the speaker's words, not the outlet's"),
        "speech": (
            TEXT,
            "`direct` or `indirect` speech that it is part of; null in the outlet's own voice",
        ),
        "speaker": (TEXT, "who speaks, as the sentence names them; null where it does not"),
        "rule": (TEXT, "rule id of the codebook"),
        "codebook": (TEXT, "codebook version"),
        "day": DAY,
    },
)
_WORDED: dict[str, Column] = {
    "left": (TEXT, "revision"),
    "right": (TEXT, "revision"),
    "axis": (TEXT, "axis"),
    "ref": (TEXT, "referent or concept"),
    "left_value": (TEXT, "value on the left"),
    "right_value": (TEXT, "value on the right"),
    "left_markers": (pl.List(TEXT), "marker ids; empty where the value is the axis' default"),
    "right_markers": (pl.List(TEXT), "marker ids; empty where the value is the axis' default"),
    "rule": (TEXT, "comparison rule"),
    "method": (
        TEXT,
        "how it was found: `lexical` (words), `rule` (a rule over words) or `experimental`",
    ),
    "p": (
        FLOAT,
        "probability that the difference is right: of the link, of the rules that found it, of "
        "both sides being marked; null in rows that are older than it",
    ),
    "confidence": (TEXT, "`high`, `medium` or `low`, by `p`; `low` where the rule is experimental"),
    "left_style": (
        TEXT,
        "`house` if the value is the usual one of the left edition, `story` if it is another; "
        "null if the usual one is not known",
    ),
    "right_style": (TEXT, "the same of the right edition"),
    "codebook": (TEXT, "codebook version"),
    "day": STORY_DAY,
}
_WORDED_UPGRADES = (
    Upgrade(
        made={
            "method": written_out("tier", METHODS),
            "confidence": written_out("tier", LEVELS),
        }
    ),
    Upgrade(added=("p",)),
)

FRAMING_DIFFERENCES = table(
    "framing_differences",
    "One row a pair of editions, a link and an axis on which their wording differs.",
    ("day", "story_id", "difference_id"),
    {
        "difference_id": (TEXT, "hash of axis, referent, and values and spans of both revisions"),
        "story_id": STORY,
        "link_id": (TEXT, "link the sentences belong to"),
        **_WORDED,
    },
    upgrades=_WORDED_UPGRADES,
)

FRAMING_CONTRASTS = table(
    "framing_contrasts",
    "One row a pair of editions and an axis that names something: how their whole texts name it, "
    "if they never use the same name.",
    ("day", "story_id", "difference_id"),
    {
        "difference_id": (TEXT, "hash of axis, referent, and values and spans of both revisions"),
        "story_id": STORY,
        **_WORDED,
    },
    upgrades=_WORDED_UPGRADES,
)

HOUSE_STYLE = table(
    "house_style",
    "How an edition usually names things: one row a value, from its texts up to the day.",
    ("day", "edition", "axis", "ref", "value"),
    {
        "edition": (TEXT, "edition"),
        "axis": (TEXT, "axis: of those that name something"),
        "ref": (TEXT, "referent or concept; empty where the axis has none"),
        "value": (TEXT, "value"),
        "mentions": (INDEX, "mentions with this value"),
        "of": (INDEX, "mentions with any value"),
        "stories": (INDEX, "stories with this value"),
        "low": (FLOAT, "share of the mentions, lower end of Wilson's 95 % interval"),
        "high": (FLOAT, "upper end"),
        "day": STORY_DAY,
    },
)

ORIGINS = table(
    "origins",
    "One row a link and a source that it cites: editions that quote one source have one origin.",
    ("day", "story_id", "link_id", "kind", "name"),
    {
        "story_id": STORY,
        "link_id": (TEXT, "link"),
        "kind": (TEXT, "kind of source: `official`, `witness`, `media`, `anonymous`, …"),
        "name": (TEXT, "its name as it sounds, shortened; empty if it has none"),
        "editions": (pl.List(TEXT), "editions that quote it"),
        "markers": (pl.List(TEXT), "marker ids"),
        "day": STORY_DAY,
    },
)
