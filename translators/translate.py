"""Translating sentences: from the memory first, then by a direct package, then by a pivot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Annotated

from parallax.core.thresholds import thresholds
from parallax.translators import quality_flags
from parallax.translators.argos import Argos
from parallax.translators.memory import ARGOS, TMX, Memory, Translation


@thresholds("translate", chosen="by judgement; no translation depends on it")
@dataclass(frozen=True)
class BatchLimits:
    """How much a killed run may lose."""

    sentences: Annotated[int, "sentences translated before they are kept"] = 512


LIMITS = BatchLimits()


@dataclass
class Outcome:
    """The result for the sentences of one language pair."""

    translations: dict[str, Translation] = field(default_factory=dict)
    from_memory: int = 0
    made: int = 0
    flagged: int = 0
    missing: int = 0
    why_missing: str = ""


def translate(
    sentences: Sequence[str],
    source: str,
    target: str,
    memory: Memory,
    engine: Argos,
    progress: Callable[[int], None] = lambda _: None,
) -> Outcome:
    """Translate distinct sentences; those without a package are counted, with the reason."""
    outcome, batches = plan(sentences, source, target, memory, engine)
    for batch in batches:
        made = translate_batch(batch, source, target, engine)
        memory.add(source, target, made)
        keep(outcome, made)
        progress(len(batch))
    return outcome


def plan(
    sentences: Sequence[str], source: str, target: str, memory: Memory, engine: Argos
) -> tuple[Outcome, list[list[str]]]:
    """Return what the memory has of distinct sentences, and the others in batches to translate."""
    distinct = list(dict.fromkeys(sentences))
    known = memory.lookup(source, target, texts=distinct)
    outcome = Outcome({text: known[text] for text in distinct if text in known})
    outcome.from_memory = len(outcome.translations)
    # A text that the file writes otherwise is kept as it stands here, so that every reader of the
    # memory finds it.
    memory.add(source, target, ((t, m) for t, m in outcome.translations.items() if m.engine == TMX))
    left, size = [text for text in distinct if text not in known], LIMITS.sentences
    if left and engine.route(source, target) is None:
        outcome.missing = len(left)
        outcome.why_missing = missing_package(source, target)
        return outcome, []
    return outcome, [left[at : at + size] for at in range(0, len(left), size)]


def translate_batch(
    texts: Sequence[str], source: str, target: str, engine: Argos
) -> list[tuple[str, Translation]]:
    """Translate texts that are not in the memory, with their quality flags."""
    model = engine.model(source, target)
    return [
        (
            text,
            Translation(
                translation,
                ARGOS,
                model,
                f"machine translation, Argos {model}",
                from_memory=False,
                flags=tuple(quality_flags.flags(text, translation, source, target)),
            ),
        )
        for text, translation in zip(texts, engine.translate(texts, source, target), strict=True)
    ]


def keep(outcome: Outcome, made: Sequence[tuple[str, Translation]]) -> None:
    """Count what was translated."""
    outcome.translations.update(made)
    outcome.made += len(made)
    outcome.flagged += sum(bool(translation.flags) for _, translation in made)


def missing_package(source: str, target: str) -> str:
    """Return one line: what is missing and how to get it."""
    return (
        f"no Argos package for {source} to {target}; get it with: {install_command(source, target)}"
    )


def install_command(source: str, target: str) -> str:
    """Return the command that installs a route; packages of the index are from or into English."""
    direct = "en" in (source, target)
    return (
        f"parallax models install {f'{source}-{target}' if direct else f'{source}-en en-{target}'}"
    )
