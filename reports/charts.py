"""Charts of a story page as SVG: specifications of Vega-Lite, drawn when the page is written.

The page needs no script and no network for them.

Colours are the page's own variables, so that a chart follows its light and dark scheme; marks
differ by shape as well as by colour.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from markupsafe import Markup, escape

from parallax.core.escapes import visible
from parallax.core.thresholds import thresholds
from parallax.core.times import minute_of
from parallax.reports.views import EditionView, FigureView, LinkView, Mention

_WIDTH = 420
_STEP = 22
_LONGEST = 36
"""Characters of a label."""
_CHANGES = ("first", "same", "compatible", "update", "conflict")
_COLOURS = ("var(--ink)", "var(--ink)", "var(--bound)", "var(--bound)", "var(--conflict)")
_SHAPES = ("circle", "circle", "square", "triangle-up", "diamond")
_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_BACKGROUND = re.compile(r'<rect width="\d+" height="\d+" fill="white"/>')
_CONFIG: dict[str, Any] = {
    "background": "transparent",
    "font": "DejaVu Sans, sans-serif",
    "padding": {
        "left": 45,
        "right": 15,
        "top": 5,
        "bottom": 5,
    },  # the page's own font may be wider than the one measured with
    "view": {"stroke": None},
    "axis": {
        "labelColor": "currentColor",
        "titleColor": "currentColor",
        "tickColor": "var(--line)",
        "domainColor": "var(--line)",
        "gridColor": "var(--line)",
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelLimit": 0,
    },
}


@thresholds("report", chosen="by eye, on the pages of the sample world")
@dataclass(frozen=True)
class ChartLimits:
    """What a chart shows."""

    facts: Annotated[int, "facts of the position plot: those that most editions report"] = 14
    range_margin: Annotated[float, "room on both sides of a dot plot, as a share of its range"] = (
        0.12
    )
    value_margin: Annotated[
        float,
        "the same as a share of the largest value: figures that nearly agree must not look far "
        "apart",
    ] = 0.08


LIMITS = ChartLimits()


def dot_plot(figure: FigureView) -> Markup | None:
    """Return the values that editions give for one figure, in order of time, with their bounds;
    None where fewer than two have a place.

    An open end ("more than", "up to") is a line that leaves the picture.
    """
    placed = [
        mention
        for mention in figure.mentions
        if mention.low is not None or mention.high is not None
    ]
    if len(placed) < 2:
        return None
    ends = [end for mention in placed for end in (mention.low, mention.high) if end is not None]
    margin = max(
        LIMITS.range_margin * (max(ends) - min(ends)),
        LIMITS.value_margin * max(abs(end) for end in ends),
        0.5,
    )
    left, right = min(ends) - margin, max(ends) + margin
    whole = all(end == int(end) for end in ends)
    rows = [
        {
            "who": _label(mention),
            "low": mention.low if mention.low is not None else left,
            "high": mention.high if mention.high is not None else right,
            "value": _middle(mention),
            "change": mention.change,
        }
        for mention in placed
    ]
    y = {
        "field": "who",
        "type": "nominal",
        "sort": list(dict.fromkeys(row["who"] for row in rows)),
        "title": None,
    }
    color = {
        "field": "change",
        "type": "nominal",
        "scale": {"domain": _CHANGES, "range": _COLOURS},
        "legend": None,
    }
    shape = {**color, "scale": {"domain": _CHANGES, "range": _SHAPES}}
    scale = {"domain": [left, right], "nice": False, "zero": False}
    axis = {"tickCount": 5, **({"tickMinStep": 1} if whole else {})}
    x = {"type": "quantitative", "scale": scale}
    ranges = {
        "mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.55},
        "encoding": {
            "x": {**x, "field": "low", "title": visible(figure.unit) or None, "axis": axis},
            "x2": {"field": "high"},
            "y": y,
            "color": color,
        },
    }
    points = {
        "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1},
        "encoding": {"x": {**x, "field": "value"}, "y": y, "color": color, "shape": shape},
    }
    said = "; ".join(f"{mention.edition.edition} {mention.words}" for mention in placed)
    return _svg(
        rows,
        [ranges, points],
        {"width": _WIDTH, "height": {"step": _STEP}},
        f"Values by edition: {said}",
    )


def position_plot(
    links: Sequence[LinkView], editions: Sequence[EditionView], lengths: dict[str, int]
) -> Markup | None:
    """Return where in its text each edition reports the facts that most share, headline to end;
    None where nothing is shared.

    A number is a row of the page's table. :param links: in the order of the page. :param lengths:
    sentences of each revision.
    """
    shared = [(number, link) for number, link in enumerate(links, 1) if len(link.cells) > 1]
    most = sorted(shared, key=lambda item: (-len(item[1].cells), item[0]))[: LIMITS.facts]
    names = {
        edition.revision_id: _cut(f"{edition.number} {edition.edition}") for edition in editions
    }
    numbers = {edition.revision_id: edition.number for edition in editions}
    rows = [
        {
            "fact": number,
            "who": names[revision],
            "place": cell[0].index / max(1, lengths[revision] - 1),
            "row": numbers[revision],
        }
        for number, link in sorted(most, key=lambda item: item[0])
        for revision, cell in link.cells.items()
        if cell
    ]
    if not rows:
        return None
    place = {
        "field": "place",
        "type": "quantitative",
        "scale": {"domain": [0, 1]},
        "title": "place in the text",
        "axis": {
            "values": [0, 0.5, 1],
            "labelExpr": "datum.value == 0 ? 'headline' : datum.value == 1 ? 'end' : 'middle'",
        },
    }
    who = {
        "field": "who",
        "type": "nominal",
        "sort": list(names.values()),
        "title": None,
        "axis": {"labelPadding": 16, "ticks": False},
    }
    base = {"x": place, "y": who}
    lines = {
        "mark": {"type": "line", "strokeWidth": 1.5, "opacity": 0.5, "color": "var(--accent)"},
        "encoding": {
            **base,
            "detail": {"field": "fact", "type": "nominal"},
            "order": {"field": "row", "type": "ordinal"},
        },
    }
    discs = {
        "mark": {
            "type": "circle",
            "size": 260,
            "opacity": 1,
            "color": "var(--paper)",
            "stroke": "var(--accent)",
            "strokeWidth": 1.5,
        },
        "encoding": base,
    }
    labels = {
        "mark": {"type": "text", "fontSize": 10, "fontWeight": "bold", "color": "currentColor"},
        "encoding": {**base, "text": {"field": "fact", "type": "nominal"}},
    }
    return _svg(
        rows,
        [lines, discs, labels],
        {"width": 560, "height": {"step": 34}},
        "Where each edition tells what several share",
    )


def _middle(mention: Mention) -> float | None:
    if mention.low is None or mention.high is None:
        return mention.low if mention.high is None else mention.high
    return (mention.low + mention.high) / 2


def _label(mention: Mention) -> str:
    return _cut(f"{mention.edition.number} {mention.edition.edition} · {_time(mention.when)}")


def _cut(label: str) -> str:
    """Shorten a long name; the renderer would measure every label many times to do so."""
    shown = visible(label)
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"


def _time(when: datetime | None) -> str:
    return minute_of(when)[5:] if when else "no time"


def _svg(
    values: list[dict[str, Any]], layers: list[dict[str, Any]], size: dict[str, Any], label: str
) -> Markup:
    """Draw a layered chart; the renderer escapes the text of articles, we escape the label."""
    import vl_convert

    drawn = vl_convert.vegalite_to_svg(
        {"$schema": _SCHEMA, "data": {"values": values}, "layer": layers, "config": _CONFIG, **size}
    )
    drawn = _BACKGROUND.sub("", drawn, count=1)
    opening = f'<svg class="chart" role="img" aria-label="{escape(visible(label))}" '
    drawn = drawn.replace("<svg ", opening, 1).replace('class="marks" ', "", 1)
    return Markup(drawn)  # noqa: S704 - drawn from our own specification
