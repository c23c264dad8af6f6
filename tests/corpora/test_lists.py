"""What a response lists: told by its first element, in any encoding; one bad entry or one bad list
costs itself only. All texts are ours.
"""

import gzip
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from pytest_httpserver import HTTPServer

from parallax.core.settings import Settings
from parallax.corpora.discover import entries
from parallax.corpora.discover.listing import Listing
from parallax.corpora.fetch.archive import Archive
from parallax.corpora.fetch.fetcher import Fetcher
from parallax.corpora.fetch.response import Response
from parallax.corpora.gatherer import Gatherer
from parallax.corpora.outlets.registry import load
from parallax.corpora.page_error import PageError
from tests.corpora.test_fetch import PAGE
from tests.corpora.test_wider_sources import channel

URL = "https://a.example/list"
ONE = "https://a.example/1"
ITEM = f"<item><title>Закон</title><link>{ONE}</link></item>"
RSS = f'<rss version="2.0"><channel><title>Новини</title>{ITEM}</channel></rss>'
ATOM = 'xmlns="http://www.w3.org/2005/Atom"'
SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
LAUGHS = "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
)
PHP = "<br />\n<b>Warning</b>:  Undefined index in <b>/var/www/rss.php</b> on line <b>3</b><br />\n"


def declared(encoding: str) -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?>{RSS}'


def listing(body: bytes | str, content_type: str = "", url: str = URL) -> Listing | None:
    raw = body.encode() if isinstance(body, str) else body
    headers = {"content-type": content_type} if content_type else {}
    return entries.parse(Response(url, url, raw, headers))


def pages(body: bytes | str, content_type: str = "") -> list[str]:
    found = listing(body, content_type)
    assert found is not None
    return [entry.url for entry in found.entries]


@pytest.mark.parametrize(
    "body",
    [
        RSS,
        f"\n\n  {declared('UTF-8')}",
        b"\xef\xbb\xbf" + declared("UTF-8").encode(),
        declared("UTF-16").encode("utf-16"),
        declared("UTF-16").encode("utf-16-be"),
        declared("UTF-8").encode("utf-16-le"),
        RSS.encode("utf-32"),
        declared("windows-1251").encode("cp1251"),
        declared("KOI8-R").encode("koi8-r"),
        declared("no-such-encoding").encode("cp1251"),
        declared("hex").encode("cp1251"),
        gzip.compress(RSS.encode()),
        gzip.compress(declared("UTF-16").encode("utf-16")),
        f"<!--{'x' * 3000}-->{RSS}",
        f"<!-- {'- > <html> ' * 100_000} -->{RSS}",
        f"<!-- a -- b --><!-- c -->{RSS}",
        f'<?xml-stylesheet type="text/xsl" href="/rss.xsl"?>{RSS}',
        f'<!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "http://my.netscape.com/rss.dtd">{RSS}',
        f'<!DOCTYPE rss [<!ENTITY n "]>"><!ELEMENT a (b)>]>{RSS}',
        PHP + declared("UTF-8"),
        f"Notice: x in /var/www/rss.php on line 3\n{RSS}",
        RSS.replace("<title>Закон", "<description><![CDATA[<html><rss>]]></description><title>"),
        RSS.replace("rss", "RSS"),
        RSS.replace("Закон", "A & B &nbsp; <b>"),
        RSS.removesuffix("</channel></rss>"),
        f'<x:rss xmlns:x="http://backend.userland.com/rss2"><x:channel><x:item><x:link>{ONE}</x:link>'
        "</x:item></x:channel></x:rss>",
        f'<rdf:RDF {RDF} xmlns="http://purl.org/rss/1.0/"><channel/>{ITEM}</rdf:RDF>',
        f'<rdf:RDF {RDF} xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel/>{ITEM}</rdf:RDF>',
        f'<feed {ATOM}><entry><link href="{ONE}"/></entry></feed>',
        f'<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:link href="{ONE}"/></a:entry>'
        "</a:feed>",
        f'<a:feed><a:entry><a:link href="{ONE}"/></a:entry></a:feed>',
        f'<feed xmlns="http://purl.org/atom/ns#"><entry><link href="{ONE}"/></entry></feed>',
        f"<urlset {SITEMAP}><url><loc>{ONE}</loc></url></urlset>",
        f"<urlset {SITEMAP}><url><loc><![CDATA[ {ONE} ]]></loc></url></urlset>",
        f"<urlset><url><loc>\n{ONE}\n</loc></url></urlset>",
        f'<s:urlset xmlns:s="http://www.google.com/schemas/sitemap/0.84"><s:url><s:loc>{ONE}</s:loc>'
        "</s:url></s:urlset>",
        f"<sm:urlset><sm:url><sm:loc>{ONE}</sm:loc></sm:url></sm:urlset>",
        f"<!--{'x' * 9000}--><urlset {SITEMAP}><url><loc>{ONE}</loc></url></urlset>".encode(
            "utf-16"
        ),
    ],
    ids=range(38),
)
@pytest.mark.parametrize("media_type", ["", "text/html", "application/xml"])
def test_a_list_is_recognised_by_its_first_element(body: bytes | str, media_type: str) -> None:
    assert pages(body, media_type) == [ONE]


