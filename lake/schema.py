"""The tables of the lake: columns, types, keys and partitions. ``docs/data.md`` is generated from
here.
"""

from __future__ import annotations

import polars as pl

from parallax.lake.table import Column, Table, Upgrade

TEXT = pl.String()
TIME = pl.Datetime("us", "UTC")
INDEX = pl.UInt32()
FLOAT = pl.Float64()
NOTICE = pl.Struct({"subject": TEXT, "severity": TEXT, "reason": TEXT, "detail": TEXT})
MEMBER = pl.Struct({"revision_id": TEXT, "edition": TEXT, "sentences": pl.List(INDEX)})

DAY: Column = (TEXT, "partition: publication date, `YYYY-MM-DD` in UTC")
STORY_DAY: Column = (TEXT, "partition: publication date of the story's first article, UTC")
STORY: Column = (TEXT, "story")
REVISION: Column = (TEXT, "revision the row is about")
OFFSETS: dict[str, Column] = {
    "start": (INDEX, "first character in the revision's `text` (Unicode code points)"),
    "end": (INDEX, "one past the last character"),
    "surface": (TEXT, "`text[start:end]`, verbatim"),
}


_LEVELS = {"A": "high", "B": "medium", "C": "low"}
_METHODS = {"A": "lexical", "B": "rule", "C": "experimental"}
"""Version 1 wrote confidence and method as one letter, `tier`."""


def _table(
    name: str,
    about: str,
    key: tuple[str, ...],
    columns: dict[str, Column],
    partition: str = "day",
    upgrades: tuple[Upgrade, ...] = (),
) -> Table:
    return Table(name, about, columns, key, partition, upgrades)


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


def _written_out(letters: str, words: dict[str, str]) -> pl.Expr:
    return pl.col(letters).replace_strict(words, return_dtype=pl.String)


ARTICLES = _table(
    "articles",
    "One row a page: an article at its canonical URL.",
    ("day", "article_id"),
    {
        "article_id": (TEXT, "hash of the canonical URL"),
        "url": (TEXT, "canonical URL"),
        "outlet": (TEXT, "publisher"),
        "edition": (TEXT, "one language of a publisher; the unit of comparison"),
        "language": (TEXT, "`uk`, `ru` or `en`"),
        "published": (TIME, "publication time the page states"),
        "section": (TEXT, "section that the page names"),
        "siblings": (
            pl.List(TEXT),
            "canonical URLs of the other language versions the page names (hreflang)",
        ),
        "first_retrieved": (TIME, "when Parallax first read it"),
        "day": DAY,
    },
)
REVISIONS = _table(
    "revisions",
    "One row a text: an article at one moment. Outlets edit after publication; every text is kept.",
    ("day", "article_id", "revision_id"),
    {
        "revision_id": (TEXT, "hash of article, title and text"),
        "article_id": (TEXT, "article it is a text of"),
        "title": (TEXT, "headline"),
        "kind": (
            TEXT,
            "`article`, or what is not clustered with articles: `live blog`, `gallery`, `roundup`",
        ),
        "text": (TEXT, "headline, paragraphs and captions, one a line; all offsets point into it"),
        "authors": (pl.List(TEXT), "names the page states"),
        "modified": (
            TIME,
            "time of the last change the page states; publication time where it states none",
        ),
        "retrieved": (TIME, "when Parallax read it"),
        "payload_sha256": (TEXT, "hash of the raw response, kept under `raw/`"),
        "extractor": (TEXT, "what read the page, with version"),
        "day": DAY,
    },
)
SENTENCES = _table(
    "sentences",
    "One row a sentence of a revision.",
    ("day", "revision_id", "index"),
    {
        "sentence_id": (TEXT, "hash of revision and index"),
        "revision_id": REVISION,
        "index": (INDEX, "position in the revision, from 0"),
        "paragraph": (INDEX, "paragraph, from 0 (the headline)"),
        "role": (
            TEXT,
            "`headline`, `lead`, `body`, `quote` (all of it direct speech) or `caption`",
        ),
        "language": (
            TEXT,
            "language of the sentence: the article's, unless its letters say otherwise",
        ),
        **OFFSETS,
        "day": DAY,
    },
)
STORIES = _table(
    "stories",
    "One row a member: which article, in which revision, belongs to which story.",
    ("day", "story_id", "article_id"),
    {
        "story_id": (TEXT, "hash of the story's first article"),
        "article_id": (TEXT, "member"),
        "revision_id": (TEXT, "the member's latest revision, the one compared"),
        "reason": (
            TEXT,
            "why it belongs to the story: `first`, `sibling` (the page names it), `similar` "
            "(vectors, digits, time) or `declared` (a user said so)",
        ),
        "score": (FLOAT, "similarity to the story, 0 to 1; 1 for `first` and `sibling`"),
        "copy_of": (
            TEXT,
            "the earliest article of the story in the same language with nearly the same text "
            "(wire copy); null if there is none",
        ),
        "day": STORY_DAY,
    },
    upgrades=(Upgrade(made={"reason": pl.col("evidence")}),),
)
STORY_CHANGES = _table(
    "story_changes",
    "Stories that later articles merged or split.",
    ("day", "kind", "story_id", "other_id"),
    {
        "kind": (
            TEXT,
            "`merged`: articles of `other_id` moved to `story_id`; `split`: articles of "
            "`story_id` moved to `other_id`",
        ),
        "story_id": STORY,
        "other_id": (TEXT, "the other story"),
        "articles": (pl.List(TEXT), "the articles that moved"),
        "day": STORY_DAY,
    },
)

