"""Reading a language one does not know: the memory first, then the direct package, then a pivot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from translators.argos import Argos
from translators.memory import Memory, Translation

BATCH = 512
"""Sentences translated before they are kept: a killed run loses one batch at most."""


@dataclass
class Outcome:
    """What became of the sentences of one language pair."""

    translations: dict[str, Translation] = field(default_factory=dict)
    from_memory: int = 0
    made: int = 0
    missing: int = 0
    why_missing: str = ""


def translate(
    sentences: Sequence[str], source: str, target: str, memory: Memory, engine: Argos,
    progress: Callable[[int], None] = lambda _: None,
) -> Outcome:
    """Translate distinct sentences; what cannot be translated is counted, with the reason, and left out."""
    distinct = list(dict.fromkeys(sentences))
    known = memory.lookup(source, target)
    outcome = Outcome({text: known[text] for text in distinct if text in known})
    outcome.from_memory = len(outcome.translations)
    left = [text for text in distinct if text not in known]
    if left and engine.route(source, target) is None:
        outcome.missing = len(left)
        outcome.why_missing = missing_package(source, target)
        return outcome
    for at in range(0, len(left), BATCH):
        part = left[at : at + BATCH]
        model = engine.model(source, target)
        made = [
            (text, Translation(text_made, "argos", model, f"machine translation, Argos {model}", from_memory=False))
            for text, text_made in zip(part, engine.translate(part, source, target), strict=True)
            if text_made
        ]
        memory.add(source, target, made)
        outcome.translations.update(made)
        outcome.made += len(made)
        outcome.missing += len(part) - len(made)
        progress(len(part))
    return outcome


def missing_package(source: str, target: str) -> str:
    """Say in one line what is missing and how to get it."""
    return f"no Argos package for {source} to {target}; get it with: parallax models install {source}-{target}"


def known_translations(pairs: Iterable[tuple[str, str]], memory: Memory) -> dict[tuple[str, str], Translation]:
    """Return everything the memory knows of the given language pairs, by (source language, source text)."""
    found: dict[tuple[str, str], Translation] = {}
    for source, target in pairs:
        for text, translation in memory.lookup(source, target).items():
            found[source, text] = translation
    return found
