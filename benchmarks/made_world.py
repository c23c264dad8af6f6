"""A generated world of any size: different stories of several editions in three languages, as HTML.

A story is eight sentences of our own news documents and five with its own town, people and numbers;
each edition leaves some sentences out, and in every fourth story one edition has another number.
The same size and seed give the same pages.
"""

from __future__ import annotations

import html
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import resources
from random import Random

from benchmarks.corpus import own_documents
from parallax.corpora.fetch.response import Response

EDITIONS = 5
_LINES = 8
DIFFERS_BY = 40
"""How much larger the different number of an edition is."""
LANGUAGES = ("uk", "ru", "en", "uk", "ru")
_FIRST = datetime(2024, 1, 1, 6, tzinfo=UTC)
_STORIES_A_DAY = 40
_TEXTS = tomllib.loads(
    resources.files("benchmarks").joinpath("data", "made_world.toml").read_text("utf-8")
)
_SYLLABLES = tuple(
    (c + v, d + w)
    for c, d in zip(*_TEXTS["letters"]["consonants"], strict=True)
    for v, w in zip(*_TEXTS["letters"]["vowels"], strict=True)
)
_HAPPENED: dict[str, list[str]] = _TEXTS["happened"]
_SAID: dict[str, list[str]] = _TEXTS["said"]
_APART, _STRIDE = 20_000, 30_011
_NAMED = ("town", "who", "spokes", "firm", "boss", "district", "street")
_CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z]")
"""A name inside a sentence, which would join two stories."""
_FIGURE = re.compile(r"\b\d{2,3}\b")


@dataclass(frozen=True)
class Story:
    """The common content of the editions of a story."""

    number: int
    sentences: tuple[tuple[int, int], ...]
    """(document, line) of each"""
    names: dict[str, tuple[str, str]]
    """names by role, in Cyrillic and in Latin letters"""
    hour: int
    count: int
    when: datetime


def stories(count: int, seed: int = 0) -> Iterator[Story]:
    """Yield n stories, forty a day."""
    lines = [
        (d, n)
        for d, document in enumerate(own_documents())
        for n, text in enumerate(document["en"])
        if not _CAPITAL.search(text)
    ]
    for number in range(count):
        random = Random(f"{seed}-{number}")  # noqa: S311 - the same world every time
        names = {
            what: _name(number * len(_NAMED) + k + seed * _APART) for k, what in enumerate(_NAMED)
        }
        when = _FIRST + timedelta(
            days=number // _STORIES_A_DAY, minutes=30 * (number % _STORIES_A_DAY)
        )
        yield Story(
            number,
            tuple(sorted(random.sample(lines, _LINES))),
            names,
            random.randrange(2, 20),
            random.randrange(100, 900),
            when,
        )


def pages(articles: int, seed: int = 0) -> Iterator[Response]:
    """Yield the pages of n articles, five a story."""
    documents = own_documents()
    for story in stories((articles + EDITIONS - 1) // EDITIONS, seed):
        for edition in range(EDITIONS):
            if story.number * EDITIONS + edition < articles:
                yield page(
                    story,
                    edition,
                    [documents[d][LANGUAGES[edition]][n] for d, n in story.sentences],
                    seed,
                )


def page(
    story: Story, edition: int, sentences: list[str], seed: int = 0, step_minutes: int = 17
) -> Response:
    """Return the page of a story in an edition, ``step_minutes`` after the previous edition."""
    random, language = Random(f"{seed}-{story.number}-{edition}"), LANGUAGES[edition]  # noqa: S311
    cyrillic = language != "en"
    named = {what: pair[0] if cyrillic else pair[1] for what, pair in story.names.items()}
    happened, *said = (
        line.format(**named, hour=story.hour, count=story.count)
        for line in (_HAPPENED[language][story.number % len(_HAPPENED[language])], *_SAID[language])
    )
    kept = [_moved(text, story) for text in sentences if random.random() > 0.15]
    if edition == EDITIONS - 1 and story.number % 4 == 0:
        said[-1] = said[-1].replace(str(story.count), str(story.count + DIFFERS_BY))
    title = happened.rstrip(".")
    body = "".join(
        f"<p>{html.escape(' '.join(part))}</p>"
        for part in (said[:2], kept[:3], kept[3:6], kept[6:], said[2:])
        if part
    )
    when = story.when + timedelta(minutes=step_minutes * edition)
    url = f"https://edition{edition}.example/{when:%Y/%m/%d}/{seed}-{story.number}"
    content = (
        f'<!DOCTYPE html><html lang="{language}"><head>'
        f"<title>{html.escape(title)} | Edition {edition}</title>"
        f'<meta property="article:published_time" content="{when.isoformat()}"></head>'
        f'<body><nav><a href="/">Home</a></nav>'
        f"<article><h1>{html.escape(title)}</h1>{body}</article>"
        f"<footer>Edition {edition}</footer></body></html>"
    )
    return Response(
        url,
        url,
        content.encode(),
        {"content-type": "text/html; charset=utf-8"},
        retrieved=when + timedelta(minutes=5),
    )


def _name(number: int) -> tuple[str, str]:
    """Return a name of three syllables; thousands in a row are all different."""
    rest, base = number * _STRIDE % len(_SYLLABLES) ** 3, len(_SYLLABLES)
    parts = [_SYLLABLES[rest // base**k % base] for k in range(3)]
    return "".join(part[0] for part in parts).capitalize(), "".join(
        part[1] for part in parts
    ).capitalize()


def _moved(text: str, story: Story) -> str:
    """Return a sentence with its numbers of two or three digits moved, in all languages alike."""
    return _FIGURE.sub(lambda found: str(int(found[0]) + story.number % 50), text)
