"""Earlier releases wrote `day=1-01-01` for pages that stated the year 1: `migrate` moves the rows.

Each test takes the lake of a release and makes one of its days such a partition, as that release
would have written it.
"""

import shutil
import tarfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from parallax.cli.app import app
from parallax.cli.checks import content_check
from parallax.core import files
from parallax.core.notices import errors
from parallax.core.settings import Settings
from parallax.lake import strange_partitions
from parallax.lake.lake import Lake
from parallax.lake.schema import (
    ARTICLES,
    JUDGEMENTS,
    REVISIONS,
    SENTENCES,
    STORIES,
    STORY_CHANGES,
    TABLES,
)
from parallax.lake.table import Table
from parallax.pipeline import run_stages

RELEASE = Path(__file__).parent / "releases" / "2026-11-25.tar.xz"
DAY, OTHER = "2024-04-03", "2024-04-07"
YEAR_1 = datetime(1, 1, 1, tzinfo=UTC)
IDS = {
    ARTICLES: "article_id",
    REVISIONS: "revision_id",
    SENTENCES: "sentence_id",
    STORIES: "story_id",
}


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root: Path = tmp_path_factory.mktemp("release")
    with tarfile.open(RELEASE) as tar:
        tar.extractall(root, filter="data")
    return root


@pytest.fixture
def lake(release: Path, tmp_path: Path) -> Lake:
    shutil.copytree(release, tmp_path / "lake")
    return Lake(tmp_path / "lake")


def file_of(lake: Lake, table: Table, value: str) -> Path:
    return lake.folder(table) / f"day={value}" / "part.parquet"


def make_strange(lake: Lake, value: str, day: str = DAY, stated: datetime = YEAR_1) -> None:
    """Make a day a partition of no day, in all tables."""
    for table in TABLES.values():
        file = file_of(lake, table, day)
        if table.partition != "day" or not file.is_file():
            continue
        metadata = pl.read_parquet_metadata(file)
        rows = pl.read_parquet(file, hive_partitioning=False).with_columns(day=pl.lit(value))
        times = [name for name in ("published", "modified") if name in rows.columns]
        rows = rows.with_columns(
            pl.lit(stated).cast(rows.schema[name]).alias(name) for name in times
        )
        strange = file_of(lake, table, value)
        strange.parent.mkdir(exist_ok=True)
        kept = {k: v for k, v in metadata.items() if k.startswith("parallax.")}
        rows.write_parquet(strange, metadata=kept)
        shutil.rmtree(file.parent)


def ids(lake: Lake) -> dict[str, list[str]]:
    return {table.name: sorted(lake.read(table)[name]) for table, name in IDS.items()}


def migrate(lake: Lake, *options: str, status: int = 0) -> str:
    answer = CliRunner().invoke(app, ["migrate", "--lake", str(lake.root), *options])
    assert answer.exit_code == status, answer.output
    return answer.output


def content(lake: Lake) -> dict[str, bytes]:
    root = lake.root / "tables"
    return {str(f.relative_to(root)): f.read_bytes() for f in sorted(root.rglob("*.parquet"))}


def left(lake: Lake) -> list[str]:
    return [str(one.file) for one in strange_partitions.strange_partitions(lake)]


def test_every_table_that_cannot_be_made_again_is_moved() -> None:
    kept = {table for table in TABLES.values() if table.kept and table.partition == "day"}
    assert kept == set(strange_partitions._MOVED)


