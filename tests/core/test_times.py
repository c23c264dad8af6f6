"""The door for times: every text is a time or None, and only plausible ones are published."""

import math
import time
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parallax.core.times import (
    day_of,
    days_from,
    is_day,
    parse_time,
    parse_wait,
    plausible,
)

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
CANNOT_BE = [
    "0000-00-00T00:00:00Z",
    "0000-01-01T00:00:00Z",
    "10000-01-01T00:00:00Z",
    "99999-12-31",
    "2024-04-03T10:00:00+99:99",
    "2024-04-03T10:00:00+24:00",
    "Mon, 1 Jan 2024 00:00:00 +9999999999999",
    "Mon, 1 Jan 0000 00:00:00 +0000",
    "Mon, 01 Jan 0001 00:00:00 GMT",
    "Mon, 1 Jan 99999999999999999999 00:00:00 GMT",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "9999-12-31T24:00:00Z",
    "2024-13-01",
    "2024-02-30T00:00:00",
    "2024-04-03 7:00 PM",
    "2024-04-03 at 10:00",
    "2024-04-03T25:00:00",
    "٢٠٢٤-٠٤-٠٣T10:00:00",
    "Mon, ١ Jan 2024 00:00:00 GMT",
    "２０２４-04-03",
    "2024-04-03T10:00:00" + "0" * 5000,
    "2024" + " " * 5000 + "Z",
    "9" * 5000,
    "-1",
    "",
    "yesterday",
    "\x00",
    "2024-04-03\ud83d",
]
NEVER_PUBLISHED = [
    "0001-01-01T00:00:00Z",  # .NET's "no date"
    "0099-04-03T10:00:00Z",
    "0999-12-31T23:59:59Z",
    "1601-01-01T00:00:00Z",  # Windows' first time
    "1899-12-30",  # Excel's
    "1970-01-01T00:00:00Z",
    "1994-12-31T23:59:59Z",
    "2026-11-26T12:00:01Z",
    "2038-01-19T03:14:07Z",
    "9999-12-31T23:59:59Z",  # "for ever"
    "Mon, 1 Jan 1900 00:00:00 GMT",
]


@pytest.mark.parametrize("text", CANNOT_BE)
def test_what_is_no_time_is_none_at_once(text: str) -> None:
    began = time.perf_counter()
    assert parse_time(text) is None
    assert time.perf_counter() - began < 0.1


@pytest.mark.parametrize("text", NEVER_PUBLISHED)
def test_a_time_that_no_page_was_published_at_is_not_plausible(text: str) -> None:
    stamp = parse_time(text)
    assert stamp is not None
    assert plausible(stamp, NOW) is None


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("1995-01-01T00:00:00Z", "1995-01-01T00:00:00+00:00"),
        ("2024-04-03T10:00:00+03:00", "2024-04-03T07:00:00+00:00"),
        ("2024-04-03T10:00:00 +0300", "2024-04-03T07:00:00+00:00"),
        ("2024-04-03T24:00:00Z", "2024-04-04T00:00:00+00:00"),
        ("2024-12-31 24:00", "2025-01-01T00:00:00+00:00"),
        ("Wed, 03 Apr 2024 10:00:00 +0300", "2024-04-03T07:00:00+00:00"),
        ("  2024-04-03\n", "2024-04-03T00:00:00+00:00"),
        ("2026-11-26T11:59:59Z", "2026-11-26T11:59:59+00:00"),
        ("2024-04-03 07:00:00 UTC", "2024-04-03T07:00:00+00:00"),
        ("2024-04-03T07:00:00GMT", "2024-04-03T07:00:00+00:00"),
        ("2024-04-03t7:00:00.5z", "2024-04-03T07:00:00.5+00:00"),
        ("2024-4-3 7:05", "2024-04-03T07:05:00+00:00"),
        ("2024-04-03T10:00:00+3:00", "2024-04-03T07:00:00+00:00"),
        ("2024-04-03T10:00:00+3", "2024-04-03T07:00:00+00:00"),
        ("2024-04-03T10:30:00+0330", "2024-04-03T07:00:00+00:00"),
        ("2024-04-03+03:00", "2024-04-02T21:00:00+00:00"),  # XML Schema's date
        ("2024-04-03Z", "2024-04-03T00:00:00+00:00"),
        ("2024-04-03T10:00:00+03:00[Europe/Kyiv]", "2024-04-03T07:00:00+00:00"),  # java.time
        ("2024-04-03T07:00:00.1234567Z", "2024-04-03T07:00:00.123456+00:00"),  # .NET
        ("2024-W14-3", "2024-04-03T00:00:00+00:00"),
    ],
)
def test_a_stated_time_in_utc(text: str, utc: str) -> None:
    assert plausible(parse_time(text), NOW) == datetime.fromisoformat(utc)


