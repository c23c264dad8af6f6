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
_READ_ALSO = page_words.pattern(r"^\s*+(?:", "furniture", r")\b")
# Nothing in it is given back once it fitted: a dot could be an abbreviation's or a separator, a
# letter the beginning's or the word's, and a line of n of them would be tried in 2^n ways.
_DATELINE = re.compile(
    rf"(?>[\W\d_]++|\b(?:{page_words.any_of('date_beginnings')})\w*+"
    rf"|\b(?:{page_words.any_of('date_words')})\b)++",
    re.IGNORECASE,
)


@thresholds("gather", chosen="by judgement")
@dataclass(frozen=True)
class MenuLimits:
    """When a line is a menu."""

    bars: Annotated[int, "minimum bars (|) between its entries"] = 2
    words: Annotated[int, "maximum words"] = 20


MENU = MenuLimits()


def looks_like_chrome(element: HtmlElement) -> bool:
    """Return whether an element does not look like part of an article."""
    if element.tag in _TAGS or element.get("role") in _ROLES:
        return True
    return element.tag not in _WHOLE and bool(
        _NAMES.search(f"{element.get('class') or ''} {element.get('id') or ''}")
    )


def opens_comments(text: str) -> bool:
    """Return whether a line is the heading of readers' comments."""
    return bool(_HEADING_OF_COMMENTS.fullmatch(text))


def is_furniture(text: str) -> bool:
    """Return whether a line is "read also" and the like, only a date and time, or a menu."""
    return bool(_READ_ALSO.match(text) or _DATELINE.fullmatch(text)) or (
        text.count(" | ") >= MENU.bars and len(text.split()) <= MENU.words
    )
