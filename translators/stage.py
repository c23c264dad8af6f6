"""The translate stage: the sentences of stories into the reader's language, by batches of
sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from parallax.core.settings import Settings
from parallax.lake import batches
from parallax.lake.batches import Batch, Workers, in_turn
from parallax.lake.lake import Lake
from parallax.lake.schema import TRANSLATIONS
from parallax.translators.argos import argos_of
from parallax.translators.memory import Memory
from parallax.translators.pending import foreign_sentences
from parallax.translators.translate import Outcome, keep, plan, translate_batch

STAGE = "translate"


def translate_language(
    lake: Lake,
    settings: Settings,
    source: str,
    texts: Sequence[str],
    progress: Callable[[int], None] = lambda _: None,
    workers: Workers = in_turn,
) -> Outcome:
    """Translate sentences of one language that the memory does not know, and keep the translations
    there.

    :param progress: called with how many batches more are done.
    """
    target, memory = settings.target_language, Memory(lake)
    outcome, groups = plan(texts, source, target, memory, argos_of(settings))
    stage = f"{STAGE}-{source}-{target}"
    units = [{"source": source, "target": target, "texts": group} for group in groups]
    for batch in batches.run(
        lake, settings, stage, do_batch, units, size=1, workers=workers, progress=progress
    ):
        rows = batch.rows(lake, TRANSLATIONS)
        lake.add(TRANSLATIONS, rows)
        keep(
            outcome, [(row["text"], Memory.translation(row)) for row in rows.iter_rows(named=True)]
        )
    batches.clear(lake, stage)
    return outcome


def translate_stories(lake: Lake, settings: Settings, days: list[str]) -> dict[str, Outcome]:
    """Translate the sentences of stories told by several articles on the given days; outcomes by
    language pair.
    """
    return {
        f"{source}-{settings.target_language}": translate_language(lake, settings, source, texts)
        for source, texts in foreign_sentences(lake, settings, days).items()
    }


def do_batch(settings: Settings, batch: Batch) -> None:
    """Translate the sentences of a batch."""
    lake = Lake(settings.lake)
    (unit,) = batch.input(lake)
    made = translate_batch(unit["texts"], unit["source"], unit["target"], argos_of(settings))
    batch.finish(
        lake, {TRANSLATIONS: TRANSLATIONS.frame(Memory.rows(unit["source"], unit["target"], made))}
    )
