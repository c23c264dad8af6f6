"""Invented outlets on one raw server on loopback, and passes over them."""

from pathlib import Path

from parallax.core.settings import Settings
from parallax.corpora import stage
from parallax.lake.lake import Lake
from parallax.lake.stage_protocol import StageResult
from tests.corpora.raw_server import RawServer, page

BODY = "The parliament passed the law on language on Friday, deputies of the committee said. " * 4
OUTLET = """
[[outlet]]
name = "{name}"
country = "UA"
ownership = "private"
ownership_note = "invented"
[[outlet.edition]]
id = "{name}-en"
language = "en"
home = "https://{name}.example/"
feeds = [{feeds}]
"""


def article(title: str, *headers: str) -> bytes:
    """Return the answer that holds an article."""
    html = (
        f'<html lang="en"><head><title>{title}</title></head><body><article><h1>{title}</h1>'
        f"<p>{title}. {BODY}</p></article></body></html>"
    )
    return page(html.encode(), *headers)


def feed(*urls: str, dates: list[str] | None = None) -> bytes:
    """Return the answer that holds a feed, without dates when None."""
    items = "".join(
        f"<item><link>{url}</link>{f'<pubDate>{dates[n]}</pubDate>' if dates else ''}</item>"
        for n, url in enumerate(urls)
    )
    return page(f'<rss version="2.0"><channel>{items}</channel></rss>'.encode())


def settings_for(
    folder: Path, server: RawServer, feeds: dict[str, list[str]], **gather: object
) -> Settings:
    """Return settings for outlets with these feeds, all served by one server."""
    outlets = folder / "outlets.toml"
    outlets.write_text(
        "".join(
            OUTLET.format(name=name, feeds=", ".join(f'"{url}"' for url in urls))
            for name, urls in feeds.items()
        ),
        "utf-8",
    )
    hosts = {url.split("/")[2] for urls in feeds.values() for url in urls}
    hosts |= {f"{name}.example" for name in feeds}
    return Settings(
        lake=folder / "lake",
        gather={
            "outlets": outlets,
            "host_map": dict.fromkeys(hosts, f"127.0.0.1:{server.port}"),
            "host_delay_seconds": 0,
            "retries": 0,
            "robots": False,
            "timeout_seconds": 1,
            **gather,
        },
    )


def one_pass(settings: Settings) -> StageResult:
    """Gather once."""
    return stage.run(Lake(settings.lake), settings, None)
