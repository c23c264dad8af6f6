"""How outlets that no registry knows are named."""

import pytest

from parallax.corpora.extract.article import extract
from parallax.corpora.fetch.response import Response
from parallax.corpora.outlets.registry import load
from tests.corpora.strange_pages import page

SITE_NAME = '<meta property="og:site_name" content="Портовий вісник">'
LINKED = (
    '<script type="application/ld+json">{"@type": "NewsArticle", '
    '"publisher": {"@type": "Organization", "name": "The Harbour Paper"}}</script>'
)
LINKS = '<a href="https://www.paper.example/news/1">1</a><a href="https://paper.example/2">2</a>'


@pytest.mark.parametrize(
    ("url", "head", "body", "outlet", "edition"),
    [
        ("file:///home/me/uk.html", SITE_NAME, "", "Портовий вісник", "портовий-вісник-uk"),
        ("file:///home/me/uk.html", LINKED, "", "The Harbour Paper", "the-harbour-paper-uk"),
        ("file:///home/me/uk.html", SITE_NAME + LINKED, LINKS, "Портовий вісник", None),
        ("file:///home/me/uk.html", "", LINKS, "paper.example", "paper.example-uk"),
        ("file:///home/me/uk.html", "", "", "saved page", "saved-page-uk"),
        ("file:///home/me/law%20on%20language.html", "", "", None, "law-on-language-uk"),
        ("https://www.paper.example/1", "", "", "paper.example", "paper.example-uk"),
        (
            "https://paper.example/1",
            SITE_NAME,
            "",
            "Портовий вісник (paper.example)",
            "paper.example-uk",
        ),
        ("https://www.pravda.com.ua/news/1", LINKED, "", "Ukrainska Pravda", "pravda-uk"),
    ],
)
def test_an_unknown_outlet_is_named_by_what_its_page_states(
    url: str, head: str, body: str, outlet: str | None, edition: str | None
) -> None:
    html = page(head, body).encode()
    article = extract(Response(url, url, html, {"content-type": "text/html; charset=utf-8"}))
    found = load(None).edition_of(article.url, article.language, article.publisher)
    assert outlet in (None, found.outlet)
    assert edition in (None, found.id)
