"""How well articles are read from saved pages: body, headline, day (``parallax bench articles``).

A folder holds sets of pages, each with ``html/NAME.html``, ``txt/NAME.txt`` (the text a person or
the publisher says is the article's) and ``meta.jsonl``: a line a page with ``name``, ``outlet``,
``url``, ``title`` and ``published``, null where unknown. ``"2012-01-06 (crawl date)"`` is the day
the page was saved, as is one in its ``id`` (``set:20120106:host:…``): no article is younger.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import mean

from benchmarks.bodies import score
from parallax.core.errors import InputError
from parallax.corpora.extract import body_vote, charset
from parallax.corpora.extract.article import Article, extract, without_declaration
from parallax.corpora.fetch.response import Response
from parallax.corpora.page_error import PageError

_SAVED = re.compile(r":(\d{8}):")
_WORD = re.compile(r"\w+")
_CRAWL = "(crawl date)"
WORSE, NEAR = 0.02, timedelta(days=3)


@dataclass(frozen=True)
class Page:
    """A saved page, and what is known of its article."""

    outlet: str
    html: bytes
    url: str
    text: str
    title: str | None
    day: date | None
    saved: date | None


@dataclass(frozen=True)
class Reading:
    """How well one page was read.

    `body` and `titled` are token F1 without and with the headline, `alone` that of trafilatura's
    text alone; the rest is None where nothing is known.
    """

    outlet: str
    body: float
    titled: float
    alone: float
    title: bool | None
    day: bool | None
    late: bool | None
    near: bool | None


def sets(folder: Path) -> dict[str, list[Page]]:
    """Return the pages of each set.

    :raises InputError: without any.
    """
    found = {
        file.parent.name: [
            _page(file.parent, json.loads(line)) for line in file.read_text("utf-8").splitlines()
        ]
        for file in sorted(folder.glob("*/meta.jsonl"))
    }
    if not found:
        raise InputError(f"no set of pages in {folder}", "SET/meta.jsonl, SET/html and SET/txt")
    return found


def _page(folder: Path, known: dict[str, str | None]) -> Page:
    name, published = known["name"], known.get("published") or ""
    saved = _SAVED.search(known.get("id") or "")
    return Page(
        outlet=str(known["outlet"]),
        html=(folder / "html" / f"{name}.html").read_bytes(),
        url=known.get("url") or f"https://{known['outlet']}/page",
        text=(folder / "txt" / f"{name}.txt").read_text("utf-8"),
        title=known.get("title"),
        day=_day(published) if published and _CRAWL not in published else None,
        saved=datetime.strptime(saved[1], "%Y%m%d").replace(tzinfo=UTC).date() if saved else None,
    )


def _day(stated: str) -> date:
    moment = datetime.fromisoformat(stated)
    return (moment.astimezone(UTC) if moment.tzinfo else moment).date()


def read(page: Page) -> Reading | None:
    """Return how well a page is read, None for one in another language."""
    html, _, _ = charset.decode(page.html, "text/html")
    alone = score(body_vote.VOTERS[0][1](without_declaration(html)), page.text)[2]
    try:
        found = extract(Response(page.url, page.url, page.html, {"content-type": "text/html"}))
    except PageError as refused:
        if refused.reason == "language not handled":
            return None
        return Reading(
            page.outlet, 0.0, 0.0, alone, False if page.title else None, None, None, None
        )
    return _scored(page, found, alone)


def _scored(page: Page, found: Article, alone: float) -> Reading:
    body = "\n".join(found.paragraphs)
    day = found.published.date() if found.published else None
    return Reading(
        outlet=page.outlet,
        body=score(body, page.text)[2],
        titled=score(f"{found.title}\n{body}", page.text)[2],
        alone=alone,
        title=_words(found.title) == _words(page.title) if page.title else None,
        day=day == page.day if page.day else None,
        late=bool(day and day > page.saved) if page.saved else None,
        near=bool(day and page.saved - NEAR <= day <= page.saved) if page.saved else None,
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def rows(found: dict[str, list[Page]]) -> Iterator[tuple[str, ...]]:
    """Yield the scores of each set, as text; a share is empty where nothing is known."""
    for name, pages in found.items():
        all_read = [reading for page in pages if (reading := read(page))]
        outlets = defaultdict[str, list[Reading]](list)
        for reading in all_read:
            outlets[reading.outlet].append(reading)
        worse = sum(
            mean(max(r.body, r.titled) for r in readings) < mean(r.alone for r in readings) - WORSE
            for readings in outlets.values()
        )
        yield (
            name,
            str(len(all_read)),
            f"{mean(r.body for r in all_read):.3f}",
            f"{mean(r.titled for r in all_read):.3f}",
            f"{mean(r.alone for r in all_read):.3f}",
            f"{worse} of {len(outlets)}",
            *(_share([getattr(r, key) for r in all_read]) for key in KEYS),
        )


KEYS = ("title", "day", "near", "late")
COLUMNS = (
    "set",
    "pages",
    "F1",
    "with title",
    "trafilatura",
    "outlets worse by .02",
    "title",
    "day",
    "in 3 days",
    "impossible",
)


def _share(known: list[bool | None]) -> str:
    told = [one for one in known if one is not None]
    return f"{mean(told):.3f}" if told else ""
