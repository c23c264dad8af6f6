"""Views into HTML files: self-contained, no request to anywhere, hostile text inert (autoescape everywhere)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib import metadata, resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from comparers.framing import codebook
from reports.marks import LETTERS, NAMES
from reports.view import StoryView


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("reports", "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["safe_url"] = safe_url
    style = (resources.files("reports") / "templates" / "style.css").read_text("utf-8")
    footer = f"Parallax {metadata.version('parallax-news')} · {codebook.load().version}"
    environment.globals.update(
        css=Markup(style),  # noqa: S704 - our own file
        letters=LETTERS, names=NAMES, footer=footer,
    )
    return environment


def safe_url(url: str) -> str:
    """Return an address a page may link to; anything but http, https and file becomes empty."""
    return url if url.startswith(("https://", "http://", "file://")) else ""


def story_page(view: StoryView) -> str:
    """Return the page of a story."""
    return _environment().get_template("story.html").render(v=view)


def index_page(views: Sequence[StoryView]) -> str:
    """Return the page that lists stories, newest day first."""
    return _environment().get_template("index.html").render(stories=list(views))
