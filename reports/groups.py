"""Rows of differences that are one finding on a page.

They are of one link, or share words: a sentence may stand in several links, and what it says is
then compared in each with other editions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from scipy.cluster.hierarchy import DisjointSet

OfLink = TypeVar("OfLink", bound=Mapping[str, object])
"""A row that has the column `link_id`: None where it is of whole texts."""


def told_together(
    rows: Sequence[OfLink],
    about: Callable[[OfLink], Hashable],
    words: Callable[[OfLink], Iterable[str]],
) -> list[list[OfLink]]:
    """Group rows about the same that are of one link or share a span, in their order.

    :param about: what must be the same; :param words: ids of the spans of a row.
    """
    known: Any = DisjointSet(range(len(rows)))
    for place, row in enumerate(rows):
        of: list[Hashable] = [("link", row["link_id"]), *(("span", name) for name in words(row))]
        for one in of:
            known.add((about(row), one))
            known.merge(place, (about(row), one))
    found: dict[Hashable, list[OfLink]] = {}
    for place, row in enumerate(rows):
        found.setdefault(known[place], []).append(row)
    return list(found.values())


def anchor_of(rows: Iterable[OfLink], anchors: Mapping[str, str]) -> str:
    """Return the row of the page that most of some rows are of, of several the first; an empty text
    where they are of whole texts, which have no row.
    """
    named = Counter(str(row["link_id"]) for row in rows if row["link_id"] is not None)
    if not named:
        return ""
    order = {link: place for place, link in enumerate(anchors)}
    return anchors[min(named, key=lambda link: (-named[link], order[link]))]
