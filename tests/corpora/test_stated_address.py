"""Which address a page has: what it may state about itself, and what is not believed."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from parallax.corpora.crawl_result import Harvest
from parallax.corpora.extract.article import Article, extract
from parallax.corpora.extract.stated_address import language_versions, page_address
from parallax.corpora.fetch.archive import Archive
from parallax.corpora.fetch.response import Response
from parallax.corpora.fetch.sites import Site, is_front_page, registered_domain
from parallax.corpora.outlets.registry import Registry, load
from parallax.corpora.store import store
from parallax.lake.lake import Lake
from parallax.lake.schema import ARTICLES, REVISIONS

OWN = "https://www.a.example/news/2024/1.html"
NOWHERE = Site()
SENTENCE = "Рада ухвалила закон про мову в п’ятницю, повідомили депутати комітету. "
BODY = f"<p>{SENTENCE * 4}</p>"


@pytest.mark.parametrize(
    ("stated", "url"),
    [
        ("https://www.a.example/news/2024/law.html", "https://www.a.example/news/2024/law.html"),
        ("https://a.example/news/2024/1.html", "https://a.example/news/2024/1.html"),
        ("http://m.a.example/news/1", "http://m.a.example/news/1"),
        ("/news/2024/law.html", "https://www.a.example/news/2024/law.html"),
        ("law.html", "https://www.a.example/news/2024/law.html"),
        ("//a.example/law", "https://a.example/law"),
        (" https://a.example/law?utm_source=x#top ", "https://a.example/law"),
        ("https://a.example/uk/law", "https://a.example/uk/law"),
        ("https://a.example/news/2024/", "https://a.example/news/2024/"),
        ("", OWN),
        ("  ", OWN),
        (OWN, OWN),
    ],
)
def test_a_canonical_address_on_the_pages_own_site_is_its_address(stated: str, url: str) -> None:
    found = page_address(OWN, stated, NOWHERE)
    assert (found.url, found.doubt) == (url, "")


@pytest.mark.parametrize(
    ("stated", "why"),
    [
        ("https://www.pravda.com.ua/news/1/", "another site"),
        ("https://a.example.evil.example/1", "another site"),
        ("https://evil.example/a.example/1", "another site"),
        ("https://b.example/", "another site"),
        ("http://127.0.0.1/news/1", "another site"),
        ("http://[::1]/news/1", "another site"),
        ("https://a.example@evil.example/1", "not a web address"),
        ("javascript:alert(1)", "not a web address"),
        ("mailto:a@a.example", "not a web address"),
        ("data:text/html,x", "not a web address"),
        ("http://[bad", "not a web address"),
        ("ftp://a.example/1", "not a web address"),
        ("https://a.example:99999/1", "not a web address"),
        ("https://a.example/" + "x" * 3000, "address too long"),
        ("https://a.example", "a front page"),
        ("https://a.example/", "a front page"),
        ("https://a.example/?page=1", "a front page"),
        ("https://a.example/index.html", "a front page"),
        ("https://www.a.example/index.php?id=7", "a front page"),
        ("https://a.example/uk/", "a front page"),
        ("/ru", "a front page"),
        ("/ukr/", "a front page"),
        ("/uk-UA/index.html", "a front page"),
        ("https://uk.a.example/", "a front page"),
        ("/news/", "the section"),
        ("/news", "the section"),
    ],
)
def test_other_stated_addresses_are_not_believed_and_said(stated: str, why: str) -> None:
    found = page_address(OWN, stated, NOWHERE)
    assert found.url == OWN
    assert why in found.doubt


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.pravda.com.ua", "pravda.com.ua"),
        ("news.bbc.co.uk", "bbc.co.uk"),
        ("mova.kmu.gov.ua", "kmu.gov.ua"),
        ("a.blogspot.com", "a.blogspot.com"),
        ("www.a.github.io", "a.github.io"),
        ("b.substack.com", "b.substack.com"),
        ("c.livejournal.com", "c.livejournal.com"),
        ("d.in.ua", "d.in.ua"),
        ("www.новини.укр", "xn--b1amarcd.xn--j1amh"),
        ("www.a.example", "a.example"),
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "localhost"),
    ],
)
def test_a_site_is_what_somebody_registered(host: str, domain: str) -> None:
    assert registered_domain(f"https://{host}/x") == domain


@pytest.mark.parametrize(
    "pair",
    [
        ("https://a.blogspot.com/1", "https://b.blogspot.com/2"),
        ("https://a.github.io/1", "https://b.github.io/1"),
        ("https://a.com.ua/1", "https://b.com.ua/1"),
        ("https://a.co.uk/1", "https://b.co.uk/1"),
        ("https://a.gov.ua/1", "https://b.gov.ua/1"),
        ("https://a.kyiv.ua/1", "https://b.kyiv.ua/1"),
        ("https://a.wordpress.com/1", "https://b.wordpress.com/1"),
        ("https://a.web.app/1", "https://b.web.app/1"),
        ("https://10.0.0.1/1", "https://10.0.0.2/1"),
        ("https://a.ucoz.ua/1", "https://b.ucoz.ua/1"),
    ],
)
def test_neighbours_under_a_public_suffix_are_other_sites(pair: tuple[str, str]) -> None:
    assert page_address(*pair, NOWHERE).url == pair[0]


def test_another_domain_of_the_outlet_is_believed_but_not_the_home_of_an_edition() -> None:
    site = Site(frozenset({"a.example", "a-news.example"}), frozenset({"a.example/ukrainian"}))
    assert page_address(OWN, "https://a-news.example/1", site).doubt == ""
    assert "front page" in page_address(OWN, "https://www.a.example/ukrainian/", site).doubt


def test_the_registry_knows_the_site_of_a_page() -> None:
    registry = load(None)
    rules = registry.rules_for("https://www.bbc.com/ukrainian/articles/x", datetime.now(UTC).date())
    assert "bbc.com" in rules.site.domains
    assert rules.site.is_home("https://www.bbc.com/ukrainian/")
    assert not rules.site.is_home("https://www.bbc.com/ukrainian/articles/x")


@pytest.mark.parametrize("path", ["/news/1", "/ukraine", "/law.html", "/2024/", "/index/1", "/ab1"])
def test_a_page_is_no_front_page(path: str) -> None:
    assert not is_front_page(f"https://a.example{path}")


def test_language_versions_are_pages_of_the_same_site() -> None:
    links = [
        "https://www.a.example/ru/1",
        "/en/1",
        "https://b.example/1",
        "javascript:x",
        "mailto:a@a.example",
        "http://[bad",
        "https://a.example/en/",
        "",
        "https://a.example/" + "x" * 3000,
        OWN,
    ]
    assert language_versions(OWN, links, NOWHERE) == [
        "https://www.a.example/en/1",
        "https://www.a.example/ru/1",
    ]


def page(own: str, stated: str, title: str, text: str = BODY) -> Response:
    html = (
        f'<html lang="uk"><head><title>{title}</title><link rel="canonical" href="{stated}">'
        '<meta property="article:published_time" content="2024-04-03T10:00:00+03:00"></head>'
        f"<body><article><h1>{title}</h1>{text}</article></body></html>"
    )
    return Response(own, own, html.encode(), {"content-type": "text/html; charset=utf-8"})


def test_what_is_not_believed_is_a_remark_on_the_article() -> None:
    article = extract(page(OWN, "https://www.pravda.com.ua/news/1/", "Закон про мову"))
    assert (article.url, article.own) == (OWN, OWN)
    assert [(r.reason, r.severity) for r in article.remarks] == [
        ("canonical address not believed", "warning")
    ]
    assert "https://www.pravda.com.ua/news/1/: another site" in article.remarks[0].detail


STATED = "https://a.example/materials/today"
EMPTY = Registry(())


def gathered(lake: Lake, *pages: Response) -> list[str]:
    """Read pages in one pass; return the addresses of its articles."""
    harvest, archive = Harvest(), Archive(lake.root)
    for one in pages:
        article: Article = extract(one)
        harvest.articles.append((article, archive.keep(one), datetime(2024, 4, 3, tzinfo=UTC)))
    store(harvest, EMPTY, lake)
    return [article.url for article, _, _ in harvest.articles]


def own(n: int) -> str:
    return f"https://a.example/news/{n}"


def test_pages_with_other_headlines_that_state_one_address_keep_their_own(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    pages = [page(own(n), STATED, f"Новина номер {n} про різне") for n in range(3)]
    assert gathered(lake, *pages) == [own(0), own(1), own(2)]
    assert len(lake.read(ARTICLES)) == len(lake.read(REVISIONS)) == 3
    assert gathered(lake, *pages) == [own(0), own(1), own(2)]


def test_pages_of_one_headline_that_state_one_address_are_one_article(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    pages = [page(f"https://{h}.a.example/1", STATED, "Закон  про мову") for h in ("www", "m")]
    assert gathered(lake, *pages) == [STATED, STATED]
    assert len(lake.read(ARTICLES)) == 1


def test_a_page_of_a_later_pass_is_no_edit_of_another_one(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    assert gathered(lake, page(own(1), STATED, "Закон про мову")) == [STATED]
    assert gathered(lake, page(own(2), STATED, "Повінь на заході")) == [own(2)]
    assert len(lake.read(ARTICLES)) == 2


def test_a_page_may_change_its_headline(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    assert gathered(lake, page(own(1), STATED, "Закон про мову")) == [STATED]
    assert gathered(lake, page(own(1), STATED, "Закон про мову ухвалили")) == [STATED]
    assert len(lake.read(ARTICLES)) == 1
    assert len(lake.read(REVISIONS)) == 2


def test_a_mobile_page_follows_the_headline_of_the_page_it_states(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    mobile = "https://m.a.example/materials/today"
    both = [page(STATED, STATED, "Закон про мову"), page(mobile, STATED, "Закон про мову")]
    assert gathered(lake, *both) == [STATED, STATED]
    both = [page(STATED, STATED, "Закон ухвалено"), page(mobile, STATED, "Закон ухвалено")]
    assert gathered(lake, *both) == [STATED, STATED]
    assert gathered(lake, page(own(7), STATED, "Повінь на заході")) == [own(7)]


def test_a_local_file_has_the_address_it_states_unless_others_state_it_too(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    files = [(tmp_path / f"{n}.html").as_uri() for n in range(3)]
    assert gathered(lake, page(files[0], own(1), "Закон про мову")) == [own(1)]
    assert gathered(lake, page(files[1], "https://a.example/", "Повінь")) == [files[1]]
    sentence = "Річка вийшла з берегів біля міста, людей вивозять човнами рятувальники. "
    flood = f"<p>{sentence * 3}</p>"
    assert gathered(lake, page(files[2], own(1), "Повінь на заході", flood)) == [files[2]]


def test_two_saved_versions_of_a_page_are_one_article(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    files = [(tmp_path / f"{n}.html").as_uri() for n in range(3)]
    longer = f"{BODY}<p>Додано: президент підпише закон завтра, повідомили в офісі.</p>"
    first, edited = page(files[0], own(1), "Закон про мову"), page(files[1], own(1), "Ні", longer)
    assert gathered(lake, first, edited) == [own(1), own(1)]
    assert gathered(lake, page(files[2], own(1), "Закон ухвалили", longer)) == [own(1)]
    assert len(lake.read(ARTICLES)) == 1
    assert len(lake.read(REVISIONS)) == 3


@pytest.mark.parametrize(
    ("own", "stated"),
    [
        ("http://a.example/?p=123", "https://a.example/?p=123"),
        ("http://www.a.example/index.php?id=5", "https://a.example/index.php?id=5"),
        ("https://a.example/index.php?id=5&from=rss", "https://a.example/index.php?id=5"),
        ("file:///saved.html", "//a.example/law"),
    ],
)
def test_an_address_by_query_or_of_a_saved_page_is_believed(own: str, stated: str) -> None:
    found = page_address(own, stated, NOWHERE)
    assert (found.url, found.doubt) == (stated if "://" in stated else f"https:{stated}", "")


@pytest.mark.parametrize(
    ("own", "stated"),
    [
        (OWN, "https://a.example/./"),
        (OWN, "https://a.example/news/../"),
        (OWN, "https://a.example/%2e/"),
        (OWN, "https://a.example/?p=123"),
        (OWN, "https://www.a.example/news/./"),
        ("https://a.example/?p=123", "https://a.example/"),
        ("https://a.example/uk/news/1", "https://a.example/uk/news/"),
        ("file:///saved.html", "http://127.0.0.1/news/1"),
        ("file:///saved.html", "http://localhost/news/1"),
        ("file:///saved.html", "http://[::1]/news/1"),
        ("file:///saved.html", "/news/1"),
    ],
)
def test_a_front_page_or_section_in_other_words_is_not_believed(own: str, stated: str) -> None:
    found = page_address(own, stated, NOWHERE)
    assert found.url == own
    assert found.doubt


def test_language_versions_may_differ_by_the_query_only() -> None:
    own = "https://a.example/index.php?id=5&lang=uk"
    links = [own.replace("=uk", "=ru"), "/index.php?id=5&lang=en", "https://a.example/"]
    assert language_versions(own, links, NOWHERE) == [
        own.replace("=uk", "=en"),
        own.replace("=uk", "=ru"),
    ]
