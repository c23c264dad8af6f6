"""How often each rule of the comparison fires where nothing differs, and what share of its findings
must therefore be false.

The table is counted on decoys, aligned translations, and on targets, linked sentences of different
outlets (`parallax bench decoys --write`): the target–decoy estimate of the false discovery rate
(Elias & Gygi 2007, "Target-decoy search strategy", Nature Methods 4). It takes every link to be
right and every difference of two translations to be an alarm; `docs/benchmarks.md` says which way
each of the two errs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from parallax.comparers.confidence import Confidence
from parallax.comparers.framing import codebook
from parallax.comparers.numbers import Verdict
from parallax.core.errors import InputError
from parallax.languages.pairs import pair_of

WORDING, TENTATIVE = "wording", "tentative conflict"
"""Kinds of findings beside the verdicts over numbers."""
ANY = ""
"""Stands for every axis, every rule or every pair of languages."""
COLUMNS = (
    "kind", "axis", "rule", "languages",
    "decoy_chances", "decoy_fired", "target_chances", "target_fired",
    "rate", "rate_low", "rate_high", "false_share", "false_low", "false_high",
)  # fmt: skip
"""What the numbers and names of a row of the file are, in order."""
_WORDS = (("framing", "codebook"), ("numbers", "data"))


@dataclass(frozen=True)
class DecoyRate:
    """What is known of one rule, one axis or one kind, in one pair of languages or in all.

    A chance is a pair of sentences in which it could fire: the rule's words, or a figure of the
    kind, are on a side. `rate` is how often a chance fires among the decoys, drawn towards that of
    the axis where chances are few. `false_share` is that rate over the rate among the targets, at
    most 1; None where there were no targets. Both come with 95 % intervals.
    """

    kind: str
    axis: str
    rule: str
    languages: str
    decoy_chances: int
    decoy_fired: int
    target_chances: int
    target_fired: int
    rate: float
    rate_low: float
    rate_high: float
    false_share: float | None
    false_low: float | None
    false_high: float | None


@dataclass(frozen=True)
class DecoyRates:
    """The table with its signature: what it was made of, and when."""

    signature: Mapping[str, Any]
    rows: Mapping[tuple[str, str, str, str], DecoyRate]

    @classmethod
    def made(cls, signature: Mapping[str, Any], rows: Iterable[DecoyRate]) -> DecoyRates:
        """Return the table of some rows, sorted."""
        found = {(row.kind, row.axis, row.rule, row.languages): row for row in rows}
        return cls(signature, dict(sorted(found.items())))

    def of(self, kind: str, axis: str, rule: str, one: str, other: str) -> DecoyRate | None:
        """Return what is known of a finding: of its rule, else of its axis, else of its kind.

        :param kind: `WORDING`, or what `kind_of_number` says.
        :param axis: the axis of the wording, or the kind of the quantity.
        :param rule: that of a marker (a difference has several: ask for each) or of a number.
        :param one: a language; the order of `one` and `other` is of no account. For a pair without
            decoys, such as two texts of one language, all pairs together answer.
        :return: None for a kind that is not in the table.
        """
        languages = pair_of(one, other)
        wanted = [
            (kind, *names, pair)
            for names in ((axis, rule), (axis, ANY), (ANY, ANY))
            for pair in (languages, ANY)
        ]
        return next((self.rows[key] for key in wanted if key in self.rows), None)

    def outdated(self) -> str | None:
        """Return what has changed since the table was made, in words; None when nothing has."""
        made, now = self.signature["codebook"], codebook.load().version
        if made != now:
            return f"the decoy rates were counted with {made}; the codebook is now {now}"
        if self.signature["words"] != words_digest():
            return f"the decoy rates were counted with other word lists than those of {now} today"
        return None


def kind_of_number(verdict: Verdict, confidence: Confidence) -> str:
    """Return the kind of a finding over numbers: its verdict, or `TENTATIVE` for a conflict of low
    confidence.
    """
    if verdict is Verdict.CONFLICT and confidence is Confidence.LOW:
        return TENTATIVE
    return verdict.value


@cache
def load() -> DecoyRates:
    """Read the shipped table."""
    return read(shipped())


def shipped() -> Path:
    """Return the file of the shipped table."""
    return Path(str(resources.files("parallax.comparers") / "data" / "decoy_rates.json"))


def read(file: Path) -> DecoyRates:
    """Read a table.

    :raises InputError: when the file is not one.
    """
    try:
        content = json.loads(file.read_text("utf-8"))
        return DecoyRates.made(
            content["signature"],
            [DecoyRate(**dict(zip(COLUMNS, row, strict=True))) for row in content["rates"]],
        )
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{file} is not a table of decoy rates", "parallax bench decoys --write makes one"
        ) from error


def written(rates: DecoyRates) -> str:
    """Return the text of a table's file: sorted, a row a line, the same for the same table."""
    lines = ",\n".join(
        json.dumps([getattr(row, name) for name in COLUMNS], ensure_ascii=False)
        for row in rates.rows.values()
    )
    head = json.dumps(rates.signature, ensure_ascii=False, indent=1, sort_keys=True)
    return f'{{"signature": {head},\n"columns": {json.dumps(COLUMNS)},\n"rates": [\n{lines}\n]}}\n'


@cache
def words_digest() -> str:
    """Return a hash of the word lists that findings are made with: codebook and number words."""
    made = hashlib.sha256()
    for package, folder in _WORDS:
        place = Path(str(resources.files(f"parallax.comparers.{package}") / folder))
        for file in sorted(place.glob("*.toml")):
            made.update(f"{package} {file.name}\n".encode() + file.read_bytes())
    return made.hexdigest()[:16]