@pytest.mark.parametrize(
    "body",
    [
        "<html><body>About <rss> and <urlset></body></html>",
        f"<!DOCTYPE html><html><body><pre>{RSS}</pre></body></html>",
        f"<!-- <rss> --><html>{RSS}</html>",
        f'<?xml version="1.0"?><!DOCTYPE html><html>{RSS}</html>',
        f"<div>{RSS}</div>",
        f"<title>x</title>{RSS}",
        f"<svg>{RSS}</svg>",
        f"{PHP}<html>{RSS}</html>",
        "<rss-widget></rss-widget>",
        "&lt;rss&gt; is how a feed begins",
        "",
        "{}",
        '{"version": 1}',
        '{"@type": "NewsArticle"}',
        "%PDF-1.4",
        "<",
        "<!--",
        "<!DOCTYPE",
        "<!DOCTYPE x [" + "\"'" * 1000,
    ],
)
def test_a_page_that_speaks_of_feeds_is_no_feed(body: str) -> None:
    assert listing(body) is None


def test_the_media_type_decides_only_without_an_element() -> None:
    assert listing(RSS, "text/plain") is not None
    assert listing("<html></html>", "application/rss+xml") is None
    with pytest.raises(PageError):
        listing("nothing", "application/rss+xml; charset=utf-8")


JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "items": [
        {"id": "1", "url": "/1", "date_published": "2024-04-03T10:00:00+03:00"},
        {"id": ONE.replace("1", "2")},
        {"id": "3"},
        {"id": 4, "url": None},
        "x",
    ],
}


@pytest.mark.parametrize("version", ["1", "1.1"])
@pytest.mark.parametrize("start", ["", "\ufeff", "\n "])
def test_a_json_feed_is_read(version: str, start: str) -> None:
    feed = JSON_FEED | {"version": f"https://jsonfeed.org/version/{version}"}
    found = listing(start + json.dumps(feed), "application/feed+json")
    assert found is not None
    assert [(e.url, e.published) for e in found.entries] == [
        (ONE, datetime(2024, 4, 3, 7, tzinfo=UTC)),
        ("https://a.example/2", None),
    ]
    assert [(n.severity, n.reason) for n in found.notices] == [
        ("warning", "entry without a usable address")
    ]


@pytest.mark.parametrize(
    "body",
    ["[" * 100_000, '{"version": ' + "9" * 5000 + "}", '{"a":' * 100_000, '{"items": []}'],
    ids=["deep list", "a huge number", "deep objects", "no version"],
)
def test_other_json_is_no_feed(body: str) -> None:
    assert listing(body, "application/json") is None


