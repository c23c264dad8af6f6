"""From bytes to articles: encodings, extraction, sentences."""

import itertools
from datetime import UTC, datetime

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parallax.corpora.extract import charset
from parallax.corpora.extract.article import extract
from parallax.corpora.extract.json_ld import linked_data
from parallax.corpora.extract.titles import title
from parallax.corpora.fetch.response import Response
from parallax.corpora.page_error import PageError
from parallax.corpora.sample.story_file import HERE, HOSTS, SourceArticle, read_all
from parallax.languages.detect import of_sentence
from parallax.languages.split import split, split_text

ARTICLES = [article for story in read_all() for article in story.articles]
BODY = "<p>" + "Рада ухвалила закон про мову в п’ятницю, повідомили депутати. " * 3 + "</p>"


def page(
    html: str, content_type: str = "text/html; charset=utf-8", encoding: str = "utf-8"
) -> Response:
    return Response(
        "https://x.example/a",
        "https://x.example/a",
        html.encode(encoding),
        {"content-type": content_type},
    )


def saved(article: SourceArticle) -> Response:
    host = HOSTS[article.edition]
    path = HERE / "site" / host / article.path.lstrip("/")
    body = (path if path.suffix else path.with_suffix(".html")).read_bytes()
    return Response(article.url, article.url, body, {"content-type": "text/html"})


@pytest.mark.parametrize("article", ARTICLES, ids=lambda a: f"{a.edition}{a.path[-12:]}")
def test_every_sentence_of_the_sample_pages_is_read_and_nothing_of_their_menus(
    article: SourceArticle,
) -> None:
    read = extract(saved(article))
    sentences = split_text(read.text, len(read.captions))
    assert [s.surface for s in sentences if s.role != "caption"][: len(article.lines)] == [
        x.text for x in article.lines
    ]
    assert [s.surface for s in sentences if s.role == "caption"] == [
        c.text for c in article.captions
    ]
    assert read.url == article.url
    assert read.language == article.language
    assert read.published == datetime.fromisoformat(article.published).astimezone(UTC)
    assert "Читайте" not in read.text
    assert "newsletter" not in read.text


def test_hreflang_gives_the_siblings() -> None:
    article = next(a for a in ARTICLES if a.edition == "visnyk-uk" and "kontrakty" in a.path)
    assert extract(saved(article)).siblings == (
        "https://visnyk.example/en/2024/04/03/contracts",
        "https://visnyk.example/ru/2024/04/03/kontrakty",
    )


@pytest.mark.parametrize(
    ("encoding", "stated", "used"),
    [
        ("windows-1251", "text/html; charset=windows-1251", "cp1251"),
        ("windows-1251", "text/html", "cp1251"),
        ("windows-1251", "text/html; charset=utf-8", "cp1251"),
        ("utf-8", "text/html; charset=windows-1251", "utf-8"),
        ("koi8-u", "text/html; charset=koi8-u", "koi8-u"),
    ],
)
def test_cyrillic_reads_right_whatever_is_stated(encoding: str, stated: str, used: str) -> None:
    text = "Міністерство оборони повідомило про двадцять тисяч військових. " * 4
    decoded, found, _ = charset.decode(text.encode(encoding), stated)
    assert decoded == text
    assert found == used


def test_a_wrong_declaration_is_remarked_and_the_page_kept() -> None:
    read = extract(
        page(f"<html lang=uk><h1>Закон</h1>{BODY}</html>", "text/html; charset=windows-1251")
    )
    assert [r.reason for r in read.remarks] == ["declared encoding is wrong"]
    assert "Рада ухвалила" in read.text


def test_a_date_in_the_future_is_remarked_and_not_believed() -> None:
    html = (
        "<html lang=uk>"
        '<meta property="article:published_time" '
        f'content="2099-01-01T00:00:00Z"><h1>Закон</h1>{BODY}</html>'
    )
    read = extract(page(html))
    assert read.published is None
    assert [r.reason for r in read.remarks] == ["publication date not plausible"]


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("   ", "empty page"),
        ("<html><body><nav>menu</nav></body></html>", "no article text"),
        (
            "<html><h1>Titel</h1><p>"
            + "Der Bundestag hat am Freitag das neue Gesetz beschlossen. " * 4
            + "</p></html>",
            "language not handled",
        ),
    ],
)
def test_what_is_no_article_is_refused_with_a_reason(html: str, reason: str) -> None:
    with pytest.raises(PageError) as refused:
        extract(page(html))
    assert refused.value.reason == reason


