"""Pages whose text or dates have ended programs: each is an article, and none may end a pass."""

from pytest_httpserver import HTTPServer

SENTENCE = "Рада ухвалила закон про мову в п’ятницю, повідомили депутати комітету. "
BODY = f"<p>{SENTENCE * 4}</p>"
DAY = "2024-04-03T10:00:00+03:00"


def page(title: str = "Закон про мову", head: str = "", body: str = BODY, day: str = DAY) -> str:
    stated = f'<meta property="article:published_time" content="{day}">' if day else ""
    return (
        f'<html lang="uk"><head><meta charset="utf-8"><title>{title}</title>{stated}{head}</head>'
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    )


def linked(json: str) -> str:
    return f'<script type="application/ld+json">{json}</script>'


TEXTS = {
    "author cut in half": page(
        head=linked(r'{"@type":"NewsArticle","author":{"name":"А \ud83d"}}')
    ),
    "authors cut in half": page(
        head=linked(r'{"@type":"NewsArticle","author":["\udc00",{"name":"\ud83d\ud83d"}]}')
    ),
    "section cut in half": page(head=linked(r'{"@type":"Article","articleSection":"Світ \udfff"}')),
    "headline cut in half": page(head=linked(r'{"@type":"Article","headline":"Закон \ud83d"}')),
    "body cut in half": page(
        head=linked(r'{"@type":"Article","articleBody":"' + SENTENCE * 4 + r'\ud83d"}')
    ),
    "zero byte in the author": page(head=linked(r'{"@type":"Article","author":"А\u0000Б"}')),
    "no character": page(head=linked(r'{"@type":"Article","author":"А\uffff\ufffe"}')),
    "number of 5,000 digits": page(head=linked('{"@type":"Article","author":' + "9" * 5000 + "}")),
    "nested": page(head=linked("[" * 100_000)),
    "reference to half a character": page("Закон &#xD83D; про мову"),
    "reference to an escape": page("Закон &#x1B;[31m про мову"),
    "reference to zero": page("Закон &#0; про мову"),
    "reference to no character": page("Закон &#xFFFE;&#65535; про мову"),
    "reference beyond the last": page("Закон &#x110000;&#99999999999999; про мову"),
    "references in the body": page(body=f"<p>&#8;&#xDFFF;&#x1b; {SENTENCE * 4}&#xFFFF;</p>"),
    "references in a caption": page(
        body=f"{BODY}<figure><img><figcaption>Фото &#xD800;&#7;</figcaption></figure>"
    ),
    "references in a meta author": page(head='<meta name="author" content="А&#x1b;[1m&#xDFFF;">'),
    "references in a section": page(
        head='<meta property="article:section" content="Світ&#xFFFE;&#x90;">'
    ),
    "bare control characters": page(
        "Закон \x1b[2J\x08\x0b про\x0c мову", body=f"<p>\x02{SENTENCE * 4}</p>"
    ),
    "direction turned": page("Закон \u202eвом орп\u202c", body=f"<p>\u2066{SENTENCE * 4}</p>"),
    "rich markup": page("Новини [/b] про [link=file:///etc/passwd]закон[/link] мови"),
    "markdown": page(r"Закон \](https://evil.example/login) [x ![](https://evil.example/b.png)"),
    "html": page("Закон &lt;img src=x onerror=alert(1)&gt; &lt;/title&gt;&lt;script&gt;"),
    "formula": page("=HYPERLINK(&quot;https://evil.example&quot;) про закон"),
    "template": page("{{ 7 * 7 }} {% raw %} ${x} %s {0} про закон"),
}
"""Each with a plausible date."""
NO_DATES = [
    "0001-01-01T00:00:00Z",
    "0000-00-00T00:00:00Z",
    "0099-12-31",
    "0999-06-15T12:00:00+02:00",
    "1970-01-01T00:00:00Z",
    "1994-12-31T23:59:59Z",
    "2099-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "9999-12-31T23:59:59-14:00",
    "0001-01-01T00:00:00+14:00",
    "10000-01-01T00:00:00Z",
    "2024-04-03T10:00:00+99:99",
    "2024-04-03T10:00:00+9999999999999",
    "Mon, 1 Jan 2024 00:00:00 +9999999999999",
    "Mon, 01 Jan 0001 00:00:00 GMT",
    "2024-13-45T00:00:00Z",
    "2024-02-30T25:61:61Z",
    "-0001-01-01T00:00:00Z",
    "2024-04-03T" + "0" * 5000,
]
"""Stated times that no page was published at."""
DATES = {f"date {number}": page(day=day) for number, day in enumerate(NO_DATES)} | {
    f"linked date {number}": page(
        day="", head=linked('{"@type":"NewsArticle","datePublished":"' + day + '"}')
    )
    for number, day in enumerate(NO_DATES)
}


def serve(server: HTTPServer, pages: dict[str, str]) -> list[str]:
    """Serve each page at an address of its own, and a good one, which comes last; return them."""
    server.expect_request("/robots.txt").respond_with_data("", status=404)
    addresses = []
    for name, html in {**pages, "good": page("Добра новина про закон")}.items():
        path = f"/news/{name.replace(' ', '-')}"
        server.expect_request(path).respond_with_data(html, content_type="text/html; charset=utf-8")
        addresses.append(server.url_for(path))
    return addresses