@pytest.mark.parametrize(
    "inside",
    [
        "<image:image><image:loc>https://cdn.example/i.jpg</image:loc></image:image>{loc}{day}",
        "{loc}<image:image><image:loc>https://cdn.example/i.jpg</image:loc></image:image>{day}",
        "{loc}{day}<video:video><video:publication_date>2001-01-01</video:publication_date>"
        "<video:player_loc>https://cdn.example/v</video:player_loc></video:video>",
        "<video:video><video:loc>https://cdn.example/v</video:loc></video:video>{loc}{day}",
        '<xhtml:link rel="alternate" hreflang="en" href="https://a.example/en/1"/>{loc}{day}',
        "{loc}{day}<loc>https://a.example/second</loc><lastmod>2001-01-01</lastmod>",
        "{loc}<lastmod>2001-01-01</lastmod><news:news><news:publication_date>2024-04-03"
        "</news:publication_date></news:news>",
        "{loc}{day}<news:news><news:title>t</news:title></news:news>",
        "{loc}{day}<other:lastmod xmlns:other='urn:x'>2001-01-01</other:lastmod>",
        "<!-- <loc>https://a.example/no</loc> -->{loc}{day}",
        "{loc}<video:video><lastmod>2001-01-01</lastmod></video:video>{day}",
    ],
    ids=range(11),
)
@pytest.mark.parametrize("named", [True, False], ids=["namespaces", "only prefixes"])
def test_what_is_about_pictures_never_stands_for_the_page(inside: str, named: bool) -> None:
    spaces = " ".join(
        f'xmlns:{name}="http://www.{site}"'
        for name, site in {
            "image": "google.com/schemas/sitemap-image/1.1",
            "video": "google.com/schemas/sitemap-video/1.1",
            "news": "google.com/schemas/sitemap-news/0.9",
            "xhtml": "w3.org/1999/xhtml",
        }.items()
    )
    url = inside.format(loc=f"<loc>{ONE}</loc>", day="<lastmod>2024-04-03</lastmod>")
    found = listing(f"<urlset {SITEMAP} {spaces if named else ''}><url>{url}</url></urlset>")
    assert found is not None
    assert [(e.url, e.published) for e in found.entries] == [
        (ONE, datetime(2024, 4, 3, tzinfo=UTC))
    ]


@pytest.mark.parametrize(
    "entry",
    [
        '<media:content xmlns:media="http://search.yahoo.com/mrss/" url="https://c.example/i.jpg"/>'
        f"<link>{ONE}</link>",
        f'<enclosure url="https://c.example/a.mp3" type="audio/mpeg"/><link>{ONE}</link>',
        f'<a:link {ATOM.replace("xmlns", "xmlns:a")} rel="self" href="https://a.example/s"/>'
        f"<link>{ONE}</link>",
        f'<link>{ONE}</link><a:link {ATOM.replace("xmlns", "xmlns:a")} rel="enclosure" href="x"/>',
        f'<a:link {ATOM.replace("xmlns", "xmlns:a")} rel="alternate" href="{ONE}"/>',
        f"<guid>{ONE}</guid>",
        f'<guid isPermaLink="true">{ONE}</guid><link></link>',
        f'<guid isPermaLink="false">https://a.example/no</guid><link>{ONE}</link>',
        f"<link><![CDATA[{ONE}]]></link>",
        "<link> /1 </link><link>https://a.example/2</link>",
        f'<link href="{ONE}"/>',
        f'<itunes:link xmlns:itunes="urn:itunes">https://c.example/</itunes:link><link>{ONE}</link>',
        f"<source><link>https://b.example/</link></source><link>{ONE}</link>",
    ],
    ids=range(13),
)
def test_the_link_of_an_entry_is_its_page(entry: str) -> None:
    assert pages(f"<rss><channel><item>{entry}</item></channel></rss>") == [ONE]


