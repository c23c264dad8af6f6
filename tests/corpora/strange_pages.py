"""Pages that are legal and strange: what is in them thirty thousand times takes its time."""

import json

N = 30_000
_TEXT = "Верховна Рада ухвалила закон про державну мову, повідомила пресслужба парламенту. "
_BODY = f"<p>{_TEXT * 3}</p>"


def page(head: str = "", body: str = "", title: str = "Рада ухвалила закон про мову") -> str:
    """A page that has an article, and strange things in its head or before its body's end."""
    return (
        f'<!doctype html><html lang="uk"><head><title>{title}</title>{head}</head>'
        f"<body><article><h1>Рада ухвалила закон про мову</h1>{_BODY}{body}</article></body></html>"
    )


def _linked(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


STRANGE = {
    "nested divs": page(body="<div>" * N),
    "nested inline tags": page(body="<b><i>" * N + "а"),
    "nested tables": page(body="<table><tr><td>" * 20_000),
    "nested lists": page(body="<ul><li>" * N),
    "attributes": page(body="<div " + " ".join(f"a{n}=x" for n in range(10 * N)) + ">а</div>"),
    "a class of names": page(body=f'<div class="{"komment_" * 400_000}">а</div>'),
    "a giant table": page(body="<table>" + "<tr><td>1</td><td>2</td></tr>" * N + "</table>"),
    "a giant text": page(body=f"<p>{_TEXT * 10_000}</p>"),
    "a text longer than any article": page(body=f"<p>{_TEXT * 50_000}</p>"),
    "one long word": page(body=f"<p>{'а' * 900_000}</p>"),
    "one long line of full stops": page(body=f"<p>{'т. ' * 250_000}</p>"),
    "one long line of quotation marks": page(body=f"<p>{'«а» ' * 200_000}</p>"),
    "one long line of digits": page(body=f"<p>{'1 ' * 400_000}</p>"),
    "tiny paragraphs": page(body="<p>а</p>" * N),
    "short paragraphs": page(body=f"<p>{_TEXT}</p>" * 10_000),
    "tiny spans": page(body="<span>а</span>" * N),
    "line breaks": page(body="а<br>" * 2 * N),
    "empty elements": page(body="<i></i>" * 3 * N),
    "links": page(body='<a href="/x">Новини дня</a> ' * N),
    "entities": page(body=f"<p>{'&amp;&#1072;&nbsp;' * N}</p>"),
    "entities without an end": page(body=f"<p>{'&#x' * N}{'&a' * N}</p>"),
    "blanks": page(body=f"<p>{' ' * 3_000_000}а</p>"),
    "blank paragraphs": page(body="<p> </p>" * N),
    "brackets": page(body=f"<p>{'<' * 900_000}</p>"),
    "comments": page(body="<!-- а -->" * N),
    "comments without an end": page(body="<!--" * N),
    "scripts": page(head="<script>var a = 1;</script>" * N),
    "meta tags": page(head='<meta property="article:tag" content="мова">' * N),
    "stated titles": page(head='<meta property="og:title" content="Рада ухвалила закон">' * N),
    "stated times": page(head='<meta name="date" content="yesterday">' * N),
    "authors": page(
        head="".join(f'<meta name="author" content="Автор {n}">' for n in range(20_000))
    ),
    "language versions": page(
        head="".join(f'<link rel="alternate" hreflang="ru" href="/ru/{n}">' for n in range(20_000))
    ),
    "captions": page(body="<figure><figcaption>Фото</figcaption></figure>" * N),
    "captions of one figure": page(body=f"<figure>{'<figcaption>Фото: прес</figcaption>' * N}"),
    "different captions": page(
        body="<figure>" + "".join(f"<figcaption>Фото {n}</figcaption>" for n in range(30_000))
    ),
    "headings": page(body="<h1>Рада ухвалила закон</h1>" * N),
    "headings of the second order": page(body="<h2>Рада ухвалила закон</h2>" * N),
    "articles in articles": page(body="<article><h1>Рада</h1>" * 20_000),
    "a title of blanks and bars": page(title="а  |  " * N),
    "times": page(body="<time datetime='x'>учора</time>" * N),
    "dates in words": page(body="<p>12 березня 2008</p>" * 30_000),
    "deep linked data": page(head=f'<script type="application/ld+json">{"[" * N}</script>'),
    "wide linked data": page(head=_linked([{"@type": "NewsArticle", "headline": "Рада"}] * N)),
    "linked data with a long text": page(
        head=_linked({"@type": "NewsArticle", "articleBody": "<a " * 900_000})
    ),
    "linked data with a long time": page(
        head=_linked({"@type": "NewsArticle", "datePublished": "1 Jan " * 200_000})
    ),
    "linked data with many authors": page(
        head=_linked({"@type": "NewsArticle", "author": [{"name": f"А {n}"} for n in range(N)]})
    ),
    "a picture in its address": page(body=f'<img src="data:image/png;base64,{"A" * 5_000_000}">'),
    "a long address": page(head=f'<link rel="canonical" href="https://a.example/{"{" * N}">'),
    "forms": page(body="<form><input name=a></form>" * N),
    "options": page(body="<select>" + "<option>а</option>" * N + "</select>"),
    "no article at all": f"<html><body>{'<p>а</p>' * N}</body></html>",
    "ten million letters of markup": f"<html><body>{'<b class=x></b>' * 650_000}</body></html>",
}
"""Name of what is strange, and the page."""
