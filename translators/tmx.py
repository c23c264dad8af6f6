"""TMX 1.4b, the exchange format of translation memories (LISA OSCAR, 2005)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from html.entities import html5
from importlib import metadata
from pathlib import Path
from typing import Annotated, BinaryIO

from babel.core import get_global
from lxml import etree
from lxml.etree import ErrorLevels, ErrorTypes

from parallax.core.clean_text import clean
from parallax.core.errors import InputError
from parallax.core.escapes import terminal
from parallax.core.files import write_atomically
from parallax.core.thresholds import thresholds
from parallax.languages.detect import LANGUAGES

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PAIR = 2
_BLANKS = re.compile(r"[ \t\r\n]+")
"""Blanks of XML: a no-break space is a character of the text."""
_ANY = "*all*"
_ANY_SOURCE = (_ANY, "*", "")
"""What `srclang` says where any language may be the source; `*` is not of the standard but common.
"""
_CODES = ("bpt", "ept", "it", "ph", "ut")
"""Elements that hold codes of layout, which are no text (TMX 1.4b, 2.3)."""
_COUNTRIES = {"ua": "uk"}
"""Codes of countries that some tools write for the language."""
_FORBIDDEN = "with a character that XML forbids"
_ONE_CHARACTER = {
    ErrorTypes.ERR_INVALID_CHAR,
    ErrorTypes.ERR_INVALID_CHARREF,
    ErrorTypes.ERR_UNDECLARED_ENTITY,
}
"""Faults of XML after which the rest of the file is read as it was meant."""


@thresholds("translate", chosen="by judgement: a segment is a sentence, in some files a paragraph")
@dataclass(frozen=True)
class TmxLimits:
    """What is read of a translation memory."""

    characters: Annotated[int, "most characters of a segment"] = 5_000
    shown: Annotated[int, "most characters of a foreign name that an error shows"] = 60
    reasons: Annotated[int, "most reasons that the line about units passed over gives"] = 3


LIMITS = TmxLimits()


@dataclass(frozen=True)
class Unit:
    """One translation: a source text and its target text; `label` is its origin."""

    source: str
    target: str
    text: str
    translation: str
    label: str = ""


def write(path: Path, units: Iterable[Unit], label: str, *, version: str | None = None) -> None:
    """Write a memory; `label` is the origin (``x-origin``) of units without their own.

    `version` is the version of the tool in the header, by default the installed one.
    """
    units = list(units)
    root = etree.Element("tmx", version="1.4")
    etree.SubElement(
        root,
        "header",
        {
            "creationtool": "Parallax",
            "creationtoolversion": version or metadata.version("parallax-news"),
            "segtype": "sentence",
            "o-tmf": "Parallax",
            "adminlang": "en",
            "datatype": "plaintext",
            "srclang": units[0].source if len({u.source for u in units}) == 1 else "*all*",
        },
    )
    body = etree.SubElement(root, "body")
    for unit in units:
        element = etree.SubElement(body, "tu", srclang=unit.source)
        etree.SubElement(element, "prop", type="x-origin").text = clean(unit.label or label)
        for language, text in ((unit.source, unit.text), (unit.target, unit.translation)):
            variant = etree.SubElement(element, "tuv", {_LANG: language})
            etree.SubElement(variant, "seg").text = clean(text)
    doctype = '<!DOCTYPE tmx SYSTEM "tmx14.dtd">'
    write_atomically(
        path,
        etree.tostring(
            root, xml_declaration=True, encoding="UTF-8", pretty_print=True, doctype=doctype
        ),
    )


def read(path: Path, passed_over: Counter[str] | None = None) -> Iterator[Unit]:
    """Yield a unit for each target language of each ``tu``, from its ``srclang``, of the languages
    that Parallax reads.

    Entities and external files are never read. Memory use does not grow with the file.

    :param passed_over: counts the ``tu`` that gave no unit, by the reason.
    :raises InputError: when the file does not exist, is not well-formed XML or not TMX; units
        before the fault have been yielded by then.
    """
    counted: Counter[str] = Counter() if passed_over is None else passed_over
    try:
        with path.open("rb") as file:
            yield from _parsed(file, path, counted)
    except (OSError, etree.XMLSyntaxError) as error:
        why = terminal(getattr(error, "strerror", None) or str(error))
        raise InputError(f"cannot read the translation memory {path}: {why}") from error


def _parsed(file: BinaryIO, path: Path, passed_over: Counter[str]) -> Iterator[Unit]:
    events = etree.iterparse(
        file,
        events=("start", "end"),
        recover=True,  # a character that XML forbids costs its unit, not the file
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    root, default = None, _ANY
    for event, element in events:
        if root is None:
            root = element
            if root.tag != "tmx":
                break
        elif event == "end" and element.tag == "header":
            with suppress(UnicodeDecodeError):  # a reference to a surrogate
                default = element.get("srclang", _ANY)
        elif event == "end" and element.tag == "tu":
            try:
                yield from _units(element, default, path.name)
            except _PassedOverError as error:
                passed_over[str(error)] += 1
            except UnicodeDecodeError:  # in a language or a property
                passed_over[_FORBIDDEN] += 1
            _forget(element)
    _check(root, events.error_log, path)


def _check(root: etree._Element | None, faults: etree._ListErrorLog, path: Path) -> None:
    """Refuse what is not TMX, and XML whose faults are more than single characters.

    :raises InputError: with the fault.
    """
    if root is not None and root.tag != "tmx":
        name = terminal(str(root.tag))[: LIMITS.shown]
        raise InputError(f"{path} is not TMX: its root is <{name}>")
    for fault in faults:
        if fault.level > ErrorLevels.WARNING and fault.type not in _ONE_CHARACTER:
            raise InputError(
                f"cannot read the translation memory {path}: line {fault.line}: "
                f"{terminal(fault.message)}"
            )
    if root is None:
        raise InputError(f"{path} is not TMX: it has no element")


class _PassedOverError(Exception):
    """Why a ``tu`` gives no unit."""


def _forget(element: etree._Element) -> None:
    """Free a ``tu`` and what stands before it in the body."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _units(element: etree._Element, default: str, name: str) -> Iterator[Unit]:
    """Yield the units of a ``tu``.

    :raises _PassedOverError: when there are none.
    """
    texts: dict[str, str] = {}
    foreign, empty = "", False
    for variant in element.findall("tuv"):
        language = _language(variant.get(_LANG) or variant.get("lang") or "")
        segment = variant.find("seg")
        if language not in LANGUAGES:
            foreign = foreign or terminal(language)[: LIMITS.shown] or "no language"
        elif segment is not None:
            text = _text(segment)
            empty = empty or not text
            if text:
                texts.setdefault(language, text)  # another variant, such as en-GB, comes after it
    source = element.get("srclang") or default
    source = _ANY if source in _ANY_SOURCE else _language(source)
    if len(texts) < _PAIR:
        other = f"in {foreign}, not in two of {', '.join(LANGUAGES)}"
        why = "with an empty text" if empty else "without two texts"
        raise _PassedOverError(other if foreign else why)
    if source not in (_ANY, *texts):
        raise _PassedOverError("without a text in the source language")
    label = next(
        (p.text or "" for p in element.findall("prop") if p.get("type") == "x-origin"), name
    )
    for start, text in texts.items():
        for target, translation in texts.items():
            if source in (_ANY, start) and target != start:
                yield Unit(start, target, text, translation, clean(label))


