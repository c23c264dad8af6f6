"""The translate stage: the sentences of stories into the reader's language, by batches of
sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from parallax.core.notices import Notice
from parallax.core.settings import Settings
from parallax.lake import batches
from parallax.lake.batches import Batch, Workers, in_turn
from parallax.lake.lake import Lake
from parallax.lake.schema import TRANSLATIONS
from parallax.lake.stage_protocol import SILENT, Days, Progress, StageResult
from parallax.lake.stories import days_of
from parallax.translators.argos import argos_of
from parallax.translators.memory import Memory
from parallax.translators.pending import foreign_sentences, import_memories
from parallax.translators.translate import Outcome, keep, plan, translate_batch

NAME = "translate"
SETTINGS: tuple[str, ...] = ("target_language",)


def run(
    lake: Lake,
    settings: Settings,
    days: Days,
    *,
    progress: Progress = SILENT,
    workers: Workers = in_turn,
) -> StageResult:
    """Translate the sentences of stories that several articles report into the reader's language.

    The memory files of the settings are read first. What cannot be translated is counted, and a
    warning says why.
    """
    days, target = days_of(lake, days), settings.target_language
    import_memories(lake, settings)
    foreign = foreign_sentences(lake, settings, days)
    progress.begin(sum(len(set(texts)) for texts in foreign.values()), "sentences translated")
    counts: dict[str, int] = {}
    notices: list[Notice] = []
    models: set[str] = set()
    for source, texts in foreign.items():
        outcome = _translate_language(lake, settings, source, texts, progress.advance, workers)
        progress.advance(outcome.from_memory + outcome.missing)
        pair = f"{source}-{target}"
        counts |= {
            f"{pair}: from memory": outcome.from_memory,
            f"{pair}: translated": outcome.made,
            f"{pair}: not translated": outcome.missing,
            f"{pair}: flagged": outcome.flagged,
        }
        models |= {f"{t.engine} {t.model}" for t in outcome.translations.values()}
        if outcome.missing:
            why = f"{outcome.missing:,} sentences: {outcome.why_missing}"
            notices.append(Notice.warning(f"translation:{pair}", "not translated", why))
    return StageResult(NAME, counts, days, notices, sorted(models))


def _translate_language(
    lake: Lake,
    settings: Settings,
    source: str,
    texts: Sequence[str],
    progress: Callable[[int], None],
    workers: Workers,
) -> Outcome:
    """Translate sentences of one language that the memory does not know, and keep the translations
    there.

    :param progress: called with the number of sentences more that are translated.
    """
    target, memory = settings.target_language, Memory(lake)
    outcome, groups = plan(texts, source, target, memory, argos_of(settings))
    stage = f"{NAME}-{source}-{target}"
    units = [{"source": source, "target": target, "texts": group} for group in groups]
    each = -(-sum(map(len, groups)) // max(1, len(groups)))
    for batch in batches.run(
        lake,
        settings,
        stage,
        do_batch,
        units,
        size=1,
        workers=workers,
        progress=lambda count: progress(count * each),
    ):
        rows = batch.rows(lake, TRANSLATIONS)
        lake.add(TRANSLATIONS, rows)
        keep(
            outcome, [(row["text"], Memory.translation(row)) for row in rows.iter_rows(named=True)]
        )
    batches.clear(lake, stage)
    return outcome


def do_batch(settings: Settings, batch: Batch) -> None:
    """Translate the sentences of a batch."""
    lake = Lake(settings.lake)
    (unit,) = batch.input(lake)
    made = translate_batch(unit["texts"], unit["source"], unit["target"], argos_of(settings))
    batch.finish(
        lake, {TRANSLATIONS: TRANSLATIONS.frame(Memory.rows(unit["source"], unit["target"], made))}
    )
