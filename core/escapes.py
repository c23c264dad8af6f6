"""The doors out: text of strangers as it is written to a terminal, into Markdown, CSV and XML.

HTML and XML are written by libraries that escape; what cannot be seen there is shown by `visible`.
"""

from __future__ import annotations

import re

_UNSEEN = (
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e0fff\ud800-\udfff]"
)
"""Control characters, those that are not seen or turn the direction of the text after them, and
those that no file in UTF-8 or XML may hold.
"""
_PICTURE = "#*0-9\u00a9\u00ae\u203c-\u3299\ufe0f\U0001f000-\U0001faff"
_ANY_UNSEEN = re.compile(_UNSEEN)
_STRANGE = re.compile(f"(?P<emoji>(?<=[{_PICTURE}])(?:\ufe0f|\u200d(?=[{_PICTURE}])))|{_UNSEEN}")
_MARKDOWN = re.compile(
    r"(?P<joint>(?<=[/:])/|(?<=[a-z]):(?=\S)|@|(?<=www)\.)"
    r"|[\\`*_{}\[\]()<>#!|~&$:]|(?<=\w)\.|^[-+=]",
    re.IGNORECASE,
)
_CUT = "<!-- -->"
"""A renderer that makes links of bare addresses finds none where a comment is in it; the text of
the page is the same.
"""
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")


def visible(text: str) -> str:
    """Return text with each character that cannot be seen, or turns the direction of text, as its
    code: ``⟨U+202E⟩``. Tabs and line ends are unchanged, as is what joins parts of an emoji.
    """
    return _STRANGE.sub(_code, text) if _ANY_UNSEEN.search(text) else text


def visible_spans(text: str) -> list[tuple[int, int, str]]:
    """Return where `visible` changes a text, and into what: (first character, one past the last,
    what is written there).
    """
    return [
        (*found.span(), _code(found)) for found in _STRANGE.finditer(text) if not found["emoji"]
    ]


def _code(found: re.Match[str]) -> str:
    return found[0] if found["emoji"] else f"⟨U+{ord(found[0]):04X}⟩"


def terminal(text: str) -> str:
    """Return text for one line of a terminal: no escape sequences, no line ends."""
    return visible(" ".join(text.splitlines()))


def markdown(text: str) -> str:
    """Return text that GitHub-flavoured Markdown shows literally, on one line: no markup, link,
    image, table cell or HTML, nor a link made of a bare address.
    """
    return _MARKDOWN.sub(_literal, " ".join(terminal(text).split()))


def _literal(found: re.Match[str]) -> str:
    return f"{_CUT if found['joint'] else ''}&#{ord(found[0])};"


def csv_cell(text: str) -> str:
    """Return text that a spreadsheet does not take for a formula (OWASP, CSV injection)."""
    shown = visible(text)
    return f"'{shown}" if _FORMULA.match(shown) else shown
