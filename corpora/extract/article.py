"""From a page to an article: title, paragraphs, captions and the facts in its markup.

The body comes from a vote of extractors. Menus, advertising and "read also" boxes are not part of
an article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated

import lxml.html
from lxml.etree import Comment, ParserError, ProcessingInstruction, iterwalk
from lxml.html import HtmlElement

from parallax.core.clean_text import clean as clean_text
from parallax.core.escapes import terminal
from parallax.core.notices import Notice
from parallax.core.thresholds import thresholds
from parallax.corpora.extract import body_vote, charset, titles
from parallax.corpora.extract.blocks import Block, blocks, clean
from parallax.corpora.extract.boilerplate import is_furniture
from parallax.corpora.extract.facts import ARTICLE, PageFacts
from parallax.corpora.extract.interstitials import wall
from parallax.corpora.extract.media_kind import media_kind
from parallax.corpora.extract.stated_address import NOT_BELIEVED
from parallax.corpora.fetch.response import Response
from parallax.corpora.outlets.page_rules import NO_RULES, PageRules
from parallax.corpora.page_error import PageError
from parallax.languages import split
from parallax.languages.detect import LANGUAGES, NAMES, detect, detect_any, of_sentence
from parallax.languages.shingles import words

_NO_TEXT = frozenset({"script", "style", Comment, ProcessingInstruction})
HTML_TYPES = frozenset({"text/html", "application/xhtml+xml", ""})


@thresholds("gather", chosen="by judgement")
@dataclass(frozen=True)
class PageLimits:
    """What is read as an article."""

    characters: Annotated[
        int, "maximum text of a page; the longest investigations have a tenth of it"
    ] = 1_000_000
    depth: Annotated[
        int, "maximum nesting; the parser cuts at 256, and extractors take its square in time"
    ] = 200
    min_characters: Annotated[int, "minimum text of an article's body"] = 80
    byline_words: Annotated[int, "words beside an author's name in a byline"] = 3
    around: Annotated[int, "words around a headline in a line that only repeats it"] = 5
    headline_words: Annotated[int, "minimum words of such a headline"] = 4
    type_letters: Annotated[int, "letters shown of a media type that a server states"] = 60


LIMITS = PageLimits()


@dataclass(frozen=True)
class Article:
    """The article of a page. ``text`` has title, paragraphs and captions, one a line.

    ``kind`` is one of `facts.KINDS`; ``extractor`` names the extractors with their versions.
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
    own: str = ""
    """the address it was read from; `url` is that, or the canonical one that the page states"""
    publisher: str = ""
    """who publishes the page by what it states, empty if unknown"""
    sentences: tuple[tuple[split.Sentence, str], ...] = field(default=(), repr=False)
    """its sentences, each with its language, where they were found already; see `sentences_of`"""

    @property
    def text(self) -> str:
        """The text that all offsets refer to."""
        return "\n".join((self.title, *self.paragraphs, *self.captions))


def sentences_of(article: Article) -> tuple[tuple[split.Sentence, str], ...]:
    """Return the sentences of an article in order, each with its language."""
    return article.sentences or tuple(
        (sentence, of_sentence(sentence.surface, article.language))
        for sentence in split.split_text(article.text, len(article.captions))
    )


def extractor_version(rules: PageRules = NO_RULES) -> str:
    """Return the extractors and the splitter with versions, and the outlet's rules if any."""
    return "; ".join(filter(None, (body_vote.version(), split.version(), rules.version)))


def extract(
    response: Response, now: datetime | None = None, rules: PageRules = NO_RULES
) -> Article:
    """Read an article from a response.

    Every text of the article is clean (`parallax.core.clean_text`), and its times are plausible.

    :param now: when the page was read; the present when None.
    :param rules: rules for the outlet's pages; if that for the body finds nothing, the extractors
        vote.
    :raises PageError: when it is no web page, is empty, has no article, or is in another language.
    """
    _refuse_others(response)
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
    if (length := _characters(tree)) > LIMITS.characters:
        raise PageError("too long for an article", f"{length:,} characters of text")
    if _depth(tree) > LIMITS.depth:
        raise PageError(
            "page cannot be parsed", f"its elements are nested more than {LIMITS.depth} deep"
        )
    facts = PageFacts(tree, html, response.final_url, rules.timezone, now, rules.site)
    title, captions = titles.title(tree, facts.data, facts.canonical_url), _captions(tree)
    kept = rules.without_dropped(tree)
    if kept is not tree:
        html = lxml.html.tostring(kept, encoding="unicode")
    page = blocks(kept)
    found, remark = _body(html, kept, page, facts, rules)
    paragraphs = _paragraphs(found, title, captions, facts.authors)
    if sum(map(len, paragraphs)) < LIMITS.min_characters:
        if barrier := wall(html):
            raise PageError(barrier, "the page holds no article")
        raise PageError(
            "no article text", f"fewer than {LIMITS.min_characters} characters of body text"
        )
    facts.place(page, title, paragraphs)
    published, modified = facts.times
    return Article(
        url=clean_text(facts.canonical_url),
        title=title or paragraphs[0],
        paragraphs=tuple(paragraphs),
        captions=tuple(captions),
        language=_language(facts, " ".join([title, *paragraphs])),
        authors=tuple(facts.authors),
        published=published,
        modified=modified,
        siblings=tuple(clean_text(sibling) for sibling in facts.siblings),
        section=facts.section,
        kind=facts.kind(title, sum(map(len, paragraphs))),
        extractor=extractor_version(rules),
        remarks=(*remarks, *remark, *_not_believed(facts, response.url)),
        own=clean_text(facts.own_url),
        publisher=facts.publisher,
    )


