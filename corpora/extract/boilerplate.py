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
_HEADING_OF_COMMENTS = re.compile(
    r"\W*(?:\d+\s+)?(?:комментари[ийяев]+|коментар[іиів]+|обсуждение|обговорення|comments?|reader comments|leave a (?:comment|reply)"
    r"|add (?:a )?comment|post a comment|(?:добавить|оставить|написать) комментарий|(?:додати|залишити|написати) коментар)\b.{0,30}",
    re.IGNORECASE,
)
_READ_ALSO = re.compile(
    r"^\s*(?:читайте також|дивіться також|читайте ещ[её]|читайте также|смотрите также|по теме|за темою|read also|read more|see also"
    r"|підписуйтесь|підписуйтеся|подписывайтесь|follow us|subscribe|фото|photo|реклама|advertisement|версия для печати|версія для друку"
    r"|распечатать|роздрукувати|поделиться|поділитися|share this|print this|комментари[ий]|коментарі|comments)\b",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"(?:[\W\d_]|\b(?:січ|лют|бер|квіт|трав|черв|лип|серп|вер|жовт|листоп|груд|янв|февр|мар|апр|мая|май|июн|июл|авг|сент|окт|нояб|дек"
    r"|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|понед|вівт|сер|четв|пʼят|п'ят|п’ят|суб|нед|втор|сред|пятн|вос"
    r"|mon|tue|wed|thu|fri|sat|sun)\w*\.?|\b(?:р|г|о|в|об|at|on|by|am|pm|gmt|utc|est|edt|msk|мск|року|года|published|updated|posted"
    r"|опубліковано|оновлено|опубликовано|обновлено|сегодня|сьогодні|вчера|вчора|today)\b)+",
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
