"""What a person says of findings, as rows of the lake."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import metadata

from parallax.core.clean_text import clean
from parallax.core.ids import digest
from parallax.core.times import day_of
from parallax.judging.finding import Finding
from parallax.lake.judgements import WITHDRAWN, Cause, Verdict, by_difference, latest, of_finding
from parallax.lake.lake import Lake
from parallax.lake.rows import JudgedSideRow, JudgementRow
from parallax.lake.schema import JUDGEMENTS


class Judgements:
    """The judgements of a lake: each is written at once, so that a killed session loses none."""

    def __init__(self, lake: Lake, who: str) -> None:
        """Read them.

        :param who: whose verdicts are added.
        """
        self._lake, self._who = lake, clean(who)
        self._read()

    def _read(self) -> None:
        self._judged = by_difference(latest(self._lake))

    def of(self, finding: Finding) -> list[JudgementRow]:
        """Return the latest judgement of each person on a finding."""
        return of_finding(finding.differences, self._judged)

    def mine(self, finding: Finding) -> JudgementRow | None:
        """Return this person's judgement of a finding."""
        return next((row for row in self.of(finding) if row["who"] == self._who), None)

    def add(
        self, finding: Finding, verdict: Verdict, cause: Cause | None = None, note: str = ""
    ) -> None:
        """Write a verdict; it replaces this person's earlier one.

        :raises LakeBusyError: when another process writes for longer than a minute.
        """
        self._write(finding, verdict.value, cause, note)

    def withdraw(self, finding: Finding) -> None:
        """Take this person's verdict back."""
        self._write(finding, WITHDRAWN, None, "")

    def _write(self, finding: Finding, verdict: str, cause: Cause | None, note: str) -> None:
        now = datetime.now(UTC)
        row: JudgementRow = {
            "judgement_id": digest(finding.id, self._who, now.isoformat()),
            "finding_id": finding.id,
            "differences": list(finding.differences),
            "story_id": finding.story_id,
            "kind": finding.kind.value,
            "subject": finding.subject,
            "rule": finding.rule,
            "confidence": finding.confidence,
            "p": finding.p,
            "sides": sides_of(finding),
            "verdict": verdict,
            "cause": cause.value if cause else None,
            "note": clean(note) or None,
            "who": self._who,
            "when": now,
            "code": metadata.version("parallax-news"),
            "day": day_of(now),
        }
        self._lake.add(JUDGEMENTS, JUDGEMENTS.frame([row]))
        self._read()


def sides_of(finding: Finding) -> list[JudgedSideRow]:
    """Return the sides of a finding: values and places, no words."""
    return [
        {
            "revision_id": side.edition.revision_id,
            "edition": side.edition.edition,
            "language": side.edition.language,
            "statement": side.statement,
            "value": side.value,
            "spans": [{"start": start, "end": end} for start, end in side.spans],
        }
        for side in finding.sides
    ]


def undecided(findings: Sequence[Finding], judgements: Judgements) -> list[Finding]:
    """Return the findings that this person has not judged, in their order."""
    return [finding for finding in findings if judgements.mine(finding) is None]
