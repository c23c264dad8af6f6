"""Markers as W3C Web Annotations, so that other tools can show them on the text they stand in.

W3C Recommendation "Web Annotation Data Model", 2017: a body that classifies, a target with a
TextPositionSelector (code points) and a TextQuoteSelector.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from parallax.comparers.framing.marker import ABSENT, Marker
from parallax.lake.lake import Lake
from parallax.lake.rows import MarkerRow, rows_of
from parallax.lake.schema import ARTICLES, MARKERS, REVISIONS

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32
"""Characters of context in a TextQuoteSelector; other tools expect a line or less."""


def web_annotation(marker: Marker, text: str, source: str, codebook: str) -> dict[str, Any]:
    """Return the annotation of one marker.

    :param text: the text its offsets point into.
    :param source: what identifies that text: a URL, or the hash of a revision.
    :param codebook: name and version.
    """
    referent = (
        [{"type": "TextualBody", "purpose": "identifying", "value": marker.ref}]
        if marker.ref
        else []
    )
    return {
        "@context": _CONTEXT,
        "type": "Annotation",
        "motivation": "classifying",
        "generator": codebook,
        "body": [
            {
                "type": "TextualBody",
                "purpose": "classifying",
                "value": f"{marker.axis}: {marker.value}",
            },
            *referent,
            {"type": "TextualBody", "purpose": "describing", "value": marker.rule},
        ],
        "target": {
            "source": source,
            "selector": [
                {"type": "TextPositionSelector", "start": marker.start, "end": marker.end},
                {
                    "type": "TextQuoteSelector",
                    "exact": marker.surface,
                    "prefix": text[max(0, marker.start - _AROUND) : marker.start],
                    "suffix": text[marker.end : marker.end + _AROUND],
                },
            ],
        },
    }


def state(retrieved: datetime, payload: str) -> dict[str, Any]:
    """Return the state of a page that an annotation is about: when it was read, and the SHA-256 of
    what was read.
    """
    return {
        "type": "TimeState",
        "sourceDate": retrieved.isoformat(),
        "cached": f"urn:sha256:{payload}",
    }


def web_annotations(
    markers: Sequence[Marker], text: str, source: str, codebook: str
) -> list[dict[str, Any]]:
    """Return the annotations of the markers of a text, in order; plain mentions (`absent`) are left
    out.
    """
    return [web_annotation(m, text, source, codebook) for m in markers if m.value != ABSENT]


def of_lake(lake: Lake) -> Iterator[dict[str, Any]]:
    """Yield the annotations of all markers of a lake, day by day: the target is the article's
    address, in the state it was read in.
    """
    urls = dict(lake.columns(ARTICLES, ["article_id", "url"]).iter_rows())
    for day in lake.partitions(MARKERS):
        revisions = {
            row["revision_id"]: row for row in lake.read(REVISIONS, [day]).iter_rows(named=True)
        }
        for row in rows_of(lake.read(MARKERS, [day]), MarkerRow):
            revision = revisions.get(row["revision_id"])
            if revision is None or row["value"] == ABSENT:
                continue
            marker = Marker.from_row(row)
            made = web_annotation(
                marker, revision["text"], urls[revision["article_id"]], row["codebook"]
            )
            target = {
                **made["target"],
                "state": state(revision["retrieved"], revision["payload_sha256"]),
            }
            yield {**made, "id": f"urn:parallax:{row['marker_id']}", "target": target}