@pytest.mark.parametrize(
    "value",
    [
        "1-01-01",
        "99-12-31",
        "999-1-1",
        "20240403",
        "2024-4-3",
        "2024-02-30",
        "0000-00-00",
        "10000-01-01",
        "-1-01-01",
        "None",
        "2024-04-03T10",
        "a b",
    ],
)
def test_rows_of_no_day_go_to_the_day_of_their_retrieval(value: str, lake: Lake) -> None:
    before, texts = ids(lake), lake.read(REVISIONS, [DAY])
    retrieved = lake.read(ARTICLES, [DAY])["first_retrieved"].dt.date().cast(str).unique().to_list()
    make_strange(lake, value)
    assert ids(lake) != before
    assert "of no day would be moved" in migrate(lake, "--dry-run")
    assert ids(lake) != before
    assert "of no day moved or removed" in migrate(lake)
    assert left(lake) == []
    assert not list(lake.root.rglob(f"day={value}"))
    assert ids(lake) == before
    articles = lake.read(ARTICLES, retrieved)
    assert sorted(articles["article_id"]) == sorted(texts["article_id"].unique())
    assert articles["published"].null_count() == len(articles)
    moved = lake.read(REVISIONS, retrieved)
    assert moved["modified"].null_count() == len(moved)
    unchanged = ["revision_id", "title", "text", "retrieved", "payload_sha256"]
    assert sorted(moved.select(unchanged).rows()) == sorted(texts.select(unchanged).rows())
    assert set(lake.read(SENTENCES, retrieved)["revision_id"]) == set(texts["revision_id"])
    assert "0 partitions rewritten" in migrate(lake)


def test_a_time_that_can_be_a_publication_is_kept(lake: Lake) -> None:
    before = ids(lake)
    make_strange(lake, "nonsense", stated=datetime(2024, 4, 5, 8, tzinfo=UTC))
    moved = pl.read_parquet(file_of(lake, ARTICLES, "nonsense"))["article_id"].to_list()
    migrate(lake)
    assert ids(lake) == before
    articles = lake.read(ARTICLES).filter(pl.col("article_id").is_in(moved))
    assert set(articles["day"]) == {"2024-04-05"}
    assert articles["published"].null_count() == 0


def test_an_article_that_was_read_again_since_keeps_its_day(lake: Lake) -> None:
    """The release after passed over the partition, so it stored its articles a second time."""
    before, rows = ids(lake), {table: lake.read(table, [DAY]) for table in (*IDS, STORY_CHANGES)}
    make_strange(lake, "1-01-01")
    for table, frame in rows.items():
        lake.replace(table, frame, [DAY])
    migrate(lake)
    assert left(lake) == []
    assert ids(lake) == before
    assert all(lake.read(table, [DAY]).equals(frame) for table, frame in rows.items())


def test_several_values_are_moved_together(lake: Lake) -> None:
    before = ids(lake)
    make_strange(lake, "1-01-01")
    make_strange(lake, "999-12-31", OTHER)
    migrate(lake)
    assert left(lake) == []
    assert ids(lake) == before


def test_what_stories_became_is_kept(lake: Lake) -> None:
    story = lake.read(STORIES, [DAY]).row(0, named=True)
    change = {
        "kind": "merged",
        "story_id": story["story_id"],
        "other_id": "b",
        "articles": [story["article_id"], "gone"],
    }
    lake.add(STORY_CHANGES, STORY_CHANGES.frame([change | {"day": DAY}]))
    make_strange(lake, "1-01-01")
    migrate(lake)
    (kept,) = lake.read(STORY_CHANGES).to_dicts()
    moved = lake.read(STORIES).filter(story_id=story["story_id"])["day"][0]
    assert kept == change | {"day": moved}


def test_what_people_judged_goes_to_the_day_of_the_verdict(lake: Lake) -> None:
    judged = {"finding_id": "a", "differences": ["b"], "kind": "conflict", "verdict": "false"}
    when = {"who": "ann", "when": datetime(2026, 11, 26, 23, 59, tzinfo=UTC), "sides": []}
    lake.add(JUDGEMENTS, JUDGEMENTS.frame([judged | when | {"day": DAY}]))
    make_strange(lake, "1-01-01")
    migrate(lake)
    (kept,) = lake.read(JUDGEMENTS).to_dicts()
    assert (kept["day"], kept["who"], kept["verdict"]) == ("2026-11-26", "ann", "false")
    assert left(lake) == []


