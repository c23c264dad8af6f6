"""How often the wording of each edition differs, by axis: the heat map of a page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from parallax.reports.views import EditionView, StoryView


@dataclass(frozen=True)
class HeatMap:
    """Counts of passages by edition and axis; `quiet` are the axes that were checked and on which
    nothing differs.

    Findings that people judged false or not interesting are not counted; their axes are there.
    """

    axes: list[str]
    rows: list[tuple[EditionView, Counter[str]]]
    quiet: list[str]


def heat_map(view: StoryView) -> HeatMap:
    """Count the passages in which an edition is one of those that differ."""
    counts: dict[int, Counter[str]] = {edition.number: Counter() for edition in view.editions}
    for passage in view.worded:
        for number in {
            edition.number for statement in passage.statements for edition, _ in statement.words
        }:
            counts[number][passage.axis] += 1
    axes = sorted({passage.axis for passage in view.framing})
    return HeatMap(
        axes,
        [(edition, counts[edition.number]) for edition in view.editions],
        sorted(set(view.axes_checked) - {one.axis for one in (*view.framing, *view.experimental)}),
    )
