"""The doors out: text of strangers as it is written to a terminal, into Markdown and into CSV.

HTML and XML are written by libraries that escape; what cannot be seen there is shown by `visible`.
"""

from __future__ import annotations

import re

_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff\ud800-\udfff]"
)
"""Control characters, and those that are not seen or turn the direction of the text after them."""
_MARKDOWN = re.compile(r"[\\`*_{}\[\]()<>#+!|~&$:@-]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def visible(text: str) -> str:
    """Return text with each character that cannot be seen, or turns the direction of text, as its
    code: ``⟨U+202E⟩``. Tabs and line ends are unchanged.
    """
    return _UNSEEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)


def terminal(text: str) -> str:
    """Return text for one line of a terminal: no escape sequences, no line ends."""
    return visible(" ".join(text.splitlines()))


def markdown(text: str) -> str:
    """Return text that GitHub-flavoured Markdown shows literally, on one line: no markup, link,
    image, table cell or HTML.
    """
    return _MARKDOWN.sub(lambda found: f"&#{ord(found[0])};", terminal(text))


def csv_cell(text: str) -> str:
    """Return text that a spreadsheet does not take for a formula (OWASP, CSV injection)."""
    shown = visible(text)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown
