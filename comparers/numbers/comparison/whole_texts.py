"""What whole texts say of figures that linked sentences do not agree in."""

from __future__ import annotations

from collections.abc import Sequence

from parallax.comparers.numbers.comparison.frames import agreement_of
from parallax.comparers.numbers.comparison.pair_verdict import compare_pair
from parallax.comparers.numbers.comparison.result import Comparison, Verdict
from parallax.comparers.numbers.quantity import Quantity


def both_held(comparison: Comparison, left: Sequence[Quantity], right: Sequence[Quantity]) -> bool:
    """Tell whether two figures contradict each other only beside other sentences of their texts:
    each text gives both, or one gives both and the other only one of them.

    :param left: all quantities of the left text; :param right: of the right one.
    """
    a, b = comparison.left, comparison.right
    if comparison.verdict is not Verdict.CONFLICT or a is None or b is None or a.kind == "date":
        return False
    return any(_is_one(b, q) for q in left) or any(_is_one(a, q) for q in right)


def _is_one(one: Quantity, other: Quantity) -> bool:
    """Tell whether two quantities of texts are the same figure of the same thing."""
    return (
        one.kind == other.kind
        and one.unit == other.unit
        and compare_pair(one, other).verdict is Verdict.EQUAL
        and not agreement_of(one, other).differing
        and (one.role, one.part) == (other.role, other.part)
    )
