"""Boilerplate of pages (menus, comments, boxes of links, captions), by tag, role and class names.

The names are those that publishers of any country give their boxes, not those of one outlet. A box
is only a hint (`corpora/extract/body_vote.py` weighs it), because some pages put the whole article
into one that is called "main-with-sidebar".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from lxml.html import HtmlElement

from parallax.core.thresholds import thresholds
from parallax.corpora.extract import page_words

_TAGS = frozenset({"nav", "footer", "aside", "form", "figure", "figcaption", "label"})
_WHOLE = frozenset({"html", "body", "article", "main"})
_ROLES = frozenset({"navigation", "complementary", "contentinfo", "banner", "search", "dialog"})
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:comments?|komment\w*|disqus|discussion|forum|social|share|sharing|sharethis|addthis|related|relate|recommend\w*"
    r"|similar|sidebar|side|cookies?|consent|gdpr|promo\w*|newsletter|subscri\w+|tags?|breadcrumbs?|crumbs?|footer|foot|bottom|nav|navbar"
    r"|navigation|menu|popular|most|also|read-?also|readalso|banner|adv?|ads|advert\w*|sponsor\w*|reklama|captions?|copyright|transcript"
    r"|login|print|tools|toolbar|pager|pagination|rating|poll|widget|masthead|byline|author|meta|date|mistake|error|donate|support)(?:$|[\s_-])",
    re.IGNORECASE,
)

_HEADING_OF_COMMENTS = page_words.pattern(
    r"\W*+(?:\d++\s++)?(?:", "comments_heading", r")\b.{0,30}"
)
_HEADING_OF_RELATED = page_words.pattern(r"\W*+(?:", "related_heading", r")\W*+")
_FORM = page_words.pattern(r"\b(?:", "comment_form", r")")
_LEGAL = page_words.pattern(r"(?<!\w)(?:©|", "legal", ")")
_CLOCK = re.compile(r"(?<![\d:.])(?:[01]?\d|2[0-3])[:.][0-5]\d(?!\d)(?!\.\d)")
_DAY = re.compile(
    r"(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}"
    rf"|\d{{1,2}}\s+(?:{page_words.any_of('date_beginnings')})\w*+"
    rf"|(?:{page_words.any_of('date_beginnings')})\w*+\.?\s+\d{{1,2}})(?!\d)",
    re.IGNORECASE,
)
_INVITATION = page_words.pattern(r"^\W*+(?:", "invitation", ")")
_FURNITURE = page_words.pattern(r"^\W*+(?:", "furniture", r")\b")
_SENTENCE_END = re.compile(r"[.!?…]\W*+$")
# Nothing in it is given back once it fitted: a dot could be an abbreviation's or a separator, a
# letter the beginning's or the word's, and a line of n of them would be tried in 2^n ways.
_DATELINE = re.compile(
    rf"(?>[\W\d_]++|\b(?:{page_words.any_of('date_beginnings')})\w*+"
    rf"|\b(?:{page_words.any_of('date_words')})\b)++",
    re.IGNORECASE,
)
_WORDS_OF_DATES = re.compile(
    rf"(?>[\W\d_]++|\b(?:{page_words.any_of('date_words')})\b)++", re.IGNORECASE
)


@thresholds("gather", chosen="by judgement")
@dataclass(frozen=True)
class MenuLimits:
    """When a line is a menu."""

    bars: Annotated[int, "minimum bars (|) between its entries"] = 2
    words: Annotated[int, "maximum words"] = 20


MENU = MenuLimits()


@thresholds("gather", chosen="by judgement")
@dataclass(frozen=True)
class LineLimits:
    """How long the lines of boxes below an article are."""

    form_characters: Annotated[int, "maximum length of a line of a form for comments"] = 250
    byline_words: Annotated[int, "maximum words of a line with a name, a day and a time"] = 10
    furniture_words: Annotated[int, "maximum words of one that names a part of the page"] = 8
    sentence_words: Annotated[int, "with these and a full stop it is a sentence all the same"] = 3
    signature_characters: Annotated[int, "the same of a line with a reader's name and time"] = 80


LINE = LineLimits()


def looks_like_chrome(element: HtmlElement) -> bool:
    """Return whether an element does not look like part of an article."""
    if element.tag in _TAGS or element.get("role") in _ROLES:
        return True
    return element.tag not in _WHOLE and bool(
        _NAMES.search(f"{element.get('class') or ''} {element.get('id') or ''}")
    )


def is_caption(element: HtmlElement) -> bool:
    """Return whether an element that looks like no part of an article is a picture's caption."""
    return element.tag == "figcaption" or "wp-caption-text" in (element.get("class") or "").split()


def opens_comments(text: str) -> bool:
    """Return whether a line is the heading of readers' comments."""
    return bool(_HEADING_OF_COMMENTS.fullmatch(text))


def opens_form(text: str) -> bool:
    """Return whether a line is of the form for comments, or of their rules."""
    return len(text) <= LINE.form_characters and bool(_FORM.search(text))


def opens_related(text: str) -> bool:
    """Return whether a line is a heading over related headlines, and nothing else."""
    return bool(_HEADING_OF_RELATED.fullmatch(text))


def is_legal(text: str) -> bool:
    """Return whether a line is of a site's legal footer, or a credit with a copyright sign."""
    return bool(_LEGAL.search(text))


def is_signature(text: str) -> bool:
    """Return whether a line is that over a reader's comment: a name, a date and a time."""
    return (
        len(text) <= LINE.signature_characters
        and bool(_CLOCK.search(text) and _DAY.search(text))
        and not _is_dateline(text)
    )


def _is_byline(text: str) -> bool:
    """Return whether a line is a name or place with day and time, and no sentence."""
    return (
        is_signature(text)
        and len(text.split()) <= LINE.byline_words
        and not _SENTENCE_END.search(text)
    )


def _is_dateline(text: str) -> bool:
    """Return whether a line is only a date and time; "Marten" alone begins like a month."""
    return bool(_DATELINE.fullmatch(text)) and (
        any(map(str.isdigit, text)) or bool(_WORDS_OF_DATES.fullmatch(text))
    )


def is_furniture(text: str) -> bool:
    """Return whether a line is "read also" and the like, only a date and time, or a menu.

    A line that begins with the name of a part of a page ("Photo", "Comments") is one with a colon
    behind the name, or when it is short and no sentence.
    """
    if _INVITATION.match(text) or _is_dateline(text) or _is_byline(text):
        return True
    count = len(text.split())
    if text.count(" | ") >= MENU.bars and count <= MENU.words:
        return True
    named = _FURNITURE.match(text)
    if not named:
        return False
    if text[named.end() :].lstrip().startswith(":"):
        return True
    return count <= LINE.furniture_words and not (
        count >= LINE.sentence_words and _SENTENCE_END.search(text)
    )