TRANSLATIONS = _table(
    "translations",
    "The translation memory: one row a text, language pair and engine.",
    ("pair", "text_sha256", "engine", "model"),
    {
        "text_sha256": (TEXT, "hash of the source text"),
        "source": (TEXT, "source language"),
        "target": (TEXT, "target language"),
        "text": (TEXT, "source text"),
        "translation": (TEXT, "target text"),
        "engine": (
            TEXT,
            "`argos`; `edition` for an outlet's own translation; `tmx` for a text from a memory "
            "file",
        ),
        "model": (TEXT, "packages and versions, both editions, or the memory file's label"),
        "flags": (
            pl.List(TEXT),
            "what is visibly wrong: `empty`, `untranslated`, `repeated`, `long`, `numbers`",
        ),
        "origin": (TEXT, "its source, in plain words"),
        "pair": (TEXT, "partition: `source-target`"),
    },
    partition="pair",
)
BEADS = _table(
    "beads",
    "Aligned sentences of two revisions of a story; a null bead has one empty side.",
    ("day", "story_id", "bead_id"),
    {
        "bead_id": (TEXT, "hash of both revisions and their sentences"),
        "story_id": STORY,
        "left": (TEXT, "revision of the left side"),
        "right": (TEXT, "revision of the right side"),
        "left_sentences": (pl.List(INDEX), "sentence indices; empty in a null bead"),
        "right_sentences": (pl.List(INDEX), "sentence indices; empty in a null bead"),
        "score": (
            FLOAT,
            "cosine of the joined texts; of a null bead: with its best rejected partner",
        ),
        "p": (
            FLOAT,
            "probability that the bead is right; of a null bead: of the best rejected partner",
        ),
        "rejected": (pl.List(INDEX), "the best rejected partner of a null bead"),
        "regime": (TEXT, "`comparable` (order-free) or `translation`"),
        "made_of": (TEXT, "hash of what the story was aligned from, as in `links`"),
        "day": STORY_DAY,
    },
)
LINKS = _table(
    "links",
    "Aligned sentences of all revisions of a story; what a row of the report shows.",
    ("day", "story_id", "link_id"),
    {
        "link_id": (TEXT, "hash of the members"),
        "story_id": STORY,
        "kind": (TEXT, "`shared` (three editions or more), `pair` or `only`"),
        "score": (FLOAT, "mean cosine of the link's beads; null for `only`"),
        "p": (FLOAT, "lowest probability of the beads that made the link; null for `only`"),
        "members": (pl.List(MEMBER), "sentences by revision"),
        "made_of": (
            TEXT,
            "hash of what the story was aligned from: texts, translations, models, settings; "
            "stories with an unchanged hash are skipped",
        ),
        "day": STORY_DAY,
    },
)
QUANTITIES = _table(
    "quantities",
    "One row a number mention in a sentence.",
    ("day", "revision_id", "start"),
    {
        "quantity_id": (TEXT, "hash of revision and span"),
        "revision_id": REVISION,
        "sentence": (INDEX, "sentence index"),
        **OFFSETS,
        "kind": (TEXT, "`count`, `money`, `percent`, `measure`, `duration`, `date` or `ordinal`"),
        "value": (FLOAT, "the number; null for ranges, vague amounts and dates"),
        "low": (FLOAT, "lower bound; null when open"),
        "high": (FLOAT, "upper bound; null when open"),
        "date": (TEXT, "ISO text of a date (`2024-04-03`, `2024-04`, `--04-03`, `2023-Q3`)"),
        "modifier": (
            TEXT,
            "`more_than`, `at_least`, `up_to`, `at_most`, `less_than`, `almost`, `about`, "
            "`range`, `vague` or null",
        ),
        "unit": (TEXT, "pint unit or ISO 4217 code"),
        "counted": (TEXT, "lemma of what is counted"),
        "concept": (TEXT, "what is counted, as the word lists call it in every language"),
        "role": (TEXT, "what happened to it: `killed`, `wounded`, … or null"),
        "period": (TEXT, "`day`, `week`, `month`, `year` for a rate; null otherwise"),
        "part": (pl.Boolean(), "named as a part of a total before it: 144, of them *5 children*"),
        "places": (pl.List(TEXT), "countries it is said of, ISO 3166 codes, sorted"),
        "as_of": (pl.Boolean(), "a date as of which the figures are given"),
        "window": (pl.Boolean(), "a duration in which the figures were counted: past *24 hours*"),
        "step": (FLOAT, "size of the last significant digit: how far it may be rounded"),
        "written": (pl.Boolean(), "the rounding shows in the writing: 1.7 million, not 1,700,000"),
        "around": (TEXT, "the words next to it, figures left out"),
        "day": DAY,
    },
    upgrades=(
        Upgrade(
            added=("concept", "part", "places", "as_of", "window", "step", "written", "around")
        ),
    ),
)
NUMBER_DIFFERENCES = _table(
    "number_differences",
    "One row a pair of editions and a figure that linked sentences give.",
    ("day", "story_id", "difference_id"),
    {
        "difference_id": (TEXT, "hash of link and quantities"),
        "story_id": STORY,
        "link_id": (TEXT, "link the sentences belong to"),
        "left": (TEXT, "revision"),
        "right": (TEXT, "revision"),
        "left_quantities": (pl.List(TEXT), "quantity ids; empty where the side gives no figure"),
        "right_quantities": (pl.List(TEXT), "quantity ids; empty where the side gives no figure"),
        "kind": (TEXT, "kind of the quantities"),
        "verdict": (TEXT, "`equal`, `compatible`, `conflict` or `omitted`"),
        "why": (TEXT, "the arithmetic, in words"),
        "rule": (TEXT, "rule that fired"),
        "confidence": (TEXT, "`high` (sure), `medium` or `low` (tentative)"),
        "day": STORY_DAY,
    },
    upgrades=(Upgrade(made={"confidence": _written_out("tier", _LEVELS)}),),
)
FIGURES = _table(
    "figures",
    "Figures of a story over time: one row a mention of a figure that linked sentences pair.",
    ("day", "story_id", "figure_id", "when", "quantity_id"),
    {
        "figure_id": (TEXT, "hash of the story and the figure's first mention"),
        "story_id": STORY,
        "revision_id": REVISION,
        "quantity_id": (TEXT, "the mention"),
        "edition": (TEXT, "who says it"),
        "when": (TIME, "time of the text: its last change, or its publication"),
        "change": (
            TEXT,
            "compared with the mentions before it: `first`, `same`, `compatible`, `update` (later "
            "and larger, of a figure that only grows) or `conflict`",
        ),
        "day": STORY_DAY,
    },
)
FIGURE_CHANGES = _table(
    "figure_changes",
    "What an edit of an article did to its figures, from one revision to the next.",
    ("day", "article_id", "new_revision", "change_id"),
    {
        "change_id": (TEXT, "hash of both revisions and quantities"),
        "article_id": (TEXT, "article that was edited"),
        "old_revision": (TEXT, "revision before"),
        "new_revision": (TEXT, "revision after"),
        "old_quantity": (TEXT, "quantity id before; null when added"),
        "new_quantity": (TEXT, "quantity id after; null when removed"),
        "change": (TEXT, "`changed`, `added` or `removed`"),
        "why": (TEXT, "the arithmetic, in words"),
        "day": DAY,
    },
)
MARKERS = _table(
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
    "confidence": (TEXT, "`high`, `medium` or `low`, by the method"),
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
            "method": _written_out("tier", _METHODS),
            "confidence": _written_out("tier", _LEVELS),
        }
    ),
)