@pytest.mark.parametrize(
    "links",
    [
        f'<link rel="self" href="/s"/><link rel="alternate" href="{ONE}"/>',
        f'<link rel="enclosure" href="/a.mp3"/><link href="{ONE}"/>',
        f'<link rel="alternate" type="application/pdf" href="/p"/><link type="text/html" '
        f'href="{ONE}"/>',
        f'<link rel="edit" href="/e"/><link rel="replies" href="/r"/><link href="{ONE}"/>',
        '<link href="1"/>',
        '<link xml:base="https://a.example/" href="1"/>',
    ],
)
def test_the_alternate_link_of_an_atom_entry_is_its_page(links: str) -> None:
    assert pages(f"<feed {ATOM}><entry>{links}</entry></feed>") == [ONE]


@pytest.mark.parametrize(
    ("dates", "day"),
    [
        ("<pubDate>Wed, 03 Apr 2024 10:00:00 +0300</pubDate>", "2024-04-03 07:00"),
        ("<pubDate>2024-04-03T10:00:00Z</pubDate>", "2024-04-03 10:00"),
        ('<dc:date xmlns:dc="http://purl.org/dc/terms/">2024-04-03</dc:date>', "2024-04-03 00:00"),
        ("<dc:date>2024-04-03</dc:date>", "2024-04-03 00:00"),
        ("<published>2024-04-03</published><updated>2024-05-01</updated>", "2024-04-03 00:00"),
        ("<updated>2024-04-03</updated>", "2024-04-03 00:00"),
        ("<pubDate>soon</pubDate>", "None"),
        ("<pubDate>0000-01-01T00:00:00Z</pubDate>", "None"),
        ("<pubDate>Mon, 1 Jan 2024 00:00:00 +9999999999999</pubDate>", "None"),
        ('<media:pubDate xmlns:media="urn:m">2001-01-01</media:pubDate>', "None"),
        ("<pubDate/>", "None"),
    ],
)
def test_a_date_that_cannot_be_is_no_date(dates: str, day: str) -> None:
    found = listing(f"<rss><channel><item><link>{ONE}</link>{dates}</item></channel></rss>")
    assert found is not None
    assert [str(entry.published)[:16] for entry in found.entries] == [day]


BAD = [
    "http://[bad",
    "javascript:alert(1)",
    "http://user@a.example/",
    "https://a.example:99999/",
    "https://a b/",
    "ftp://a.example/",
    "https://a.example/" + "{" * 40_000,
    "https://" + "a" * 3000,
    "mailto:a@a.example",
    "//[::1",
    "&undefined;",
]


@pytest.mark.parametrize("bad", BAD, ids=lambda text: text[:20])
@pytest.mark.parametrize(
    "form",
    [
        f"<rss><channel><item><link>%s</link></item>{ITEM}</channel></rss>",
        f"<urlset><url><loc>%s</loc></url><url><loc>{ONE}</loc></url></urlset>",
    ],
    ids=["feed", "sitemap"],
)
def test_a_bad_address_costs_its_entry_only(bad: str, form: str) -> None:
    found = listing(form % bad)
    assert found is not None
    assert [entry.url for entry in found.entries] == [ONE]
    if not bad.startswith("&"):
        assert [(n.subject, n.severity) for n in found.notices] == [(URL, "warning")]
        assert len(found.notices[0].detail) < 500


def test_bad_addresses_are_counted_in_one_warning() -> None:
    items = "".join(f"<item><link>http://[bad{n}</link></item>" for n in range(100))
    found = listing(f"<rss><channel>{items}{ITEM}</channel></rss>")
    assert found is not None
    assert found.notices[0].detail.count("not a web address") == 3
    assert found.notices[0].detail.endswith("and 97 more")


