"""A made world of any size: stories told by several editions in three languages, none of them like another, as pages of HTML.

A story is a dozen sentences of our own news documents, with names, places and figures of its own, which all its editions share; an edition
leaves some sentences out, and in one story of four an edition gives one figure differently. The same number and seed give the same pages.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from benchmarks.corpus import own_documents
from corpora.fetch import Response

EDITIONS = 5
_LINES = 12
_LANGUAGES = ("uk", "ru", "en", "uk", "ru")
_FIRST = datetime(2024, 1, 1, 6, tzinfo=UTC)
_STORIES_A_DAY = 40
_SYLLABLES = (
    ("ба", "ba"), ("во", "vo"), ("гру", "hru"), ("де", "de"), ("жо", "zho"), ("зли", "zly"), ("ка", "ka"), ("ло", "lo"), ("мур", "mur"),
    ("но", "no"), ("пра", "pra"), ("рев", "rev"), ("сто", "sto"), ("тар", "tar"), ("фе", "fe"), ("хол", "khol"), ("че", "che"), ("шу", "shu"),
)
_SAID = {
    "uk": ("Мер міста {town} {who} прибув на місце о {hour} годині.", "За словами речниці {spokes}, перевірено {count} звернень."),
    "ru": ("Мэр города {town} {who} прибыл на место в {hour} часов.", "По словам представителя {spokes}, проверено {count} обращений."),
    "en": ("The mayor of {town}, {who}, reached the place at {hour} o'clock.", "According to spokeswoman {spokes}, {count} reports were checked."),
}
_FIGURE = re.compile(r"\b\d{2,3}\b")


@dataclass(frozen=True)
class Story:
    """What the editions of a story share."""

    number: int
    sentences: tuple[tuple[int, int], ...]
    """(document, line) of each"""
    names: dict[str, tuple[str, str]]
    """name by what it is, in Cyrillic and in Latin letters"""
    hour: int
    count: int
    when: datetime


def stories(count: int, seed: int = 0) -> Iterator[Story]:
    """Yield so many stories, forty a day."""
    documents = own_documents()
    for number in range(count):
        random = Random(f"{seed}-{number}")  # noqa: S311 - the same world every time
        names = {what: _name(random) for what in ("town", "who", "spokes")}
        when = _FIRST + timedelta(days=number // _STORIES_A_DAY, minutes=30 * (number % _STORIES_A_DAY))
        lines = tuple(sorted(random.sample([(d, n) for d, document in enumerate(documents) for n in range(len(document["en"]))], _LINES)))
        yield Story(number, lines, names, random.randrange(2, 20), random.randrange(100, 900), when)


def pages(articles: int, seed: int = 0) -> Iterator[Response]:
    """Yield the pages of so many articles, five a story."""
    documents = own_documents()
    for story in stories((articles + EDITIONS - 1) // EDITIONS, seed):
        for edition in range(EDITIONS):
            if story.number * EDITIONS + edition < articles:
                yield page(story, edition, [documents[d][_LANGUAGES[edition]][n] for d, n in story.sentences], seed)


def page(story: Story, edition: int, sentences: list[str], seed: int = 0) -> Response:
    """Return the page on which an edition tells a story."""
    random, language = Random(f"{seed}-{story.number}-{edition}"), _LANGUAGES[edition]  # noqa: S311
    cyrillic = language != "en"
    named = {what: pair[0] if cyrillic else pair[1] for what, pair in story.names.items()}
    said = [line.format(**named, hour=story.hour, count=story.count) for line in _SAID[language]]
    first, *kept = (text for at, text in enumerate(_moved(text, story) for text in sentences) if at == 0 or random.random() > 0.15)
    title = f"{named['town']}: {first.rstrip('.')}"
    if edition == EDITIONS - 1 and story.number % 4 == 0:
        said[1] = said[1].replace(str(story.count), str(story.count + 40))
    body = "".join(f"<p>{html.escape(' '.join(part))}</p>" for part in (kept[:3], kept[3:6], kept[6:], said) if part)
    when = story.when + timedelta(minutes=17 * edition)
    url = f"https://edition{edition}.example/{when:%Y/%m/%d}/{seed}-{story.number}"
    content = (
        f'<!DOCTYPE html><html lang="{language}"><head><title>{html.escape(title)} | Edition {edition}</title>'
        f'<meta property="article:published_time" content="{when.isoformat()}"></head><body><nav><a href="/">Home</a></nav>'
        f"<article><h1>{html.escape(title)}</h1>{body}</article><footer>Edition {edition}</footer></body></html>"
    )
    return Response(url, url, content.encode(), {"content-type": "text/html; charset=utf-8"}, retrieved=when + timedelta(minutes=5))


def _name(random: Random) -> tuple[str, str]:
    parts = [random.choice(_SYLLABLES) for _ in range(3)]
    return tuple("".join(part[side] for part in parts).capitalize() for side in (0, 1))  # type: ignore[return-value]


def _moved(text: str, story: Story) -> str:
    """Return a sentence with figures of the story's own: each of two or three digits moved by the same amount in every language."""
    return _FIGURE.sub(lambda found: str(int(found[0]) + story.number % 50), text)
