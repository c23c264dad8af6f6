"""From a page to an article: title, paragraphs, captions and what the page says about itself.

The body comes from trafilatura; the rest is read from the markup. Menus, advertising and "read also" boxes are not
part of an article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib import metadata

import lxml.html
import trafilatura
from lxml.etree import ParserError
from lxml.html import HtmlElement
from trafilatura.settings import Document

from corpora import charset, page_facts
from corpora.failure import Failure, PageError
from corpora.fetch import Response
from corpora.language import LANGUAGES, NAMES, detect, detect_any

HTML_TYPES = frozenset({"text/html", "application/xhtml+xml", ""})
LEAST_CHARACTERS = 80
"""A body shorter than this is no article."""

_READ_ALSO = re.compile(
    r"^\s*(?:читайте також|читайте також:|дивіться також|читайте также|смотрите также|по теме|read also|read more|see also"
    r"|підписуйтесь|подписывайтесь|follow us|subscribe|фото|photo|реклама|advertisement)\b",
    re.IGNORECASE,
)
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
_BLANKS = re.compile(r"\s+")


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


@lru_cache
def extractor_version() -> str:
    """Name the extractor with its version."""
    return f"trafilatura {metadata.version('trafilatura')}"


def extract(response: Response, now: datetime | None = None) -> Article:
    """Read an article from a response.

    :raises PageError: when it is not HTML, is empty, holds no article, or is in a language we do not handle.
    """
    if response.media_type not in HTML_TYPES:
        raise PageError("not HTML", response.media_type)
    if not response.body.strip():
        raise PageError("empty page")
    html, used, stated = charset.decode(response.body, response.headers.get("content-type", ""))
    try:
        tree: HtmlElement = lxml.html.document_fromstring(_without_declaration(html))
    except (ParserError, ValueError) as error:
        raise PageError("page cannot be parsed", str(error)) from error
    url = page_facts.canonical_url(tree, response.final_url)
    title = _title(tree)
    paragraphs = _paragraphs(tree, title)
    if sum(map(len, paragraphs)) < LEAST_CHARACTERS:
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
        captions=tuple(_captions(tree)),
        language=_language(tree, " ".join([title, *paragraphs])),
        authors=tuple(page_facts.authors(tree)),
        published=published,
        modified=modified,
        siblings=tuple(page_facts.siblings(tree, response.final_url)),
        remarks=(*remarks, *remark),
    )


def clean(text: str) -> str:
    """Return the text on one line, without invisible characters and direction controls."""
    return _BLANKS.sub(" ", _INVISIBLE.sub("", text)).strip()


def _without_declaration(html: str) -> str:
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", html.replace("\x00", ""))


def _title(tree: HtmlElement) -> str:
    headings = [clean(h.text_content()) for h in tree.xpath("//article//h1 | //main//h1 | //h1")]
    for candidate in (*headings, clean(str(tree.xpath("string(//meta[@property='og:title']/@content)")))):
        if candidate:
            return candidate
    return clean(str(tree.xpath("string(//title)")))


def _paragraphs(tree: HtmlElement, title: str) -> list[str]:
    document = trafilatura.bare_extraction(tree, include_comments=False, include_tables=False)
    if not isinstance(document, Document) or document.body is None:
        return []
    captions = set(_captions(tree))
    kept: list[str] = []
    for element in document.body.iter("p", "head", "quote", "item"):
        if element.tag in ("quote", "item") and element.find(".//p") is not None:
            continue
        paragraph = clean("".join(str(part) for part in element.itertext()))
        if paragraph and paragraph not in captions and paragraph != title and not _READ_ALSO.match(paragraph):
            kept.append(paragraph)
    return list(dict.fromkeys(kept))


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
