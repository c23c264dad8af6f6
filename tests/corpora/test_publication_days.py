"""Which day of a page is that of its article."""

from datetime import UTC, date, datetime

import pytest

from parallax.corpora.extract.article import extract
from parallax.corpora.extract.recent_days import recent
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


READ = datetime(2012, 1, 17, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "time"),
    [
        ("16 янв | 17:10", "2012-01-16 15:10"),
        ("25 ноября в 16:27 Здоровье", "2011-11-25 14:27"),
        ("28 грудня", "2011-12-27 22:00"),
        ("Jan. 16, 5:10 PM", "2012-01-16 15:10"),
        ("Опубликовано: сегодня в 12:18", "2012-01-17 10:18"),
        ("вчора, 20:05", "2012-01-16 18:05"),
        ("(AFP) – 3 hours ago", "2012-01-17 09:00"),
        ("47 minutes ago", "2012-01-17 11:43"),
        ("годину тому", "2012-01-17 11:00"),
        ("2 дня назад", "2012-01-14 22:00"),
        ("The concert is on 16 March in the old town hall", "None"),
        ("30 February, 10:00", "None"),
        ("12 January 2012", "None"),
    ],
)
def test_days_without_a_year_are_those_before_the_page_was_read(line: str, time: str) -> None:
    found = recent(line, "Europe/Kyiv", READ)
    assert (f"{found:%Y-%m-%d %H:%M}" if found else "None") == time


def test_a_day_without_a_year_counts_where_it_is_known_when_the_page_was_read() -> None:
    page = f"{HEADLINE}<p>16 янв | 17:10</p>{BODY}"
    assert published(page, now=READ) == "2012-01-16"
    assert published(page) == "None"


def test_today_below_the_headline_is_no_clock() -> None:
    page = f"{HEADLINE}<p>17 January 2012 | 09:31</p>{BODY}<i>04.01.2012</i>"
    assert published(page, now=READ) == "2012-01-17"


def test_days_with_slashes_are_read_as_the_country_of_the_host_writes_them() -> None:
    shown = f"{HEADLINE}<p>By A. Smith 11/01/2012</p>{BODY}"
    assert published(shown, url="https://paper.co.uk/bridge") == "2012-01-11"
    assert published(shown, url="https://paper.us/bridge") == "2012-11-01"
    turned = meta("2012-11-01")  # the site's own program took the day for the month
    assert published(shown, turned, "https://paper.co.uk/bridge") == "2012-01-11"
    assert published(shown, turned, "https://paper.us/bridge") == "2012-11-01"


def test_the_day_of_the_printed_issue_is_the_last_one_asked() -> None:
    shown = f"{HEADLINE}<p>Jan 7th 2012 | from the print edition</p>{BODY}"
    assert published(shown, url="https://paper.example/2012/01/04/bridge") == "2012-01-04"
    assert published(shown) == "2012-01-07"
