"""Translating sentences, and turning them into vectors."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from parallax.cli import jsonl
from parallax.cli.console import err, out
from parallax.cli.inputs import Jsonl, Words, inputs, say_guesses
from parallax.core.errors import InputError
from parallax.core.settings import Settings
from parallax.languages.detect import detect


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(epilog="Example: parallax translate --source en --target uk 'Good day'")(translate)
    app.command(epilog='Example: echo \'{"text": "Hello"}\' | parallax encode --jsonl')(encode)


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
    for text in say_guesses(inputs(texts), source):
        out.print(answer({"text": text})["translation"], markup=False)