def test_what_is_not_html_is_refused() -> None:
    with pytest.raises(PageError, match="application/pdf"):
        extract(page("%PDF-1.7", "application/pdf"))


def test_invisible_characters_do_not_enter_the_text() -> None:
    html = (
        "<html lang=uk><h1>За\u00adкон\u202e</h1>" + BODY.replace("Рада", "Ра\u200bда") + "</html>"
    )
    assert "Рада ухвалила" in extract(page(html)).text


@pytest.mark.parametrize(
    "sentences",
    [
        ["Про це сказав А. Б. Коваль.", "Він додав 1,7 тис. гривень."],
        ["Это 12 тыс. руб. в год.", "Так решил г. Иванов."],
        ["The U.S. said so.", "Gen. Smith agreed with Sen. Ann Lee."],
        [
            "Роботи на вул. Шевченка почалися в лист. 2023 р.",
            "Міст має довжину 5 м.",
            "Він закритий.",
        ],
        ["It is in No. 7 of the list.", "Mr. Smith left at 5 p.m. on Monday."],
        ["Это было в 2018 г.", "Президент уехал."],
        ["«Ми чекаємо. Ми готові», — сказав він.", "Потім пішов."],
        ["Он сказал: «Уходите!» и ушёл."],
    ],
    ids=lambda s: s[0],
)
def test_sentences_end_where_a_reader_would_say(sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert [text[a:b] for a, b in split(text)] == sentences


@given(st.text(alphabet='Аа Бб.!?«»\u00a0і1,—-Zz"', max_size=200))
def test_sentences_hold_every_character_that_is_not_blank(text: str) -> None:
    spans = split(text)
    assert all(a < b for a, b in spans)
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(spans))
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())


TITLES = [
    (
        "<title>Парламент ухвалив закон | Вісник</title>"
        "<h1>Вісник</h1><h1>Парламент ухвалив закон</h1>",
        "Парламент ухвалив закон",
    ),
    ("<title>Storm hits the coast – DW – 08.02.2023</title><h1>DW</h1>", "Storm hits the coast"),
    ("<title>Курьер</title><h1>Шторм обрушился на побережье</h1>", "Шторм обрушился на побережье"),
    (
        '<meta property="og:title" content="Talks — and doubts — go on in Vienna"><h1>World</h1>',
        "Talks — and doubts — go on in Vienna",
    ),
    (
        "<title>Новини - Через негоду без світла 380 сіл - Вісник</title><h2>Реклама</h2>",
        "Через негоду без світла 380 сіл",
    ),
    ("<h1>Тиша</h1>", "Тиша"),
    (
        "<title>Новости города: Мост закроют на ремонт</title><table><tr><td><a>Форум</a>"
        "</td><td><b>Мост закроют на ремонт</b><br>Текст</td></tr></table>",
        "Мост закроют на ремонт",
    ),
    (
        "<title>Курьер / Политика / Шторм: без света 380 сёл</title>"
        "<b>Шторм: без света 380 сёл</b><br>Текст",
        "Шторм: без света 380 сёл",
    ),
]


@pytest.mark.parametrize(("html", "expected"), TITLES, ids=[title for _, title in TITLES])
def test_the_headline_is_what_two_places_of_the_page_say(html: str, expected: str) -> None:
    tree = lxml.html.document_fromstring(html)
    assert title(tree, linked_data(tree)) == expected


QUOTED = [
    ("ru", "Президент сказал журналистам о помощи.", "ru"),
    ("ru", "«Ми вистояли і будемо відбудовувати місто», — написав він.", "uk"),
    ("uk", "«Мы выстояли и будем строить этот город», — написал он.", "ru"),
    ("ru", "Он сказал «Слава Україні» и уехал.", "ru"),
    ("uk", "We will rebuild the town, he wrote.", "en"),
    ("uk", "Про це пише Reuters.", "uk"),
    ("en", "He wrote: «Ми вистояли» and left.", "en"),
]


@pytest.mark.parametrize(("article", "sentence", "expected"), QUOTED, ids=[s for _, s, _ in QUOTED])
def test_a_sentence_in_the_other_language_is_known_by_its_letters(
    article: str, sentence: str, expected: str
) -> None:
    assert of_sentence(sentence, article) == expected
