"""From a page to an article: title, paragraphs, captions and what the page says about itself.

The body comes from a vote of extractors; the rest is read from the markup. Menus, advertising and "read also" boxes are not
part of an article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import lxml.html
from lxml.etree import ParserError
from lxml.html import HtmlElement

from corpora import body, charset, page_facts, titles
from corpora.blocks import clean
from corpora.failure import Failure, PageError
from corpora.fetch import Response
from corpora.language import LANGUAGES, NAMES, detect, detect_any
from corpora.walls import wall

HTML_TYPES = frozenset({"text/html", "application/xhtml+xml", ""})
_BYLINE_WORDS = 3
LEAST_CHARACTERS = 80
"""A body shorter than this is no article."""

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


@dataclass(frozen=True)
class Article:
    """One text of one page. ``text`` holds title, paragraphs and captions, one a line."""

    url: str
    title: str
    paragraphs: tuple[str, ...]
    captions: tuple[str, ...]
    language: str
    authors: tuple[str, ...]
    published: datetime | None
    modified: datetime | None
    siblings: tuple[str, ...]
    remarks: tuple[Failure, ...] = field(default=())

    @property
    def text(self) -> str:
        """The text all offsets point into."""
        return "\n".join((self.title, *self.paragraphs, *self.captions))


def extractor_version() -> str:
    """Name the extractors with their versions."""
    return body.version()


def extract(response: Response, now: datetime | None = None) -> Article:
    """Read an article from a response.

    :raises PageError: when it is not HTML, is empty, holds no article, or is in a language we do not handle.
    """
    if response.media_type not in HTML_TYPES:
        raise PageError("not HTML", response.media_type)
    if not response.body.strip():
        raise PageError("empty page")
    html, used, stated = charset.decode(response.body, response.headers.get("content-type", ""))
    html = _without_declaration(html)
    try:
        tree: HtmlElement = lxml.html.document_fromstring(html)
    except (ParserError, ValueError) as error:
        raise PageError("page cannot be parsed", str(error)) from error
    url = page_facts.canonical_url(tree, response.final_url)
    title = titles.title(tree)
    captions, authors = _captions(tree), page_facts.authors(tree)
    paragraphs = _paragraphs(html, tree, {title, *captions}, authors)
    if sum(map(len, paragraphs)) < LEAST_CHARACTERS:
        if barrier := wall(html):
            raise PageError(barrier, "the page holds no article")
        raise PageError("no article text", "fewer than 80 characters of body text")
    published, modified = page_facts.times(tree, html, response.final_url)
    remarks = []
    if stated and stated != used:
        remarks.append(Failure(response.url, "declared encoding is wrong", f"says {stated}, is {used}; read as {used}"))
    published, remark = _plausible(published, response.url, now or datetime.now(UTC))
    return Article(
        url=url,
        title=title or paragraphs[0],
        paragraphs=tuple(paragraphs),
        captions=tuple(captions),
        language=_language(tree, " ".join([title, *paragraphs])),
        authors=tuple(authors),
        published=published,
        modified=modified,
        siblings=tuple(page_facts.siblings(tree, response.final_url)),
        remarks=(*remarks, *remark),
    )


def _without_declaration(html: str) -> str:
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", html.replace("\x00", ""))


def _paragraphs(html: str, tree: HtmlElement, told: set[str], authors: Sequence[str]) -> list[str]:
    """Return the paragraphs of the body without repeats, without what is told elsewhere (title, captions), bylines and the like."""
    found = body.paragraphs(html, tree)
    return list(dict.fromkeys(p for p in found if p not in told and not _is_chrome(p, authors)))


def _is_chrome(paragraph: str, authors: Sequence[str]) -> bool:
    """Tell what is no text of the article: "read also" and the like, a line of date and time, a byline."""
    if _READ_ALSO.match(paragraph) or _DATELINE.fullmatch(paragraph):
        return True
    words = len(paragraph.split())
    return any(name in paragraph and words <= len(name.split()) + _BYLINE_WORDS for name in authors)


def _captions(tree: HtmlElement) -> list[str]:
    found = (clean(caption.text_content()) for caption in tree.xpath("//figure//figcaption"))
    return list(dict.fromkeys(caption for caption in found if caption))


def _language(tree: HtmlElement, text: str) -> str:
    """The stated language if it is ours and the text does not contradict it; otherwise what the text reads as."""
    found = detect_any(text)
    if found in LANGUAGES:
        return found
    stated = page_facts.stated_language(tree)
    if stated in LANGUAGES and detect(text) == stated:
        return str(stated)
    raise PageError("language not handled", f"reads as '{found}'; Parallax reads {', '.join(NAMES.values())}")


def _plausible(published: datetime | None, url: str, now: datetime) -> tuple[datetime | None, tuple[Failure, ...]]:
    if published and published > now + timedelta(days=1):
        remark = Failure(url, "publication date in the future", f"{published.isoformat()}; kept without a date")
        return None, (remark,)
    return published, ()
