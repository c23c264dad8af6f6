"""The sentences of figures of whole texts, which no row of a page holds together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from parallax.lake.rows import NumberDifferenceRow, QuantityRow, SentenceRow
from parallax.reports.views import SentenceView

Passages = Mapping[tuple[str, int], tuple[SentenceView, str | None]]
"""Sentences by revision and index, each with the row of the page that it is in, if it is in one."""


def of(
    numbers: Iterable[NumberDifferenceRow],
    quantities: Mapping[str, QuantityRow],
    sentences: Mapping[str, Sequence[SentenceRow]],
    view: Callable[[SentenceRow], SentenceView],
    anchors: Mapping[tuple[str, int], str],
) -> Passages:
    """Return the sentences of the figures that no link joins.

    :param quantities: by id. :param sentences: by revision. :param view: makes the view of one.
    :param anchors: the row of the page that a sentence is in, by revision and index.
    """
    places = {
        (quantity["revision_id"], quantity["sentence"])
        for number in numbers
        if number["link_id"] is None
        for name in (*number["left_quantities"], *number["right_quantities"])
        for quantity in (quantities[name],)
    }
    return {
        (revision, row["index"]): (view(row), anchors.get((revision, row["index"])))
        for revision in sorted({revision for revision, _ in places})
        for row in sentences.get(revision, ())
        if (revision, row["index"]) in places
    }
