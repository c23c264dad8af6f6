"""Figures over time, and what edits did to figures, from the tables of the lake to what a page
shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from parallax.comparers.numbers.comparison.units import bounds_like, unit_name
from parallax.comparers.numbers.quantity import Quantity
from parallax.lake.rows import FigureChangeRow, FigureRow, QuantityRow
from parallax.reports.statements import Context
from parallax.reports.views import FigureView, Mention

_MOVES = frozenset({"update", "conflict", "compatible"})


def figure_views(
    rows: Iterable[FigureRow], anchors: dict[tuple[str, int], str], context: Context
) -> list[FigureView]:
    """Return the figures that editions do not all give alike, each with its mentions in order of
    time.

    :param rows: rows of `figures`, in their order.
    :param anchors: the row of the page that holds a sentence, by revision and index.
    """
    groups: dict[str, list[FigureRow]] = {}
    for row in rows:
        groups.setdefault(row["figure_id"], []).append(row)
    views = []
    for members in groups.values():
        if not any(row["change"] in _MOVES for row in members):
            continue
        ordered = sorted(
            members,
            key=lambda row: (row["when"] is None, row["when"], row["edition"], row["quantity_id"]),
        )
        names = [row["quantity_id"] for row in ordered]
        first = context.quantities[names[0]]
        mentions = [
            Mention(
                context.editions[row["revision_id"]],
                row["when"],
                context.words([row["quantity_id"]]),
                row["change"],
                *_bounds(context.quantities[row["quantity_id"]], first),
            )
            for row in ordered
        ]
        anchor = anchors.get((first["revision_id"], first["sentence"]))
        views.append(FigureView(context.topic(names), mentions, anchor, unit_name(first["unit"])))
    return sorted(
        views,
        key=lambda view: (
            not view.contested,
            context.row(view.anchor) if view.anchor else 0,
            view.topic,
        ),
    )


def _bounds(row: QuantityRow, first: QuantityRow) -> tuple[float | None, float | None]:
    """Return the bounds of a mention in the unit of the first one; none where it has no place on
    that scale.
    """
    try:
        return bounds_like(Quantity.from_row(row), Quantity.from_row(first))
    except ValueError:
        return None, None


def edited_figures(
    rows: Iterable[FigureChangeRow], quantities: Mapping[str, QuantityRow]
) -> list[str]:
    """Say what one edit did to the figures: "троє → п’ятеро", "added: 12"."""
    said = []
    for row in rows:
        old, new = (
            quantities[name]["surface"] if name else None
            for name in (row["old_quantity"], row["new_quantity"])
        )
        said.append(f"{old} → {new}" if old and new else f"{row['change']}: {old or new}")
    return said