def _language(tag: str) -> str:
    """Return the language of a tag of BCP 47 such as ``uk-UA``, in small letters; a code of three
    letters (ISO 639-2) as that of two, where there is one.
    """
    language = tag.replace("_", "-").split("-")[0].lower()
    return _COUNTRIES.get(language) or str(get_global("language_aliases").get(language, language))


def _text(segment: etree._Element) -> str:
    """Return the text of a ``seg`` without codes of layout, indentation and line breaks.

    :raises _PassedOverError: when it is not the text that was meant.
    """
    try:
        text = _BLANKS.sub(" ", "".join(_said(segment))).strip()
    except UnicodeDecodeError as error:  # a reference to a surrogate
        raise _PassedOverError(_FORBIDDEN) from error
    if clean(text) != text:
        raise _PassedOverError(_FORBIDDEN)
    if len(text) > LIMITS.characters:
        raise _PassedOverError(f"longer than {LIMITS.characters:,} characters")
    return text


def _said(element: etree._Element) -> Iterator[str]:
    """Yield what a segment says. A code between two words parts them.

    :raises _PassedOverError: at an entity that is none of HTML; those of the file are never read.
    """
    said = element.text or ""
    yield said
    for part in element:
        tail = part.tail or ""
        if isinstance(part, etree._Entity):
            character = html5.get(f"{part.name};")
            if character is None:
                raise _PassedOverError("with an entity")
            yield character
        elif part.tag == "ph" and said[-1:].isalnum() and tail[:1].isalnum():
            yield " "
        elif isinstance(part.tag, str) and part.tag not in _CODES:
            yield from _said(part)
        yield tail
        said = tail
