"""Views into HTML files: self-contained, no request to anywhere, hostile text inert.

Every value is escaped; characters that turn the direction of text or cannot be seen are shown as
their code; and the page's own policy (Content Security Policy, level 3) lets no script run but
ours, by its hash, and nothing be fetched.
"""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata, resources
from typing import Annotated, Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from parallax.comparers.framing import codebook
from parallax.core.escapes import visible, visible_spans
from parallax.core.thresholds import thresholds
from parallax.core.times import minute_of
from parallax.reports.charts import dot_plot, position_plot
from parallax.reports.feeds import TITLE, Item, base_of
from parallax.reports.heat_map import heat_map
from parallax.reports.highlights import sign, signs
from parallax.reports.judged import folded, folded_words, standing
from parallax.reports.summary import Summary
from parallax.reports.views import StoryView


@thresholds("report", chosen="by judgement, for the size of a page")
@dataclass(frozen=True)
class PageLimits:
    """What a page shows."""

    plots: Annotated[int, "figures of a story that get a chart: contested ones first"] = 12


LIMITS = PageLimits()
_HERE = "parallax.reports"


def _visible(value: Any) -> Any:
    """Return text with invisible characters as their codes; anything else, and our own markup,
    unchanged.
    """
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@lru_cache
def environment(package: str = _HERE) -> Environment:
    """Return the templates of a package: every value is escaped, what cannot be seen is shown."""
    made = Environment(
        loader=PackageLoader(package, "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_visible,
    )
    made.filters.update(
        safe_url=safe_url,
        minute=minute_of,
        standing=standing,
        folded=folded,
        folded_words=folded_words,
    )
    book = codebook.load()
    footer = f"Parallax {metadata.version('parallax-news')} · {book.version}"
    made.globals.update(css=own("style.css"), sign=sign, legend=signs(book), footer=footer)
    return made


@lru_cache
def own(name: str, package: str = _HERE) -> Markup:
    """Return a style sheet or script of a package, as it stands in its pages."""
    text = (resources.files(package) / "templates" / name).read_text("utf-8")
    return Markup(text.strip())  # noqa: S704 - our own file


@lru_cache
def _policy(script: Markup) -> str:
    return (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
        f"script-src {source(script)}; base-uri 'none'; form-action 'none'"
    )


def source(text: str) -> str:
    """Return the only script or style that a policy allows: the hash of its text (CSP 3, 2.3.1)."""
    digest = base64.b64encode(hashlib.sha256(str(text).encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"


def safe_url(url: str) -> str:
    """Return an address a page may link to, what cannot be seen in it percent-encoded (RFC 3987,
    3.1); anything but http and https becomes empty.
    """
    if not url.startswith(("https://", "http://")):
        return ""
    spans = visible_spans(url)
    for start, end, _ in reversed(spans):
        url = url[:start] + quote(url[start:end], errors="replace") + url[end:]
    return url


def story_page(view: StoryView) -> str:
    """Return the page of a story."""
    lengths = {c.edition.revision_id: c.shared + c.only + c.apart for c in view.coverage}
    script = own("story.js")
    return (
        environment()
        .get_template("story.html")
        .render(
            v=view,
            heat=heat_map(view),
            axes_of=_axes(view),
            script=script,
            policy=_policy(script),
            data_name=view.file_name.removesuffix(".html"),
            plots=[
                dot_plot(figure) if number < LIMITS.plots else None
                for number, figure in enumerate(view.figures)
            ],
            positions=position_plot(view.links, view.editions, lengths),
        )
    )


def _axes(view: StoryView) -> dict[str, list[str]]:
    """Return, for each row of the page, the axes on which its sentences differ."""
    found: dict[str, set[str]] = defaultdict(set)
    for number in view.numbers:
        found[number.anchor].add("number")
    for passage in view.framing:
        found[passage.anchor].add(passage.axis)
    return {link.anchor: sorted(found[link.anchor]) for link in view.links}


def index_page(stories: Sequence[Summary]) -> str:
    """Return the page that lists stories, newest day first."""
    script = own("index.js")
    return (
        environment()
        .get_template("index.html")
        .render(
            stories=list(stories),
            languages=sorted({language for s in stories for language in s.languages}),
            axes=sorted({axis for s in stories for axis in s.axes}),
            script=script,
            policy=_policy(script),
        )
    )


def atom_feed(items: Sequence[Item], site_url: str = "") -> str:
    """Return differences as an Atom feed."""
    return (
        environment()
        .get_template("feed.atom")
        .render(items=list(items), title=TITLE, base=base_of(site_url))
    )
