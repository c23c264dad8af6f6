"""An edition that brings nothing for n gatherings in a row is silent, and nothing else is."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from parallax.core.settings import Settings
from parallax.corpora import silence
from parallax.corpora import stage as gather
from parallax.corpora.silence import QUIET, SILENT, Turn
from parallax.lake.lake import Lake
from parallax.lake.runs import Run, runs_of_a_week
from parallax.lake.schema import RUNS

NOW = datetime.now(UTC).replace(microsecond=0)
QUARTER = timedelta(minutes=15)
PASSES = 4
EDITION = "a-uk"

SIGN = {
    "s": {f"{EDITION}: {SILENT}": 1, "pages read": 7},
    "q": {f"{EDITION}: {QUIET}": 1, "pages read": 7},
    ".": {"pages read": 7},
    # all of many editions fail: no network
    "x": {f"{name}: {SILENT}": 1 for name in (EDITION, "b", "c", "d", "e", "f")},
    "a": {f"{EDITION}: {SILENT}": 1},
    # another edition is the silent one
    "o": {"b-uk: silent": 1, "pages read": 7},
}
"""What a gathering left: s nothing came, q only older pages are listed, . something came, a nothing
came of the only edition, x no network."""


def kept(lake: Lake, history: str, every: timedelta = QUARTER) -> list[Run]:
    """Write gatherings into the lake, the last one just now, and read them back."""
    rows = []
    for number, sign in enumerate(history):
        started = NOW - (len(history) - 1 - number) * every
        counts = [{"what": what, "count": count} for what, count in SIGN[sign].items()]
        times = {"started": started, "finished": started, "day": f"{started:%Y-%m-%d}"}
        fixed = {"stage": "gather", "counts": counts, "models": [], "code": "1", "notices": []}
        # the ids are not in the order of the times
        rows.append({"run_id": f"{99 - number:02}", **fixed, **times})
    lake.add(RUNS, RUNS.frame(rows))
    return runs_of_a_week(lake, "gather")


@pytest.mark.parametrize(
    ("history", "passes"),
    [
        ("", None),  # new: no history
        ("s", None),
        ("sss", None),  # one less than n
        ("ssss", 4),
        ("ssssssssss", 10),
        ("....ssss", 4),  # fell silent
        ("ssss.", None),  # speaks again
        ("ss.ss", None),
        ("sss.ssss", 4),
        ("........", None),
        ("qqqqqqqq", None),  # a quiet night
        ("ssqqss", None),
        ("qqqqssss", 8),
        ("ssssq", None),  # lists pages again
        ("oooooo", None),  # another edition
        ("ssxss", 4),  # without a network nobody is silent
        ("xxxxxx", None),
        ("sssxxx", None),
        ("ssss" + "xxx", 4),
        ("aaaa", 4),  # the only edition of a registry
    ],
)
def test_enough_gatherings_in_a_row_that_bring_nothing_are_silence(
    lake: Lake, history: str, passes: int | None
) -> None:
    found = silence.silence(EDITION, kept(lake, history), PASSES)
    assert (found.passes if found else None) == passes
    if found:
        assert found.since <= NOW - (passes - 1) * QUARTER


@pytest.mark.parametrize(
    ("history", "hours", "silent"),
    [
        ("q" * 20, 3, False),  # 57 hours: a small outlet at the weekend
        ("q" * 26, 3, True),  # 75 hours
        ("qqqqsqqqqqsqqqqqqqqqqqqqqq", 3, True),
        ("qqqqqqqqqqq.qqqqqqqqqqqqqq", 3, False),
        ("qqq", 40, False),  # long, but fewer gatherings than n
    ],
)
def test_a_feed_that_lists_only_what_is_old_is_silent_after_days(
    lake: Lake, history: str, hours: int, silent: bool
) -> None:
    runs = kept(lake, history, timedelta(hours=hours))
    assert bool(silence.silence(EDITION, runs, PASSES)) == silent


@pytest.mark.parametrize(
    ("history", "now", "every", "said"),
    [
        ("...sss", "s", QUARTER, "silent"),  # it begins
        ("...ssss", "s", timedelta(seconds=1), None),  # it goes on: the same day
        ("...ssss", "s", timedelta(days=1), "silent"),  # it goes on the next day
        ("...ssss", ".", QUARTER, "speaks"),
        ("...sss", ".", QUARTER, None),
        ("...", ".", QUARTER, None),
        ("", "s", QUARTER, None),
        ("...ssss", "x", timedelta(days=1), None),  # no network: nothing is known
        ("...ssssx", ".", QUARTER, "speaks"),
        ("...ssssx", "s", timedelta(hours=7), "silent"),
        ("...ssss", "q", QUARTER, "speaks"),
    ],
)
def test_it_is_said_when_it_begins_and_ends_and_once_a_day(
    lake: Lake, history: str, now: str, every: timedelta, said: str | None
) -> None:
    noon = NOW.replace(hour=12)
    before = [
        Run(noon - (len(history) - number) * every, SIGN[sign])
        for number, sign in enumerate(history)
    ]
    turns = list(silence.turns([EDITION], before, Run(noon, SIGN[now]), PASSES, {}))
    assert [("speaks" if turn.speaks else "silent") for turn in turns] == [said] * bool(said)


RSS = '<rss version="2.0"><channel>{}</channel></rss>'
ITEM = "<item><link>{}</link><pubDate>{:%a, %d %b %Y %H:%M:%S} +0000</pubDate></item>"
PAGE = (
    "<html lang='uk'><body><article><h1>Закон про мову</h1><p>"
    + "Рада ухвалила закон про мову в п’ятницю, повідомили депутати комітету. " * 6
    + "</p></article></body></html>"
)


def listing(server: HTTPServer, host: str, age: timedelta = timedelta(0)) -> str:
    return RSS.format(ITEM.format(f"http://{host}:{server.port}/page", NOW - age))


@pytest.fixture
def world(httpserver: HTTPServer, tmp_path: Path, settings: Settings) -> Settings:
    """Editions on loopback: ``good`` is read, the others bring nothing, each in its own way."""

    def answer(host: str, path: str, body: str, kind: str = "text/xml", status: int = 200) -> None:
        httpserver.expect_request(
            path, headers={"Host": f"{host}:{httpserver.port}"}
        ).respond_with_data(body, content_type=f"{kind}; charset=utf-8", status=status)

    hosts = {
        "good": "",
        "broken": "<rss><channel><item>",
        "empty": RSS.format(""),
        "forbidden": "",
        "pages-gone": "",
        "asleep": listing(httpserver, "asleep.example", timedelta(days=2)),
        "ended": "<rss><channel><item>",
    }
    for name, body in hosts.items():
        host = f"{name}.example"
        rules = "User-agent: *\nDisallow: /page" if name == "forbidden" else ""
        answer(host, "/robots.txt", rules, "text/plain")
        answer(host, "/rss", body or listing(httpserver, host))
        answer(host, "/page", PAGE, "text/html", 410 if name == "pages-gone" else 200)
    entries = [
        f'[[outlet]]\nname = "{name}"\n[[outlet.edition]]\nid = "{name}-uk"\nlanguage = "uk"\n'
        f'home = "http://{name}.example:{httpserver.port}/"\n'
        f'feeds = ["http://{name}.example:{httpserver.port}/rss"]\n'
        + ("until = 2024-01-01\n" if name == "ended" else "")
        for name in hosts
    ]
    (tmp_path / "outlets.toml").write_text("\n".join(entries), "utf-8")
    where = {f"{name}.example": f"127.0.0.1:{httpserver.port}" for name in hosts}
    given = {"outlets": tmp_path / "outlets.toml", "host_map": where, "silent_passes": 3}
    return settings.changed(gather=given)


def passed(settings: Settings, number: int) -> tuple[list[str], list[Turn], dict[str, int]]:
    """Gather once and keep the row, as the flow does."""
    said: list[Turn] = []
    started = datetime.now(UTC)
    result = gather.run(
        Lake(settings.lake), settings, None, since=NOW - timedelta(hours=6), news=said.append
    )
    row = {
        "run_id": f"{number}",
        "stage": "gather",
        "started": started,
        "finished": started,
        "counts": [{"what": what, "count": count} for what, count in result.counts.items()],
        "models": [],
        "code": "1",
        "notices": [],
        "day": f"{started:%Y-%m-%d}",
    }
    Lake(settings.lake).add(RUNS, RUNS.frame([row]))
    silent = [notice.subject for notice in result.notices if notice.reason == silence.REASON]
    return silent, said, result.counts


def test_editions_that_fail_or_list_nothing_fall_silent_and_those_that_rest_or_sleep_do_not(
    world: Settings, httpserver: HTTPServer
) -> None:
    dead = ["broken-uk", "empty-uk", "forbidden-uk", "pages-gone-uk"]
    first, second, third = (passed(world, number) for number in range(3))
    assert first[0] == second[0] == []
    assert third[0] == dead, "good rests or is unchanged, asleep lists older pages, ended is over"
    assert [turn.edition for turn in third[1]] == dead
    assert third[2]["editions silent"] == 4
    assert third[2]["editions failed"] == 4
    assert third[2]["editions read"] == 2
    assert "good-uk: silent" not in third[2]
    detail = {turn.edition: turn.detail for turn in third[1]}
    assert "nothing in the last 3 gatherings, since " in detail["broken-uk"]
    assert f"http://broken.example:{httpserver.port}/rss: broken XML" in detail["broken-uk"]
    assert "HTTP 410" in detail["pages-gone-uk"]
    assert "robots" in detail["forbidden-uk"]

    assert passed(world, 3)[1] == [], "it is not said again on the same day"
    httpserver.clear()
    for path, body, kind in (
        ("/robots.txt", "", "text/plain"),
        ("/rss", listing(httpserver, "pages-gone.example"), "text/xml"),
        ("/page", PAGE, "text/html"),
    ):
        httpserver.expect_request(path).respond_with_data(
            body, content_type=f"{kind}; charset=utf-8"
        )
    silent, said, _ = passed(world, 4)
    assert silent == []
    assert {turn.edition for turn in said if turn.speaks} == set(dead)
