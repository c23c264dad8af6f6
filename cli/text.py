"""Each stage alone, on text: framing, align, encode, translate; numbers have a file of their own."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text as Styled

from parallax.cli import jsonl
from parallax.cli.console import err, out, table
from parallax.cli.inputs import Jsonl, Lang, Words, inputs, language_of, read_file
from parallax.core.errors import InputError
from parallax.core.ids import digest
from parallax.core.settings import Settings
from parallax.languages.detect import detect

if TYPE_CHECKING:
    from parallax.aligners.beads.align import Alignment
    from parallax.aligners.texts import Aligned, Text


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        epilog="Example: parallax framing 'Outlet claims that troops left' 'Military said troops left'"
    )(framing)
    app.command(epilog="Example: parallax align english.txt ukrainian.txt --to pair.tmx")(align)
    app.command(epilog='Example: echo \'{"text": "Привіт"}\' | parallax encode --jsonl')(encode)
    app.command(epilog="Example: parallax translate --source uk --target en 'Добрий день'")(
        translate
    )


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
    jsonl_: Jsonl = False,
) -> None:
    """Find framing markers; of several texts also where their wording differs."""
    if jsonl_:
        raise typer.Exit(0 if jsonl.run(_framed) else 1)
    if annotations and lake:
        _annotate_lake(lake)
        return
    if annotations:
        _annotate(inputs(texts), lang)
        return
    segments = [
        {"seg": chr(97 + n), "lang": lang or detect(text), "position": "body", "text": text}
        for n, text in enumerate(inputs(texts))
    ]
    answer = _framed({"segments": segments})
    for segment in segments:
        shown = Styled(f"{segment['seg']}  {segment['text']}")
        for marker in answer["markers"]:
            if marker["seg"] == segment["seg"]:
                shown.stylize("bold underline", marker["start"] + 3, marker["end"] + 3)
        out.print(shown)
    table(
        ("text", "axis", "value", "of", "words"),
        [
            (
                m["seg"],
                m["axis"],
                m["value"],
                m["ref"] or "",
                _segment(segments, m["seg"])[m["start"] : m["end"]],
            )
            for m in answer["markers"]
        ],
    )
    for d in answer["diffs"]:
        values = ", ".join(f"{seg}: {value}" for seg, value in d["values"].items())
        out.print(f"difference on {d['axis']}: {values}", markup=False)
    if len(segments) > 1 and not answer["diffs"]:
        from parallax.comparers.framing import codebook

        out.print(
            f"no difference found; axes checked: {', '.join(codebook.load().axes)}", markup=False
        )


def _annotate(texts: list[str], lang: str | None) -> None:
    from parallax.comparers.framing import codebook, match
    from parallax.comparers.framing.annotations import web_annotations

    book = codebook.load()
    for text in texts:
        found = match.find(text, lang or detect(text), book)
        for one in web_annotations(found, text, f"urn:sha256:{digest(text)}", book.version):
            out.print(json.dumps(one, ensure_ascii=False), markup=False)


def _annotate_lake(lake: str) -> None:
    from parallax.comparers.framing.annotations import of_lake
    from parallax.lake.lake import Lake

    for one in of_lake(Lake(lake)):
        print(json.dumps(one, ensure_ascii=False))


def align(
    first: Annotated[Path | None, typer.Argument(help="Text of one sentence a line.")] = None,
    second: Annotated[Path | None, typer.Argument(help="Text of one sentence a line.")] = None,
    least: Annotated[
        float | None,
        typer.Option("--least", help="Least probability of a bead; the setting when not given."),
    ] = None,
    to: Annotated[
        Path | None, typer.Option("--to", help="File to write instead of the screen.")
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="jsonl, parquet, tmx, moses, vecalign or ladder; told by the file's ending when not given.",
        ),
    ] = None,
    jsonl_: Jsonl = False,
) -> None:
    """Align the sentences of two files, in any order, or of N articles given as JSON lines."""
    from parallax.aligners import formats

    settings = Settings() if least is None else Settings(align={"bead_probability": least})
    aligner = _Aligner(settings)
    if jsonl_:
        raise typer.Exit(0 if jsonl.run(aligner.answer) else 1)
    if not first or not second:
        raise InputError("two files are needed", "parallax align A.txt B.txt, or --jsonl")
    a, b = (read_file(path).splitlines() for path in (first, second))
    languages = [detect(" ".join(text[:50])) for text in (a, b)]
    made = aligner.pair(aligner.text(a, languages[0]), aligner.text(b, languages[1]))
    texts = formats.Texts(a, b, (languages[0], languages[1]))
    if to:
        name = formats.format_of(to, form)
        formats.WRITERS[name](to, made.beads, texts)
        matched = sum(bool(bead.left and bead.right) for bead in made.beads)
        out.print(f"{matched} beads ({made.regime}) written to {to} as {name}", markup=False)
        return
    for bead in made.beads:
        print(f"{list(bead.left)}:{list(bead.right)}:{bead.p:.2f}\t" + "\t".join(texts.of(bead)))


def encode(jsonl_: Jsonl = False, texts: Words = None) -> None:
    """Turn sentences into vectors."""
    from parallax.encoders.encoder import SentenceEncoder

    encoder = SentenceEncoder(Settings().encoder)

    def answer(given: dict[str, Any]) -> dict[str, Any]:
        return {
            "vector": [round(float(x), 6) for x in encoder.encode([jsonl.required_text(given)])[0]]
        }

    if jsonl_:
        raise typer.Exit(0 if jsonl.run(answer) else 1)
    for text in inputs(texts):
        print(json.dumps({"text": text, **answer({"text": text})}, ensure_ascii=False))


def translate(
    texts: Words = None,
    source: Annotated[
        str | None, typer.Option(help="Source language; detected when not given.")
    ] = None,
    target: Annotated[
        str | None, typer.Option(help="Target language; the setting when not given.")
    ] = None,
    lake: Annotated[str | None, typer.Option(help="Lake whose translation memory is used.")] = None,
    jsonl_: Jsonl = False,
) -> None:
    """Translate sentences: memory first, then installed Argos packages."""
    from parallax.lake.lake import Lake
    from parallax.translators.argos import argos_of
    from parallax.translators.fuzzy_matches import suggest
    from parallax.translators.memory import Memory
    from parallax.translators.quality_flags import REASONS
    from parallax.translators.translate import translate as translated

    settings = Settings()
    memory = Memory(Lake(lake or settings.lake))
    engine = argos_of(settings)

    def answer(given: dict[str, Any]) -> dict[str, Any]:
        text = jsonl.required_text(given)
        a = given.get("source") or source or detect(text)
        b = given.get("target") or target or settings.target_language
        if a == b:
            return {
                "translation": text,
                "engine": "none",
                "model": "same language",
                "from_memory": False,
            }
        outcome = translated([text], a, b, memory, engine)
        if text not in outcome.translations:
            near = suggest(text, a, memory.lookup(a, b))
            raise InputError(
                outcome.why_missing, f"{near.says}: “{near.translation.text}”" if near else ""
            )
        made = outcome.translations[text]
        for flag in made.flags:
            err.print(f"check the translation of {text!r}: {REASONS[flag]}", markup=False)
        return {
            "translation": made.text,
            "engine": made.engine,
            "model": made.model,
            "from_memory": made.from_memory,
        }

    if jsonl_:
        raise typer.Exit(0 if jsonl.run(answer) else 1)
    for text in inputs(texts):
        out.print(answer({"text": text})["translation"], markup=False)


class _Aligner:
    def __init__(self, settings: Settings) -> None:
        from parallax.aligners.beads.scorer import load
        from parallax.encoders.encoder import SentenceEncoder

        self._encoder, self._settings = SentenceEncoder(settings.encoder), settings
        if warning := load(settings.align.bead_table).warning(self._encoder.name):
            err.print(warning, markup=False)

    def answer(self, given: dict[str, Any]) -> dict[str, Any]:
        """Answer a line of two sides, or of N articles."""
        from parallax.aligners import formats

        if "articles" in given:
            return {"links": self._links([self._text(article) for article in given["articles"]])}
        made = self.pair(self._text(given["a"]), self._text(given["b"]))
        return {"beads": [formats.as_json(bead) for bead in made.beads], "regime": str(made.regime)}

    def pair(self, a: Text, b: Text) -> Alignment:
        """Align two texts; beads are in the order of the first, null beads at the end."""
        return self._aligned([a, b]).pairs["0", "1"]

    def _aligned(self, texts: list[Text]) -> Aligned:
        from parallax.aligners.texts import align_texts

        return align_texts(
            [replace(text, name=str(k)) for k, text in enumerate(texts)],
            self._encoder,
            self._settings,
        )

    def _links(self, texts: list[Text]) -> list[dict[str, Any]]:
        return [
            {
                "members": {name: list(indices) for name, indices in link.members.items()},
                "kind": link.kind,
                "score": None if link.score is None else round(link.score, 4),
                "p": link.p,
            }
            for link in self._aligned(texts).links
        ]

    def _text(self, side: dict[str, Any]) -> Text:
        """Return a side of a line; `translated` may hold its sentences in one language common to
        all sides.
        """
        sentences, translated = (
            _strings(side, "sentences"),
            _strings(side, "translated") if side.get("translated") else None,
        )
        if translated is not None and len(translated) != len(sentences):
            raise InputError(f"{len(sentences)} sentences but {len(translated)} translated")
        return self.text(sentences, side.get("lang"), translated)

    @staticmethod
    def text(
        sentences: list[str], language: str | None, translated: list[str] | None = None
    ) -> Text:
        """Return a text of these sentences."""
        from parallax.aligners.texts import Text

        return Text(
            "",
            language,
            tuple(range(len(sentences))),
            tuple(sentences),
            None if translated is None else tuple(translated),
        )


def _strings(side: dict[str, Any], key: str) -> list[str]:
    strings = side[key]
    if not isinstance(strings, list) or not all(isinstance(s, str) for s in strings):
        raise TypeError(f"{key!r} must be a list of strings")
    return strings


def _framed(given: dict[str, Any]) -> dict[str, Any]:
    from parallax.comparers.framing import codebook, differences, match

    book = codebook.load()
    found = {
        s["seg"]: match.find(
            jsonl.required_text(s), language_of(s, s["text"]), book, s.get("position")
        )
        for s in given["segments"]
    }
    marked = {
        m.ref
        for ms in found.values()
        for m in ms
        if m.axis == "scare_quotes" and m.value == "present"
    }
    shown = [
        {"seg": seg, "axis": m.axis, "start": m.start, "end": m.end, "value": m.value, "ref": m.ref}
        for seg, ms in found.items()
        for m in ms
        if m.axis != "salience" and m.value != "modal" and (m.value != "absent" or m.ref in marked)
    ]
    diffs = [
        {
            "axis": d.axis,
            "pair": [a, b],
            "values": {a: d.left_value, b: d.right_value},
            "ref": d.ref,
        }
        for a, b in combinations(found, 2)
        for d in differences.compare(found[a], found[b], book)
    ]
    return {"markers": shown, "diffs": diffs}


def _segment(segments: list[dict[str, str]], name: str) -> str:
    return next(s["text"] for s in segments if s["seg"] == name)


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:,.10g}"