@given(st.text(st.characters(exclude_categories=())))
def test_no_text_is_an_exception(text: str) -> None:
    for stamp in (parse_time(text), parse_time(text, "Europe/Kyiv")):
        assert stamp is None or stamp.tzinfo is UTC
    wait = parse_wait(text)
    assert wait is None or wait >= 0


@given(
    st.from_regex(
        r"\A([A-Z][a-z]{2}, )?[0-9]{1,6}[-/ ]([0-9]{1,3}|[A-Z][a-z]{2})[-/ ][0-9]{1,6}"
        r"([T ][0-9]{1,3}:[0-9]{1,3}(:[0-9]{1,3}([.,][0-9]{1,9})?)?)?"
        r"( ?([+-][0-9]{1,15}(:[0-9]{1,3})?|Z|GMT|EEST))?\Z"
    )
)
def test_nothing_like_a_time_is_an_exception(text: str) -> None:
    stamp = plausible(parse_time(text), NOW)
    assert stamp is None or 1995 <= stamp.year <= 2026
    wait = parse_wait(text)
    assert wait is None or wait >= 0


@given(
    st.datetimes(timezones=st.integers(-1439, 1439).map(lambda m: timezone(timedelta(minutes=m))))
)
def test_every_moment_is_plausible_or_none(moment: datetime) -> None:
    stamp = plausible(moment, NOW)
    assert stamp is None or stamp == moment
    assert is_day(day_of(moment))
    assert parse_time(format_datetime(moment.replace(year=2024, day=1))) is not None


@pytest.mark.parametrize(
    ("stated", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Wed, 25 Nov 2026 12:01:00 GMT", 60.0),
        ("Wed, 25 Nov 2020 12:01:00 GMT", 0.0),
        ("Mon, 1 Jan 0001 00:00:00 GMT", None),
        ("Mon, 1 Jan 2024 00:00:00 +9999999999999", None),
        ("9" * 5000, math.inf),
        ("٣", None),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_how_long_a_server_asks_to_wait(stated: str | None, seconds: float | None) -> None:
    assert parse_wait(stated, NOW) == seconds


@pytest.mark.parametrize("year", [1, 9, 99, 999, 1995, 9999])
def test_a_day_has_four_digits_for_its_year(year: int) -> None:
    assert day_of(datetime(year, 1, 2, tzinfo=UTC)) == f"{year:04}-01-02"
    assert is_day(day_of(datetime(year, 1, 2, tzinfo=UTC)))


@pytest.mark.parametrize(
    "text",
    [
        "1-01-01",
        "999-12-31",
        "20240403",
        "2024-4-3",
        "2024-02-30",
        "2024-04-03 ",
        "2024-04-03\n",
        "",
        "None",
        "0000-01-01",
        "٢٠٢٤-٠٤-٠٣",
        "../2024-04-03",
        "2024-W14-3",
        "10000-01-01",
    ],
)
def test_what_is_not_a_day(text: str) -> None:
    assert not is_day(text)


@pytest.mark.parametrize(
    ("day", "days", "then"),
    [
        ("2024-03-01", -1, "2024-02-29"),
        ("2024-12-31", 1, "2025-01-01"),
        ("0001-01-01", -28, "0001-01-01"),
        ("9999-12-31", 28, "9999-12-31"),
    ],
)
def test_days_before_and_after_a_day_end_with_the_calendar(day: str, days: int, then: str) -> None:
    assert days_from(day, days) == then
