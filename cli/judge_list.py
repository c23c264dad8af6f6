"""Findings as a list, for people and for other programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from parallax.cli.console import table

if TYPE_CHECKING:
    from parallax.judging.finding import Finding
    from parallax.judging.judgements import Judgements


def show(found: Sequence[Finding], judgements: Judgements, *, jsonl: bool) -> None:
    """Print findings and what was judged of them: a table, or one JSON object a line."""
    if jsonl:
        for one in found:
            line = json.dumps(_object(one, judgements), ensure_ascii=False)
            sys.stdout.write(line + "\n")
        return
    rows = [
        (
            one.id,
            one.kind.value,
            one.subject,
            " / ".join(dict.fromkeys(side.value or "—" for side in one.sides)),
            one.confidence,
            "" if one.p is None else f"{one.p:.2f}",
            ", ".join(f"{row['verdict']} ({row['who']})" for row in judgements.of(one)),
        )
        for one in found
    ]
    table(("finding", "kind", "axis", "values", "confidence", "P", "judged"), rows)


def _object(one: Finding, judgements: Judgements) -> dict[str, object]:
    return {
        "finding_id": one.id,
        "story_id": one.story_id,
        "story": one.title,
        "kind": one.kind.value,
        "subject": one.subject,
        "ref": one.ref,
        "rule": one.rule,
        "confidence": one.confidence,
        "p": one.p,
        "languages": list(one.languages),
        "why": one.why,
        "sides": [
            {
                "edition": side.edition.edition,
                "language": side.edition.language,
                "published": side.edition.published.isoformat() if side.edition.published else None,
                "statement": side.statement,
                "value": side.value,
                "words": side.words,
                "sentences": [
                    {"text": p.text, "marks": p.marks, "translation": p.translation}
                    for p in side.passages
                ],
            }
            for side in one.sides
        ],
        "judged": [
            {"who": row["who"], "verdict": row["verdict"], "cause": row["cause"]}
            for row in judgements.of(one)
        ],
    }
