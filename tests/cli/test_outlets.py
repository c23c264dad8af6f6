"""Adding an outlet of one's own, and asking whether it answers, over a server on loopback."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from parallax.cli.app import app
from parallax.cli.outlets import age
from parallax.core.errors import InputError
from parallax.corpora.outlets.registry import load
from tests.corpora.raw_server import RawServer, page, serving

NOW = datetime.now(UTC)
UK = "Верховна Рада ухвалила закон про порти, повідомила пресслужба парламенту в четвер. "
EN = "The parliament passed the law on ports on Thursday, its press service said. "


def front(language: str, feed: str) -> bytes:
    return page(
        f"""<html lang="{language}"><head><title>Port</title>
        <meta property="og:site_name" content="Port Herald">
        <link rel="alternate" hreflang="uk" href="/"><link rel="alternate" hreflang="en" href="/en">
        <link rel="alternate" hreflang="de" href="/de">
        <link rel="alternate" type="application/rss+xml" href="{feed}">
        <link rel="alternate" type="application/rss+xml" href="/gone.xml">
        </head><body><h1>Port Herald</h1></body></html>""".encode()
    )


def article(title: str, words: str) -> bytes:
    return page(
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        f"<p>{words * 3}</p><p>{words * 2}</p></article></body></html>".encode()
    )


def feed(*paths: str) -> bytes:
    items = "".join(
        f"<item><link>https://port.example{path}</link>"
        f"<pubDate>{format_datetime(NOW - timedelta(minutes=14 + n))}</pubDate></item>"
        for n, path in enumerate(paths)
    )
    return page(f"<rss version='2.0'><channel>{items}</channel></rss>".encode())


SITE = {
    "/": front("uk", "/rss"),
    "/en": front("en", "/en/rss"),
    "/rss": feed("/1", "/2", "/3", "/4"),
    "/en/rss": feed("/en/1"),
    "/robots.txt": page(b"Sitemap: https://port.example/news.xml\n", "Content-Type: text/plain"),
    "/news.xml": page(
        b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
        b"<url><loc>https://port.example/1</loc></url></urlset>"
    ),
    "/1": article("Рада ухвалила закон про порти", UK),
    "/2": article("Закон про порти підписано", UK),
    "/3": page(b"<html><body><p>Menu</p></body></html>"),
    "/4": article("Порти чекають на закон", UK),
    "/en/1": article("Parliament passes law on ports", EN),
}


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[RawServer]:
    """The invented outlet Port Herald, and a folder to work in."""
    monkeypatch.chdir(tmp_path)
    with serving() as server:
        server.answers.update(SITE)
        hosts = {"port.example": f"127.0.0.1:{server.port}"}
        monkeypatch.setenv("PARALLAX_GATHER__HOST_MAP", json.dumps(hosts))
        monkeypatch.setenv("PARALLAX_GATHER__HOST_DELAY_SECONDS", "0")
        monkeypatch.setenv("PARALLAX_GATHER__RETRIES", "0")
        yield server


def program(*arguments: str, typed: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(app, ["outlets", *arguments], input=typed)
    if isinstance(result.exception, InputError):
        return 1, str(result.exception)
    return result.exit_code, result.output


def test_an_outlet_is_found_shown_and_added(port: RawServer) -> None:
    code, shown = program("add", "port.example", "--yes")
    assert code == 0, shown
    assert "Port Herald: uk, en" in shown
    for headline in ("Закон про порти підписано", "Порти чекають", "Parliament passes law"):
        assert headline in shown
    assert "no article text" in shown  # of the third page
    editions = {e.id: e for e in load(Path("outlets.toml")).editions}
    assert list(editions) == ["port-uk", "port-en"]
    assert editions["port-uk"].feeds == ("https://port.example/rss",)
    assert editions["port-uk"].sitemaps == ("https://port.example/news.xml",)
    assert editions["port-en"].feeds == ("https://port.example/en/rss",)
    assert {e.outlet for e in editions.values()} == {"Port Herald"}
    assert "/de" not in port.asked


def test_it_asks_first_and_an_outlet_is_added_once(port: RawServer) -> None:
    Path("outlets.toml").write_text("# my outlets\n", "utf-8")
    assert program("add", "https://port.example/", typed="n\n")[0] == 1
    assert Path("outlets.toml").read_text("utf-8") == "# my outlets\n"
    assert program("add", "https://port.example/", typed="y\n")[0] == 0
    assert Path("outlets.toml").read_text("utf-8").startswith("# my outlets\n\n[[outlet]]")
    code, said = program("add", "https://port.example/", "--yes")
    assert code == 1
    assert "is in outlets.toml already" in said


def test_check_says_what_a_person_would(port: RawServer) -> None:
    program("add", "port.example", "--yes")
    del port.answers["/en/rss"]
    code, shown = program("check", "--outlets", "outlets.toml")
    assert code == 0
    # the clock goes on while a busy machine answers
    assert re.search(r"4 articles, newest \d+ min ago, body 413 characters", shown)
    assert "1 article, newest at an unknown time, body 413 characters" in shown
    assert "HTTP 404" in shown


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "0 min ago"),
        (59, "59 min ago"),
        (61, "1 h ago"),
        (2879, "47 h ago"),
        (2880, "2 days ago"),
    ],
)
def test_how_long_ago(minutes: int, said: str) -> None:
    assert age(NOW - timedelta(minutes=minutes), NOW) == said


OUTLET = '[[outlet]]\nname = "A"\n'
EDITION = '[[outlet.edition]]\nid = "a"\nlanguage = "uk"\nhome = "https://a.example/"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f'{OUTLET}{EDITION}feed = ["x"]', "outlet 1 edition 1: feed is not known, perhaps feeds"),
        (f'{OUTLET}contry = "UA"\n{EDITION}', "contry is not known, perhaps country is meant"),
        (
            f'{OUTLET}{EDITION}[[outlet.pages]]\nbdy = "p"',
            "bdy is not known, perhaps body is meant",
        ),
        (f"[[outlets]]\n{EDITION}", "outlets is not known, perhaps outlet is meant"),
        (f"{OUTLET}{EDITION}xyz = 1", "(known here: id, language, home, feeds, sitemaps, channels"),
    ],
)
def test_a_wrong_key_is_named_with_the_known_ones(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "outlets.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(InputError) as refused:
        load(file)
    assert said in str(refused.value)
