"""An outlet that was found, as text of a registry file."""

from __future__ import annotations

import json
import re
from collections.abc import Collection

from parallax.corpora.fetch.addresses import host_of
from parallax.corpora.outlets.survey import Found

_NO_NAME = re.compile(r"[^a-z0-9]+")
_COMMON = frozenset({"www", "news", "en", "uk", "ua", "ru", "com", "org", "net", "co", "gov"})


def entry_of(found: Found, taken: Collection[str] = ()) -> str:
    """Return the entry of an outlet in the registry (TOML, see `docs/add-an-outlet.md`).

    :param taken: ids that other editions have.
    """
    lines = ["[[outlet]]", f"name = {_text(found.name)}"]
    ids = set(taken)
    for edition in found.editions:
        stem = f"{_stem(edition.home)}-{edition.language}"
        name, number = stem, 2
        while name in ids:
            name, number = f"{stem}-{number}", number + 1
        ids.add(name)
        lines += [
            "",
            "[[outlet.edition]]",
            f"id = {_text(name)}",
            f"language = {_text(edition.language)}",
            f"home = {_text(edition.home)}",
        ]
        lines += [
            f"{key} = [{', '.join(map(_text, urls))}]"
            for key, kind in (("feeds", "feed"), ("sitemaps", "sitemap"))
            if (urls := edition.addresses(kind))
        ]
    return "\n".join(lines) + "\n"


def _text(text: str) -> str:
    """Return a basic string of TOML, which JSON's are too, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _stem(home: str) -> str:
    """Return what tells a host from others: ``pravda`` of ``www.pravda.com.ua``."""
    parts = [part for part in host_of(home).split(".") if part not in _COMMON]
    return _NO_NAME.sub("-", parts[0] if parts else host_of(home)).strip("-") or "outlet"
