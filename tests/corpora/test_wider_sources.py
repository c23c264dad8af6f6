"""Sources beside feeds and sitemaps, and pages that need not be asked for: Telegram channels,
GDELT, servers without validators.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from werkzeug import Request, Response
from werkzeug.serving import make_server

from parallax.core.settings import Settings
from parallax.corpora.discover import gdelt, telegram
from parallax.corpora.fetch.archive import Archive
from parallax.corpora.fetch.fetcher import Fetcher
from parallax.corpora.fetch.revisit import Rechecks
from parallax.corpora.gatherer import Gatherer
from parallax.corpora.outlets import registry
from parallax.corpora.outlets.registry import Edition, Registry
from parallax.corpora.page_error import PageError
from parallax.corpora.store import days_of, known_pages, store
from parallax.lake.lake import Lake
from tests.corpora.test_fetch import PAGE

EDITION = Edition(
    "visnyk-uk", "Visnyk", "uk", "https://visnyk.example/", channels=("https://t.me/s/visnyk",)
)
REGISTRY = Registry((EDITION,))
POST = """<div class="tgme_widget_message_wrap">
<div class="tgme_widget_message js-widget_message" data-post="visnyk/{n}">
<div class="tgme_widget_message_text">Коротко <a href="{link}">читати</a>
<a href="https://t.me/visnyk">канал</a></div>
<a class="tgme_widget_message_date" href="https://t.me/visnyk/{n}">
<time datetime="{time}">10:00</time></a></div></div>"""


def channel(*posts: tuple[int, str, str], older: int | None = None) -> str:
    more = (
        f'<a class="tme_messages_more" data-before="{older}" href="/s/visnyk?before={older}">…</a>'
        if older
        else ""
    )
    messages = "".join(POST.format(n=n, link=link, time=time) for n, link, time in posts)
    return f"<html><body>{more}{messages}</body></html>"


class World:
    """A channel of two pages, GDELT's API and an outlet without validators; counts what it is asked
    for.
    """

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.text = "неділю"

    def __call__(self, environ: dict, start_response):
        request = Request(environ)
        self.asked.append(f"{request.host}{request.path}")
        return self.answer(request)(environ, start_response)

    def answer(self, request: Request) -> Response:
        if request.path == "/robots.txt":
            return Response(status=404)
        if request.host == "t.me":
            if request.args.get("before"):
                return Response(
                    channel((1, "https://visnyk.example/old", "2024-04-01T10:00:00+00:00")),
                    mimetype="text/html",
                )
            posts = [
                (3, "https://visnyk.example/a?utm_source=tg", "2024-04-03T10:00:00+00:00"),
                (4, "https://other.example/b", "2024-04-03T11:00:00+00:00"),
            ]
            return Response(channel(*posts, older=3), mimetype="text/html")
        if request.host == "api.gdeltproject.org":
            if "порт" not in request.args["query"]:
                return Response("Your query was too short or too long.", mimetype="text/html")
            found = [
                {"url": u, "seendate": "20240403T101500Z"}
                for u in ("https://visnyk.example/c", "https://unknown.example/d")
            ]
            return Response(json.dumps({"articles": found}), mimetype="application/json")
        return Response(
            PAGE.replace("Закон про мову", f"Закон {request.path} про мову в {self.text}"),
            content_type="text/html; charset=utf-8",
        )


@pytest.fixture
def world() -> Iterator[World]:
    hosts = World()
    server = make_server("127.0.0.1", 0, hosts, threaded=True)
    hosts.port = server.server_port
    Thread(target=server.serve_forever, daemon=True).start()
    yield hosts
    server.shutdown()


def settings_for(world: World, folder: Path) -> Settings:
    names = ("t.me", "api.gdeltproject.org", "visnyk.example", "other.example", "unknown.example")
    return Settings(
        lake=folder,
        gather={
            "host_map": dict.fromkeys(names, f"127.0.0.1:{world.port}"),
            "host_delay_seconds": 0,
            "retries": 0,
        },
    )


def test_of_a_channel_the_outlets_own_pages_are_read_and_older_posts_where_they_are_due(
    world: World, tmp_path: Path
) -> None:
    settings = settings_for(world, tmp_path / "lake")
    with Fetcher(settings) as fetcher:
        harvest = Gatherer(fetcher, Archive(settings.lake), REGISTRY).edition(
            EDITION, datetime(2024, 3, 1, tzinfo=UTC)
        )
    assert harvest.notices == []
    assert sorted(a.url for a, _, _ in harvest.articles) == [
        "https://visnyk.example/a",
        "https://visnyk.example/old",
    ]
    assert not any(asked.startswith("other.example") for asked in world.asked)


def test_a_channel_without_posts_is_reported() -> None:
    with pytest.raises(PageError, match="channel without posts"):
        telegram.parse(b"<html><body>preview not available</body></html>", "https://t.me/s/none")


def test_gdelt_lists_candidates_of_which_registered_outlets_are_read(
    world: World, tmp_path: Path
) -> None:
    settings = settings_for(world, tmp_path / "lake")
    with Fetcher(settings) as fetcher:
        gatherer = Gatherer(fetcher, Archive(settings.lake), REGISTRY)
        harvest = gatherer.search('"порт"', datetime(2024, 4, 3, tzinfo=UTC))
        refused = gatherer.search("x", None)
    assert [a.url for a, _, _ in harvest.articles] == ["https://visnyk.example/c"]
    assert [f.reason for f in refused.notices] == ["GDELT gives no list"]
    assert "too short" in refused.notices[0].detail


def test_the_address_for_gdelt_names_the_languages_and_the_time() -> None:
    asked = gdelt.address("storm", datetime(2024, 4, 3, 12, tzinfo=UTC))
    assert "sourcelang%3Aukr" in asked
    assert "startdatetime=20240403120000" in asked
    assert "timespan=1d" in gdelt.address("storm")


def test_a_page_without_validators_is_asked_for_at_growing_intervals(
    world: World, tmp_path: Path
) -> None:
    settings, path = settings_for(world, tmp_path / "lake"), tmp_path / "rechecks.json"
    lake, feed = Lake(settings.lake), tmp_path / "feed.xml"
    feed.write_text(
        '<rss version="2.0"><channel><item><link>https://visnyk.example/a</link></item></channel></rss>'
    )
    counts = []

    def gather() -> int:
        before = world.asked.count("visnyk.example/a")
        with Fetcher(settings) as fetcher, Rechecks(path) as rechecks:
            gatherer = Gatherer(
                fetcher, Archive(settings.lake), REGISTRY, known_pages(lake, REGISTRY), rechecks
            )
            harvest = gatherer.sources([str(feed)])
        counts.append(store(harvest, REGISTRY, lake))
        assert days_of(harvest, lake) == ["2024-04-03"]
        return world.asked.count("visnyk.example/a") - before

    def later(span: timedelta) -> None:
        stored = json.loads(path.read_text())
        path.write_text(
            json.dumps(
                {url: (at - span.total_seconds(), n, day) for url, (at, n, day) in stored.items()}
            )
        )

    assert [gather(), gather(), gather()] == [1, 1, 0]
    assert counts[-1]["pages not due"] == 1
    later(timedelta(minutes=16))
    assert gather() == 1
    later(timedelta(minutes=16))
    assert gather() == 0
    later(timedelta(minutes=16))
    world.text = "понеділок"
    assert gather() == 1
    assert counts[-1]["new texts"] == 1
    assert gather() == 1


def test_a_broken_file_of_rechecks_only_means_that_every_page_is_due(tmp_path: Path) -> None:
    (tmp_path / "rechecks.json").write_text("[1, 2")
    assert Rechecks(tmp_path / "rechecks.json").rests("https://visnyk.example/a") is None


def test_a_registry_may_name_channels(tmp_path: Path) -> None:
    file = tmp_path / "outlets.toml"
    file.write_text(
        '[[outlet]]\nname = "V"\n[[outlet.edition]]\nid = "v"\nlanguage = "uk"\nhome = '
        '"https://v.example/"\nchannels = ["https://t.me/s/v"]\n'
    )
    assert registry.load(file).editions[0].channels == ("https://t.me/s/v",)
