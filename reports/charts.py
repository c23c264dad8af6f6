"""Charts of a story page as SVG: Vega-Lite by Altair, drawn here and now, so that a page needs no script and no network for them.

Colours are the page's own variables, so that a chart follows its light and dark scheme; marks differ by shape as well as by colour.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from reports.view import EditionView, FigureView, LinkView, Mention

if TYPE_CHECKING:
    import altair

MOST_FACTS = 14
"""Facts of the position plot: those most editions tell."""
_LEAST_MARGIN = 0.08
"""Room on both sides, as a share of the largest value: figures that nearly agree must not look far apart."""
_WIDTH = 420
_STEP = 22
_CHANGES = ("first", "same", "compatible", "update", "conflict")
_COLOURS = ("var(--ink)", "var(--ink)", "var(--bound)", "var(--bound)", "var(--conflict)")
_SHAPES = ("circle", "circle", "square", "triangle-up", "diamond")
_BACKGROUND = re.compile(r'<rect width="\d+" height="\d+" fill="white"/>')
_CONFIG: dict[str, Any] = {
    "background": "transparent", "font": "DejaVu Sans, sans-serif",
    "padding": {"left": 45, "right": 15, "top": 5, "bottom": 5},  # the page's own font may be wider than the one measured with
    "view": {"stroke": None},
    "axis": {
        "labelColor": "currentColor", "titleColor": "currentColor", "tickColor": "var(--line)", "domainColor": "var(--line)",
        "gridColor": "var(--line)", "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "labelLimit": 230,
    },
}


def dot_plot(figure: FigureView) -> Markup | None:
    """Return the values that editions give for one figure, in order of time, with their bounds; None where fewer than two have a place.

    An open end ("more than", "up to") is a line that leaves the picture.
    """
    placed = [mention for mention in figure.mentions if mention.low is not None or mention.high is not None]
    if len(placed) < 2:
        return None
    ends = [end for mention in placed for end in (mention.low, mention.high) if end is not None]
    margin = max(0.12 * (max(ends) - min(ends)), _LEAST_MARGIN * max(abs(end) for end in ends), 0.5)
    left, right = min(ends) - margin, max(ends) + margin
    whole = all(end == int(end) for end in ends)
    rows = [
        {
            "who": _label(mention), "low": mention.low if mention.low is not None else left,
            "high": mention.high if mention.high is not None else right,
            "value": _middle(mention), "change": mention.change,
        }
        for mention in placed
    ]
    alt = _altair()
    order = list(dict.fromkeys(row["who"] for row in rows))
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("who:N", sort=order, title=None),
        color=alt.Color("change:N", scale=alt.Scale(domain=_CHANGES, range=_COLOURS), legend=None),
    )
    scale = alt.Scale(domain=[left, right], nice=False, zero=False)
    ranges = base.mark_rule(strokeWidth=3, opacity=0.55).encode(
        x=alt.X("low:Q", scale=scale, title=figure.unit or None, axis=alt.Axis(tickCount=5, **({"tickMinStep": 1} if whole else {}))), x2="high:Q",
    )
    points = base.mark_point(filled=True, size=90, opacity=1).encode(
        x=alt.X("value:Q", scale=scale), shape=alt.Shape("change:N", scale=alt.Scale(domain=_CHANGES, range=_SHAPES), legend=None),
    )
    said = "; ".join(f"{mention.edition.edition} {mention.words}" for mention in placed)
    return _svg((ranges + points).properties(width=_WIDTH, height=alt.Step(_STEP)), f"Values by edition: {said}")


def position_plot(links: Sequence[LinkView], editions: Sequence[EditionView], lengths: dict[str, int]) -> Markup | None:
    """Return where in its text each edition tells the facts that most share, from headline to end; None where nothing is shared.

    A number is a row of the page's table. :param links: in the order of the page. :param lengths: sentences of each revision.
    """
    shared = [(number, link) for number, link in enumerate(links, 1) if len(link.cells) > 1]
    most = sorted(shared, key=lambda item: (-len(item[1].cells), item[0]))[:MOST_FACTS]
    names = {edition.revision_id: f"{edition.number} {edition.edition}" for edition in editions}
    numbers = {edition.revision_id: edition.number for edition in editions}
    rows = [
        {
            "fact": number, "who": names[revision],
            "place": cell[0].index / max(1, lengths[revision] - 1), "row": numbers[revision],
        }
        for number, link in sorted(most, key=lambda item: item[0]) for revision, cell in link.cells.items() if cell
    ]
    if not rows:
        return None
    alt = _altair()
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X(
            "place:Q", scale=alt.Scale(domain=[0, 1]), title="place in the text",
            axis=alt.Axis(values=[0, 0.5, 1], labelExpr="datum.value == 0 ? 'headline' : datum.value == 1 ? 'end' : 'middle'"),
        ),
        y=alt.Y("who:N", sort=list(names.values()), title=None, axis=alt.Axis(labelPadding=16, ticks=False)),
    )
    lines = base.mark_line(strokeWidth=1.5, opacity=0.5, color="var(--accent)").encode(detail="fact:N", order="row:O")
    discs = base.mark_circle(size=260, opacity=1, color="var(--paper)", stroke="var(--accent)", strokeWidth=1.5)
    labels = base.mark_text(fontSize=10, fontWeight="bold", color="currentColor").encode(text="fact:N")
    return _svg((lines + discs + labels).properties(width=560, height=alt.Step(34)), "Where each edition tells what several share")


def _middle(mention: Mention) -> float | None:
    if mention.low is None or mention.high is None:
        return mention.low if mention.high is None else mention.high
    return (mention.low + mention.high) / 2


def _label(mention: Mention) -> str:
    return f"{mention.edition.number} {mention.edition.edition} · {_time(mention.when)}"


def _time(when: datetime | None) -> str:
    return when.strftime("%m-%d %H:%M") if when else "no time"


@lru_cache(maxsize=1)
def _altair() -> Any:
    import altair

    return altair


def _svg(chart: altair.LayerChart, label: str) -> Markup:
    """Draw a chart; text of articles in it is escaped by the renderer, and the label by us."""
    import vl_convert

    drawn = vl_convert.vegalite_to_svg({**chart.to_dict(validate=False), "config": _CONFIG})
    drawn = _BACKGROUND.sub("", drawn, count=1)
    opening = f'<svg class="chart" role="img" aria-label="{escape(label)}" '
    return Markup(drawn.replace("<svg ", opening, 1).replace('class="marks" ', "", 1))  # noqa: S704 - drawn from our own specification
