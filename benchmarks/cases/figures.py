"""Cases of figures: what is read in a text, and the verdict on two."""

from __future__ import annotations

import math
from typing import Literal

from pydantic import model_validator

from benchmarks.cases.case import Case, CleanText, Given, Language, Outcome, Part, words
from parallax import quantities
from parallax.comparers.numbers import Quantity
from parallax.quantities import Numbers, NumbersCompared, all_rates

Verdict = Literal["equal", "compatible", "conflict"]
NO_UNIT = ["none"]


class Wanted(Part):
    """A quantity that is to be read: its value, or the ends of a range, or about where those of a
    vague amount lie; a date is ISO 8601 text. Where several units or modifiers are right, all are
    listed; the unit `none` says that there must be none.
    """

    kind: Literal["date"] | None = None
    value: float | str | None = None
    low: float | None = None
    high: float | None = None
    approx_low: float | None = None
    approx_high: float | None = None
    unit: str | list[str] | None = None
    modifier: list[str] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Wanted:
        ends = ((self.low, self.high), (self.approx_low, self.approx_high))
        if self.value is None and not any(None not in pair for pair in ends):
            raise ValueError("a quantity needs a value, or low and high")
        if (self.kind == "date") != isinstance(self.value, str):
            raise ValueError("a value is a number, of a date (kind) text")
        return self

    def fits(self, got: Quantity) -> bool:
        """Tell whether a quantity that was read is this one."""
        if (self.kind == "date") != (got.kind == "date"):
            return False
        if self.kind == "date":
            return got.date == self.value
        if self.unit is not None:
            units = [self.unit] if isinstance(self.unit, str) else self.unit
            if units == NO_UNIT:
                return got.unit is None and _close(got.value, self.value)
            if (got.unit or "").replace(" ", "") not in units:
                return False
        if self.modifier is not None and (got.modifier or "") not in self.modifier:
            return False
        return self._value_fits(got)

    def _value_fits(self, got: Quantity) -> bool:
        if self.approx_low is not None and self.approx_high is not None:
            if got.value is not None or got.low is None or got.high is None:
                return False
            # nobody can say exactly where "dozens" ends
            return self.approx_low * 0.6 <= got.low and got.high <= self.approx_high * 1.6
        if self.low is not None:
            return _close(got.low, self.low) and _close(got.high, self.high)
        return _close(got.value, self.value)


def _close(got: float | None, wanted: float | str | None) -> bool:
    return (
        got is not None
        and wanted is not None
        and math.isclose(got, float(wanted), rel_tol=1e-5, abs_tol=1e-9)
    )


class WrittenText(Given):
    """A text with its language and, for its dates, the day it was published."""

    text: CleanText
    lang: Language | None = None
    published: str | None = None

    def read(self) -> Numbers:
        """Read its figures."""
        return quantities.read(self.text, self.lang, self.published)


class Quantities(Part):
    """The quantities that are to be read, and whether these must be all."""

    quantities: list[Wanted]
    no_others: bool = False


class ReadingCase(Case):
    """A text and the quantities in it."""

    command: Literal["numbers"]
    input: WrittenText
    expected: Quantities

    @property
    def label(self) -> str:
        """The kind as the table names it."""
        return f"numbers: {self.kind}"

    def score(self) -> Outcome:
        """Read the text; each quantity that is expected must be there once."""
        found = self.input.read()
        left, missed = list(found), False
        for wanted in self.expected.quantities:
            hit = next((q for q in left if wanted.fits(q)), None)
            if hit is None:
                missed = True
            else:
                left.remove(hit)
        got = "; ".join(f"{q.surface} = {quantities.read_as(q)}" for q in found)
        return Outcome(not missed and not (left and self.expected.no_others), words(got or "none"))


class TwoTexts(Given):
    """Two texts whose figures are compared."""

    a: WrittenText
    b: WrittenText

    def compare(self) -> NumbersCompared:
        """Compare their figures, with the rates of the settings."""
        return quantities.compared(self.a.read(), self.b.read(), all_rates({}))


class VerdictWanted(Part):
    """The verdict on two texts, or the one it must not be (`best` is then the best one)."""

    verdict: Verdict | None = None
    verdict_not: Verdict | None = None
    best: Verdict | None = None

    @model_validator(mode="after")
    def _says_something(self) -> VerdictWanted:
        if (self.verdict is None) == (self.verdict_not is None):
            raise ValueError("give verdict or verdict_not")
        return self


class ComparisonCase(Case):
    """Two texts and the verdict on their figures."""

    command: Literal["numbers --compare"]
    input: TwoTexts
    expected: VerdictWanted

    @property
    def label(self) -> str:
        """The kind as the table names it."""
        return f"numbers --compare: {self.kind}"

    def score(self) -> Outcome:
        """Compare the texts."""
        made = self.input.compare()
        wanted = self.expected
        right = (
            made.verdict == wanted.verdict if wanted.verdict else made.verdict != wanted.verdict_not
        )
        return Outcome(right, words(f"{made.verdict}: {made.why}"))


class PairCase(Case):
    """Two texts and a verdict, in the short shape of `number_pairs.jsonl`."""

    a: WrittenText
    b: WrittenText
    verdict: Verdict

    @property
    def label(self) -> str:
        """The kind as the table names it."""
        return f"numbers --compare: {self.kind}"

    def score(self) -> Outcome:
        """Compare the texts."""
        made = TwoTexts(a=self.a, b=self.b).compare()
        return Outcome(made.verdict == self.verdict, words(f"{made.verdict}: {made.why}"))
