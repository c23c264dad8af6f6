"""The pipeline over the sample world without Prefect: for benchmarks and tests."""

from __future__ import annotations

from pathlib import Path

from parallax.core.settings import Settings
from parallax.corpora import stage as gather
from parallax.corpora.sample.server import sample_world
from parallax.corpora.sample.story_file import HERE
from parallax.lake.lake import Lake
from parallax.pipeline import run_stages


def run(folder: str | Path, *, with_memory: bool = True, cache: Path | None = None) -> Lake:
    """Gather (morning and afternoon), then every stage but the report; return the lake.

    :param folder: of the lake, or its fsspec URL; :param cache: see the setting.
    """
    lake = Lake(folder)
    with sample_world() as world:
        settings = Settings(
            lake=lake.root,
            cache=cache,
            gather={
                "outlets": HERE / "outlets.toml",
                "host_map": world.host_map,
                "host_delay_seconds": 0,
            },
            translate={
                "argos_packages": (cache or Path(folder)) / "no-packages",
                "memories": (HERE / "memory.tmx",) if with_memory else (),
            },
        )
        for afternoon in (False, True):
            world.afternoon = afternoon
            gather.run(lake, settings, None)
    run_stages(lake, settings, None, until="compare")
    return lake
