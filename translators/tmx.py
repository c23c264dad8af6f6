"""TMX 1.4b, the exchange format of translation memories (LISA OSCAR, 2005)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from lxml import etree

from parallax.core.errors import InputError
from parallax.core.files import write_atomically

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


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
        etree.SubElement(element, "prop", type="x-origin").text = unit.label or label
        for language, text in ((unit.source, unit.text), (unit.target, unit.translation)):
            variant = etree.SubElement(element, "tuv", {_LANG: language})
            etree.SubElement(variant, "seg").text = text
    doctype = '<!DOCTYPE tmx SYSTEM "tmx14.dtd">'
    write_atomically(
        path,
        etree.tostring(
            root, xml_declaration=True, encoding="UTF-8", pretty_print=True, doctype=doctype
        ),
    )


def read(path: Path) -> Iterator[Unit]:
    """Yield a unit for each target language of each ``tu``, from its ``srclang``.

    Entities and external files are never read.

    :raises InputError: when the file does not exist or is not TMX.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.parse(path, parser).getroot()
    except (OSError, etree.XMLSyntaxError) as error:
        raise InputError(f"cannot read the translation memory {path}: {error}") from error
    if root.tag != "tmx":
        raise InputError(f"{path} is not TMX: its root is <{root.tag}>")
    header = root.find("header")
    default = header.get("srclang", "*all*") if header is not None else "*all*"
    for element in root.iter("tu"):
        yield from _units(element, default, path.name)


def _units(element: etree._Element, default: str, name: str) -> Iterator[Unit]:
    texts: dict[str, str] = {}
    for variant in element.findall("tuv"):
        segment = variant.find("seg")
        language = (variant.get(_LANG) or variant.get("lang") or "").split("-")[0].lower()
        if segment is not None and language:
            texts[language] = "".join(str(part) for part in segment.itertext())
    source = (element.get("srclang") or default).split("-")[0].lower()
    label = next(
        (p.text or "" for p in element.findall("prop") if p.get("type") == "x-origin"), name
    )
    for start, text in texts.items():
        for target, translation in texts.items():
            if source in ("*all*", start) and target != start:
                yield Unit(start, target, text, translation, label)
