"""Claims: what a finding, a judgement or a reader says that texts differ in, without the texts.

A claim names each text by a hash of what it says and points into it with offsets, so that it
can be published where the texts cannot, and whoever has them finds the same places. The same claim
is recognised in another lake, under another address, and after the rules or the alignment changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from parallax.core.errors import InputError
from parallax.core.ids import digest
from parallax.core.plain_words import plain
from parallax.judging.finding import NUMBER, Finding
from parallax.lake.lake import Lake
from parallax.lake.rows import JudgedSideRow, JudgementRow
from parallax.lake.schema import REVISIONS

Spans = tuple[tuple[int, int], ...]
Texts = Mapping[str, str]
"""Name of the text of each revision; see `text_name`."""


@dataclass(frozen=True)
class Place:
    """What one text says: ``statement`` numbers what is said alike; without spans nothing is."""

    text: str
    edition: str
    language: str
    statement: int
    value: str
    spans: Spans

    def meets(self, other: Place) -> bool:
        """Tell whether both are the same text and point at the same words, at least in part, or at
        none.
        """
        if self.text != other.text or bool(self.spans) is not bool(other.spans):
            return False
        return not self.spans or any(
            start < last and first < end for start, end in self.spans for first, last in other.spans
        )


@dataclass(frozen=True)
class Claim:
    """That some texts differ: ``kind`` and ``subject`` as those of a finding."""

    kind: str
    subject: str
    places: tuple[Place, ...]

    def is_like(self, other: Claim) -> bool:
        """Tell whether another claim says the same: of two texts that it opposes, too, at the same
        words; of wording with the same values.

        What is claimed of more texts meanwhile, or of fewer, is the same claim.
        """
        return (self.kind, self.subject) == (other.kind, other.subject) and any(
            self._one_statement(pair[0], theirs[0]) and self._one_statement(pair[1], theirs[1])
            for pair in self.opposed()
            for theirs in _both_ways(other.opposed())
        )

    def _one_statement(self, mine: Place, theirs: Place) -> bool:
        return mine.meets(theirs) and (self.subject == NUMBER or mine.value == theirs.value)

    def opposed(self) -> Iterator[tuple[Place, Place]]:
        """Yield the pairs of texts between which it says that there is a difference."""
        for one, other in combinations(self.places, 2):
            if one.statement != other.statement:
                yield one, other

    @property
    def texts(self) -> frozenset[str]:
        """The texts that it is about."""
        return frozenset(place.text for place in self.places)


@dataclass(frozen=True)
class Judged:
    """A claim that a person judged."""

    claim: Claim
    story: str
    rule: str
    confidence: str
    p: float | None
    verdict: str
    cause: str | None
    who: str
    when: str
    set: str = ""

    def to_object(self) -> dict[str, Any]:
        """Return it as an object of JSON: facts, offsets and hashes, no words of a text."""
        claim = self.claim
        return {
            "set": self.set,
            "story": self.story,
            "kind": claim.kind,
            "subject": claim.subject,
            "rule": self.rule,
            "confidence": self.confidence,
            "p": None if self.p is None else round(self.p, 3),
            "verdict": self.verdict,
            "cause": self.cause,
            "who": self.who,
            "when": self.when,
            "sides": [
                {
                    "text": place.text,
                    "edition": place.edition,
                    "language": place.language,
                    "statement": place.statement,
                    # a figure's value is words of the text
                    "value": "" if claim.subject == NUMBER else place.value,
                    "spans": [list(span) for span in place.spans],
                }
                for place in claim.places
            ],
        }

    @classmethod
    def from_object(cls, given: Mapping[str, Any]) -> Judged:
        """Return what `to_object` wrote.

        :raises InputError: when it is something else.
        """
        try:
            return cls(
                Claim(str(given["kind"]), str(given["subject"]), places_of(given["sides"])),
                str(given["story"]),
                str(given["rule"]),
                str(given["confidence"]),
                None if given["p"] is None else float(given["p"]),
                str(given["verdict"]),
                given["cause"],
                str(given["who"]),
                str(given["when"]),
                str(given.get("set", "")),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(f"not a judgement: {error}") from error


def read_judged(file: Path) -> list[Judged]:
    """Return the judgements of a file of JSON lines.

    :raises InputError: when it cannot be read, naming the line.
    """
    found = []
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read {file}: {plain(error)}") from error
    for number, line in enumerate(lines, 1):
        try:
            found.append(Judged.from_object(json.loads(line)))
        except ValueError as error:
            raise InputError(f"{file}, line {number} is not JSON") from error
        except InputError as error:
            raise InputError(f"{file}, line {number}: {error}") from error
    return found


def places_of(given: Iterable[Mapping[str, Any]]) -> tuple[Place, ...]:
    """Return the sides of a claim as they are written in a file."""
    return tuple(
        Place(
            str(side["text"]),
            str(side.get("edition", "")),
            str(side.get("language", "")),
            int(side.get("statement", number)),
            str(side.get("value", "")),
            tuple((int(start), int(end)) for start, end in side["spans"]),
        )
        for number, side in enumerate(given)
    )


def texts_of(lake: Lake) -> Texts:
    """Return the name of the text of every revision of a lake."""
    rows = lake.columns(REVISIONS, ["revision_id", "text"]).iter_rows()
    return {revision: text_name(text) for revision, text in rows}


def text_name(text: str) -> str:
    """Return what a text is named by where it is not: the first 16 digits of its SHA-256."""
    return digest(text)


def claim_of(finding: Finding, texts: Texts) -> Claim:
    """Return what a finding claims."""
    places = tuple(
        Place(
            texts[side.edition.revision_id],
            side.edition.edition,
            side.edition.language,
            side.statement,
            side.value,
            side.spans,
        )
        for side in finding.sides
    )
    return Claim(finding.kind.value, finding.subject, places)


def judged_of(row: JudgementRow, texts: Texts, name: str = "") -> Judged | None:
    """Return a judgement of a lake without its texts; None when a text is gone from the lake.

    :param name: of the set that the lake is.
    """
    if any(side["revision_id"] not in texts for side in row["sides"]):
        return None
    places = tuple(_place(side, texts) for side in row["sides"])
    return Judged(
        Claim(row["kind"], row["subject"], places),
        row["story_id"],
        row["rule"],
        row["confidence"],
        row["p"],
        row["verdict"],
        row["cause"],
        row["who"],
        row["when"].isoformat(timespec="seconds"),
        name,
    )


def _place(side: JudgedSideRow, texts: Texts) -> Place:
    spans = tuple((span["start"], span["end"]) for span in side["spans"])
    return Place(
        texts[side["revision_id"]],
        side["edition"],
        side["language"],
        side["statement"],
        side["value"],
        spans,
    )


class ClaimIndex:
    """Claims by their texts, to be looked up by another claim."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        """Take the claims; what is found is their place in this order."""
        self._claims = claims
        self._of_text: dict[str, list[int]] = {}
        for number, claim in enumerate(claims):
            for text in claim.texts:
                self._of_text.setdefault(text, []).append(number)

    def like(self, claim: Claim) -> list[int]:
        """Return the numbers of the claims that say the same, in order."""
        near = {number for text in claim.texts for number in self._of_text.get(text, ())}
        return [number for number in sorted(near) if self._claims[number].is_like(claim)]


def _both_ways(pairs: Iterable[tuple[Place, Place]]) -> Iterator[tuple[Place, Place]]:
    for one, other in pairs:
        yield one, other
        yield other, one