def _refuse_others(response: Response) -> None:
    """Refuse what is no web page, by its bytes and then by what the server says.

    :raises PageError: when it is none, or empty.
    """
    if not response.body.strip():
        raise PageError("empty page")
    stated = response.media_type
    if kind := media_kind(response.body) or (stated not in HTML_TYPES and stated):
        raise PageError(f"not a web page ({terminal(str(kind))[: LIMITS.type_letters]})")


def _not_believed(facts: PageFacts, url: str) -> Iterator[Notice]:
    """Yield a remark on each fact that a page states and that cannot be."""
    if facts.wrong_time:
        detail = f"{facts.wrong_time[:100]}; kept without a date"
        yield Notice.warning(url, "publication date not plausible", detail)
    if facts.wrong_address:
        yield Notice.warning(url, NOT_BELIEVED, clean_text(facts.wrong_address))


def _characters(tree: HtmlElement) -> int:
    """Return the length of the texts of a page's body, scripts and styles aside.

    Not by XPath's `text()`, which takes the square of the number of texts between line breaks.
    """
    return sum(
        len(element.text or "") * (element.tag not in _NO_TEXT) + len(element.tail or "")
        for body in tree.iterchildren("body")
        for element in body.iterdescendants()
    ) + sum(len(body.text or "") for body in tree.iterchildren("body"))


def _depth(tree: HtmlElement) -> int:
    """Return the depth of the nesting of elements."""
    depth = deepest = 0
    for event, _ in iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def without_declaration(html: str) -> str:
    """Return a decoded page as lxml accepts it: without an XML declaration and NUL."""
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", html.replace("\x00", ""))


def _body(
    html: str, tree: HtmlElement, page: list[Block], facts: PageFacts, rules: PageRules
) -> tuple[list[str], tuple[Notice, ...]]:
    """Return the lines of the body, by the outlet's rule or by the vote, and a remark where the
    rule finds none.
    """
    found = rules.paragraphs(tree)
    if sum(map(len, found)) >= LIMITS.min_characters:
        return found, ()
    remark: tuple[Notice, ...] = ()
    if rules.body:
        detail = f"{rules.body}; read by the vote of extractors"
        remark = (Notice.warning(facts.canonical_url, "the outlet's rule finds no body", detail),)
    return body_vote.paragraphs(html, page, facts.stated_body), remark


def _paragraphs(
    found: list[str], title: str, captions: list[str], authors: Sequence[str]
) -> list[str]:
    """Return the lines of a body without repeats, headline, captions, bylines and the like."""
    elsewhere = {title, *captions}
    return list(
        dict.fromkeys(
            line
            for line in found
            if not (line in elsewhere or _repeats(line, title) or _is_chrome(line, authors))
        )
    )


def _repeats(paragraph: str, title: str) -> bool:
    """Return whether a paragraph is the headline with a few words around it: "Share: Fire in …"."""
    own, headline = words(paragraph), words(title)
    if not LIMITS.headline_words <= len(headline) <= len(own) <= len(headline) + LIMITS.around:
        return False
    return any(own[i : i + len(headline)] == headline for i in range(len(own) - len(headline) + 1))


def _is_chrome(paragraph: str, authors: Sequence[str]) -> bool:
    """Return whether a paragraph is boilerplate: "read also", date and time, a byline."""
    if is_furniture(paragraph):
        return True
    words = len(paragraph.split())
    return any(
        name in paragraph and words <= len(name.split()) + LIMITS.byline_words for name in authors
    )


def _captions(tree: HtmlElement) -> list[str]:
    found = (clean(caption.text_content()) for caption in tree.xpath("//figure//figcaption"))
    return list(dict.fromkeys(caption for caption in found if caption))


def _language(facts: PageFacts, text: str) -> str:
    """Return the language of a text, or the stated one if that is not contradicted."""
    found = detect_any(text)
    if found in LANGUAGES:
        return found
    if facts.language in LANGUAGES and detect(text) == facts.language:
        return facts.language
    raise PageError(
        "language not handled", f"reads as '{found}'; Parallax reads {', '.join(NAMES.values())}"
    )
