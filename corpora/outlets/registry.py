"""The outlet registry: who publishes, in which languages, and where the feeds are."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from importlib import resources
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from parallax.core.errors import InputError
from parallax.corpora.outlets.page_rules import NO_RULES, PageRules
from parallax.languages.detect import LANGUAGES


@dataclass(frozen=True)
class Edition:
    """One language of a publisher, the unit of comparison."""

    id: str
    outlet: str
    language: str
    home: str
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    country: str = ""
    ownership: str = ""
    ownership_note: str = ""

    def holds(self, day: date) -> bool:
        """Tell whether the addresses of the edition hold on a day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


@dataclass(frozen=True)
class Registry:
    """The editions known by name."""

    editions: tuple[Edition, ...]
    twins: tuple[tuple[str, ...], ...] = ()
    """Beginnings of addresses that stand for one another: what follows them is the same in every
    language.
    """
    pages: Mapping[str, tuple[PageRules, ...]] = field(default_factory=dict)
    """What is known of an outlet's pages, by outlet."""

    def twins_of(self, url: str) -> list[str]:
        """Return the addresses a page has in the outlet's other languages, if it has them."""
        scheme, _, bare = url.partition("://")
        for group in self.twins:
            own = max((home for home in group if bare.startswith(home)), key=len, default=None)
            if own is not None:
                return [
                    f"{scheme}://{home}{bare.removeprefix(own)}" for home in group if home != own
                ]
        return []

    @cached_property
    def _outlet_of(self) -> dict[str, str]:
        return {_host(edition.home): edition.outlet for edition in self.editions}

    def outlet_of(self, url: str) -> str | None:
        """Return the name of the registered outlet a page is of, by its host; None for none."""
        return self._outlet_of.get(_host(url))

    def knows(self, url: str) -> bool:
        """Tell whether a page is one of a registered outlet, by its host."""
        return self.outlet_of(url) is not None

    def rules_for(self, url: str, day: date) -> PageRules:
        """Return what is known of a page on a day; rules that say nothing where nothing is."""
        known = self.pages.get(self.outlet_of(url) or "", ())
        return next((rules for rules in known if rules.hold(day)), NO_RULES)

    def edition_of(self, url: str, language: str) -> Edition:
        """Return the edition a page belongs to: the longest home address it starts with, its
        language agreeing.

        A page of an outlet nobody registered is its host's edition in that language; a local file
        is its own outlet.
        """
        bare = _without_scheme(url)
        fitting = [
            e
            for e in self.editions
            if e.language == language and _starts(bare, _without_scheme(e.home))
        ]
        if fitting:
            return max(fitting, key=lambda e: len(e.home))
        parts = urlsplit(url)
        outlet = (parts.hostname or PurePosixPath(unquote(parts.path)).stem).removeprefix("www.")
        return Edition(id=f"{outlet}-{language}", outlet=outlet, language=language, home=url)


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _without_scheme(url: str) -> str:
    return url.split("://", 1)[-1].removeprefix("www.").rstrip("/") + "/"


def _starts(url: str, home: str) -> bool:
    return url.startswith(home)


def load(path: Path | None) -> Registry:
    """Read a registry file; the shipped one when ``path`` is None.

    :raises InputError: when the file is not there, is not TOML, or an edition lacks a field or has
        one not known.
    """
    name = str(path) if path else "the shipped registry"
    try:
        text = (
            path.read_text("utf-8")
            if path
            else (resources.files("parallax.corpora.outlets") / "outlets.toml").read_text("utf-8")
        )
        data = tomllib.loads(text)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise InputError(
            f"cannot read {name}: {error}", "see corpora/outlets/outlets.toml for the format"
        ) from error
    editions, pages = [], {}
    for outlet in data.get("outlet", []):
        about = {
            key: outlet[key] for key in ("country", "ownership", "ownership_note") if key in outlet
        }
        for entry in outlet.get("edition", []):
            lists = {key: tuple(entry.get(key, ())) for key in ("feeds", "sitemaps", "channels")}
            try:
                edition = Edition(outlet=outlet["name"], **{**about, **entry, **lists})
            except (TypeError, KeyError) as error:
                raise InputError(f"{name}: edition {entry.get('id', '?')}: {error}") from error
            if edition.language not in LANGUAGES:
                raise InputError(
                    f"{name}: edition {edition.id}: language {edition.language} is not one of {LANGUAGES}"
                )
            editions.append(edition)
        try:
            pages[str(outlet.get("name"))] = tuple(
                PageRules(**{**entry, "drop": tuple(entry.get("drop", ()))})
                for entry in outlet.get("pages", [])
            )
        except (TypeError, ValueError) as error:
            raise InputError(f"{name}: pages of {outlet.get('name', '?')}: {error}") from error
    if len({e.id for e in editions}) < len(editions):
        raise InputError(f"{name}: an edition id stands twice")
    twins = tuple(tuple(outlet["twins"]) for outlet in data.get("outlet", []) if "twins" in outlet)
    return Registry(tuple(editions), twins, pages)
