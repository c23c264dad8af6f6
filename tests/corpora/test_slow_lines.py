"""Lines, titles and metadata on which a rule of reading took time without bound."""

import time

import lxml.html
import pytest

from parallax.corpora.extract import charset, titles
from parallax.corpora.extract.boilerplate import is_furniture
from parallax.corpora.extract.facts import PageFacts

DATELINES = [
    "12 March 2008, 10:22",
    "Mon., 3 Jan. 2024",
    "3 січ. 2024 р., 10:22",
    "Опубліковано: 5 серпня 2023 року о 14:05",
    "5 мая 2008 г. в 10:22",
    "Понедельник, 12 февр. 2024",
    "п'ятниця, 12.01.2024",
    "пʼятниця 12 січня",
    "Updated 10:22 am EST",
    "вчора, 10:22",
]


@pytest.mark.parametrize("line", DATELINES)
def test_a_line_that_is_only_a_date_is_no_text(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize("line", ["3 січня загинули троє", "May he rest", "Mon ami", "12 людей"])
def test_a_sentence_with_a_date_is_text(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize(
    "part",
    [
        "jan.",
        "січ.",
        "мар",
        "серп",
        "jan1 ",
        "о ",
        "jan_",
        "sep. oct. ",
        "п'ят. ",
        "в. ",
        "1_",
        ". ",
    ],
)
def test_a_line_of_thousands_of_dates_takes_no_time(part: str) -> None:
    begin = time.process_time()
    is_furniture(part * 5_000 + " x")
    assert time.process_time() - begin < 0.5


def page(title: str, body: str = "<p>а</p>") -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(
        f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    )


TITLES = {
    "bars": page("а | " * 10_000),
    "dashes": page("слово – " * 10_000),
    "quotation marks": page("»" * 20_000),
    "one long word": page("а" * 1_000_000),
    "headings": page("Рада ухвалила закон", "<h1>Рада ухвалила новий закон</h1>" * 20_000),
    "headings in headings": page(
        "Рада", "<article>" + "<h1>Рада ухвалила <b>" * 180 + "а " * 10_000
    ),
    "lines of a heading": page("Рада", "<h1>" + "Рада<br>" * 50_000 + "</h1>"),
    "stated titles": page("Рада", "<h1>Рада ухвалила новий закон</h1><h2>а</h2>"),
}


@pytest.mark.parametrize("kind", TITLES)
def test_a_title_takes_no_time(kind: str) -> None:
    begin = time.process_time()
    titles.title(TITLES[kind], [{"headline": ["Рада ухвалила новий закон"] * 20_000}])
    assert time.process_time() - begin < 2


def test_a_long_title_is_cut() -> None:
    assert titles.title(page("слово " * 1_000), []) == ("слово " * 50).strip()


def test_a_headline_among_a_section_and_a_site_is_found_by_the_line_of_the_page() -> None:
    shown = "Новини / Політика / Рада ухвалила закон про мову / Старий сайт"
    assert titles.title(page(shown, "<b>Рада ухвалила закон про мову</b>"), []) == (
        "Рада ухвалила закон про мову"
    )


@pytest.mark.parametrize(
    "head",
    [
        b"<meta" * 800,
        b"<meta " * 300 + b"charset=" + b" " * 2_000,
        b"<meta charset" + b" charset" * 500,
        b"<meta charset=" + b'\t"' * 2_000,
        b'<meta charset="' + b" " * 4_000,
        b"<meta " + b"charset =" * 400,
    ],
)
def test_a_declared_encoding_is_looked_for_in_no_time(head: bytes) -> None:
    begin = time.process_time()
    assert charset.declared(head, "") is None
    assert time.process_time() - begin < 0.2


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b'<meta charset="koi8-u">', "koi8-u"),
        (b"<meta charset = windows-1251 >", "cp1251"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=cp1251">', "cp1251"),
        (b"<META NAME=x><META CHARSET='utf-8'/>", "utf-8"),
    ],
)
def test_a_declared_encoding_is_found(head: bytes, name: str) -> None:
    assert charset.declared(head, "") == name


@pytest.mark.parametrize(
    "stated", ["<a" * 500_000, "<a " * 300_000, "<" * 900_000, "<a>" * 300_000]
)
def test_the_stated_text_is_looked_through_in_no_time(stated: str) -> None:
    facts = PageFacts(page("а"), "", "https://a.example/")
    facts.data = [{"articleBody": stated}]
    begin = time.process_time()
    assert "a>" not in facts.stated_body
    assert time.process_time() - begin < 3


def test_a_stated_text_longer_than_any_page_is_ignored() -> None:
    facts = PageFacts(page("а"), "", "https://a.example/")
    facts.data = [{"articleBody": "а" * 2_000_000}]
    assert facts.stated_body == ""
