"""Which figures are named as parts of a total before them: "144, of them 5 children", "14 people,
two of them children".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from parallax.comparers.numbers.quantity import Quantity
from parallax.comparers.numbers.read.lexicon import word_set
from parallax.core.thresholds import thresholds

_BREAKS = word_set("grammar", "attributes", "breaks")


@thresholds("compare", chosen="by hand on nine labelled stories of outlets")
@dataclass(frozen=True)
class PartWindows:
    """How many words apart a part and what makes it one may be."""

    after: Annotated[int, 'words from a number to "of them" that belongs to it'] = 2
    listed: Annotated[int, "words from a part to the next part of the list"] = 3


_WITHIN = PartWindows()


def parts(
    spans: Sequence[tuple[int, int]],
    mentions: Sequence[tuple[str, int, int]],
    words: Sequence[str],
) -> list[bool]:
    """Tell of each number whether it is a part of a total before it.

    :param spans: first and last token of each number. :param mentions: (label, first, last token)
        of phrases such as "of them".
    """
    starts = {first for first, _ in spans}
    owned = {
        first: number
        for number, (_, end) in enumerate(spans)
        for _, first, last in mentions
        if 0 < first - end <= 1 + _WITHIN.after
        and last + 1 not in starts
        and not any(word in _BREAKS for word in words[end + 1 : first])
    }
    made: list[bool] = []
    for number, (start, _) in enumerate(spans):
        before = spans[number - 1][1] if number else start
        opened = any(
            before < first and last < start and first not in owned for _, first, last in mentions
        )
        listed = (
            number > 0
            and made[-1]
            and start - before <= 1 + _WITHIN.listed
            and words[start - 1] in _BREAKS
            and words[start - 1].isalpha()
        )
        made.append(number > 0 and (number in owned.values() or opened or listed))
    return made


def with_roles_of_wholes(quantities: Sequence[Quantity]) -> list[Quantity]:
    """Return the quantities; to a part of which nothing says what happened to it the same happened
    as to its whole.
    """
    made: list[Quantity] = []
    for one in quantities:
        inherits = made and one.part and one.role is None and one.kind == "count"
        made.append(replace(one, role=made[-1].role) if inherits else one)
    return made
