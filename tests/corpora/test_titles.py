"""The headline of a page: which heading, and which part of a stated title."""

import lxml.html
import pytest

from parallax.corpora.extract.titles import title

URL = "https://www.harbour-news.example/2012/bridge"
HEADLINES = [
    (
        "the only heading, not the title for search engines",
        '<meta property="og:title" content="Bridge closure: dates, detours and prices">'
        "<h1>Old bridge closes until the end of spring</h1>",
        "Old bridge closes until the end of spring",
    ),
    (
        "two long headings: the one that is stated",
        '<meta property="og:title" content="Bridge closes until spring">'
        "<h1>Bridge closes until spring</h1><h1>Ferry line of the bay opens</h1>",
        "Bridge closes until spring",
    ),
    (
        "no heading that is the motto of the site",
        "<title>Bridge closes until spring | Harbour News</title>"
        "<h1>Harbour News: what the whole bay reads</h1>",
        "Bridge closes until spring",
    ),
    (
        "no day behind it",
        "<h1>Old bridge closes until spring 06.01.12 08:49</h1>",
        "Old bridge closes until spring",
    ),
    (
        "no deck below it",
        "<title>Old bridge closes until spring / Lorries take the bay road</title>"
        "<h1>Old bridge closes until spring<br>Lorries take the bay road</h1>",
        "Old bridge closes until spring",
    ),
    (
        "no number of comments glued to it",
        '<meta property="og:title" content="Old bridge closes until spring">'
        "<h1>Old bridge closes until spring<span>Comments: 45</span></h1>",
        "Old bridge closes until spring",
    ),
    (
        "no way to the page before it",
        "<title>Old bridge closes until spring</title>"
        "<h1>Home &gt; Harbour &gt; Old bridge closes until spring</h1>",
        "Old bridge closes until spring",
    ),
    (
        "colons",
        "<title>HN:::Old bridge closes until spring :: Harbour</title>",
        "Old bridge closes until spring",
    ),
    (
        "colons with blanks",
        '<meta property="og:title" content="Old bridge closes : The Bay : HN">',
        "Old bridge closes",
    ),
    (
        "a guillemet",
        "<title>Мост закрывают до весны » Новости порта</title>",
        "Мост закрывают до весны",
    ),
    (
        "a guillemet that closes a quotation",
        "<title>Мост закрывают из-за «старых трещин»</title>",
        "Мост закрывают из-за «старых трещин»",
    ),
    (
        "a long part that names the host, behind it",
        "<title>Bridge closes until spring » Daily paper of the bay Harbour News</title>",
        "Bridge closes until spring",
    ),
    (
        "a long part that names the host, before it",
        "<title>The daily paper Harbour News | Bridge closes until spring</title>",
        "Bridge closes until spring",
    ),
]


@pytest.mark.parametrize(("kind", "html", "expected"), HEADLINES, ids=[k for k, _, _ in HEADLINES])
def test_the_headline_is_what_readers_see(kind: str, html: str, expected: str) -> None:
    assert title(lxml.html.document_fromstring(html), [], URL) == expected, kind
