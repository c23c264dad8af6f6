"""Cases of wording of a story: two passages, and what must or must not be said of their wording."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field, model_validator

from benchmarks.cases.case import Outcome, Part
from benchmarks.cases.framing import SegmentGiven, read, said
from benchmarks.cases.story_shape import Passages
from parallax.comparers.framing import codebook
from parallax.wording import Framing

NOTHING = ("none", "")
"""Values of an axis on which a passage says nothing."""


class DifferenceWanted(Part):
    """A difference, by its axis and, where they matter, its referent and both values."""

    axis: str
    ref: str | None = None
    values: tuple[str, str] | None = None


class WordingWanted(Part):
    """What is right: every key that is given must hold.

    There must be a difference on all of `difference_on`, on one of `difference_on_one_of`, and
    none on `no_difference_on`; `differences` must be there; on an axis of `only_ref` there must be
    none about another referent; `no_value` are values of axes that no marker may have; on axes of
    `both_say` both passages must have a marker.
    """

    difference_on: tuple[str, ...] = ()
    difference_on_one_of: tuple[str, ...] = ()
    no_difference_on: tuple[str, ...] = ()
    differences: tuple[DifferenceWanted, ...] = ()
    only_ref: dict[str, str] = Field(default_factory=dict)
    no_value: dict[str, str] = Field(default_factory=dict)
    both_say: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _says_something(self) -> WordingWanted:
        if not self.model_fields_set:
            raise ValueError("the check is empty")
        return self

    def holds(self, found: Framing) -> bool:
        """Tell whether a comparison is right; an experimental axis is looked at where a case names
        it.
        """
        axes = {difference.axis for difference in (*found.differences, *found.experimental)}
        marked = {(m.segment, m.axis) for m in found.markers if m.value not in NOTHING}
        return (
            set(self.difference_on) <= axes
            and (not self.difference_on_one_of or bool(axes & set(self.difference_on_one_of)))
            and not axes & set(self.no_difference_on)
            and all(
                any(
                    (d.axis, d.ref if one.ref else None) == (one.axis, one.ref)
                    and one.values in (None, d.values)
                    for d in found.differences
                )
                for one in self.differences
            )
            and all(d.ref == self.only_ref.get(d.axis, d.ref) for d in found.differences)
            and not any(self.no_value.get(m.axis) == m.value for m in found.markers)
            and {(s.name, axis) for s in found.segments for axis in self.both_say} <= marked
        )


class WordingCase(Passages[WordingWanted]):
    """Two passages whose wording is compared."""

    kind: Literal["framing_pair"]

    def read_words(self) -> WordingWanted | None:
        """Return what the words say, where they begin with one axis."""
        axis = rf"({'|'.join(codebook.load().axes)})"
        if found := re.match(rf"(?:no {axis} difference|{axis}: no difference)\b", self.expected):
            return WordingWanted(no_difference_on=(found[1] or found[2],))
        if found := re.match(rf"{axis} difference\b(?! or)", self.expected):
            return WordingWanted(difference_on=(found[1],))
        return None

    def score(self) -> Outcome:
        """Compare the passages."""
        found = read(
            [
                SegmentGiven(seg=name, text=text.text, lang=text.lang, position="body")
                for name, text in zip("ab", self.texts, strict=True)
            ]
        )
        wanted = self.asked
        assert wanted is not None
        return Outcome(wanted.holds(found), said(found))
