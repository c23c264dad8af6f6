"""The pipeline over the sample world without Prefect: for benchmarks and tests."""

from __future__ import annotations

from pathlib import Path

from aligners import linking
from aligners.align_stage import align_stories
from aligners.encoder import encoder_of
from comparers.compare_stage import compare_stories
from core.lake import Lake
from core.settings import Settings
from corpora import outlets
from corpora.archive import Archive
from corpora.fetch import Fetcher
from corpora.gather import Gatherer
from corpora.harvest import Harvest
from corpora.sample.server import sample_world
from corpora.sample.story_file import HERE
from corpora.storing import store
from translators import editions, reading, translate_stage


def run(folder: str | Path, *, with_memory: bool = True, cache: Path | None = None) -> Lake:
    """Gather (morning and afternoon), link, translate, align and compare; return the lake.

    :param folder: of the lake, or its fsspec URL; :param cache: see the setting.
    """
    lake = Lake(folder)
    registry = outlets.load(HERE / "outlets.toml")
    with sample_world() as world:
        settings = Settings(
            lake=lake.root, cache=cache, host_map=world.host_map, host_delay_seconds=0, argos_packages=(cache or Path(folder)) / "no-packages",
            memories=(HERE / "memory.tmx",) if with_memory else (),
        )
        for afternoon in (False, True):
            world.afternoon = afternoon
            with Fetcher(settings) as fetcher:
                harvest, gatherer = Harvest(), Gatherer(fetcher, Archive(folder), registry)
                for edition in registry.editions:
                    harvest.extend(gatherer.edition(edition, None))
            store(harvest, registry, lake)
    _, days = linking.link_articles(lake, encoder_of(settings), settings, None)
    reading.import_memories(lake, settings)
    translate_stage.translate_stories(lake, settings, days)
    align_stories(lake, settings, days)
    editions.learn(lake, days)
    compare_stories(lake, days, settings)
    return lake
