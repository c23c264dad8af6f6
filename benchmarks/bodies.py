"""How well the body of a page is found, compared with each extractor (``parallax bench bodies``).

Token F1 on saved pages with their texts: words of both texts as bags (lower case, without
punctuation), mean over pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import mean

import lxml.html

from parallax.core.errors import InputError
from parallax.corpora.extract import body_vote, charset
from parallax.corpora.extract.article import without_declaration
from parallax.corpora.extract.blocks import blocks
from parallax.corpora.extract.boilerplate import is_furniture
from parallax.corpora.extract.facts import PageFacts

_WORD = re.compile(r"\w+")
Scores = tuple[float, float, float]
"""Precision, recall and F1."""


def pairs(pages: Path, texts: Path) -> list[tuple[str, str, str]]:
    """Return (name, page, text) of each ``NAME.html`` with a ``NAME.txt`` in the other folder.

    :raises InputError: without any.
    """
    found = []
    for page in sorted(pages.glob("*.htm*")):
        text = texts / f"{page.stem}.txt"
        if text.is_file():
            html, _, _ = charset.decode(page.read_bytes(), "text/html")
            found.append((page.stem, without_declaration(html), text.read_text("utf-8")))
    if not found:
        raise InputError(f"no page in {pages} has its text in {texts}", "NAME.html and NAME.txt")
    return found


def score(found: str, gold: str) -> Scores:
    """Return how well the words of a text are those of another."""
    own, theirs = (Counter(_WORD.findall(text.lower())) for text in (found, gold))
    both = (own & theirs).total()
    if not both:
        return 0.0, 0.0, 0.0
    precision, recall = both / own.total(), both / theirs.total()
    return precision, recall, 2 * precision * recall / (precision + recall)


def vote(html: str) -> str:
    """Return the body as the pipeline finds it, whatever the language."""
    tree = lxml.html.document_fromstring(html)
    stated = PageFacts(tree, html, "https://page.example/").stated_body
    return "\n".join(
        line
        for line in dict.fromkeys(body_vote.paragraphs(html, blocks(tree), stated))
        if not is_furniture(line)
    )


EXTRACTORS: dict[str, Callable[[str], str]] = {
    "vote": vote,
    **{voter.__name__.strip("_"): voter for _, voter in body_vote.VOTERS},
}


def compare(pages: list[tuple[str, str, str]]) -> dict[str, tuple[Scores, int]]:
    """Return the mean scores of the vote and of each extractor.

    With each the number of pages on which the vote is worse by more than .02.
    """
    all_scores = {
        name: [score(extractor(html), text) for _, html, text in pages]
        for name, extractor in EXTRACTORS.items()
    }
    return {
        name: (
            (mean(s[0] for s in scores), mean(s[1] for s in scores), mean(s[2] for s in scores)),
            sum(
                ours[2] < theirs[2] - 0.02
                for ours, theirs in zip(all_scores["vote"], scores, strict=True)
            ),
        )
        for name, scores in all_scores.items()
    }
