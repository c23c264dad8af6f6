"""Time and memory of every stage as the lake grows, and what a second pass with a little that is
new costs. ``parallax bench scale``.

The pages of a made world are gathered as from an archive and go through every stage, without
translation packages and without Prefect. Each size runs in a process of its own, so that
its peak memory is its own.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

from benchmarks.made_world import pages
from benchmarks.memory import FamilyPeak
from benchmarks.processes import processes
from parallax.core.settings import Settings
from parallax.corpora.crawl_result import Harvest, read_page
from parallax.corpora.fetch.archive import Archive
from parallax.corpora.fetch.response import Response
from parallax.corpora.outlets.registry import load
from parallax.corpora.store import days_of, known_pages, store
from parallax.lake.batches import Workers, in_turn
from parallax.lake.lake import Lake
from parallax.pipeline import run_stages

Made = TypeVar("Made")
_AT_ONCE = 200
_NEW_SEED = 7


@dataclass(frozen=True)
class Measured:
    """Seconds of each stage in a first pass and in a second one with 1 % of new articles, and the
    peak of memory in MiB.
    """

    articles: int
    stories: int
    first: dict[str, float]
    second: dict[str, float]
    peak_mib: float

    @property
    def speed(self) -> float:
        """Articles a second of the whole first pass."""
        return self.articles / sum(self.first.values())

    @property
    def share(self) -> float:
        """What the second pass takes of the first."""
        return sum(self.second.values()) / sum(self.first.values())


def one_size(articles: int, folder: Path, workers: int) -> Measured:
    """Carry articles through all stages, then once more with 1 % of new ones beside them.

    :param workers: processes that do the batches; 0 for none but this one.
    """
    settings = Settings(lake=folder, translate={"argos_packages": folder / "no-packages"})
    with FamilyPeak() as peak, processes(workers) if workers else nullcontext(in_turn) as spread:
        _warm_up(folder.with_name("warm"), spread)
        everything = list(pages(articles))
        first, stories = _pass(settings, everything, spread)
        new = list(pages(max(1, articles // 100), seed=_NEW_SEED))
        second, _ = _pass(settings, [*everything[: len(new)], *new], spread)
    return Measured(articles, stories, first, second, peak.mib)


def _warm_up(folder: Path, spread: Workers) -> None:
    """Load libraries and compile loops on a few pages, which a service does once; a batch of each
    stage for every worker.
    """
    settings = Settings(
        lake=folder,
        runner={"batch_stories": 1},
        translate={"argos_packages": folder / "no-packages"},
    )
    _pass(settings, list(pages(20, seed=99)), spread)


def _pass(
    settings: Settings, listed: Sequence[Response], spread: Workers
) -> tuple[dict[str, float], int]:
    lake, registry, archive = Lake(settings.lake), load(None), Archive(settings.lake)
    seconds: dict[str, float] = {}
    days: list[str] = []

    def timed(stage: str, work: Callable[[], Made]) -> Made:
        started = time.perf_counter()
        done = work()
        seconds[stage] = time.perf_counter() - started
        return done

    def gather() -> None:
        known, waiting = known_pages(lake, registry), iter(listed)
        while batch := list(islice(waiting, _AT_ONCE)):
            harvest = Harvest()
            for response in batch:
                read_page(response, archive, registry, harvest, known)
            store(harvest, registry, lake)
            days.extend(days_of(harvest, lake))

    timed("gather", gather)
    results = run_stages(
        lake,
        settings,
        sorted(set(days)),
        run=lambda stage, days: timed(
            stage.NAME, lambda: stage.run(lake, settings, days, workers=spread)
        ),
    )
    return seconds, results[0].counts["stories of several articles"]


def measure(articles: int, workers: int = 0) -> Measured:
    """Measure one size in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-m",
            "benchmarks.scale",
            str(articles),
            f"{folder}/lake",
            str(workers),
        ]
        answer = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - ourselves
    return Measured(**json.loads(answer.stdout.splitlines()[-1]))


def exponent(small: Measured, large: Measured, stage: str) -> float:
    """Return k of time ~ articles ** k between two sizes."""
    return math.log(large.first[stage] / small.first[stage]) / math.log(
        large.articles / small.articles
    )


if __name__ == "__main__":
    print(json.dumps(asdict(one_size(int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])))))
