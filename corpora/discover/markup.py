"""Reading the entries of an XML list one by one, however long or broken the list is.

libxml2 as a pull parser that goes on after faults. No entity is resolved, nesting is bounded by the
parser, and what was read is freed, so that memory does not grow with the list.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

from lxml import etree

from parallax.core.clean_text import clean_markup
from parallax.core.thresholds import thresholds
from parallax.corpora.discover.roots import Root
from parallax.corpora.page_error import PageError

_BARE = re.compile(rb"&(?!#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{0,31};)")
"""An ampersand that begins no reference: many lists have them in addresses."""


@thresholds("gather", chosen="by judgement; sitemaps.org allows 50,000 pages a file")
@dataclass(frozen=True)
class MarkupLimits:
    """How much of one list is read."""

    entries: Annotated[int, "pages or further lists, in their order"] = 50_000
    entry_bytes: Annotated[int, "of an entry of a broken feed, which is read alone"] = 1_000_000
    tags: Annotated[int, "tags of a list; each takes memory until the next entry"] = 3_000_000


LIMITS = MarkupLimits()


@dataclass(frozen=True)
class Name:
    """The name of an element: its namespace, or its prefix where that is not declared."""

    space: str
    local: str


class Entries:
    """The entries of one list."""

    def __init__(self, root: Root, names: Iterable[str]) -> None:
        """Take a list and the local names of its entries.

        :raises PageError: when it has too many tags.
        """
        if root.xml.count(b"<") > LIMITS.tags:
            raise PageError("list too long", f"more than {LIMITS.tags:,} tags")
        prefix = root.name.rpartition(":")[0]
        # a prefix that is not declared is a part of the name
        tags = [tag for name in names for tag in (f"{{*}}{name}", f"{prefix}:{name}")]
        self._parser = etree.iterparse(
            io.BytesIO(escaped(root.xml)),
            events=("start", "end"),
            tag=tags,
            recover=True,
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
        )
        self.root = Name("", "")
        self.cut = ""
        """Which limit ended the reading, empty if it was read to its end."""
        self.fault = ""
        """The first fault of the text, empty without one."""

    def __iter__(self) -> Iterator[tuple[Name, etree._Element]]:
        """Yield each entry with its name; it is valid until the next one."""
        inside = entries = 0
        try:
            for event, element in self._parser:
                if event == "start":
                    inside += 1
                    continue
                self.root = self.root if entries else name_of(element.getroottree().getroot())
                inside, entries = inside - 1, entries + 1
                if entries > LIMITS.entries:
                    self.cut = f"the first {LIMITS.entries:,} entries are read"
                    return
                yield name_of(element), element
                if not inside:
                    _free(element)
        except etree.XMLSyntaxError as error:
            self.fault = str(error)
        faults = (f.message for f in self._parser.error_log if not _harmless(f.type_name))
        self.fault = next(faults, self.fault)

    def nothing(self, reason: str) -> PageError:
        """Return the error for a list in which no entry was found."""
        return PageError("broken XML", self.fault) if self.fault else PageError(reason)


def escaped(xml: bytes) -> bytes:
    """Return XML in UTF-8 with ``&amp;`` for each ampersand that begins no reference, and U+FFFD
    for each reference to what is no character: lxml cannot read a text with a lone surrogate.
    """
    if b"&#" in xml:
        xml = clean_markup(xml.decode("utf-8", "replace")).encode("utf-8")
    return _BARE.sub(b"&amp;", xml)


def _harmless(fault: str) -> bool:
    """Tell whether a fault is none of the list: an entity that is not resolved, a prefix that is
    not declared.
    """
    return fault == "ERR_UNDECLARED_ENTITY" or fault.startswith("NS_")


def name_of(element: etree._Element) -> Name:
    """Return the name of an element; an empty one for a comment or entity."""
    return _name(element.tag) if isinstance(element.tag, str) else Name("", "")


@lru_cache(maxsize=256)
def _name(tag: str) -> Name:
    if tag.startswith("{"):
        space, _, local = tag[1:].partition("}")
    else:
        space, _, local = tag.rpartition(":")
    return Name(space, local)


def text_of(element: etree._Element) -> str:
    """Return the own text of an element, empty where an entity hides a part of it."""
    if any(child.tag is etree.Entity for child in element):
        return ""
    parts = [element.text, *(child.tail for child in element)]
    return "".join(filter(None, parts)).strip()


def _free(element: etree._Element) -> None:
    """Forget an element that was read, and those before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
