"""Comparing the markers of two sides on each axis; the rules of ``docs/codebook.md``.

Only the outlet's own voice counts: a marker inside direct speech belongs to the speaker. The rules
are the same for every side and language.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from parallax.comparers.framing import degree, own_voice
from parallax.comparers.framing.agency import AGENT
from parallax.comparers.framing.codebook import Axis, Codebook
from parallax.comparers.framing.difference import Difference
from parallax.comparers.framing.marker import ABSENT, PRESENT, Marker
from parallax.comparers.framing.referents import apart, sides_of
from parallax.comparers.framing.trust import Method
from parallax.comparers.framing.victims import IDENTITIES

_MAY_BE_ONE = ({"military", "armed_group"}, {"government", "local_authority"})
_NO_SOURCE = "none"
_FOLDED = Method.EXPERIMENTAL
"""Of `sourcing`, `salience`, `victims` and `agency`: of 96 findings on real stories 3 were useful.
They are of low confidence, in the tables and below the line, until they earn a place."""
_NEUTRAL, _DISTANCE = "neutral", "distance"
_NOT_DIFFERENT = (frozenset({"bare", "neutral"}), frozenset({"bare", "endorse"}))


def compare(
    left: Sequence[Marker], right: Sequence[Marker], codebook: Codebook
) -> list[Difference]:
    """Return the differences between the markers of two sides of a link, by axis; experimental
    axes are left out.

    Swapping the sides swaps left and right in each difference and changes nothing else.
    """
    found: list[Difference] = []
    voices = own_voice.of_both(left, right)
    for axis in codebook.axes.values():
        if axis.experimental:
            continue  # see `experimental.compare`
        own = [[m for m in side if m.axis == axis.name] for side in voices]
        if axis.rule == "sources" and _names_a_source_unknown(own, left, right):
            continue
        found += _RULES[axis.rule](axis, own[0], own[1])
    return found


def _names_a_source_unknown(
    own: Sequence[Sequence[Marker]], left: Sequence[Marker], right: Sequence[Marker]
) -> bool:
    """Tell whether a side reports somebody's words but whose is not known: then sets of sources
    cannot be compared.
    """
    return any(
        not kinds and any(m.axis == "attribution" and not m.quoted for m in side)
        for kinds, side in zip(own, (left, right), strict=True)
    )


def _compare_attribution(
    axis: Axis, left: Sequence[Marker], right: Sequence[Marker]
) -> list[Difference]:
    """Compare what is left when the values that both sides have are taken away, but for the
    neutral one, which stands beside any other.
    """
    values = [{m.value for m in side} for side in (left, right)]
    silencing = axis.lists["silencing"]
    shared = (values[0] & values[1]) - {_NEUTRAL, *silencing}
    rest = [side - shared for side in values]
    said = [next((v for v in axis.order if v in side), axis.default) for side in rest]
    if said[0] == said[1] or frozenset(said) in _NOT_DIFFERENT:
        return []
    if shared and axis.default in said:
        return []  # the word both have may say it
    if _DISTANCE in said and any(
        side & silencing and one in (axis.default, _NEUTRAL)
        for side, one in zip(values, said, strict=True)
    ):
        return []  # the other side leaves it open in other words ("the suspected thief")
    method = _method(axis, said, (*left, *right))
    return [_difference(axis, None, said[0], said[1], left, right, "unequal", method)]


def _method(axis: Axis, said: Sequence[str], markers: Sequence[Marker]) -> Method:
    """Return how sure a difference of attribution is: a word of one step from plain reporting
    (claim, admit) may be a synonym of it, and who admits something reports it in any case.
    """
    known = [axis.members[m.rule] for m in markers if m.value in said and m.rule in axis.members]
    if max((member.strength for member in known), default=0) > 1:
        return Method.LEXICAL
    return Method.EXPERIMENTAL if _DISTANCE not in said else Method.RULE


def _compare_degree(
    axis: Axis, left: Sequence[Marker], right: Sequence[Marker]
) -> list[Difference]:
    return list(degree.compare(axis, left, right))


def _compare_first(axis: Axis, left: Sequence[Marker], right: Sequence[Marker]) -> list[Difference]:
    if not left or not right or {m.value for m in left} & {m.value for m in right}:
        return []
    return [
        _difference(axis, None, left[0].value, right[0].value, left[:1], right[:1], "other_class")
    ]


def _compare_facets(
    axis: Axis, left: Sequence[Marker], right: Sequence[Marker]
) -> list[Difference]:
    return [
        _difference(axis, ref, a[0].value, b[0].value, a, b, "same_facet")
        for ref, a, b in apart(left, right)
    ]


def _compare_agency(
    axis: Axis, left: Sequence[Marker], right: Sequence[Marker]
) -> list[Difference]:
    if not left or not right:
        return []
    values = [
        AGENT if any(m.value == AGENT for m in side) else side[0].value for side in (left, right)
    ]
    return (
        [_difference(axis, None, values[0], values[1], left, right, "visible_on_one_side", _FOLDED)]
        if values[0] != values[1]
        else []
    )


def _compare_victims(
    axis: Axis, left: Sequence[Marker], right: Sequence[Marker]
) -> list[Difference]:
    values = [
        next((v for v in axis.order if any(m.value == v for m in side)), axis.default)
        for side in (left, right)
    ]
    flags = [(value != axis.default, value in IDENTITIES) for value in values]
    return (
        [_difference(axis, None, values[0], values[1], left, right, "flag_differs", _FOLDED)]
        if flags[0] != flags[1]
        else []
    )


def _compare_sources(
    axis: Axis, left: Sequence[Marker], right: Sequence[Marker]
) -> list[Difference]:
    kinds = ["+".join(sorted({m.value for m in side})) or _NO_SOURCE for side in (left, right)]
    if kinds[0] == kinds[1]:
        return []
    return [
        Difference(
            axis.name,
            None,
            kinds[0],
            kinds[1],
            tuple(left),
            tuple(right),
            f"{axis.name}.sets_differ",
            _FOLDED,
        )
    ]


def _compare_positions(
    axis: Axis, left: Sequence[Marker], right: Sequence[Marker]
) -> list[Difference]:
    groups = [{axis.groups[m.value] for m in side} for side in (left, right)]
    if len(groups[0]) != 1 or len(groups[1]) != 1 or groups[0] == groups[1]:
        return []
    return [
        _difference(
            axis,
            None,
            left[0].value,
            right[0].value,
            left[:1],
            right[:1],
            "top_against_tail",
            _FOLDED,
        )
    ]


def _compare_named(axis: Axis, left: Sequence[Marker], right: Sequence[Marker]) -> list[Difference]:
    groups = [{axis.groups[m.value] for m in side} for side in (left, right)]
    if not groups[0] or not groups[1] or groups[0] & groups[1]:
        return []
    return [
        _difference(axis, None, left[0].value, right[0].value, left[:1], right[:1], "groups_apart")
    ]


def _compare_referents(
    axis: Axis, left: Sequence[Marker], right: Sequence[Marker]
) -> list[Difference]:
    found = []
    refs = [{m.ref for m in side} for side in (left, right)]
    pairs: list[tuple[str | None, str | None]] = [
        (ref, ref) for ref in sorted(refs[0] & refs[1], key=str)
    ]
    # With two sides named, nothing tells which of them a label without a side is.
    several = any(len(sides_of(side)) > 1 for side in refs)
    rest = [sorted((ref for ref in side - (refs[0] & refs[1]) if ref), key=str) for side in refs]
    for open_or_named in rest[0]:
        fitting = [other for other in rest[1] if _may_be_same(open_or_named, other)]
        back = [other for other in rest[0] if fitting and _may_be_same(other, fitting[0])]
        if len(fitting) == 1 and len(back) == 1 and not several:
            pairs.append((open_or_named, fitting[0]))
    for one, other in pairs:
        a, b = [m for m in left if m.ref == one], [m for m in right if m.ref == other]
        mine, theirs = _strongest(a, axis.order), _strongest(b, axis.order)
        if mine and theirs and mine != theirs:
            ref = one if one == other else max(one, other, key=len) if one and other else one
            named = one == other and "_" in str(one)
            method = Method.LEXICAL if named else Method.RULE
            found.append(_difference(axis, ref, mine, theirs, a, b, "same_referent", method))
    return found


def _may_be_same(one: str, other: str) -> bool:
    """Tell whether an open referent (``military``) may be the named one (``ru_military``), or two
    open ones the same.
    """
    return one != other and (
        one.endswith(f"_{other}") or other.endswith(f"_{one}") or {one, other} in _MAY_BE_ONE
    )


def _compare_concepts(
    axis: Axis, left: Sequence[Marker], right: Sequence[Marker]
) -> list[Difference]:
    found = []
    for ref in sorted({m.ref for m in left} & {m.ref for m in right}, key=str):
        a, b = [m for m in left if m.ref == ref], [m for m in right if m.ref == ref]
        values = [PRESENT if any(m.value == PRESENT for m in side) else ABSENT for side in (a, b)]
        if values[0] != values[1]:
            found.append(_difference(axis, ref, values[0], values[1], a, b, "marked_on_one_side"))
    return found


def _strongest(markers: Sequence[Marker], order: Sequence[str]) -> str | None:
    values = {marker.value for marker in markers}
    return next((value for value in order if value in values), None)


def _difference(
    axis: Axis,
    ref: str | None,
    left_value: str,
    right_value: str,
    left: Sequence[Marker],
    right: Sequence[Marker],
    rule: str,
    method: Method = Method.LEXICAL,
) -> Difference:
    return Difference(
        axis.name,
        ref,
        left_value,
        right_value,
        tuple(m for m in left if m.value == left_value),
        tuple(m for m in right if m.value == right_value),
        f"{axis.name}.{rule}",
        method,
    )


_RULES: dict[str, Callable[[Axis, Sequence[Marker], Sequence[Marker]], list[Difference]]] = {
    "attribution": _compare_attribution,
    "degree": _compare_degree,
    "first": _compare_first,
    "facet": _compare_facets,
    "agency": _compare_agency,
    "victims": _compare_victims,
    "sources": _compare_sources,
    "position": _compare_positions,
    "named": _compare_named,
    "referent": _compare_referents,
    "concept": _compare_concepts,
}
