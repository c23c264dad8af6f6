"""What pages say about themselves, in the many ways they say it; outlets' rules as data."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import lxml.html
import pytest

from parallax.core.errors import InputError
from parallax.core.times import parse_time
from parallax.corpora.extract.article import extract
from parallax.corpora.extract.dates import beside_first_heading, days_beside
from parallax.corpora.extract.facts import PageFacts
from parallax.corpora.fetch.addresses import canonical
from parallax.corpora.fetch.response import Response
from parallax.corpora.outlets.registry import Registry, load

SENTENCE = "Рада ухвалила закон про мову в п’ятницю, повідомили депутати комітету. "
BODY = f"<p>{SENTENCE * 4}</p>"
URL = "https://visnyk.example/news/1"


def facts(html: str, url: str = URL, zone: str = "UTC") -> PageFacts:
    return PageFacts(lxml.html.document_fromstring(html), html, url, zone)


def page(html: str, url: str = URL) -> Response:
    return Response(url, url, html.encode(), {"content-type": "text/html; charset=utf-8"})


def registry(tmp_path: Path, pages: str) -> Registry:
    file = tmp_path / "outlets.toml"
    file.write_text(
        '[[outlet]]\nname = "Visnyk"\n'
        + pages
        + '\n[[outlet.edition]]\nid = "visnyk-uk"\nlanguage = "uk"\nhome = "https://visnyk.example/"\n'
    )
    return load(file)


@pytest.mark.parametrize(
    ("url", "page_of"),
    [
        ("https://a.example/news/1/amp/", "https://a.example/news/1/"),
        ("https://a.example/news/1/amp", "https://a.example/news/1"),
        ("https://a.example/2024/04/3/7449500/index.amp", "https://a.example/2024/04/3/7449500/"),
        ("https://a.example/news/1.html?amp=1&id=7", "https://a.example/news/1.html?id=7"),
        ("https://a.example/news/1?utm_source=x&outputType=amp", "https://a.example/news/1"),
        ("https://a.example/camp/amplifier", "https://a.example/camp/amplifier"),
    ],
)
def test_amp_pages_and_tracking_fold_into_the_page(url: str, page_of: str) -> None:
    assert canonical(url) == page_of
    assert canonical(page_of) == page_of


@pytest.mark.parametrize(
    ("written", "zone", "utc"),
    [
        ("2024-04-03T10:00:00+03:00", "UTC", "2024-04-03T07:00:00+00:00"),
        ("2024-04-03 10:00:00 +0300", "UTC", "2024-04-03T07:00:00+00:00"),
        ("2024-04-03 10:00", "Europe/Kyiv", "2024-04-03T07:00:00+00:00"),
        ("2024-01-03 10:00", "Europe/Kyiv", "2024-01-03T08:00:00+00:00"),
        ("Wed, 03 Apr 2024 10:00:00 +0300", "UTC", "2024-04-03T07:00:00+00:00"),
        ("2024-04-03", "Europe/Moscow", "2024-04-02T21:00:00+00:00"),
    ],
)
def test_a_time_is_read_in_its_zone_or_the_outlets(written: str, zone: str, utc: str) -> None:
    assert parse_time(written, zone) == datetime.fromisoformat(utc)


@pytest.mark.parametrize(
    "written", ["", "soon", "31.02.2024", "0001-01-01T00:00:00+14:00", "yesterday 10:00"]
)
def test_what_is_not_a_time_gives_no_time(written: str) -> None:
    assert parse_time(written) is None


@pytest.mark.parametrize(
    ("html", "published"),
    [
        (
            "<div><h1>Закон про мову</h1><span>12 березня 2008, 10:22</span></div>",
            "2008-03-12T08:22:00+00:00",
        ),
        ("<td><b>3 Июня 2006 г.</b><h1>Закон о языке</h1></td>", "2006-06-02T21:00:00+00:00"),
    ],
)
def test_the_date_of_an_old_page_is_read_beside_its_headline(html: str, published: str) -> None:
    assert facts(
        f"<html><body><table><tr>{html}</tr></table></body></html>", zone="Europe/Kyiv"
    ).times[0] == datetime.fromisoformat(published)


@pytest.mark.parametrize(
    "stated",
    [
        "2024-04-03 7:00 PM",
        "2024-04-03 at 10:00",
        "2024-04-03T10:00:00 Europe/Kyiv",
        "Wed, 3 Apr 2024 at 10:00",
        "03.04.2024 10:00",
        "2024/04/03 10:00",
        "3 April 2024",
    ],
)
def test_a_day_that_is_written_in_no_standard_way_is_read_all_the_same(stated: str) -> None:
    head = f'<meta property="article:published_time" content="{stated}">'
    found = facts(f"<html><head>{head}</head><body><h1>Закон</h1>{BODY}</body></html>")
    assert found.wrong_time is None
    assert found.times[0] == datetime(2024, 4, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="canonical" href="/law">',
        '<link rel="CANONICAL" href="/law">',
        '<link rel="canonical nofollow" href="/law">',
        '<link rel="canonical"><link rel="canonical" href=""><link rel="canonical" href="/law">',
        '<link rel="canonical" href=" "><meta property="og:url" content="/law">',
        '<meta property="og:url" content=""><meta name="og:url" content="/law">',
        '<link rel="canonical" href="/law"><link rel="canonical" href="/other">',
    ],
)
def test_the_first_canonical_address_that_is_one_counts(head: str) -> None:
    found = facts(f"<html><head>{head}</head><body>{BODY}</body></html>")
    assert (found.canonical_url, found.wrong_address) == ("https://visnyk.example/law", "")


def test_an_escaped_apostrophe_is_no_year() -> None:
    data = json.dumps({"@type": "NewsArticle", "articleBody": SENTENCE})
    assert r"\u2019" in data
    head = f'<script type="application/ld+json">{data}</script>'
    assert facts(f"<html><head>{head}</head><body>{BODY}</body></html>").times == (None, None)


def test_a_date_inside_a_sentence_is_not_that_of_the_page() -> None:
    html = (
        "<html><body><div><h1>Закон</h1>"
        "<p>Війна почалася 24 лютого 2022 року, нагадали депутати парламенту у п’ятницю "
        f"ввечері.</p>{BODY}</div></body></html>"
    )
    lines = beside_first_heading(lxml.html.document_fromstring(html))
    assert days_beside(lines, (), "Europe/Kyiv", None) == []


LIVE = '<script type="application/ld+json">{"@type": "LiveBlogPosting", "headline": "x"}</script>'
GALLERY = '<script type="application/ld+json">[{"@graph": [{"@type": "ImageGallery"}]}]</script>'


@pytest.mark.parametrize(
    ("html", "url", "title", "characters", "kind"),
    [
        (LIVE, URL, "Удар по порту", 5000, "live blog"),
        ("", "https://a.example/live/2024/04", "Strike on a port", 5000, "live blog"),
        ("", URL, "Удар по порту. Онлайн-трансляція", 5000, "live blog"),
        ("", "https://a.example/liverpool/1", "Liverpool won", 5000, "article"),
        (GALLERY, URL, "Місто після шторму", 300, "gallery"),
        (GALLERY, URL, "Місто після шторму", 5000, "article"),
        ("", URL, "Ukraine war latest: two killed, ports closed", 5000, "roundup"),
        ("", URL, "Главное за день: шторм и переговоры", 5000, "roundup"),
        ("", URL, "Парламент ухвалив закон", 5000, "article"),
    ],
)
def test_live_blogs_galleries_and_roundups_are_recognised(
    html: str, url: str, title: str, characters: int, kind: str
) -> None:
    assert (
        facts(f"<html><head>{html}</head><body></body></html>", url).kind(title, characters) == kind
    )


def test_section_and_authors_come_from_json_ld_or_meta() -> None:
    data = (
        '{"@type": "NewsArticle", "articleSection": ["Політика"], '
        '"author": [{"name": "Олена Сирко"}, "Іван Хвиля"]}'
    )
    html = (
        f'<html><head><script type="application/ld+json">{data}</script></head><body></body></html>'
    )
    assert (facts(html).section, facts(html).authors) == ("Політика", ["Іван Хвиля", "Олена Сирко"])
    assert (
        facts(
            "<html><head>"
            '<meta property="article:section" content="World"></head>'
            "<body></body></html>"
        ).section
        == "World"
    )


def test_what_readers_wrote_and_boxes_of_links_are_no_text_of_the_article() -> None:
    comments = "".join(
        f"<p>Читач {n}: я зовсім не згоден із тим, що тут написано про цей закон.</p>"
        for n in range(12)
    )
    html = f"""<html lang="uk"><body><div class="content"><h1>Закон про мову</h1>{BODY}
      <div class="related-news">
      <p>Уряд обговорив бюджет наступного року на засіданні в середу.</p></div>
      <p>{SENTENCE.replace("п’ятницю", "середу") * 3}</p>
      <p>Коментарі (12)</p>{comments}</div></body></html>"""
    read = extract(page(html))
    assert len(read.paragraphs) == 2
    assert "Читач" not in read.text
    assert "бюджет" not in read.text


@pytest.mark.parametrize("stated", [True, False])
def test_the_text_that_json_ld_states_decides_what_is_doubtful(stated: bool) -> None:
    text = (SENTENCE * 8).strip()
    data = (
        f'<script type="application/ld+json">{{"@type": '
        f'"NewsArticle", "articleBody": "{text}"}}</script>'
        if stated
        else ""
    )
    other = (
        '<div class="similar">'
        "<p>Зовсім інша новина про погоду на узбережжі та вітер, яка стоїть "
        "поруч на сторінці.</p></div>"
    )
    read = extract(
        page(
            f'<html lang="uk"><head>{data}</head><body><h1>Закон</h1>'
            f"<p>{text}</p>{other}</body></html>"
        )
    )
    assert len(read.paragraphs) == (1 if stated else 2)


def test_an_outlets_rules_say_where_its_text_is_and_which_clock_it_follows(
    tmp_path: Path,
) -> None:
    known = registry(
        tmp_path,
        '[[outlet.pages]]\nbody = ".text"\ndrop = '
        '[".promo-line"]\ntimezone = "Europe/Kyiv"\nsince = 2020-01-01',
    )
    rules = known.rules_for(URL, date(2024, 4, 3))
    other = "Інший текст сторінки, якого у статті немає і який стоїть поза нею. " * 4
    html = f"""<html lang="uk">
      <head><meta property="article:published_time" content="2024-04-03 10:00"></head>
      <body><h1>Закон</h1><div class="text">{BODY}
      <p class="promo-line">Нова книжка про право вже у продажу, замовляйте її на сайті.</p></div>
      <p>{other}</p></body></html>"""
    read = extract(page(html), rules=rules)
    assert read.paragraphs == ((SENTENCE * 4).strip(),)
    assert read.published == datetime(2024, 4, 3, 7, tzinfo=UTC)
    assert read.extractor.endswith(rules.version)
    assert known.rules_for(URL, date(2019, 1, 1)).version == ""
    assert known.rules_for("https://other.example/1", date(2024, 4, 3)).version == ""


def test_a_rule_that_finds_nothing_is_reported_and_the_extractors_vote(tmp_path: Path) -> None:
    rules = registry(tmp_path, '[[outlet.pages]]\nbody = "#gone"').rules_for(URL, date(2024, 4, 3))
    read = extract(
        page(f'<html lang="uk"><h1>Закон</h1><article>{BODY}</article></html>'), rules=rules
    )
    assert "Рада ухвалила" in read.text
    assert [r.reason for r in read.remarks] == ["the outlet's rule finds no body"]


@pytest.mark.parametrize("wrong", ['body = "div["', 'timezone = "Kyiv time"', 'boddy = "x"'])
def test_a_wrong_rule_is_one_clear_line(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(InputError, match=r"pages of Visnyk|boddy is not known, perhaps body"):
        registry(tmp_path, f"[[outlet.pages]]\n{wrong}")
