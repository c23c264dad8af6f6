"""Markers as W3C Web Annotations, so that other tools can show them on the text they stand in.

W3C Recommendation "Web Annotation Data Model", 2017: a body that classifies, a target with a TextPositionSelector (code points)
and a TextQuoteSelector.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from comparers.framing.marker import Marker

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32


def web_annotation(marker: Marker, text: str, source: str, codebook: str) -> dict[str, Any]:
    """Return the annotation of one marker.

    :param text: the text its offsets point into.
    :param source: what identifies that text: a URL, or the hash of a revision.
    :param codebook: name and version.
    """
    referent = [{"type": "TextualBody", "purpose": "identifying", "value": marker.ref}] if marker.ref else []
    return {
        "@context": _CONTEXT, "type": "Annotation", "motivation": "classifying", "generator": codebook,
        "body": [{"type": "TextualBody", "purpose": "classifying", "value": f"{marker.axis}: {marker.value}"}, *referent,
                 {"type": "TextualBody", "purpose": "describing", "value": marker.rule}],
        "target": {
            "source": source,
            "selector": [
                {"type": "TextPositionSelector", "start": marker.start, "end": marker.end},
                {"type": "TextQuoteSelector", "exact": marker.surface, "prefix": text[max(0, marker.start - _AROUND) : marker.start],
                 "suffix": text[marker.end : marker.end + _AROUND]},
            ],
        },
    }


def web_annotations(markers: Sequence[Marker], text: str, source: str, codebook: str) -> list[dict[str, Any]]:
    """Return the annotations of the markers of a text, in order; plain mentions (`absent`) are left out."""
    return [web_annotation(m, text, source, codebook) for m in markers if m.value != "absent"]
