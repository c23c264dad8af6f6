"""The pipeline over the sample world without Prefect: for benchmarks and tests."""

from __future__ import annotations

from pathlib import Path

from parallax.aligners.stage import align_stories
from parallax.aligners.stories import stage
from parallax.comparers.stage import compare_stories
from parallax.core.settings import Settings
from parallax.corpora.crawl_result import Harvest
from parallax.corpora.fetch.archive import Archive
from parallax.corpora.fetch.fetcher import Fetcher
from parallax.corpora.gatherer import Gatherer
from parallax.corpora.outlets import registry as outlets
from parallax.corpora.sample.server import sample_world
from parallax.corpora.sample.story_file import HERE
from parallax.corpora.store import store
from parallax.encoders.encoder import encoder_of
from parallax.lake.lake import Lake
from parallax.translators import editions, pending
from parallax.translators import stage as translate_stage


def run(folder: str | Path, *, with_memory: bool = True, cache: Path | None = None) -> Lake:
    """Gather (morning and afternoon), link, translate, align and compare; return the lake.

    :param folder: of the lake, or its fsspec URL; :param cache: see the setting.
    """
    lake = Lake(folder)
    registry = outlets.load(HERE / "outlets.toml")
    with sample_world() as world:
        settings = Settings(
            lake=lake.root,
            cache=cache,
            gather={"host_map": world.host_map, "host_delay_seconds": 0},
            translate={
                "argos_packages": (cache or Path(folder)) / "no-packages",
                "memories": (HERE / "memory.tmx",) if with_memory else (),
            },
        )
        for afternoon in (False, True):
            world.afternoon = afternoon
            with Fetcher(settings) as fetcher:
                harvest, gatherer = Harvest(), Gatherer(fetcher, Archive(folder), registry)
                for edition in registry.editions:
                    harvest.extend(gatherer.edition(edition, None))
            store(harvest, registry, lake)
    _, days = stage.link_articles(lake, encoder_of(settings), settings, None)
    pending.import_memories(lake, settings)
    translate_stage.translate_stories(lake, settings, days)
    align_stories(lake, settings, days)
    editions.learn(lake, days)
    compare_stories(lake, days, settings)
    return lake
