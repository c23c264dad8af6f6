"""Where signs hang in a tree: the rules of Universal Dependencies, the same in three languages.

Parsers are least sure about signs, and no role is read from one. A pair of quotation marks or
brackets hangs on the head of what is inside; a sign at an edge of the sentence hangs on the root;
any other sign that the parser is not sure of hangs on the part that depends on the other
(https://universaldependencies.org/u/dep/punct.html).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from parallax.core.thresholds import thresholds

_CLOSED_BY = {"(": ")", "[": "]", "«": "»", "“": "”", "„": "“", '"': '"', "‘": "’"}
_IN_PAIRS = {*_CLOSED_BY, *_CLOSED_BY.values()}


@thresholds("compare", chosen="of .5, .8 and .95 the best on Russian news and web sentences of UD")
@dataclass(frozen=True)
class SignRules:
    """When a sign between two parts is hung by rule."""

    sure: Annotated[float, "a parser that is surer than this of a sign's head is believed"] = 0.5


RULES = SignRules()


def hang_signs(
    words: Sequence[str],
    heads: list[int],
    relations: Sequence[str],
    confidences: Sequence[float],
) -> list[int]:
    """Return the heads with those of the signs replaced where a rule knows better.

    :param heads: a tree of the words, from 0, -1 for the root. :param relations: to those heads;
        `punct` says which words are signs. :param confidences: of the arcs.
    """
    root, signs = heads.index(-1), [relation == "punct" for relation in relations]
    if signs[root]:
        return heads
    lifted = _without_signs_as_heads(heads, signs)
    partners = _partners(words, signs)
    last = max(at for at, sign in enumerate(signs) if not sign)
    hung = list(lifted)
    for at, is_sign in enumerate(signs):
        if not is_sign:
            continue
        inside = _inside(at, partners[at], lifted, signs) if at in partners else None
        if inside is not None:
            hung[at] = inside
        elif at > last:
            hung[at] = root
        elif confidences[at] < RULES.sure:
            hung[at] = _between(at, lifted, signs, root)
    return hung


def _without_signs_as_heads(heads: list[int], signs: Sequence[bool]) -> list[int]:
    """Hang what depends on a sign on the head of the sign."""
    lifted = []
    for head in heads:
        above = head
        while above != -1 and signs[above]:
            above = heads[above]
        lifted.append(above)
    return lifted


def _partners(words: Sequence[str], signs: Sequence[bool]) -> dict[int, int]:
    """Return the other sign of each pair that is closed."""
    partners: dict[int, int] = {}
    opened: list[int] = []
    for at, word in enumerate(words):
        if not signs[at] or word not in _IN_PAIRS:
            continue
        opening = next((o for o in reversed(opened) if _CLOSED_BY.get(words[o]) == word), None)
        if opening is None:
            opened.append(at)
        else:
            partners[opening], partners[at] = at, opening
            del opened[opened.index(opening) :]
    return partners


def _inside(at: int, partner: int, heads: list[int], signs: Sequence[bool]) -> int | None:
    """Return the head of what a pair holds, or None for an empty pair."""
    first, last = min(at, partner), max(at, partner)
    tops = [i for i in range(first + 1, last) if not signs[i] and not first < heads[i] < last]
    return next((top for top in tops if heads[top] == -1), tops[0] if tops else None)


def _between(at: int, heads: list[int], signs: Sequence[bool], root: int) -> int:
    """Return the head of a sign between two parts: the top of the one that depends on the other."""
    left, right = at - 1, at + 1
    while left >= 0 and signs[left]:
        left -= 1
    while signs[right]:
        right += 1
    if left < 0:
        return root
    while -1 < heads[left] < at:
        left = heads[left]
    while heads[right] > at:
        right = heads[right]
    if heads[right] == -1:
        return left
    if heads[left] == -1:
        return right
    return left if right in _above(left, heads) else right


def _above(at: int, heads: list[int]) -> list[int]:
    above = [at]
    while heads[above[-1]] != -1:
        above.append(heads[above[-1]])
    return above
