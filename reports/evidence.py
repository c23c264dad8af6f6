"""The evidence of a story's differences, span by span, and the files in which a page offers it:
CSV, parquet and JSON-LD.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence

import polars as pl

from parallax.comparers.framing.annotations import state
from parallax.comparers.numbers import Quantity, Verdict
from parallax.core.escapes import csv_cell
from parallax.lake.rows import FramingDifferenceRow, NumberDifferenceRow
from parallax.reports.judged import NOBODY, Judged
from parallax.reports.statements import Context, markers, quantities
from parallax.reports.views import Evidence, StoryView

WORDED = "worded differently"
_COLUMNS = (
    "story_id",
    "day",
    "difference_id",
    "subject",
    "verdict",
    "confidence",
    "rule",
    "why",
    "edition",
    "outlet",
    "language",
    "url",
    "published",
    "revision_id",
    "payload_sha256",
    "value",
    "start",
    "end",
    "words",
    "judged",
)


def evidence_of(
    numbers: Sequence[NumberDifferenceRow],
    framing: Sequence[FramingDifferenceRow],
    context: Context,
    judged: Mapping[str, Judged],
) -> list[Evidence]:
    """Return every span that a conflict, a bound or an omission of figures, or a difference of
    wording rests on.

    :param numbers, framing: rows of the tables of differences; pairs of figures that are equal are
        left out. :param judged: what people said of each difference's finding, by its id.
    """
    found: dict[tuple[str, str], Evidence] = {}
    for number in numbers:
        if number["verdict"] == Verdict.EQUAL:
            continue
        for revision, names in quantities(number):
            for name in names:
                quantity = context.quantities[name]
                found[number["difference_id"], name] = Evidence(
                    number["difference_id"],
                    number["kind"],
                    number["verdict"],
                    number["rule"],
                    number["confidence"],
                    number["why"],
                    context.editions[revision],
                    Quantity.from_row(quantity).text(),
                    quantity["start"],
                    quantity["end"],
                    quantity["surface"],
                    judged.get(number["difference_id"], NOBODY).words,
                )
    for row in framing:
        for revision, value, names in markers(row):
            for name in names:
                marker = context.markers[name]
                found[row["difference_id"], name] = Evidence(
                    row["difference_id"],
                    row["axis"],
                    WORDED,
                    row["rule"],
                    row["confidence"],
                    "",
                    context.editions[revision],
                    value,
                    marker["start"],
                    marker["end"],
                    marker["surface"],
                    judged.get(row["difference_id"], NOBODY).words,
                )
    return sorted(
        found.values(), key=lambda e: (e.subject, e.difference_id, e.edition.number, e.start)
    )


def frame(view: StoryView) -> pl.DataFrame:
    """Return the evidence of a story as a table, one row a span."""
    rows = [
        (
            view.story_id,
            view.day,
            e.difference_id,
            e.subject,
            e.verdict,
            e.confidence,
            e.rule,
            e.why,
            e.edition.edition,
            e.edition.outlet,
            e.edition.language,
            e.edition.url,
            e.edition.published.isoformat() if e.edition.published else None,
            e.edition.revision_id,
            e.edition.text_hash,
            e.value,
            e.start,
            e.end,
            e.words,
            e.judged,
        )
        for e in view.evidence
    ]
    schema = {name: pl.UInt32() if name in ("start", "end") else pl.String() for name in _COLUMNS}
    return pl.DataFrame(rows, schema=schema, orient="row")


def as_csv(view: StoryView) -> bytes:
    """Return the evidence as CSV (RFC 4180, UTF-8 with a mark, so that spreadsheets read it).

    A cell that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, "CSV
    Injection"), and what cannot be seen is shown as its code; the other files are verbatim.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(_COLUMNS)
    for row in frame(view).iter_rows():
        writer.writerow([csv_cell(cell) if isinstance(cell, str) else cell for cell in row])
    return buffer.getvalue().encode("utf-8-sig")


def as_parquet(view: StoryView) -> bytes:
    """Return the evidence as parquet."""
    buffer = io.BytesIO()
    frame(view).write_parquet(buffer, compression="zstd")
    return buffer.getvalue()


def as_json_ld(view: StoryView) -> bytes:
    """Return the story as JSON-LD: its articles (schema.org) and every span as a W3C Web Annotation
    of one of them.
    """
    articles = [
        {
            "@id": e.url,
            "@type": "NewsArticle",
            "headline": e.title,
            "inLanguage": e.language,
            "url": e.url,
            "publisher": {"@type": "Organization", "name": e.outlet},
            **({"datePublished": e.published.isoformat()} if e.published else {}),
        }
        for e in view.editions
    ]
    annotations = [
        {
            "id": f"urn:parallax:{e.difference_id}:{e.edition.revision_id}:{e.start}",
            "type": "Annotation",
            "motivation": "classifying",
            "body": [
                {
                    "type": "TextualBody",
                    "purpose": "classifying",
                    "value": f"{e.subject}: {e.value}",
                },
                {
                    "type": "TextualBody",
                    "purpose": "describing",
                    "value": f"{e.verdict}, {e.confidence} confidence, {e.rule}",
                },
                *(
                    [{"type": "TextualBody", "purpose": "assessing", "value": e.judged}]
                    if e.judged
                    else []
                ),
            ],
            "target": {
                "source": e.edition.url,
                "selector": [
                    {"type": "TextPositionSelector", "start": e.start, "end": e.end},
                    {"type": "TextQuoteSelector", "exact": e.words},
                ],
                "state": state(e.edition.retrieved, e.edition.text_hash),
            },
        }
        for e in view.evidence
    ]
    document = {
        "@context": ["https://schema.org", "http://www.w3.org/ns/anno.jsonld"],
        "@id": f"urn:parallax:{view.story_id}",
        "@type": "Collection",
        "name": view.title,
        "dateCreated": view.day,
        "hasPart": articles,
        "annotations": annotations,
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8")
