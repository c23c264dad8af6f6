"""Days of labelled articles, on which it is learned and scored which articles report one event.

A day is a list of articles of about the same time, each with its event; an article without a
labelled event is an event of its own. Times are left out: those of the files are days at best.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.comparable_news import Document
from benchmarks.packed_text import unpacked
from benchmarks.stories import Labelled
from parallax.aligners.stories.article import Article

Row = Mapping[str, str]
Days = dict[str, list[Labelled]]
LANGUAGES = ("en", "ru", "uk")
COLLECTED = 3
"""Days among which collected stories are dealt out, each with its share of the distractors."""


def rows(path: Path) -> list[Row]:
    """Return the lines of a JSON-lines file, packed or not, without translations of others."""
    found = [json.loads(line) for line in unpacked(path).splitlines() if line.strip()]
    return [row for row in found if not row.get("is_translation")]


def labelled(row: Row, number: int) -> Labelled:
    """Return an article of a file."""
    title, *rest = row["text"].split("\n")
    name = f"{row.get('doc_id') or row['story_id']} {number}"
    article = Article(name, name, row.get("outlet") or "", None, title, tuple(rest))
    return Labelled(article, row["story_id"])


def by_set(files: Iterable[Path], known: Iterable[str] = ()) -> Days:
    """Return a day for each set of the files: what stands before the colon of `doc_id`.

    :param known: `doc_id` of rows to leave out.
    """
    found: Days = {}
    seen = set(known)
    for path in files:
        for row in rows(path):
            if row["doc_id"] not in seen:
                seen.add(row["doc_id"])
                day = found.setdefault(row["doc_id"].partition(":")[0], [])
                day.append(labelled(row, len(day)))
    return found


def collected(stories: Sequence[Path], distractors: Path | None) -> Days:
    """Return days of collected stories, an event a file, among texts of other events.

    :param distractors: pairs of lines that say the same in two languages, of which one is taken.
    """
    found: Days = {f"collected {n + 1}": [] for n in range(COLLECTED)}
    days = list(found.values())
    for number, path in enumerate(sorted(stories)):
        day = days[number % COLLECTED]
        day += [labelled(row, len(day)) for row in rows(path)]
    others = rows(distractors) if distractors else []
    for number in range(0, len(others) - 1, 2):
        row = others[number + number // 2 % 2]
        day = days[number // 2 % COLLECTED]
        if number // 2 % 4 < COLLECTED:
            text = f"{row['title']}\n{row['text']}"
            own = {"doc_id": "other", "story_id": f"other {number}", "text": text}
            day.append(labelled(own, len(day)))
    return found


def translated(documents: Mapping[str, Document], events: Sequence[Labelled]) -> list[Labelled]:
    """Return a day of translated documents, each in one of its languages by turns, an event each,
    beside labelled articles; what is labelled is not taken twice.
    """
    day = list(events)
    taken = {a.article.article_id.split(" ")[0].partition(":")[2] for a in events}
    for number, (name, texts) in enumerate(sorted(documents.items())):
        if name not in taken:
            language = LANGUAGES[number % len(LANGUAGES)]
            row = {"doc_id": name, "story_id": name, "text": "\n".join(texts[language])}
            day.append(labelled(row, len(day) + len(taken)))
    return day


def ids(files: Iterable[Path]) -> set[str]:
    """Return the `doc_id` of all rows of some files."""
    return {row["doc_id"] for path in files for row in rows(path)}


def joined(days: Days, more: Days) -> Days:
    """Return days with the articles of further events of their sets."""
    return {
        name: [
            *day,
            *(
                Labelled(replace(a.article, article_id=f"more {a.article.article_id}"), a.event)
                for a in more.get(name, ())
            ),
        ]
        for name, day in days.items()
    }
