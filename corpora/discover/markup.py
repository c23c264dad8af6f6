"""Reading the entries of an XML list one by one, however long or broken the list is.

libxml2 as a pull parser that goes on after faults. No entity is resolved, nesting is bounded by the
parser, and what was read is freed, so that memory does not grow with the list.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

from lxml import etree

from parallax.core.thresholds import thresholds
from parallax.corpora.page_error import PageError

_BARE = re.compile(rb"&(?!#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{0,31};)")
"""An ampersand that begins no reference: many lists have them in addresses."""
_ENTITY = "ERR_UNDECLARED_ENTITY"
"""What is said of an entity that is not resolved: not a fault of the list."""


@thresholds("gather", chosen="by judgement; sitemaps.org allows 50,000 pages a file")
@dataclass(frozen=True)
class MarkupLimits:
    """How much of one list is read."""

    entries: Annotated[int, "pages or further lists, in their order"] = 50_000
    elements: Annotated[int, "elements, against lists of a million empty ones"] = 1_000_000


LIMITS = MarkupLimits()


@dataclass(frozen=True)
class Name:
    """The name of an element: its namespace, or its prefix where that is not declared."""

    space: str
    local: str


_NOTHING = Name("", "")


class Entries:
    """The entries of one list."""

    def __init__(self, xml: bytes, names: frozenset[str]) -> None:
        """Take the text of a list in UTF-8 from its first element on.

        :param names: local names of entries.
        """
        self._names = names
        self._parser = etree.iterparse(
            io.BytesIO(_BARE.sub(b"&amp;", xml)),
            events=("start", "end"),
            recover=True,
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
        )
        self.root = _NOTHING
        self.cut = ""
        """What of the limits ended the reading, empty if it was read to its end."""
        self.fault = ""
        """The first fault of the text, empty without one."""

    def __iter__(self) -> Iterator[tuple[Name, etree._Element]]:
        """Yield each entry with its name; it is valid until the next one."""
        inside = entries = 0
        try:
            for elements, (event, element) in enumerate(self._parser):
                name = name_of(element)
                if event == "start":
                    self.root = self.root if elements else name
                    inside += name.local in self._names
                elif name.local in self._names:
                    inside -= 1
                    entries += 1
                    yield name, element
                if event == "end" and not inside:
                    _free(element)
                if entries >= LIMITS.entries:
                    self.cut = f"the first {LIMITS.entries:,} entries are read"
                elif elements >= 2 * LIMITS.elements:
                    self.cut = f"more than {LIMITS.elements:,} elements"
                if self.cut:
                    return
        except etree.XMLSyntaxError as error:
            self.fault = str(error)
        faults = (f.message for f in self._parser.error_log if f.type_name != _ENTITY)
        self.fault = next(faults, self.fault)

    def nothing(self, reason: str) -> PageError:
        """Return the error for a list in which no entry was found."""
        return PageError("broken XML", self.fault) if self.fault else PageError(reason)


def name_of(element: etree._Element) -> Name:
    """Return the name of an element, its local part in lower case; none for a comment or entity."""
    return _name(element.tag) if isinstance(element.tag, str) else _NOTHING


@lru_cache(maxsize=256)
def _name(tag: str) -> Name:
    if tag.startswith("{"):
        space, _, local = tag[1:].partition("}")
    else:
        space, _, local = tag.rpartition(":")
    return Name(space, local.lower())


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
