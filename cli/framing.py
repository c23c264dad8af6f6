"""Wording: the framing markers of texts, and where the wording of several differs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text as Styled

from parallax import wording
from parallax.cli import jsonl
from parallax.cli.console import out, table
from parallax.cli.inputs import Lang, Words, existing_lake, inputs, say_guesses, settings_of
from parallax.cli.line_keys import Keys
from parallax.core.ids import digest
from parallax.languages.detect import detect

if TYPE_CHECKING:
    from parallax.cli.jsonl import Line
    from parallax.wording import Framing


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(
        epilog="Example: parallax framing 'Outlet claims that troops left' "
        "'Military said troops left'"
    )(framing)


def framing(
    texts: Words = None,
    lang: Lang = None,
    annotations: Annotated[
        bool, typer.Option("--annotations", help="Print W3C Web Annotations, one a line.")
    ] = False,
    lake: Annotated[
        str | None,
        typer.Option(help="With --annotations: the markers of all articles of this lake."),
    ] = None,
    jsonl_: Annotated[
        bool,
        typer.Option(
            "--jsonl",
            help='JSON lines in and out: {"text", "lang"}, or to compare '
            '{"segments": [{"seg", "text", "lang", "position"}, …]}.',
        ),
    ] = False,
) -> None:
    """Find framing markers; of several texts also where their wording differs."""
    if jsonl_:
        jsonl.run_each(_answer)
    if annotations and lake:
        _annotate_lake(lake)
        return
    given = say_guesses(inputs(texts), lang)
    if annotations:
        _annotate(given, lang)
        return
    _show(wording.read(wording.segments_of(given, lang)))


def _answer(given: Line) -> Line:
    """Answer a line of segments or of one text, in the form of the contract."""
    keys = Keys(given)
    if "segments" not in keys and "text" in given:
        found = wording.read(wording.segments_of([_segment(keys)])).to_dict()
        return {"markers": [_marker(m) for m in found["markers"]]}
    segments = [_segment(part) for part in keys.parts("segments")]
    found = wording.read(wording.segments_of(segments)).to_dict()
    answer: Line = {
        "markers": [{"seg": m["segment"], **_marker(m)} for m in found["markers"]],
        "diffs": [_difference(d) for d in found["differences"]],
    }
    if found["experimental"]:
        answer["experimental"] = [
            {**_difference(d), "left": _words(d["left"]), "right": _words(d["right"])}
            for d in found["experimental"]
        ]
    return answer


def _difference(found: dict[str, Any]) -> Line:
    return {
        "axis": found["axis"],
        "pair": found["pair"],
        "values": dict(zip(found["pair"], found["values"], strict=True)),
        "ref": found["ref"],
    }


def _words(marks: list[dict[str, Any]]) -> list[Line]:
    return [{"seg": m["segment"], "start": m["start"], "end": m["end"]} for m in marks]


def _segment(keys: Keys) -> dict[str, str | None]:
    name = keys.name("seg")
    return {
        **({"seg": name} if name else {}),
        "text": keys.text("text"),
        "lang": keys.language(),
        "position": keys.optional("position"),
    }


def _marker(found: dict[str, Any]) -> Line:
    return {key: found[key] for key in ("axis", "start", "end", "value", "ref")}


def _show(found: Framing) -> None:
    for segment in found.segments:
        shown = Styled(f"{segment.name}  {segment.text}")
        for mark in found.markers:
            if mark.segment == segment.name:
                before = len(segment.name) + 2
                shown.stylize("bold underline", mark.start + before, mark.end + before)
        out.print(shown)
    table(
        ("text", "axis", "value", "of", "words"),
        [(m.segment, m.axis, m.value, m.ref or "", m.surface) for m in found.markers],
    )
    for difference in (*found.differences, *found.experimental):
        values = zip(difference.pair, difference.values, strict=True)
        said = ", ".join(f"{name}: {value}" for name, value in values)
        trial = " (experimental)" if difference.experimental else ""
        out.print(f"difference on {difference.axis}{trial}: {said}", markup=False)
    if len(found.segments) > 1 and not found.differences:
        out.print(f"no difference found; axes checked: {', '.join(found.axes)}", markup=False)


def _annotate(texts: list[str], lang: str | None) -> None:
    from parallax.comparers.framing import codebook, passages
    from parallax.comparers.framing.annotations import web_annotations

    book = codebook.load()
    given = [passages.Passage(text, lang or detect(text)) for text in texts]
    for text, found in zip(texts, passages.find(given, book), strict=True):
        for one in web_annotations(found, text, f"urn:sha256:{digest(text)}", book.version):
            out.print(json.dumps(one, ensure_ascii=False), markup=False)


def _annotate_lake(lake: str) -> None:
    from parallax.comparers.framing.annotations import of_lake

    for one in of_lake(existing_lake(settings_of(lake, None))):
        print(json.dumps(one, ensure_ascii=False))
