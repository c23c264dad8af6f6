"""A lake of every release opens, migrates and reports, and a further pass over it works.

`releases/DATE.tar.xz` is the lake of the demo, tables and raw responses, as the release of that day
wrote it. Each release adds one.
"""

import shutil
import tarfile
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from parallax.cli.app import app
from parallax.core.notices import errors
from parallax.core.settings import Settings
from parallax.lake import lake_version, migration
from parallax.lake.lake import Lake
from parallax.lake.schema import ARTICLES, REVISIONS, SENTENCES, STORIES, TABLES
from parallax.lake.table import Table
from parallax.pipeline import run_stages
from parallax.reports import stage

RELEASES = sorted((Path(__file__).parent / "releases").glob("*.tar.xz"))
SOURCES = (ARTICLES, REVISIONS, SENTENCES, STORIES)
pytestmark = [pytest.mark.model, pytest.mark.slow(40)]


@pytest.fixture(scope="module", params=RELEASES, ids=[path.name[:10] for path in RELEASES])
def release(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root: Path = tmp_path_factory.mktemp("release")
    with tarfile.open(request.param) as tar:
        tar.extractall(root, filter="data")
    return root


@pytest.fixture
def old(release: Path, tmp_path: Path) -> Lake:
    shutil.copytree(release, tmp_path / "lake")
    return Lake(tmp_path / "lake")


def rewrite(lake: Lake, table: Table, change, version: int | None = None) -> None:
    """Change the rows of every file of a table, as another program would."""
    for file in lake.folder(table).rglob("*.parquet"):
        metadata = {"parallax.schema_version": str(version or table.version)}
        frame = pl.read_parquet(file, hive_partitioning=False)
        change(frame).write_parquet(file, metadata=metadata)


def run(lake: Lake) -> None:
    """Run all stages after gathering; nothing may fail."""
    results = run_stages(lake, Settings(lake=lake.root), None)
    assert [notice for result in results for notice in errors(result.notices)] == []
    assert len(list((lake.root / "reports" / "stories").glob("*.html"))) == 4


def ids(lake: Lake) -> dict[str, list[object]]:
    return {table.name: lake.read(table).select(table.key).rows() for table in SOURCES}


def test_every_table_is_read_and_migrates(old: Lake) -> None:
    before = {table: old.read(table) for table in TABLES.values()}
    assert all(len(old.read(table)) for table in SOURCES)
    found, unreadable = migration.outdated(old)
    assert unreadable == []
    assert migration.migrate(old, found).unreadable == []
    assert migration.outdated(old) == ([], [])
    for table, rows in before.items():
        assert old.read(table).equals(rows), table.name
    assert lake_version.read(old.root).migrated_by == lake_version.this_parallax()


def test_pages_are_written_from_it(old: Lake) -> None:
    result = stage.run(old, Settings(lake=old.root), None)
    assert errors(result.notices) == []
    assert len(result.stories) == 4
    for summary in result.stories:
        assert "Parallax" in (old.root / "reports" / "stories" / summary.file).read_text("utf-8")


def test_a_further_pass_keeps_every_id(old: Lake) -> None:
    before = ids(old)
    run(old)
    assert ids(old) == before
    assert lake_version.read(old.root).lake_version == lake_version.VERSION


@pytest.mark.parametrize("table", SOURCES, ids=[table.name for table in SOURCES])
def test_columns_less_do_not_stop_a_pass(table: Table, old: Lake) -> None:
    before, pages = ids(old), set(old.read(SENTENCES)["language"])
    rewrite(old, table, lambda rows: rows.drop(filter(table.may_lack, table.columns)))
    run(old)
    after = ids(old)
    if table is not ARTICLES:  # stories are made again of pages that name no other language version
        assert after == before
    assert {name: after[name] for name in ("articles", "revisions", "sentences")} == {
        name: before[name] for name in ("articles", "revisions", "sentences")
    }
    assert set(old.read(SENTENCES)["language"]) == pages
    assert migration.migrate(old, migration.outdated(old)[0]).unreadable == []
    assert migration.outdated(old) == ([], [])


@pytest.mark.parametrize("table", SOURCES, ids=[table.name for table in SOURCES])
def test_a_column_more_does_not_stop_a_pass(table: Table, old: Lake) -> None:
    before = ids(old)
    rewrite(old, table, lambda rows: rows.with_columns(more=pl.lit("of a later version")))
    run(old)
    assert ids(old) == before


def test_a_table_of_the_first_version_does_not_stop_a_pass(old: Lake) -> None:
    before = ids(old)
    rewrite(old, STORIES, lambda rows: rows.rename({"reason": "evidence"}), version=1)
    run(old)
    assert ids(old) == before
    migration.migrate(old, migration.outdated(old)[0])
    assert ids(old) == before


@pytest.mark.parametrize("table", SOURCES, ids=[table.name for table in SOURCES])
@pytest.mark.parametrize("command", ["report", "migrate"])
def test_a_column_that_no_row_can_go_without_is_one_line(
    table: Table, command: str, old: Lake
) -> None:
    needed = table.needed[0]
    rewrite(old, table, lambda rows: rows.drop(needed))
    kept = old.root / "tables" / table.name  # others may be rewritten: they can be read
    before = {file: file.read_bytes() for file in kept.rglob("*.parquet")}
    answer = CliRunner().invoke(app, [command, "--lake", str(old.root)])
    assert answer.exit_code == 1
    said = str(answer.exception) if command == "report" else answer.output
    assert f"it has no column {needed} (restore it from a backup" in said
    assert "delete" not in said
    assert {file: file.read_bytes() for file in before} == before
