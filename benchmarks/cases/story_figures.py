"""Cases of figures of a story: two passages, and what must or must not be said of their figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from pydantic import Field, model_validator

from benchmarks.cases.case import Outcome, Part, words
from benchmarks.cases.figures import TwoTexts, Verdict, WrittenText
from benchmarks.cases.story_shape import Passages
from parallax.comparers.numbers import Comparison, Quantity
from parallax.quantities import NumbersCompared

PairVerdict = Literal["equal", "compatible", "conflict", "claims"]
"""Of two figures; `claims`, of two sides, is a verdict that a later version may give."""


class PairWanted(Part):
    """Two figures, by words of each passage, with the verdicts or rules that are meant."""

    a: str
    b: str
    verdict: tuple[PairVerdict, ...] = ()
    rule: tuple[str, ...] = ()

    def says(self, pair: Comparison) -> bool:
        """Tell whether a pair has one of the verdicts and one of the rules, if any are named."""
        return (not self.verdict or pair.verdict.value in self.verdict) and (
            not self.rule or pair.rule in self.rule
        )


class FiguresWanted(Part):
    """What is right: every key that is given must hold.

    `verdict` and `verdict_not` are of both passages; `some_pair` is the verdict that one pair of
    figures must have, `all_pairs` that of every pair, with nothing left out; `pairs` must be
    there, `pairs_not` must not; in words of `no_quantity` there is no figure; `rule_not` are rules
    that no pair may come from.
    """

    verdict: Verdict | None = None
    verdict_not: Verdict | None = None
    some_pair: Verdict | None = None
    all_pairs: Verdict | None = None
    pairs: tuple[PairWanted, ...] = ()
    pairs_not: tuple[PairWanted, ...] = ()
    no_quantity: dict[Literal["a", "b"], str] = Field(default_factory=dict)
    rule_not: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _says_something(self) -> FiguresWanted:
        if not self.model_fields_set:
            raise ValueError("the check is empty")
        return self

    def named(self) -> Iterator[tuple[str, str]]:
        """Yield the words that are named, with their side."""
        for pair in (*self.pairs, *self.pairs_not):
            yield from (("a", pair.a), ("b", pair.b))
        yield from self.no_quantity.items()

    def holds(self, made: NumbersCompared) -> bool:
        """Tell whether a comparison is right."""
        both = [pair for pair in made.pairs if pair.left and pair.right]
        verdicts = [pair.verdict.value for pair in made.pairs]
        return (
            self.verdict in (None, made.verdict)
            and self.verdict_not != made.verdict
            and (self.some_pair is None or self.some_pair in verdicts)
            and (self.all_pairs is None or set(verdicts) == {self.all_pairs})
            and all(any(_is(made, pair, one) for pair in both) for one in self.pairs)
            and not any(_is(made, pair, one) for pair in both for one in self.pairs_not)
            and not any(
                _overlaps(made, side, quantity, part)
                for side, part in self.no_quantity.items()
                for quantity in (made.a if side == "a" else made.b)
            )
            and not any(pair.rule in self.rule_not for pair in made.pairs)
        )


def _is(made: NumbersCompared, pair: Comparison, wanted: PairWanted) -> bool:
    return (
        _overlaps(made, "a", pair.left, wanted.a)
        and _overlaps(made, "b", pair.right, wanted.b)
        and wanted.says(pair)
    )


def _overlaps(made: NumbersCompared, side: str, quantity: Quantity | None, part: str) -> bool:
    text = (made.a if side == "a" else made.b).text
    start = text.index(part)
    return quantity is not None and quantity.start < start + len(part) and start < quantity.end


class FiguresCase(Passages[FiguresWanted]):
    """Two passages whose figures are compared."""

    kind: Literal["number_pair"]

    def fits(self, check: FiguresWanted) -> None:
        """Raise a ValueError where the check names words that are not in the passages."""
        for side, part in check.named():
            if part not in self.texts["ab".index(side)].text:
                raise ValueError(f"the check names “{part}”, which is not in the text {side}")

    def read_words(self) -> FiguresWanted | None:
        """Return what the words say, where they begin with one verdict."""
        if re.match(r"not a conflict\b", self.expected):
            return FiguresWanted(verdict_not="conflict")
        if re.match(r"(?:all )?equal\b", self.expected):
            return FiguresWanted(verdict="equal")
        if re.match(r"conflict\b(?! or)", self.expected):
            return FiguresWanted(verdict="conflict")
        if re.match(r"compatible\b(?! or)", self.expected):
            return FiguresWanted(some_pair="compatible", verdict_not="conflict")
        return None

    def score(self) -> Outcome:
        """Compare the passages."""
        a, b = (WrittenText(text=text.text, lang=text.lang) for text in self.texts)
        made, wanted = TwoTexts(a=a, b=b).compare(), self.asked
        assert wanted is not None
        return Outcome(wanted.holds(made), words(f"{made.verdict}: {made.why}"))
