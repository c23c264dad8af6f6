"""What a person says of findings, as rows of the lake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import metadata

from parallax.core.clean_text import clean
from parallax.core.ids import digest
from parallax.core.times import day_of
from parallax.judging.finding import Finding
from parallax.lake.judgements import WITHDRAWN, Cause, Verdict, by_difference, latest, of_finding
from parallax.lake.lake import Lake
from parallax.lake.rows import JudgedSideRow, JudgementRow
from parallax.lake.schema import JUDGEMENTS

TICK = timedelta(microseconds=1)
"""Between verdicts that are written together: the latest of two on one finding counts."""


@dataclass(frozen=True)
class Opinion:
    """A verdict on a finding, with its cause and a remark where there are any."""

    finding: Finding
    verdict: Verdict
    cause: Cause | None = None
    note: str = ""


class Judgements:
    """The judgements of a lake: each is written at once, so that a killed session loses none."""

    def __init__(self, lake: Lake, who: str) -> None:
        """Read them.

        :param who: whose verdicts are added.
        """
        self._lake, self.who = lake, clean(who)
        self._judged = {
            difference: list(rows) for difference, rows in by_difference(latest(lake)).items()
        }

    def of(self, finding: Finding) -> list[JudgementRow]:
        """Return the latest judgement of each person on a finding."""
        return of_finding(finding.differences, self._judged)

    def mine(self, finding: Finding) -> JudgementRow | None:
        """Return this person's judgement of a finding."""
        return next((row for row in self.of(finding) if row["who"] == self.who), None)

    def others(self, finding: Finding) -> list[JudgementRow]:
        """Return the judgements of the other people on a finding, as they were when this began."""
        return [row for row in self.of(finding) if row["who"] != self.who]

    def add(
        self, finding: Finding, verdict: Verdict, cause: Cause | None = None, note: str = ""
    ) -> None:
        """Write a verdict; it replaces this person's earlier one.

        :raises LakeBusyError: when another process writes for longer than a minute.
        """
        self.add_all([Opinion(finding, verdict, cause, note)])

    def add_all(self, judged: Sequence[Opinion]) -> None:
        """Write verdicts at once, all or none.

        :raises LakeBusyError: when another process writes for longer than a minute.
        """
        now = datetime.now(UTC)
        self._write(
            [
                self._row(one.finding, one.verdict.value, one.cause, one.note, now + number * TICK)
                for number, one in enumerate(judged)
            ]
        )

    def withdraw(self, finding: Finding) -> None:
        """Take this person's verdict back.

        :raises LakeBusyError: when another process writes for longer than a minute.
        """
        self._write([self._row(finding, WITHDRAWN, None, "", datetime.now(UTC))])

    def _row(
        self, finding: Finding, verdict: str, cause: Cause | None, note: str, when: datetime
    ) -> JudgementRow:
        return {
            "judgement_id": digest(finding.id, self.who, when.isoformat()),
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
            "who": self.who,
            "when": when,
            "code": metadata.version("parallax-news"),
            "day": day_of(when),
        }

    def _write(self, rows: Sequence[JudgementRow]) -> None:
        """Add rows to the lake, and to what is known of it: a lake of thousands of judgements is
        not read again for each.
        """
        self._lake.add(JUDGEMENTS, JUDGEMENTS.frame(rows))
        for row in rows:
            for difference in row["differences"]:
                known = self._judged.setdefault(difference, [])
                known[:] = [
                    one
                    for one in known
                    if (one["finding_id"], one["who"]) != (row["finding_id"], row["who"])
                ]
                if row["verdict"] != WITHDRAWN:
                    known.append(row)


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