HUGE: dict[str, Callable[[], str]] = {
    "laughs in a feed": lambda: f"<!DOCTYPE r [{LAUGHS}]>" + RSS.replace("/1<", "/&j;<"),
    "laughs in a sitemap": lambda: (
        f"<!DOCTYPE u [{LAUGHS}]><urlset><url><loc>&j;</loc></url></urlset>"
    ),
    "a file": lambda: (
        '<!DOCTYPE r [<!ENTITY j SYSTEM "file:///etc/passwd">]>' + RSS.replace("/1<", "/&j;<")
    ),
    "deep feed": lambda: "<rss>" + "<a>" * 300_000,
    "deep sitemap": lambda: "<urlset>" + "<url>" * 300_000,
    "empty elements": lambda: "<rss>" + "<a/>" * 300_000,
    "attributes": lambda: "<rss " + " ".join(f'a{n}="1"' for n in range(100_000)) + ">",
    "less-than signs": lambda: "<" * 2_000_000,
    "comments": lambda: "<!--" * 500_000,
    "instructions": lambda: "<?" * 1_000_000,
    "quotes": lambda: "<!DOCTYPE x [" + "\"'" * 500_000,
    "brackets": lambda: '<!DOCTYPE x ["]' * 100_000,
    "breaks": lambda: "<br>" * 500_000,
    "prefixes": lambda: "<rss>" + "".join(f"<p{n}:a/>" for n in range(50_000)),
    "a name in a broken feed": lambda: f"<rss>{ITEM}</x><item><i{'9' * 900_000}",
    "a prefix in a broken feed": lambda: f"<rss>{ITEM}</x><item><i:{'a' * 900_000}",
    "ampersands": lambda: "<rss>" + "&" * 1_000_000,
}


@pytest.mark.parametrize("kind", HUGE)
def test_what_floods_a_list_is_bounded(kind: str) -> None:
    body = HUGE[kind]().encode()
    began = time.process_time()
    try:
        found = listing(body)
    except PageError:
        found = None
    assert found is None or all(len(entry.url) < 100 for entry in found.entries)
    assert time.process_time() - began < 4


@pytest.mark.parametrize("form", ["<rss>{}</rss>", "<urlset>{}</urlset>"])
def test_a_list_has_a_limit_of_entries_and_says_so(form: str) -> None:
    item = "<item><link>{0}</link></item>" if "rss" in form else "<url><loc>{0}</loc></url>"
    items = "".join(item.format(f"https://a.example/{n}") for n in range(50_500))
    began = time.process_time()
    found = listing(form.format(items))
    assert time.process_time() - began < 4
    assert found is not None
    assert len(found.entries) == 50_000
    assert [(n.severity, n.reason.partition(" ")[2]) for n in found.notices] == [
        ("warning", "too long")
    ]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (gzip.compress(RSS.encode())[:-20], "cannot be decompressed"),
        (b"\x1f\x8b\x08rubbish", "cannot be decompressed"),
        (gzip.compress(RSS.encode() + b" " * 60_000_000), "page too long"),
        (b"<rss><channel></channel></rss>", "feed without entries"),
        (b"<rss><channel><item><title>", "broken XML"),
        (b"<rss><channel><item><title>x</title></item></channel></rss>", "feed without entries"),
        (b"<rss><channel><title></x></channel></rss>", "broken XML"),
        (b"<urlset><url>", "broken XML"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": 5}', "feed without entries"),
    ],
    ids=range(9),
)
def test_a_list_that_cannot_be_read_is_one_failure(body: bytes, reason: str) -> None:
    with pytest.raises(PageError) as refused:
        listing(body)
    assert refused.value.reason == reason


def index(*names: str) -> str:
    inside = "".join(f"<sitemap><loc>{name}</loc></sitemap>" for name in names)
    return f"<sitemapindex {SITEMAP}>{inside}</sitemapindex>"


def sitemap(*names: str) -> str:
    inside = "".join(f"<url><loc>{name}</loc></url>" for name in names)
    return f"<urlset {SITEMAP}>{inside}</urlset>"


