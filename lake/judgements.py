"""What people judged: the latest verdict of each person on each finding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Self

from parallax.lake.lake import Lake
from parallax.lake.rows import JudgementRow, rows_of
from parallax.lake.schema import JUDGEMENTS


class _Word(StrEnum):
    """A word of the tables, with what it means to the person who chooses it."""

    meaning: str

    def __new__(cls, word: str, meaning: str = "") -> Self:
        """Make a member of a word and its meaning."""
        member = str.__new__(cls, word)
        member._value_ = word
        member.meaning = meaning
        return member


class Verdict(_Word):
    """What a person says of a finding."""

    TRUE = "true", "the texts differ as it says"
    NEAR = "near", "near-synonyms, or a matter of degree: what they say hardly differs"
    FALSE = "false", "the texts do not differ as it says: the mistake is ours"
    NOT_INTERESTING = "not interesting", "right, and nobody would report it"

    @property
    def has_cause(self) -> bool:
        """Whether it is asked what made the finding."""
        return self in (Verdict.NEAR, Verdict.FALSE)


WITHDRAWN = "withdrawn"
"""Verdict of a row that takes back the person's row before it."""


class Cause(_Word):
    """What made a finding that is not simply true, as far as the person can see."""

    LINK = "wrong link", "the sentences are not about the same thing"
    THING = (
        "other thing",
        "the link is right, but another thing, outcome, owner, place or period is compared",
    )
    TIME = "other time", "both were right when they were written"
    SENSE = "other sense", "a word has another meaning here"
    EQUIVALENT = (
        "equivalent",
        "the other side says the same, in words the rules do not know or value otherwise",
    )
    SPEECH = "speech", "a quotation, a source or a speaker is read wrongly"
    READING = "misread", "a figure, unit, date or name is read wrongly"
    ELSEWHERE = "said elsewhere", "it is said in another sentence of the same text"
    GRAMMAR = "grammar", "who did what to whom, a negation or a plan is read wrongly"
    TRIVIAL = "trivial", "right, and of no weight"
    OTHER = "other", "something else; a note may say what"


def latest(lake: Lake) -> list[JudgementRow]:
    """Return the latest row of each person on each finding, by finding and person; none that was
    withdrawn.
    """
    newest = {
        (row["finding_id"], row["who"]): row
        for row in rows_of(lake.read(JUDGEMENTS).sort("when"), JudgementRow)
    }
    return [row for _, row in sorted(newest.items()) if row["verdict"] != WITHDRAWN]


def by_difference(rows: Iterable[JudgementRow]) -> Mapping[str, Sequence[JudgementRow]]:
    """Return the rows that judge each difference, by its id, the latest last."""
    found: dict[str, list[JudgementRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row["when"]):
        for difference in row["differences"]:
            found[difference].append(row)
    return found


def of_finding(
    differences: Sequence[str], judged: Mapping[str, Sequence[JudgementRow]]
) -> list[JudgementRow]:
    """Return the judgements of a finding: the latest of each person that covers all of its
    differences.

    A finding that has grown since (another edition says the same) is not judged any more: what is
    new in it nobody has seen.

    :param judged: as `by_difference` returns it.
    """
    if not differences:
        return []
    newest = {row["who"]: row for row in judged.get(differences[0], ())}
    wanted = set(differences)
    return [row for _, row in sorted(newest.items()) if wanted <= set(row["differences"])]


def said(rows: Sequence[JudgementRow], most: int = 5) -> str:
    """Return what people said, in words: ``anna: false (wrong link) · ivan: true``."""
    words = []
    for row in rows[:most]:
        cause = f" ({row['cause']})" if row["cause"] else ""
        words.append(f"{row['who']}: {row['verdict']}{cause}")
    more = [f"{len(rows) - most} more"] if len(rows) > most else []
    return " · ".join([*words, *more])
