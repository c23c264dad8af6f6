"""The demo: the sample world, served by a loopback server, through the whole pipeline."""

import time
from dataclasses import dataclass
from pathlib import Path

from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

from parallax.core.settings import Settings
from parallax.corpora.sample.server import sample_world
from parallax.corpora.sample.story_file import HERE
from parallax.flows.full_pass import full_pass
from parallax.flows.gathering import gather_flow
from parallax.lake.stage_protocol import StageResult


@dataclass(frozen=True)
class DemoResult:
    """What the demo did: stage results, seconds of the pipeline's own work, and the index page."""

    stages: list[StageResult]
    seconds: float
    index: Path


def run_demo(lake: Path) -> DemoResult:
    """Gather the sample world twice (in the afternoon one page has changed) and carry it through to
    the pages.
    """
    with sample_world() as world, temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        settings = Settings(
            lake=lake,
            gather={
                "outlets": HERE / "outlets.toml",
                "host_map": world.host_map,
                "host_delay_seconds": 0,
            },
            translate={"memories": (HERE / "memory.tmx",)},
        )
        morning = gather_flow(since_hours=None, settings=settings)
        started = time.monotonic()
        world.afternoon = True
        stages = full_pass(since_hours=None, settings=settings)
        seconds = time.monotonic() - started
    return DemoResult([morning, *stages], seconds, (lake / "reports" / "index.html").resolve())
