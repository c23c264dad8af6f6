"""Which day of a page is that of its article."""

from datetime import UTC, date, datetime

import pytest

from parallax.corpora.extract.article import extract
from parallax.corpora.extract.written_days import day_in_path, in_figures, slashed, written
from parallax.corpora.fetch.response import Response

URL = "https://paper.example/bridge"
BODY = "".join(
    f"<p>{line}</p>"
    for line in (
        "The council of the harbour town voted to close the old bridge for repairs that will last "
        "until the end of next spring, the deputy mayor told reporters after the meeting.",
        "Engineers found cracks in two of the seven pillars during an inspection, and since then "
        "lorries have had to take the longer road around the bay to reach the market.",
    )
)
HEADLINE = "<h1>Old bridge closes until spring</h1>"
CLOCK = "<div>Wednesday, 10 April 2013</div>" + "<div>Ferries</div>" * 12
LIST = "<ul>" + "<li><time datetime=2013-04-09T17:44>17:44</time> Ferry opens</li>" * 3 + "</ul>"


def published(body: str, head: str = "", url: str = URL, now: datetime | None = None) -> str:
    html = f"<html lang=en><head>{head}</head><body>{body}</body></html>"
    read = extract(Response(url, url, html.encode(), {"content-type": "text/html"}), now)
    return str(read.published and read.published.date())


def meta(day: str) -> str:
    return f'<meta property="article:published_time" content="{day}">'


PLACES = {
    "behind the headline": f"{CLOCK}{HEADLINE}<p>By A. Smith, Jan. 4, 2012</p>{BODY}{LIST}",
    "before the headline": f"{CLOCK}<b>4 January 2012, 18:06</b>{HEADLINE}{BODY}{LIST}",
    "behind the text": f"{CLOCK}{HEADLINE}{BODY}<div>Print</div><i>13:15 04.01.2012</i>{LIST}",
    "in <time> beside the headline": f"{CLOCK}<time datetime=2012-01-04>Yesterday</time>"
    f"{HEADLINE}{BODY}{LIST}",
    "not that of the last change": f"{CLOCK}{HEADLINE}<p>Last updated: January 9, 2012</p>"
    f"<p>January 4, 2012</p>{BODY}{LIST}",
}


@pytest.mark.parametrize("body", PLACES.values(), ids=PLACES)
def test_the_day_stands_beside_the_article_not_in_the_clock_of_the_page(body: str) -> None:
    assert published(body) == "2012-01-04"


def test_a_day_equal_to_that_of_retrieval_yields_to_an_older_one() -> None:
    page = f"<div>10 April 2013</div>{HEADLINE}{BODY}<i>04.01.2012</i>"
    assert published(page, now=datetime(2013, 4, 10, 12, tzinfo=UTC)) == "2012-01-04"
    today = f"<div>10 April 2013</div>{HEADLINE}{BODY}"
    assert published(today, now=datetime(2013, 4, 10, 12, tzinfo=UTC)) == "2013-04-10"


def test_two_sources_that_agree_on_an_older_day_win() -> None:
    shown = f"{HEADLINE}<p>4 January 2012</p>{BODY}"
    in_path = "https://paper.example/2012/01/04/bridge"
    assert published(shown, meta("2013-04-10"), in_path) == "2012-01-04"
    assert published(shown, meta("2013-04-10")) == "2013-04-10"
    changed = shown.replace("4 January", "Updated 9 January")
    assert published(changed, meta("2012-01-04"), in_path) == "2012-01-04"


def test_a_bare_year_or_month_is_no_day() -> None:
    assert published(f"{HEADLINE}{BODY}<footer>Copyright 2012 The Harbour Paper</footer>") == "None"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("12 березня 2008, 10:22", "2008-03-12 08:22"),
        ("3 Июня 2006 г.", "2006-06-02 21:00"),
        ("// 09.12.2011 // 10:19 //", "2011-12-09 08:19"),
        ("06.01.12 08:49", "2012-01-06 06:49"),
        ("Jan. 11, 2012 4:05 PM", "2012-01-11 14:05"),
        ("PTI | 04:01 PM,Jan 17,2012", "2012-01-16 22:00"),
        ("Monday 16th Jan, 2012", "2012-01-15 22:00"),
        ("31 June 2012", "None"),
        ("version 1.2.2012.4", "None"),
        ("May 2012", "None"),
    ],
)
def test_days_are_read_as_people_write_them(line: str, day: str) -> None:
    found = written(line, "Europe/Kyiv")
    assert (f"{found:%Y-%m-%d %H:%M}" if found else "None") == day


def test_days_with_slashes_and_in_addresses() -> None:
    assert slashed("11/01/2012") == {date(2012, 1, 11), date(2012, 11, 1)}
    assert slashed("31/01/2012") == {date(2012, 1, 31)}
    assert day_in_path("/news/2012/1/11/bridge") == date(2012, 1, 11)
    assert day_in_path("/news/20120111-bridge") == date(2012, 1, 11)
    assert day_in_path("/news/20123456") is None


@pytest.mark.parametrize("text", ["20120101", "2012-1-1", "01.01.2012", "on 1/1/2012 at noon"])
def test_a_day_in_figures_is_found_in_any_order(text: str) -> None:
    assert in_figures(date(2012, 1, 1), text)
    assert not in_figures(date(2012, 2, 1), text)
