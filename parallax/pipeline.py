"""The order of the stages, written once, for flows, commands, benchmarks and tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from parallax.aligners import stage as align
from parallax.aligners.stories import stage as cluster
from parallax.comparers import stage as compare
from parallax.core.settings import Settings
from parallax.corpora import stage as gather
from parallax.lake.batches import Workers, in_turn
from parallax.lake.lake import Lake
from parallax.lake.stage_protocol import SILENT, Days, Progress, Stage, StageResult
from parallax.reports import stage as report
from parallax.translators import stage as translate
from parallax.translators.editions import stage as learn

GATHER: Stage = gather
STAGES: tuple[Stage, ...] = (cluster, translate, align, learn, compare, report)
"""What follows gathering, in order; each reads the tables of those before it."""
NAMES = tuple(stage.NAME for stage in (GATHER, *STAGES))

Runner = Callable[[Stage, Days], StageResult]
"""Runs one stage for some days; flows run it as a flow of Prefect."""


def run_stages(
    lake: Lake,
    settings: Settings,
    days: Days,
    *,
    progress: Progress = SILENT,
    workers: Workers = in_turn,
    first: str = STAGES[0].NAME,
    until: str = STAGES[-1].NAME,
    run: Runner | None = None,
) -> list[StageResult]:
    """Run the stages after gathering for some days (all when None); one pass on a lake at a time.

    Each stage works on the days of the result before it: clustering widens them to whole stories.

    :param first: name of the first stage to run. :param until: name of the last one.
    :param run: runs one stage in another way than by calling it with ``progress`` and ``workers``.
    :returns: the results of the stages that ran, in order.
    :raises LakeBusyError: when another pass holds the lake for longer than the setting
        `pass_wait_seconds`.
    """
    results: list[StageResult] = []
    with lake.passing(settings.pass_wait_seconds):
        for stage in between(first, until):
            if run is not None:
                results.append(run(stage, days))
            else:
                results.append(stage.run(lake, settings, days, progress=progress, workers=workers))
            days = results[-1].days
    return results


def between(first: str, until: str) -> Sequence[Stage]:
    """Return the stages from one to another, both included, by name.

    :raises ValueError: when a stage of that name does not follow gathering.
    """
    names = [stage.NAME for stage in STAGES]
    return STAGES[names.index(first) : names.index(until) + 1]
