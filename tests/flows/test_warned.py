"""A silent edition is seen: the state of the run and of the pass, an event, the artifact; and the
results of flows are what they were.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prefect.automations import Automation
from prefect.blocks.notifications import CustomWebhookNotificationBlock
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey
from prefect.events.filters import EventFilter, EventNameFilter
from typer.testing import CliRunner

from parallax.cli.app import app
from parallax.core.errors import InputError
from parallax.core.settings import Settings
from parallax.corpora.sample.server import SampleWorld, sample_world
from parallax.corpora.sample.story_file import HERE
from parallax.flows import automations, events
from parallax.flows.full_pass import full_pass
from parallax.flows.gathering import gather_flow
from parallax.flows.warned import NAME
from parallax.lake.lake import Lake
from parallax.lake.schema import RUNS
from tests.flows.test_flows import gone

pytestmark = [pytest.mark.flow, pytest.mark.slow(60), pytest.mark.usefixtures("prefect_server")]


def settings_of(world: SampleWorld, folder: Path, extra: str = "") -> Settings:
    outlets = folder / "outlets.toml"
    outlets.write_text((HERE / "outlets.toml").read_text("utf-8") + extra, "utf-8")
    return Settings(
        lake=folder / "lake",
        gather={
            "outlets": outlets,
            "host_map": world.host_map,
            "host_delay_seconds": 0,
            "retries": 0,
            "silent_passes": 2,
        },
    )


async def heard(name: str) -> list[dict]:
    """The payloads of the events of a name that the server has."""
    wanted = EventFilter(event=EventNameFilter(name=[name]))
    async with get_client() as client:
        answer = await client._client.post(
            "/events/filter", json={"filter": wanted.model_dump(mode="json")}
        )
    return [event["payload"] for event in answer.json()["events"]]


async def artifact(key: str) -> str:
    async with get_client() as client:
        found = await client.read_artifacts(
            artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=[key])),
            sort="CREATED_DESC",
        )
    return str(found[0].data)


def until(seconds: float, name: str, count: int) -> list[dict]:
    end = datetime.now(UTC) + timedelta(seconds=seconds)
    while len(found := asyncio.run(heard(name))) < count and datetime.now(UTC) < end:
        pass
    return found


def test_a_pass_with_a_silent_edition_completes_with_warnings_and_an_event(tmp_path: Path) -> None:
    with sample_world() as world:
        settings = settings_of(world, tmp_path, gone("https://gone.invalid/rss"))
        first = gather_flow(since_hours=None, settings=settings, return_state=True)
        assert (first.name, first.type.value) == ("Completed", "COMPLETED")
        second = gather_flow(since_hours=None, settings=settings, return_state=True)
        assert (second.name, second.type.value) == (NAME, "COMPLETED")
        assert second.message.startswith(
            "gone-en: edition silent, nothing in the last 2 gatherings"
        )
        assert second.result().counts["editions silent"] == 1
        assert gather_flow(since_hours=None, settings=settings).counts["editions silent"] == 1
        assert asyncio.run(artifact("parallax-gather")).splitlines()[0] == (
            "Editions: 8 read, 1 failed, 1 silent."
        )
        passed = full_pass(since_hours=None, settings=settings, return_state=True)
    assert (passed.name, passed.type.value) == (NAME, "COMPLETED")
    stages = [stage.stage for stage in passed.result()]
    assert stages == ["gather", "cluster", "translate", "align", "learn", "compare", "report"]
    (said,) = until(30, events.SILENT, 1)
    assert said["title"] == "gone-en is silent"
    assert "unreachable host" in said["text"]


def test_an_edition_that_speaks_again_is_an_event_and_the_run_is_green(tmp_path: Path) -> None:
    dead = """
[[outlet]]
name = "Moved"
[[outlet.edition]]
id = "moved-uk"
language = "uk"
home = "https://moved.example/"
feeds = ["https://visnyk.example/FEED"]
"""
    with sample_world() as world:
        settings = settings_of(world, tmp_path, dead.replace("FEED", "none.xml"))
        for _ in range(2):
            state = gather_flow(since_hours=None, settings=settings, return_state=True)
        assert state.name == NAME
        (tmp_path / "outlets.toml").write_text(
            (HERE / "outlets.toml").read_text("utf-8") + dead.replace("FEED", "en/rss.xml"), "utf-8"
        )
        state = gather_flow(since_hours=None, settings=settings, return_state=True)
    assert state.name == "Completed"
    (said,) = until(30, events.SPEAKS, 1)
    assert said["title"] == "moved-uk speaks again"


def test_run_on_the_command_line_shows_the_silent_edition(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARALLAX_GATHER__SILENT_PASSES", "1")
    monkeypatch.setenv("PARALLAX_GATHER__RETRIES", "0")
    with sample_world() as world:
        settings = settings_of(world, tmp_path, gone("https://gone.invalid/rss"))
        monkeypatch.setenv("PARALLAX_GATHER__HOST_MAP", str(world.host_map).replace("'", '"'))
        command = ["run", "--since", "all", "--outlets", str(tmp_path / "outlets.toml")]
        answer = CliRunner().invoke(app, [*command, "--lake", str(settings.lake)])
    assert answer.exit_code == 0, answer.output
    assert "edition silent" in answer.output
    runs = Lake(settings.lake).read(RUNS)
    (notices,) = runs.filter(runs["stage"] == "gather")["notices"].to_list()
    assert ("gone-en", "warning") in {(n["subject"], n["severity"]) for n in notices}


def test_automations_are_made_once_and_changed_when_they_are_made_again() -> None:
    for url in ("https://hooks.example.org/a", "https://hooks.example.org/b"):
        made = {**automations.end_dead_runs(), **automations.post_to(url)}
    assert len(made) == 5
    known = {name: Automation.read(name=name) for name in made}
    assert all(one.enabled for one in known.values())
    block = CustomWebhookNotificationBlock.load(automations.BLOCK)
    assert block.url == "https://hooks.example.org/b"
    trigger = known["parallax-dead-runs"].trigger
    assert trigger.within == timedelta(seconds=90)
    assert {"prefect.flow-run.CompletedWithWarnings", "prefect.flow-run.TimedOut"} <= trigger.expect


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "hooks.example.org/a",
        "ftp://hooks.example.org/a",
        "javascript:alert(1)",
        "mailto:desk@example.org",
        "https://",
        "https://[bad",
        "https://hooks.example.org:99999/a",
        "http://localhost:4200/a",
        "http://127.0.0.1/a",
        "http://2130706433/a",
        "http://[::1]/a",
        "http://10.0.0.7/a",
        "http://192.168.1.1/a",
        "http://169.254.169.254/latest/meta-data",
    ],
)
def test_an_address_that_could_never_be_posted_to_is_refused_at_once(url: str) -> None:
    with pytest.raises(InputError, match=r"is not an address to post to|of the local network"):
        automations.of_server(url)


def test_addresses_of_the_local_network_can_be_allowed() -> None:
    made = automations.of_server("http://127.0.0.1:9/a", allow_private=True)
    assert "parallax-silent-editions" in made
    assert CustomWebhookNotificationBlock.load(automations.BLOCK).url == "http://127.0.0.1:9/a"
