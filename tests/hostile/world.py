"""Thirty-six hosts, each hostile or broken in its own way, and two good ones."""

import gzip
import json
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from tests.hostile.wire import Host, Request, Send, answer, drip

BODY = "Рада ухвалила закон про мову в п’ятницю, повідомили депутати комітету. " * 4
RSS = '<rss version="2.0"><channel><title>x</title>{}</channel></rss>'
URLSET = "http://www.sitemaps.org/schemas/sitemap/0.9"
PAGES = 12
"""Pages of each good host."""


def page(title: str, head: str = "", body: str = "", date: str = "2024-04-03T10:00:00Z") -> str:
    """Return a page as outlets write them."""
    return (
        f'<html lang="uk"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="article:published_time" content="{date}">{head}</head>'
        f"<body><article><h1>{title}</h1><p>{BODY}</p>{body}</article></body></html>"
    )


def feed(host: str, *paths: str, date: str = "Wed, 03 Apr 2024 10:00:00 GMT") -> str:
    """Return a feed of some pages; an address may be whole."""
    links = (path if "://" in path else f"https://{host}{path}" for path in paths)
    dated = f"<pubDate>{date}</pubDate>" if date else ""
    return RSS.format(
        "".join(f"<item><title>t</title><link>{link}</link>{dated}</item>" for link in links)
    )


def data(**fields: object) -> str:
    """Return JSON-LD of an article."""
    stated = json.dumps({"@type": "NewsArticle", **fields})
    return f'<script type="application/ld+json">{stated}</script>'


@dataclass(frozen=True)
class Fault:
    """One host: what it answers, and which reason or remark its edition must leave.

    An empty reason: its pages are read, whatever it does.
    """

    host: Host
    reason: str = ""


def site(
    pages: Callable[[Request], bytes],
    paths: tuple[str, ...] = ("/a",),
    listing: bytes | None = None,
    robots: bytes | None = None,
) -> Host:
    """Return a host with a feed at /rss and pages; a good one where nothing else is given."""

    def host(request: Request, send: Send) -> None:
        if request.path == "/robots.txt":
            send(robots or answer("", status="404 Not Found"))
        elif request.path == "/rss":
            send(listing or answer(feed(request.host, *paths), "application/rss+xml"))
        else:
            send(pages(request))

    return host


def good(request: Request) -> bytes:
    """Return a good page."""
    return answer(page(f"Закон номер {request.path.strip('/')} ухвалено в Києві"))


def titled(title: str) -> Callable[[Request], bytes]:
    """Return what answers with a page of that headline."""
    return lambda request: answer(page(title))


def marked(head: str = "", body: str = "", **more: str) -> Callable[[Request], bytes]:
    """Return what answers with a page with something in it."""
    return lambda request: answer(
        page(f"Закон {request.path} ухвалено в Києві", head, body, **more)
    )


def sent(raw: bytes) -> Callable[[Request], bytes]:
    """Return what answers with these very bytes."""
    return lambda request: raw


def slow(pieces: Callable[[Send], None]) -> Host:
    """Return a host whose pages come in pieces, slowly or without an end."""
    whole = site(good)

    def host(request: Request, send: Send) -> None:
        if request.path in ("/robots.txt", "/rss"):
            whole(request, send)
        else:
            pieces(send)

    return host