FRAMING_DIFFERENCES = _table(
    "framing_differences",
    "One row a pair of editions, a link and an axis on which their wording differs.",
    ("day", "story_id", "difference_id"),
    {
        "difference_id": (TEXT, "hash of link, axis, referent and sides"),
        "story_id": STORY,
        "link_id": (TEXT, "link the sentences belong to"),
        **_WORDED,
    },
    upgrades=_WORDED_UPGRADES,
)

FRAMING_CONTRASTS = _table(
    "framing_contrasts",
    "One row a pair of editions and an axis that names something: how their whole texts name it, "
    "if they never use the same name.",
    ("day", "story_id", "difference_id"),
    {
        "difference_id": (TEXT, "hash of story, axis, referent and sides"),
        "story_id": STORY,
        **_WORDED,
    },
    upgrades=_WORDED_UPGRADES,
)

HOUSE_STYLE = _table(
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

ORIGINS = _table(
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
COMPARED = _table(
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
RUNS = _table(
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
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        ARTICLES,
        REVISIONS,
        SENTENCES,
        STORIES,
        STORY_CHANGES,
        TRANSLATIONS,
        BEADS,
        LINKS,
        QUANTITIES,
        NUMBER_DIFFERENCES,
        FIGURES,
        FIGURE_CHANGES,
        MARKERS,
        FRAMING_DIFFERENCES,
        FRAMING_CONTRASTS,
        HOUSE_STYLE,
        ORIGINS,
        COMPARED,
        RUNS,
    )
}
