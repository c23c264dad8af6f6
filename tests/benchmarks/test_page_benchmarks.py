"""The benchmarks of reading pages: splitters, bodies, backfill."""

import json
from pathlib import Path

import pytest

from benchmarks import articles, backfill, bodies, sentences
from parallax.core.errors import InputError
from parallax.corpora.extract.article import extract
from parallax.corpora.fetch.response import Response
from parallax.corpora.sample.story_file import HERE


def test_our_splitter_finds_the_boundaries_of_our_paragraphs() -> None:
    for language in ("uk", "ru", "en"):
        mine = [paragraph for paragraph in sentences.own_paragraphs() if paragraph[0] == language]
        found = sentences.score(mine, sentences.ours)
        assert found.right + found.missed >= 14
        assert found.f1 >= 0.95, language
        assert found.f1 > sentences.score(mine, sentences.razdel).f1


def test_the_body_of_a_saved_page_is_scored_beside_each_extractor(tmp_path: Path) -> None:
    for file in sorted((HERE / "site" / "visnyk.example").rglob("*.html"))[:2]:
        (tmp_path / file.name).write_bytes(file.read_bytes())
        page = extract(
            Response(
                "https://visnyk.example/",
                "https://visnyk.example/",
                file.read_bytes(),
                {"content-type": "text/html"},
            )
        )
        (tmp_path / f"{file.stem}.txt").write_text("\n".join(page.paragraphs), "utf-8")
    compared = bodies.compare(bodies.pairs(tmp_path, tmp_path))
    assert set(compared) == {"vote", "trafilatura", "readability", "resiliparse", "baseline"}
    (precision, recall, f1), _ = compared["vote"]
    assert min(precision, recall, f1) > 0.95
    with pytest.raises(InputError, match="no page"):
        bodies.pairs(tmp_path, tmp_path / "nowhere")


def test_headline_and_day_of_a_set_of_pages_are_scored_where_they_are_known(tmp_path: Path) -> None:
    file = next(iter(sorted((HERE / "site" / "visnyk.example").rglob("*.html"))))
    url = f"https://visnyk.example/{file.name}"
    page = extract(Response(url, url, file.read_bytes(), {"content-type": "text/html"}))
    for folder in ("html", "txt"):
        (tmp_path / "ours" / folder).mkdir(parents=True)
    (tmp_path / "ours" / "html" / "one.html").write_bytes(file.read_bytes())
    (tmp_path / "ours" / "txt" / "one.txt").write_text("\n".join(page.paragraphs), "utf-8")
    known = {"name": "one", "id": "a:19990101:b", "outlet": "Visnyk", "url": url, "title": "Other"}
    assert page.published
    known["published"] = page.published.isoformat()
    (tmp_path / "ours" / "meta.jsonl").write_text(json.dumps(known) + "\n", "utf-8")
    (row,) = articles.rows(articles.sets(tmp_path))
    shown = dict(zip(articles.COLUMNS, row, strict=True))
    assert (shown["set"], shown["pages"], shown["F1"]) == ("ours", "1", "1.000")
    assert (shown["title"], shown["day"], shown["impossible"]) == ("0.000", "1.000", "1.000")
    with pytest.raises(InputError, match="no set of pages"):
        articles.sets(tmp_path / "ours")


def test_a_backfill_reads_every_page_of_the_archive_it_makes() -> None:
    reached = list(backfill.measure(40))
    assert reached[-1].pages == 40
    assert reached[-1].mebibytes > 0
