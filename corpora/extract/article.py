"""From a page to an article: title, paragraphs, captions and what the page says about itself.

The body comes from a vote of extractors; the rest is read from the markup. Menus, advertising and
"read also" boxes are not part of an article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import lxml.html
from lxml.etree import ParserError, iterwalk
from lxml.html import HtmlElement

from parallax.core.notices import Notice
from parallax.corpora.extract import body_vote, charset, titles
from parallax.corpora.extract.blocks import clean
from parallax.corpora.extract.boilerplate import is_furniture
from parallax.corpora.extract.facts import ARTICLE, PageFacts
from parallax.corpora.extract.interstitials import wall
from parallax.corpora.fetch.fetcher import Response
from parallax.corpora.outlets.page_rules import NO_RULES, PageRules
from parallax.corpora.page_error import PageError
from parallax.languages import split
from parallax.languages.detect import LANGUAGES, NAMES, detect, detect_any

HTML_TYPES = frozenset({"text/html", "application/xhtml+xml", ""})
_BYLINE_WORDS = 3
MOST_CHARACTERS = 1_000_000
"""Text of a page without its scripts; the longest investigations have a tenth of it."""
MOST_DEEP = 200
"""Elements in elements; the parser cuts at 256, and extractors take time in the square of it."""
LEAST_CHARACTERS = 80
"""A body shorter than this is no article."""


@dataclass(frozen=True)
class Article:
    """One text of one page. ``text`` holds title, paragraphs and captions, one a line.

    ``kind`` is one of `page_facts.KINDS`; ``extractor`` names what read the page, with versions.
    """

    url: str
    title: str
    paragraphs: tuple[str, ...]
    captions: tuple[str, ...]
    language: str
    authors: tuple[str, ...]
    published: datetime | None
    modified: datetime | None
    siblings: tuple[str, ...]
    section: str | None = None
    kind: str = ARTICLE
    extractor: str = ""
    remarks: tuple[Notice, ...] = field(default=())

    @property
    def text(self) -> str:
        """The text all offsets point into."""
        return "\n".join((self.title, *self.paragraphs, *self.captions))


def extractor_version(rules: PageRules = NO_RULES) -> str:
    """Name the extractors and the sentence splitter with their versions, and the rules of the
    outlet where it has any.
    """
    return "; ".join(filter(None, (body_vote.version(), split.version(), rules.version)))


def extract(
    response: Response, now: datetime | None = None, rules: PageRules = NO_RULES
) -> Article:
    """Read an article from a response.

    :param rules: what is known of the outlet's pages; where its rule for the body finds nothing,
        the extractors vote as on any page.
    :raises PageError: when it is not HTML, is empty, holds no article, or is in a language we do
        not handle.
    """
    if response.media_type not in HTML_TYPES:
        raise PageError("not HTML", response.media_type)
    if not response.body.strip():
        raise PageError("empty page")
    html, used, stated = charset.decode(response.body, response.headers.get("content-type", ""))
    html = without_declaration(html)
    try:
        tree: HtmlElement = lxml.html.document_fromstring(html)
    except (ParserError, ValueError) as error:
        raise PageError("page cannot be parsed", str(error)) from error
    remarks = []
    if stated and stated != used:
        remarks.append(
            Notice.warning(
                response.url,
                "declared encoding is wrong",
                f"says {stated}, is {used}; read as {used}",
            )
        )
    if (
        length := sum(map(len, tree.xpath("//body//text()[not(parent::script or parent::style)]")))
    ) > MOST_CHARACTERS:
        raise PageError("too long for an article", f"{length:,} characters of text")
    if _depth(tree) > MOST_DEEP:
        raise PageError(
            "page cannot be parsed", f"its elements are nested more than {MOST_DEEP} deep"
        )
    facts = PageFacts(tree, html, response.final_url, rules.timezone)
    title, captions = titles.title(tree, facts.data), _captions(tree)
    paragraphs, remark = _paragraphs(html, tree, facts, rules, {title, *captions})
    if sum(map(len, paragraphs)) < LEAST_CHARACTERS:
        if barrier := wall(html):
            raise PageError(barrier, "the page holds no article")
        raise PageError("no article text", "fewer than 80 characters of body text")
    published, wrong_date = _plausible(facts.times[0], response.url, now or datetime.now(UTC))
    return Article(
        url=facts.canonical_url,
        title=title or paragraphs[0],
        paragraphs=tuple(paragraphs),
        captions=tuple(captions),
        language=_language(facts, " ".join([title, *paragraphs])),
        authors=tuple(facts.authors),
        published=published,
        modified=facts.times[1],
        siblings=tuple(facts.siblings),
        section=facts.section,
        kind=facts.kind(title, sum(map(len, paragraphs))),
        extractor=extractor_version(rules),
        remarks=(*remarks, *remark, *wrong_date),
    )


def _depth(tree: HtmlElement) -> int:
    """Return how deep elements are nested."""
    depth = deepest = 0
    for event, _ in iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def without_declaration(html: str) -> str:
    """Return a page as lxml takes it: without an XML declaration, which contradicts a text that is
    decoded, and without NUL.
    """
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", html.replace("\x00", ""))


def _paragraphs(
    html: str, tree: HtmlElement, facts: PageFacts, rules: PageRules, told: set[str]
) -> tuple[list[str], tuple[Notice, ...]]:
    """Return the paragraphs of the body without repeats, without what is told elsewhere (title,
    captions), bylines and the like.
    """
    kept = rules.without_dropped(tree)
    found = rules.paragraphs(kept)
    remark: tuple[Notice, ...] = ()
    if sum(map(len, found)) < LEAST_CHARACTERS:
        if rules.body:
            remark = (
                Notice.warning(
                    facts.canonical_url,
                    "the outlet's rule finds no body",
                    f"{rules.body}; read by the vote of extractors",
                ),
            )
        found = body_vote.paragraphs(
            html if kept is tree else lxml.html.tostring(kept, encoding="unicode"),
            kept,
            facts.stated_body,
        )
    return list(
        dict.fromkeys(p for p in found if p not in told and not _is_chrome(p, facts.authors))
    ), remark


def _is_chrome(paragraph: str, authors: Sequence[str]) -> bool:
    """Tell what is no text of the article: "read also" and the like, a line of date and time, a
    byline.
    """
    if is_furniture(paragraph):
        return True
    words = len(paragraph.split())
    return any(name in paragraph and words <= len(name.split()) + _BYLINE_WORDS for name in authors)


def _captions(tree: HtmlElement) -> list[str]:
    found = (clean(caption.text_content()) for caption in tree.xpath("//figure//figcaption"))
    return list(dict.fromkeys(caption for caption in found if caption))


def _language(facts: PageFacts, text: str) -> str:
    """The stated language if it is ours and the text does not contradict it; otherwise what the
    text reads as.
    """
    found = detect_any(text)
    if found in LANGUAGES:
        return found
    if facts.language in LANGUAGES and detect(text) == facts.language:
        return facts.language
    raise PageError(
        "language not handled", f"reads as '{found}'; Parallax reads {', '.join(NAMES.values())}"
    )


def _plausible(
    published: datetime | None, url: str, now: datetime
) -> tuple[datetime | None, tuple[Notice, ...]]:
    if published and published > now + timedelta(days=1):
        remark = Notice.warning(
            url, "publication date in the future", f"{published.isoformat()}; kept without a date"
        )
        return None, (remark,)
    return published, ()