@pytest.mark.parametrize(
    ("fault", "subject", "reason"),
    [
        (PageError("HTTP 404"), "https://a.example/bad.xml", "HTTP 404"),
        (PageError("timed out"), "https://a.example/bad.xml", "timed out"),
        (PageError("robots.txt forbids"), "https://a.example/bad.xml", "robots.txt forbids"),
        ("<html>not found</html>", "https://a.example/bad.xml", "not a list"),
        ("<urlset><url>", "https://a.example/bad.xml", "broken XML"),
        ("<rss></rss>", "https://a.example/bad.xml", "feed without entries"),
        ("\x1f", "https://a.example/bad.xml", "not a list"),
        ("", "https://a.example/bad.xml", "not a list"),
        (index("http://[bad"), "https://a.example/bad.xml", "not a web address"),
        (index("https://a.example/" + "x" * 3000), "https://a.example/bad.xml", "address too long"),
    ],
    ids=range(10),
)
def test_a_sitemap_that_fails_is_one_failure_and_costs_no_other(
    fault: PageError | str, subject: str, reason: str
) -> None:
    def read(url: str) -> Response:
        if url.endswith("bad.xml"):
            if isinstance(fault, PageError):
                raise fault
            return Response(url, url, fault.encode())
        return Response(url, url, sitemap(ONE).encode())

    top = index("https://a.example/bad.xml", "/good.xml", "http://[bad2")
    found = entries.listed(Response(URL, URL, top.encode()), None, read)
    assert found is not None
    assert [entry.url for entry in found.entries] == [ONE]
    assert [(n.subject, n.reason, n.severity) for n in found.notices] == [
        (URL, "not a web address", "error"),
        (subject, reason, "error"),
    ]


def test_an_index_that_names_itself_ends() -> None:
    asked = []

    def read(url: str) -> Response:
        asked.append(url)
        return Response(url, url, index(URL, f"{url}/deeper").encode())

    found = entries.listed(Response(URL, URL, index(URL, f"{URL}/deeper").encode()), None, read)
    assert found is not None
    assert found.entries == ()
    assert len(asked) == len(set(asked)) == entries.FOLLOWED.sitemaps


WRONG = ["<br>", "<b>", "<img src='x'>", "</p>", "</td>", "<p><p><p>", "<", "<3 >", "&", "&x;"]


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("place", ["title", "description"])
def test_markup_that_is_not_closed_costs_no_entry(wrong: str, place: str) -> None:
    links = [f"https://a.example/{n}" for n in range(300)]
    items = "".join(
        f"<item><{place}>a {wrong} b</{place}><link>{link}</link></item>" for link in links
    )
    found = listing(f"<rss><channel><title>t</title>{items}</channel></rss>")
    assert found is not None
    assert [entry.url for entry in found.entries] == links


def test_an_older_page_of_a_channel_that_fails_is_one_failure() -> None:
    address, when = "https://t.me/s/visnyk", "2024-04-03T10:00:00+00:00"
    body = channel((3, "https://a.example/1", when), (4, "http://[bad", when), older=3)

    def read(url: str) -> Response:
        raise PageError("HTTP 500", url)

    response = Response(address, address, body.encode(), {"content-type": "text/html"})
    found = entries.listed(response, datetime(2024, 4, 1, tzinfo=UTC), read)
    assert found is not None
    assert [entry.url for entry in found.entries] == [ONE]
    assert [(n.subject, n.reason) for n in found.notices] == [
        ("https://t.me/s/visnyk?before=3", "HTTP 500")
    ]


