"""Translating sentences, and turning them into vectors."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from parallax.cli import jsonl
from parallax.cli.console import err, out
from parallax.cli.inputs import Words, inputs, say_guesses
from parallax.cli.line_keys import Keys
from parallax.core.errors import InputError
from parallax.core.settings import Settings
from parallax.core.thresholds import thresholds
from parallax.languages.detect import detect

if TYPE_CHECKING:
    from parallax.cli.jsonl import Line
    from parallax.encoders.encoder import Encoder
    from parallax.translators.argos import Argos
    from parallax.translators.memory import Memory


@thresholds("jsonl", chosen="by judgement; no vector and no translation depends on it")
@dataclass(frozen=True)
class SentenceLimits:
    """Sentences of a JSON-lines filter."""

    encoded: Annotated[int, "sentences that are encoded together"] = 256
    translated: Annotated[int, "sentences that are translated and kept together"] = 256
    characters: Annotated[int, "characters of one, which a network takes in one piece"] = 50_000
    decimals: Annotated[int, "decimals of a vector's numbers"] = 6


LIMITS = SentenceLimits()


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(epilog="Example: parallax translate --source en --target uk 'Good day'")(translate)
    app.command(epilog='Example: echo \'{"text": "Hello"}\' | parallax encode --jsonl')(encode)


def encode(
    jsonl_: Annotated[
        bool, typer.Option("--jsonl", help='JSON lines in and out: {"text"}.')
    ] = False,
    texts: Words = None,
) -> None:
    """Turn sentences into vectors."""
    from parallax.encoders.encoder import SentenceEncoder

    encoder = SentenceEncoder(Settings().encoder)
    if jsonl_:
        jsonl.run(_text, partial(_vectors, encoder), LIMITS.encoded)
    for text in inputs(texts):
        (answer,) = _vectors(encoder, [text])
        print(json.dumps({"text": text, **answer}, ensure_ascii=False))


def _text(given: Line) -> str:
    return Keys(given).text("text", LIMITS.characters)


def _vectors(encoder: Encoder, texts: list[str]) -> list[Line]:
    import numpy as np

    vectors = np.round(encoder.encode(texts).astype(np.float64), LIMITS.decimals)
    return [{"vector": vector} for vector in vectors.tolist()]


def translate(
    texts: Words = None,
    source: Annotated[
        str | None, typer.Option(help="Source language; detected when not given.")
    ] = None,
    target: Annotated[
        str | None, typer.Option(help="Target language; the setting when not given.")
    ] = None,
    lake: Annotated[str | None, typer.Option(help="Lake whose translation memory is used.")] = None,
    jsonl_: Annotated[
        bool,
        typer.Option(
            "--jsonl", help='JSON lines in and out: {"text"}, and "source" and "target" if known.'
        ),
    ] = False,
) -> None:
    """Translate sentences: memory first, then installed Argos packages."""
    from parallax.lake.lake import Lake
    from parallax.translators.argos import argos_of
    from parallax.translators.memory import Memory

    settings = Settings()
    translator = _Translator(
        Memory(Lake(lake or settings.lake)),
        argos_of(settings),
        source,
        target or settings.target_language,
    )
    if jsonl_:
        jsonl.run(translator.read, translator.answer, LIMITS.translated)
    for text in say_guesses(inputs(texts), source):
        (answer,) = translator.answer([translator.read({"text": text})])
        if isinstance(answer, InputError):
            raise answer
        out.print(answer["translation"], markup=False)


@dataclass(frozen=True)
class _Asked:
    """A sentence to translate."""

    text: str
    source: str
    target: str


@dataclass(frozen=True)
class _Translator:
    """Translates sentences of several pairs of languages, each pair together; what a sentence does
    not say, its languages, is that of the options.
    """

    memory: Memory
    engine: Argos
    source: str | None
    target: str

    def read(self, given: Line) -> _Asked:
        keys = Keys(given)
        text = keys.text("text", LIMITS.characters)
        return _Asked(
            text,
            keys.code("source") or self.source or detect(text),
            keys.code("target") or self.target,
        )

    def answer(self, asked: list[_Asked]) -> list[Line | InputError]:
        by_pair: dict[tuple[str, str], list[str]] = {}
        for one in asked:
            by_pair.setdefault((one.source, one.target), []).append(one.text)
        known = {pair: self._of_pair(*pair, texts) for pair, texts in by_pair.items()}
        return [known[one.source, one.target][one.text] for one in asked]

    def _of_pair(self, source: str, target: str, texts: list[str]) -> dict[str, Line | InputError]:
        from parallax.translators.fuzzy_matches import suggest
        from parallax.translators.quality_flags import REASONS
        from parallax.translators.translate import translate as translated

        if source == target:
            return {text: _line(text, "none", "same language") for text in texts}
        outcome = translated(texts, source, target, self.memory, self.engine)
        found: dict[str, Line | InputError] = {}
        for text, made in outcome.translations.items():
            for flag in made.flags:
                err.print(f"check the translation of {text!r}: {REASONS[flag]}", markup=False)
            found[text] = _line(made.text, made.engine, made.model, from_memory=made.from_memory)
        missing = [text for text in texts if text not in found]
        similar = self.memory.lookup(source, target) if missing else {}
        for text in missing:
            near = suggest(text, source, similar)
            hint = f"{near.says}: “{near.translation.text}”" if near else ""
            found[text] = InputError(outcome.why_missing, hint)
        return found


def _line(translation: str, engine: str, model: str, *, from_memory: bool = False) -> Line:
    return {
        "translation": translation,
        "engine": engine,
        "model": model,
        "from_memory": from_memory,
    }