@pytest.mark.parametrize("torn", [ARTICLES, REVISIONS, SENTENCES], ids=lambda table: table.name)
def test_a_file_that_cannot_be_read_keeps_its_rows_where_they_are(torn: Table, lake: Lake) -> None:
    make_strange(lake, "1-01-01")
    make_strange(lake, "999-12-31", OTHER)
    file_of(lake, torn, "1-01-01").write_bytes(b"torn")
    before = {table: file_of(lake, table, "1-01-01").read_bytes() for table in IDS}
    assert str(file_of(lake, torn, "1-01-01")) in migrate(lake, status=1)
    assert {table: file_of(lake, table, "1-01-01").read_bytes() for table in IDS} == before
    assert not file_of(lake, ARTICLES, "999-12-31").exists()


@pytest.mark.parametrize("step", [*range(8), 10, 13])
@pytest.mark.parametrize("what", ["writing", "removing"])
def test_a_migration_that_is_killed_and_begun_again_ends_the_same(
    what: str, step: int, lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_strange(lake, "1-01-01")
    make_strange(lake, "999-12-31", OTHER)
    whole = Lake(lake.root.parent / "whole")
    shutil.copytree(lake.root / "tables", whole.root / "tables")
    migrate(whole)
    place, name = (files.os, "fsync") if what == "writing" else (strange_partitions, "_remove")
    calls, do = [], getattr(place, name)

    def dies(target: object) -> None:
        calls.append(target)
        if len(calls) > step:
            raise KeyboardInterrupt
        do(target)

    with monkeypatch.context() as patched, suppress(KeyboardInterrupt):
        patched.setattr(place, name, dies)
        strange_partitions.settle(lake)
    assert len(calls) == step + 1 or (what, step) > ("writing", 7)
    migrate(lake)
    assert content(lake) == content(whole)


def test_the_doctor_names_them(lake: Lake) -> None:
    assert content_check(lake.root) == []
    make_strange(lake, "1-01-01")
    ((what, ok, found, cure),) = content_check(lake.root)
    assert (what, ok, cure) == ("lake partitions", False, f"parallax migrate --lake {lake.root}")
    assert "such as day=1-01-01" in found
    migrate(lake)
    assert content_check(lake.root) == []


def test_the_doctor_says_that_a_newer_parallax_made_the_lake(lake: Lake) -> None:
    (lake.root / "lake.json").write_text('{"lake_version": 99}')
    ((what, ok, found, cure),) = content_check(lake.root)
    assert (what, ok) == ("lake", False)
    assert "is a lake of version 99" in found
    assert "update this one" in cure


def test_prune_keeps_the_raw_pages_of_their_texts(lake: Lake) -> None:
    raw = {file.name.split(".")[0] for file in (lake.root / "raw").rglob("*.gz")}
    wanted = set(lake.read(REVISIONS, [DAY])["payload_sha256"])
    make_strange(lake, "1-01-01")
    assert wanted < raw
    later = "2050-01-01"
    answer = CliRunner().invoke(app, ["prune", later, "--lake", str(lake.root)])
    assert answer.exit_code == 0, answer.output
    assert {file.name.split(".")[0] for file in (lake.root / "raw").rglob("*.gz")} == wanted
    migrate(lake)
    assert set(lake.read(REVISIONS)["payload_sha256"]) == wanted


@pytest.mark.model
@pytest.mark.slow(5)
def test_a_further_pass_compares_what_was_moved_and_keeps_every_id(lake: Lake) -> None:
    before = ids(lake)
    make_strange(lake, "1-01-01")
    migrate(lake)
    results = run_stages(lake, Settings(lake=lake.root), None)
    assert [notice for result in results for notice in errors(result.notices)] == []
    assert ids(lake) == before
    assert len(list((lake.root / "reports" / "stories").glob("*.html"))) == 4