def test_an_edition_is_whole_but_for_what_is_bad(
    httpserver: HTTPServer, settings: Settings
) -> None:
    httpserver.expect_request("/robots.txt").respond_with_data("", status=404)
    httpserver.expect_request("/page").respond_with_data(PAGE, content_type="text/html")
    links = "".join(
        f"<item><link>{link}</link></item>"
        for link in ("http://[bad", "/page", "https://a.example/" + "{" * 50_000)
    )
    httpserver.expect_request("/feed").respond_with_data(
        f"<!--{'x' * 5000}--><rss><channel>{links}</channel></rss>".encode("utf-16"),
        content_type="text/html",
    )
    with Fetcher(settings) as fetcher:
        harvest = Gatherer(fetcher, Archive(settings.lake), load(None)).sources(
            ["http://[bad", httpserver.url_for("/feed")]
        )
    assert [article.title for article, _, _ in harvest.articles] == ["Закон про мову"]
    assert [(n.severity, n.reason) for n in harvest.notices] == [
        ("error", "not a web address"),
        ("warning", "entry without a usable address"),
    ]


@pytest.mark.parametrize(
    "hidden", ["&#xD83D;", "&#55357", "&#xFFFE;", "&#27;", "&#0;", "&#x110000;"]
)
@pytest.mark.parametrize("place", ["title", "link", "guid", "pubDate", "description"])
def test_a_reference_to_no_character_costs_nothing_but_itself(hidden: str, place: str) -> None:
    item = f"<item><{place}>{hidden}</{place}><link>https://a.example/2</link></item>"
    found = pages(RSS.replace("</channel>", f"{item}</channel>"))
    assert found[0] == ONE
    assert len(found) == 2
    broken = pages(RSS.replace("</channel>", f"<item><x>{item}</channel>"))
    assert ONE in broken


def test_a_reference_to_no_character_in_a_post_of_a_channel_costs_nothing_but_itself() -> None:
    url = "https://t.me/s/outlet"
    post = channel((1, "https://a.example/1?x=&#xD83D;&#xDE00;", "2024-04-03T07:00:00+00:00"))
    found = listing(post, "text/html", url)
    assert found is not None
    assert len(found.entries) == 1


@pytest.mark.parametrize(
    ("base", "entry", "href", "page"),
    [
        ("https://a.example/blog/", "", "1", "https://a.example/blog/1"),
        ("/blog/", "", "1", "https://a.example/blog/1"),
        ("/blog/", "2024/", "law", "https://a.example/blog/2024/law"),
        ("//a.example/blog/", "", "1", "https://a.example/blog/1"),
        ("HTTPS://a.example/blog/", "", "1", "https://a.example/blog/1"),
        ("https://a.example/blog/", "", "https://a.example/1", ONE),
        ("https://a.example/blog/", "", "/1", ONE),
        ("", "/x/y", "../1", ONE),
        ("http://[bad", "", "https://a.example/1", ONE),
    ],
)
def test_a_link_of_atom_is_relative_to_the_base_that_is_stated(
    base: str, entry: str, href: str, page: str
) -> None:
    inside = f'<entry xml:base="{entry}"><link href="{href}"/></entry>'
    assert pages(f'<feed {ATOM} xml:base="{base}">{inside}</feed>') == [page]


@pytest.mark.parametrize(
    "entry",
    [
        f'<link rel="http://www.iana.org/assignments/relation/alternate" href="{ONE}"/>',
        f'<link type="text/html; charset=utf-8" href="{ONE}"/>',
        f"<id>{ONE}</id>",
        f'<id>tag:a.example,2024:1</id><link href="{ONE}"/>',
    ],
)
def test_an_entry_of_atom_says_its_page_in_each_way_of_the_standard(entry: str) -> None:
    assert pages(f"<feed {ATOM}><entry>{entry}</entry></feed>") == [ONE]


@pytest.mark.parametrize("bad", ['{"title":"no url"}', "5", "null", '{"url":null}', '{"url":[1]}'])
def test_a_row_of_gdelt_without_an_address_costs_itself_only(bad: str) -> None:
    found = listing(f'{{"articles":[{bad},{{"url":"{ONE}","seendate":"20240403T070000Z"}}]}}')
    assert found is not None
    assert [entry.url for entry in found.entries] == [ONE]
    assert [notice.detail for notice in found.notices] == ["no link"]
