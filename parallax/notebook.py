"""HTML of results for notebooks: tables and highlighted words that are readable on light and on
dark pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape as escape_markup

from parallax.core.escapes import visible

Highlight = tuple[int, int, str]
"""(first character, one past the last, what a pointer over it shows)"""

_CELL = "text-align:left;vertical-align:top;padding:.25em .75em;white-space:normal"
_LINE = "border-top:1px solid rgba(128,128,128,.35)"
_MARK = "background:rgba(255,190,0,.35);color:inherit;border-radius:.2em;padding:0 .1em"
_FAINT = "opacity:.6"


def escape(words: str) -> str:
    """Return a text as HTML shows it, what cannot be seen as its code."""
    return escape_markup(visible(words))


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], caption: str = "") -> str:
    """Return a table.

    :param rows: cells that are HTML already: `text` or `highlighted` made them.
    :param columns: plain headings, which are escaped, as is the caption.
    """
    head = "".join(f'<th style="{_CELL}">{escape(column)}</th>' for column in columns)
    body = "".join(
        f'<tr style="{_LINE}">'
        + "".join(f'<td style="{_CELL}">{cell}</td>' for cell in row)
        + "</tr>"
        for row in rows
    )
    title = f'<caption style="{_CELL};{_FAINT}">{escape(caption)}</caption>' if caption else ""
    return (
        f'<table style="border-collapse:collapse;background:transparent">{title}'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def text(words: object) -> str:
    """Return a value as escaped text; nothing for None."""
    return "" if words is None else escape(str(words))


def faint(words: object) -> str:
    """Return a value as escaped text in a faint colour."""
    return f'<span style="{_FAINT}">{text(words)}</span>'


def highlighted(words: str, spans: Iterable[Highlight]) -> str:
    """Return a text with some of its spans highlighted; of spans that overlap the first one."""
    pieces, at = [], 0
    for start, end, title in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start < at or end <= start:
            continue
        pieces.append(escape(words[at:start]))
        pieces.append(
            f'<mark style="{_MARK}" title="{escape(title)}">{escape(words[start:end])}</mark>'
        )
        at = end
    return "".join([*pieces, escape(words[at:])])


def paragraph(content: str) -> str:
    """Return HTML as a paragraph."""
    return f'<p style="margin:.25em 0;max-width:60em">{content}</p>'