def _bomb(layers: int) -> bytes:
    """Return 300 MB of one letter, packed once or twice."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = b"".join([packer.compress(b"<p>slovo" * 125_000) for _ in range(300)]) + packer.flush()
    return gzip.compress(packed) if layers == 2 else packed


def _endless(send: Send) -> None:
    send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        send(b"<p>slovo</p>" * 4096)


def _headers(send: Send) -> None:
    send(b"HTTP/1.1 200 OK\r\n")
    for n in count():
        send(f"X-{n}: {'y' * 900}\r\n".encode() * 50)


_CHANGING = count()


def _changing(request: Request) -> bytes:
    """Return a page of 200 kB that is another one each time, with a validator."""
    n = next(_CHANGING)
    filler = f"<!-- {n} {'x' * 200_000} -->"
    return answer(page(f"Закон {request.path} ухвалено в Києві", body=filler), ETag=f'"{n}"')


def _silent(send: Send) -> None:
    del send
    time.sleep(30)


def _sitemap(request: Request, send: Send) -> None:
    host = request.host
    child = (
        f'<urlset xmlns="{URLSET}" xmlns:i="http://www.google.com/schemas/sitemap-image/1.1"><url>'
        f"<loc>https://{host}/a</loc><i:image><i:loc>https://{host}/picture.jpg</i:loc></i:image>"
        "</url></urlset>"
    )
    index = (
        f'<sitemapindex xmlns="{URLSET}"><sitemap><loc>https://{host}/gone.xml</loc></sitemap>'
        f"<sitemap><loc>https://{host}/child.xml</loc></sitemap></sitemapindex>"
    )
    listing = {"/rss": index, "/child.xml": child}.get(request.path)
    if request.path in ("/gone.xml", "/robots.txt", "/picture.jpg"):
        send(answer("", status="404 Not Found"))
    else:
        send(answer(listing, "application/xml") if listing else good(request))


def _robots_elsewhere(request: Request, send: Send) -> None:
    if request.path == "/robots.txt":
        send(answer("", status="301 Moved", Location="/rules.txt"))
    elif request.path == "/rules.txt":
        send(answer("User-agent: *\nDisallow: /\n", "text/plain"))
    else:
        site(good)(request, send)


LAUGHS = (
    "<!DOCTYPE rss [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {b} '{f'&{a};' * 50}'>" for a, b in zip("abcdef", "bcdefg", strict=True))
    + "]>"
)
FAULTS: dict[str, Fault] = {
    "surrogate": Fault(site(marked(data(author={"name": "Іван\ud83d"}, headline="\udc00")))),
    "yearone": Fault(site(marked(date="0001-01-01T00:00:00Z")), "publication date not plausible"),
    "dateline": Fault(site(marked(body=f"<p>{'січ.' * 40} x</p><p>{'jan. ' * 40} x</p>"))),
    "bars": Fault(site(titled("x | " * 5000))),
    "openmarks": Fault(site(marked(data(articleBody="<a" * 100_000)))),
    "braces": Fault(
        site(
            good, ("/a",), answer(feed("braces.example", "/a", "https://x.example/" + "{" * 80_000))
        )
    ),
    "home": Fault(
        site(marked('<link rel="canonical" href="https://home.example/">'), ("/a", "/b", "/c")),
    ),
    "forger": Fault(site(marked('<link rel="canonical" href="https://good-uk.example/p1">'))),
    "badredirect": Fault(
        site(sent(answer("", status="302 Found", Location="http://[bad/"))), "bad redirect"
    ),
    "inside": Fault(
        site(sent(answer("", status="302 Found", Location="http://169.254.169.254/latest"))),
        "private address refused",
    ),
    "loop": Fault(
        site(lambda r: answer("", status="302 Found", Location=r.path)), "redirects in a loop"
    ),
    "retry": Fault(
        site(
            sent(
                answer(
                    "",
                    status="429 Too Many",
                    Retry_After="Mon, 1 Jan 2024 00:00:00 +9999999999999",
                )
            )
        ),
        "HTTP 429",
    ),
    "twicepacked": Fault(
        site(sent(answer(_bomb(2), Content_Encoding="gzip, gzip"))), "cannot be decompressed"
    ),
    "packed": Fault(site(sent(answer(_bomb(1), Content_Encoding="gzip"))), "page too long"),
    "garbled": Fault(
        site(sent(answer(b"no gzip at all", Content_Encoding="gzip"))), "cannot be decompressed"
    ),
    "crowd": Fault(site(good, tuple(f"/p{n}" for n in range(400)), None), "left for the next pass"),
    "asleep": Fault(slow(_silent), "timed out"),
    "endless": Fault(slow(_endless), "page too long"),
    "dripbody": Fault(
        slow(lambda send: (send(b"HTTP/1.1 200 OK\r\n\r\n"), drip(send, b"<p>"))[1]), "timed out"
    ),
    "driphead": Fault(slow(lambda send: drip(send, b"H")), "timed out"),
    "flood": Fault(slow(_headers), "broken answer"),
    "hangup": Fault(slow(lambda send: None), "broken answer"),
    "nohttp": Fault(slow(lambda send: send(b"\x00\xff no http\r\n\r\n")), "broken answer"),
    "short": Fault(
        slow(lambda send: send(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n<p>x")),
        "broken answer",
    ),
    "chunks": Fault(
        slow(lambda send: send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx")),
        "broken answer",
    ),
    "robotsaway": Fault(_robots_elsewhere, "robots.txt forbids"),
    "robots429": Fault(
        site(good, robots=answer("", status="429 Too Many")), "robots.txt unavailable"
    ),
    "wide": Fault(
        site(
            good, listing=answer(feed("wide.example", "/a").encode("utf-16"), "application/rss+xml")
        )
    ),
    "comment": Fault(
        site(good, listing=answer(f"<!-- {'<html> ' * 900} -->" + feed("comment.example", "/a")))
    ),
    "sitemap": Fault(_sitemap, "HTTP 404"),
    "nested": Fault(site(marked(body="<div>" * 20_000)), "page cannot be parsed"),
    "table": Fault(
        site(marked(body="<table>" + "<tr><td>x<td>y" * 300_000)), "page takes too long"
    ),
    "attributes": Fault(site(marked(body=f"<p {'a=b ' * 500_000}>x</p>")), ""),
    "laughs": Fault(
        site(good, listing=answer(LAUGHS + feed("laughs.example", "/a&g;"), "application/xml")), ""
    ),
    "marks": Fault(
        site(titled("[/b] [link=file:///x] \\](https://evil) ![x](y) &#27;[31m \u202e закон"))
    ),
    "changing": Fault(site(_changing, ("/a", "/b", "/c"))),
}
GOOD = ("good-uk", "good-ru")


def hosts() -> dict[str, Host]:
    """Return all hosts by name."""
    fine = {f"{name}.example": site(good, tuple(f"/p{n}" for n in range(PAGES))) for name in GOOD}
    return fine | {f"{name}.example": fault.host for name, fault in FAULTS.items()}


def registry() -> str:
    """Return the registry of their editions; the good ones are the last."""
    return "".join(
        f'[[outlet]]\nname = "{name}"\n[[outlet.edition]]\nid = "{name}"\nlanguage = "uk"\n'
        f'home = "https://{name}.example/"\nfeeds = ["https://{name}.example/rss"]\n'
        for name in (*FAULTS, *GOOD)
    )
