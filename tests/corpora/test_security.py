"""What strangers may put into files and pages stays text: entities, paths, templates. All texts are
ours.
"""

import shutil
import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from parallax.core.errors import InputError
from parallax.core.settings import Settings
from parallax.corpora.discover import entries
from parallax.corpora.fetch.response import Response
from parallax.corpora.page_error import PageError
from parallax.lake.lake import Lake
from parallax.lake.schema import REVISIONS
from parallax.reports import stage
from parallax.reports.web import served
from parallax.translators import tmx

BOMB = "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
)
TMX = (
    '<tmx version="1.4"><header/><body><tu><tuv xml:lang="uk"><seg>{}</seg></tuv>'
    '<tuv xml:lang="en"><seg>Hello</seg></tuv></tu></body></tmx>'
)


@pytest.mark.parametrize("bomb", [False, True], ids=["a file of this machine", "a billion laughs"])
def test_entities_of_a_translation_memory_are_not_resolved(tmp_path: Path, bomb: bool) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    inside = f'<!ENTITY a "лол">{BOMB}' if bomb else f'<!ENTITY j SYSTEM "{secret.as_uri()}">'
    file = tmp_path / "evil.tmx"
    file.write_text(f"<!DOCTYPE tmx [{inside}]>" + TMX.format("&j;"), "utf-8")
    try:
        said = " ".join(unit.text for unit in tmx.read(file))
    except InputError:
        said = ""
    assert "secret" not in said
    assert len(said) < 1000


def test_entities_of_a_feed_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("https://a.example/the-secret")
    for inside in (f'<!ENTITY j SYSTEM "{secret.as_uri()}">', f'<!ENTITY a "lol">{BOMB}'):
        feed = f"<!DOCTYPE rss [{inside}]><rss version='2.0'><channel><item><link>https://a.example/&j;</link></item></channel></rss>"
        response = Response(
            "https://a.example/rss",
            "https://a.example/rss",
            feed.encode(),
            {"content-type": "application/rss+xml"},
        )
        try:
            listing = entries.parse(response)
        except PageError:
            continue
        found = listing.entries if listing else ()
        assert all("secret" not in str(entry) and len(str(entry)) < 1000 for entry in found)


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/stories/../../secret.txt",
        "//etc/passwd",
        "/stories/",
    ],
)
def test_the_web_server_reads_nothing_outside_its_folder_and_lists_none(
    tmp_path: Path, path: str
) -> None:
    (tmp_path / "pages" / "stories").mkdir(parents=True)
    (tmp_path / "pages" / "stories" / "one.html").write_text("one")
    (tmp_path / "secret.txt").write_text("the secret")
    with (
        served(tmp_path / "pages", "127.0.0.1", 0) as address,
        socket.create_connection(("127.0.0.1", urlsplit(address).port), 5) as raw,
    ):
        raw.sendall(f"GET {path} HTTP/1.0\r\n\r\n".encode())
        answer = b"".join(iter(lambda: raw.recv(4096), b""))
    assert answer.split(b"\r\n")[0].split()[1] in (b"404", b"403", b"400")
    assert b"the secret" not in answer
    assert b"one.html" not in answer


def test_a_headline_that_is_a_template_is_text(sample_lake: Lake, tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    shutil.copytree(sample_lake.root / "tables", lake.root / "tables")
    titled = lake.read(REVISIONS).with_columns(
        title="{{ 7*7 }}{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}"
        + lake.read(REVISIONS)["title"]
    )
    lake.replace(REVISIONS, titled, lake.partitions(REVISIONS))
    stage.run(lake, Settings(lake=lake.root), None)
    for page in (lake.root / "reports").rglob("*.html"):
        html = page.read_text("utf-8")
        assert "{{ 7*7 }}" in html
        assert "49{" not in html
        assert "&lt;class" not in html
