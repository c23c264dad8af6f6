"""One frozen page for each family of programs that outlets publish with."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from parallax.corpora.extract.article import extract
from parallax.corpora.fetch.response import Response
from parallax.corpora.outlets.page_rules import PageRules

PAGES = Path(__file__).parent / "data" / "cms"
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((PAGES / "expected.toml").read_text("utf-8"))


def test_every_page_has_its_expected_article() -> None:
    assert sorted(EXPECTED) == sorted(file.stem for file in PAGES.glob("*.html"))


@pytest.mark.parametrize("family", EXPECTED)
def test_the_article_of_a_family_is_read(family: str) -> None:
    wanted = EXPECTED[family]
    rules = PageRules(
        body=wanted.get("body_rule", ""),
        drop=tuple(wanted.get("drop", ())),
        timezone=wanted.get("timezone", "UTC"),
    )
    url, html = f"https://{family}.example/1", (PAGES / f"{family}.html").read_bytes()
    found = extract(Response(url, url, html, {"content-type": "text/html"}), None, rules)
    assert found.title == wanted["title"]
    assert found.published == wanted["published"]
    assert list(found.paragraphs) == wanted["body"]
