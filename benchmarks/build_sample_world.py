"""Build the sample world from its sources: pages, feeds, gold, memory of reference translations.

Use: ``python -m benchmarks.build_sample_world [FOLDER]``
"""

from __future__ import annotations

import json
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime
from itertools import product
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from parallax.corpora.sample.story_file import HERE, HOSTS, SourceArticle, SourceStory, read_all
from parallax.translators.tmx import Unit, write

ENCODINGS = {"khronika.example": "windows-1251"}
LABEL = "reference translation"


def build(target: Path) -> None:
    """Write ``site/``, ``site_later/``, ``gold/`` and ``memory.tmx``, replacing earlier ones."""
    stories = read_all()
    for folder in ("site", "site_later", "gold"):
        shutil.rmtree(target / folder, ignore_errors=True)
    articles = [article for story in stories for article in story.articles]
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    for article in articles:
        siblings = [
            other
            for other in _story_of(article, stories).articles
            if HOSTS[other.edition] == HOSTS[article.edition]
        ]
        page = environment.get_template(f"{HOSTS[article.edition].split('.')[0]}.html")
        _write_page(target / "site", article, page.render(a=article, siblings=siblings))
        if article.later:
            _write_page(
                target / "site_later", article, page.render(a=article.later, siblings=siblings)
            )
    by_edition: dict[str, list[SourceArticle]] = defaultdict(list)
    for article in articles:
        by_edition[article.edition].append(article)
    for edition, listed in by_edition.items():
        feed = environment.get_template("feed.xml").render(
            edition=edition,
            host=HOSTS[edition],
            items=[
                {"article": a, "date": format_datetime(datetime.fromisoformat(a.published))}
                for a in listed
            ],
        )
        language_folder = edition[-2:] if HOSTS[edition] == "visnyk.example" else "."
        _write(target / "site" / HOSTS[edition] / language_folder / "rss.xml", feed, HOSTS[edition])
    for name, rows in gold(stories).items():
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        _write(target / "gold" / f"{name}.jsonl", text, "")
    # A fixed version: the same sources give the same bytes, whatever is installed.
    write(target / "memory.tmx", units(articles), LABEL, version="0.1.0")


def units(articles: Iterable[SourceArticle]) -> list[Unit]:
    """Return the reference translations into English, each distinct source sentence once."""
    found: dict[tuple[str, str], Unit] = {}
    for article in articles:
        for version in (article, article.later):
            for line in (*version.lines, *version.captions) if version else ():
                if line.reference:
                    found.setdefault(
                        (article.language, line.text),
                        Unit(article.language, "en", line.text, line.reference),
                    )
    return [found[key] for key in sorted(found)]


def gold(stories: list[SourceStory]) -> dict[str, list[dict[str, Any]]]:
    """Return the gold rows by file name; those of the later text for a page that changes."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for story in stories:
        current = [article.later or article for article in story.articles]
        rows["stories"].append(
            {"story": story.name, "title": story.title, "urls": [a.url for a in current]}
        )
        rows["links"] += _links(story, current)
        rows["also"] += [{"story": story.name, "keys": keys} for keys in story.also]
        for article in current:
            for line in article.lines:
                base = {"story": story.name, "url": article.url, "sentence": line.text}
                for surface, (kind, *fields) in line.annotations:
                    name, made = (
                        ("quantities", _quantity(fields))
                        if kind == "n"
                        else ("markers", _marker(fields))
                    )
                    rows[name].append({**base, "surface": surface, **made})
        for planted in story.planted:
            detail = (
                {"axis": planted.axis} if planted.kind == "framing" else {"verdict": planted.axis}
            )
            rows["differences"] += [
                {
                    "story": story.name,
                    "type": planted.kind,
                    **detail,
                    "key": planted.key,
                    "left": left,
                    "right": right,
                    "why": planted.why,
                }
                for left, right in product(planted.left, planted.right)
            ]
    return dict(rows)


def _links(story: SourceStory, articles: list[SourceArticle]) -> list[dict[str, Any]]:
    members: dict[str, list[dict[str, str]]] = defaultdict(list)
    for article in articles:
        for line in article.lines:
            for key in line.keys:
                members[key].append({"url": article.url, "sentence": line.text})
    return [{"story": story.name, "key": key, "members": found} for key, found in members.items()]


def _quantity(fields: list[str]) -> dict[str, Any]:
    value, *rest = fields
    unit = next((part.removeprefix("unit:") for part in rest if part.startswith("unit:")), None)
    words = [part for part in rest if not part.startswith("unit:")]
    units = [word for word in words if word in ("percent", "day", "hour")]
    modifier = next((word for word in words if word not in units), None)
    date = value if "-" in value else None
    return {
        "value": None if date else float(value),
        "date": date,
        "modifier": modifier,
        "unit": unit or next(iter(units), None),
    }


def _marker(fields: list[str]) -> dict[str, Any]:
    return {"axis": fields[0], "value": fields[1], "ref": fields[2] if len(fields) > 2 else None}


def _story_of(article: SourceArticle, stories: list[SourceStory]) -> SourceStory:
    return next(story for story in stories if article in story.articles)


def _write_page(root: Path, article: SourceArticle, html: str) -> None:
    host = HOSTS[article.edition]
    path = article.path.lstrip("/")
    _write(root / host / (path if path.endswith(".html") else f"{path}.html"), html, host)


def _write(path: Path, text: str, host: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(ENCODINGS.get(host, "utf-8")))


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
