"""One finding where a sentence stands in several links: what two texts say is compared once.

A sentence belongs to every link whose statement it makes, so its figures and its wording meet the
same other text several times. Of findings of two texts that share a span, the one that explains it
best stays: agreement before contradiction, and anything before silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from parallax.comparers.numbers import Verdict
from parallax.lake.rows import FramingDifferenceRow, LinkRow, NumberDifferenceRow

_ORDER = (Verdict.EQUAL, Verdict.COMPATIBLE, Verdict.CONFLICT)
"""Verdicts that explain a figure, the best first; all others explain less."""

Span = tuple[str | None, ...]
"""What it is about, the texts it is in and it meets, and its id."""


class _Meeting(NamedTuple):
    """A finding: how little it explains, its link, and its spans with the text they meet."""

    rank: int
    link: str
    spans: list[Span]


def numbers_once(
    rows: Sequence[NumberDifferenceRow], links: Iterable[LinkRow]
) -> list[NumberDifferenceRow]:
    """Return the comparisons of figures in which no figure meets the same text in two links.

    :param links: those that the rows name; of equally good rows that of the likelier link stays.
    """
    order = {str(verdict): place for place, verdict in enumerate(_ORDER)}
    meetings = [
        _Meeting(
            order.get(row["verdict"], len(order)),
            row["link_id"] or "",
            [
                *((row["left"], row["right"], name) for name in row["left_quantities"]),
                *((row["right"], row["left"], name) for name in row["right_quantities"]),
            ],
        )
        for row in rows
    ]
    return [rows[place] for place in _kept(meetings, links)]


def wording_once(
    rows: Sequence[FramingDifferenceRow], links: Iterable[LinkRow]
) -> list[FramingDifferenceRow]:
    """Return the differences of wording in which no marker meets the same text in two links, on one
    axis and of one referent.

    :param links: as in `numbers_once`.
    """
    meetings = []
    for row in rows:
        left, right = row["left"], row["right"]
        about = row["axis"], row["ref"]
        spans: list[Span] = [
            *((*about, left, right, name) for name in row["left_markers"]),
            *((*about, right, left, name) for name in row["right_markers"]),
        ]
        silent = not (row["left_markers"] and row["right_markers"])
        meetings.append(_Meeting(int(silent), row["link_id"], spans))
    return [rows[place] for place in _kept(meetings, links)]


def _kept(meetings: Sequence[_Meeting], links: Iterable[LinkRow]) -> Iterator[int]:
    """Yield, in order, the places of meetings without a span of a better one in another link."""
    likely = {link["link_id"]: link["p"] or 0.0 for link in links}
    places = sorted(
        range(len(meetings)),
        key=lambda k: (meetings[k].rank, -likely[meetings[k].link], meetings[k].link, k),
    )
    told: dict[Span, str] = {}
    kept = set()
    for place in places:
        _, link, spans = meetings[place]
        if all(told.get(span, link) == link for span in spans):
            told.update(dict.fromkeys(spans, link))
            kept.add(place)
    yield from sorted(kept)
