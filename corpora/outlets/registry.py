"""The registry of outlets: who publishes, in which languages, and where the feeds are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from importlib import resources
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from parallax.core.errors import InputError
from parallax.core.toml_file import read_toml
from parallax.corpora.fetch.addresses import host_of
from parallax.corpora.fetch.sites import Site, bare, registered_domain
from parallax.corpora.outlets.page_rules import NO_RULES, PageRules
from parallax.corpora.outlets.registry_shape import shape_fault
from parallax.languages.detect import LANGUAGES

_NO_NAME = re.compile(r"[^\w.]+")
_SAVED_PAGE = "saved page"
SHIPPED = ("ua.toml", "int.toml", "ru.toml")
"""The shipped files, by country, in the order of their outlets."""


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
        """Return whether the addresses of the edition are valid on a day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


@dataclass(frozen=True)
class Registry:
    """The known editions, and the rules of their pages."""

    editions: tuple[Edition, ...]
    twins: tuple[tuple[str, ...], ...] = ()
    """Beginnings of addresses, by language, that are followed by the same rest."""
    pages: Mapping[str, tuple[PageRules, ...]] = field(default_factory=dict)
    """The rules of each outlet's pages."""

    def twins_of(self, url: str) -> list[str]:
        """Return the addresses of a page in the outlet's other languages, if any."""
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
        """Return the registered outlet of a page, by its host, or None."""
        return self._outlet_of.get(_host(url))

    def knows(self, url: str) -> bool:
        """Return whether a page is one of a registered outlet, by its host."""
        return self.outlet_of(url) is not None

    def rules_for(self, url: str, day: date) -> PageRules:
        """Return the rules for a page on a day, with the site of its outlet; `NO_RULES` without
        any.
        """
        known = self._rules_of.get(self.outlet_of(url) or "", ())
        return next((rules for rules in known if rules.hold(day)), NO_RULES)

    @cached_property
    def _rules_of(self) -> dict[str, tuple[PageRules, ...]]:
        """The rules of each outlet with its site; the last ones are those of days without any."""
        found = {}
        for outlet in {edition.outlet for edition in self.editions}:
            homes = [edition.home for edition in self.editions if edition.outlet == outlet]
            site = Site(
                frozenset(filter(None, map(registered_domain, homes))),
                frozenset(map(bare, homes)),
            )
            found[outlet] = tuple(
                replace(rules, site=site) for rules in (*self.pages.get(outlet, ()), NO_RULES)
            )
        return found

    def edition_of(self, url: str, language: str, publisher: str = "") -> Edition:
        """Return the edition of a page: that of its language with the longest matching home.

        A page of an unregistered outlet belongs to an edition of its host in that language; the
        name that it states stands beside the host, since any page can state any name. A local file
        is of the outlet it states, or else an outlet of its own, named like the file.
        """
        address = bare(url)
        fitting = [
            e
            for e in self.editions
            if e.language == language and f"{address}/".startswith(f"{bare(e.home)}/")
        ]
        if fitting:
            return max(fitting, key=lambda e: len(e.home))
        host = _host(url)
        outlet = publisher or host or _file_name(url)
        if host and outlet.lower() != host:
            outlet = f"{outlet} ({host})"
        name = host or _NO_NAME.sub("-", outlet.lower()).strip("-.") or "saved-page"
        return Edition(id=f"{name}-{language}", outlet=outlet, language=language, home=url)


def _file_name(url: str) -> str:
    """Return the name of a local file, or another where it only names a language."""
    name = PurePosixPath(unquote(url.partition("://")[2])).stem
    return _SAVED_PAGE if name.lower() in (*LANGUAGES, "") else name


def _host(url: str) -> str:
    return host_of(url).removeprefix("www.")


def shipped() -> str:
    """Return the shipped files as the text of one registry file."""
    folder = resources.files("parallax.corpora.outlets")
    return "\n".join((folder / name).read_text("utf-8") for name in SHIPPED)


def load(path: Path | None) -> Registry:
    """Read a registry file, or the shipped ones when ``path`` is None.

    :raises InputError: when the file does not exist, is not TOML, registers no edition, or an
        edition lacks a field or has an unknown one.
    """
    name = str(path) if path else "the shipped registry"
    try:
        data = read_toml(path.read_bytes() if path else shipped().encode("utf-8"))
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise InputError(
            f"cannot read {name}: {why}", "`parallax init` writes one to start from"
        ) from error
    if fault := shape_fault(data):
        raise InputError(f"{name}: {fault}", "`parallax init` writes one to start from")
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
                    f"{name}: edition {edition.id}: language {edition.language} is not one of "
                    f"{LANGUAGES}"
                )
            editions.append(edition)
        try:
            pages[str(outlet.get("name"))] = tuple(
                PageRules(**{**entry, "drop": tuple(entry.get("drop", ()))})
                for entry in outlet.get("pages", [])
            )
        except (TypeError, ValueError) as error:
            raise InputError(f"{name}: pages of {outlet.get('name', '?')}: {error}") from error
    if not editions:
        raise InputError(f"{name} registers no outlet", "`parallax init` shows how to")
    if len({e.id for e in editions}) < len(editions):
        raise InputError(f"{name}: an edition id occurs twice")
    twins = tuple(tuple(outlet["twins"]) for outlet in data.get("outlet", []) if "twins" in outlet)
    return Registry(tuple(editions), twins, pages)
