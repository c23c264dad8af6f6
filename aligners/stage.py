"""The align stage: the stories of the lake into the `beads` and `links` tables, by batches of
stories.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from functools import cache
from typing import Any

import polars as pl
from threadpoolctl import threadpool_limits

from parallax.aligners.beads import sides
from parallax.aligners.beads.scorer import load
from parallax.aligners.texts import Text, align_texts, story_texts
from parallax.core.ids import digest
from parallax.core.notices import Notice
from parallax.core.settings import Settings
from parallax.encoders.encoder import encoder_of
from parallax.lake import batches
from parallax.lake.batches import Batch, Workers, in_turn
from parallax.lake.fingerprints import stage_version
from parallax.lake.lake import Lake
from parallax.lake.rows import BeadRow, LinkRow
from parallax.lake.schema import BEADS, LINKS
from parallax.lake.stage_protocol import SILENT, Days, Progress, StageResult
from parallax.lake.stories import days_of

NAME = "align"
SETTINGS: tuple[str, ...] = ("encoder", "target_language")
_STORY = ["day", "story_id", "made_of"]


def run(
    lake: Lake,
    settings: Settings,
    days: Days,
    *,
    progress: Progress = SILENT,
    workers: Workers = in_turn,
) -> StageResult:
    """Align every story of the given days (all when None) and write `beads` and `links`.

    A story whose texts, translations, models, settings and code are those it was aligned with
    before keeps its rows.
    """
    days, encoder = days_of(lake, days), encoder_of(settings)
    scorer = load(settings.align.bead_table)
    stories = story_texts(lake, days, settings.target_language, settings.align.boilerplate_articles)
    version = stage_version(__name__, settings, NAME, SETTINGS)
    wanted = {
        (day, story, digest(version, encoder.name, scorer.version, texts)): texts
        for (day, story), texts in stories.items()
    }
    names = pl.DataFrame(list(wanted), schema=dict.fromkeys(_STORY, pl.String), orient="row")
    stored = {table: lake.kept(table, days) for table in (BEADS, LINKS)}
    # A killed run may have written the beads of a story and not its links; then what they were made
    # of differs.
    known = names.join(stored[BEADS], on=_STORY, how="semi").join(
        stored[LINKS], on=_STORY, how="semi"
    )
    keys = set(known.iter_rows())
    progress.begin(len(wanted), "stories aligned")
    progress.advance(len(keys))
    due: list[dict[str, Any]] = [
        {
            "day": key[0],
            "story_id": key[1],
            "made_of": key[2],
            "texts": [asdict(text) for text in texts],
        }
        for key, texts in wanted.items()
        if key not in keys
    ]
    done = batches.run(
        lake, settings, NAME, align_batch, due, workers=workers, progress=progress.advance
    )
    made = {
        table: batches.together(lake, done, table, stored[table].join(known, on=_STORY, how="semi"))
        for table in (BEADS, LINKS)
    }
    notices = batches.failed(lake, done)
    for table, frame in made.items():
        lake.replace(table, frame, days)
    batches.clear(lake, NAME)
    kinds = Counter(made[LINKS]["kind"].to_list())
    paired = (pl.col("left_sentences").list.len() > 0) & (pl.col("right_sentences").list.len() > 0)
    counts = {
        "stories": len(wanted),
        "stories rebuilt": len(due) - len(notices),
        "beads": len(made[BEADS].filter(paired)),
        **{f"links: {kind}": kinds[kind] for kind in ("shared", "pair", "only")},
    }
    if warning := scorer.warning(encoder.name):
        notices.append(Notice.warning(f"encoder:{settings.encoder}", "not calibrated", warning))
    models = [encoder.name, f"bead table {scorer.version}"]
    return StageResult(NAME, counts, days, notices, models)


def align_batch(settings: Settings, batch: Batch) -> None:
    """Align the stories of a batch; all their texts are encoded together."""
    _one_thread_a_product()
    lake, encoder = Lake(settings.lake), encoder_of(settings)
    stories = [(unit, [_text(text) for text in unit["texts"]]) for unit in batch.input(lake)]
    encoder.encode(
        [text for _, texts in stories for text in sides.encoded_texts([t.sentences for t in texts])]
    )
    bead_rows: list[BeadRow] = []
    link_rows: list[LinkRow] = []

    def align(story: tuple[dict[str, Any], list[Text]]) -> None:
        unit, texts = story
        place = {"story": unit["story_id"], "made_of": unit["made_of"], "day": unit["day"]}
        made = align_texts(texts, encoder, settings)
        edition = {text.name: text.edition for text in texts}
        beads = [
            bead.to_row(pair, alignment.regime, **place)
            for pair, alignment in made.pairs.items()
            for bead in alignment.beads
        ]
        linked = [link.to_row(edition, **place) for link in made.links]
        bead_rows.extend(beads)
        link_rows.extend(linked)

    failures = batches.each(stories, lambda story: f"story:{story[0]['story_id']}", align)
    batch.finish(lake, {BEADS: BEADS.frame(bead_rows), LINKS: LINKS.frame(link_rows)}, failures)


@cache
def _one_thread_a_product() -> None:
    """Multiply matrices with one thread from now on: a story's are small, and the last bits must
    not depend on where it is aligned.
    """
    threadpool_limits(1, user_api="blas")


def _text(unit: dict[str, Any]) -> Text:
    known: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in unit.items()
    }
    return Text(**known)
