"""Lakes outlive columns: what an older Parallax wrote is read; `parallax migrate` rewrites it."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

import parallax
from parallax.cli.app import app
from parallax.comparers.numbers import Quantity
from parallax.core import files
from parallax.core.errors import NewerLakeError
from parallax.core.notices import Notice
from parallax.lake.lake import Lake
from parallax.lake.rows import QuantityRow, rows_of
from parallax.lake.schema import (
    BEADS,
    FRAMING_CONTRASTS,
    FRAMING_DIFFERENCES,
    NUMBER_DIFFERENCES,
    QUANTITIES,
    RUNS,
    STORIES,
    TABLES,
)
from parallax.lake.table import Table

LETTERS = {"high": "A", "medium": "B", "low": "C"}
tier = pl.col("confidence").replace_strict(LETTERS).alias("tier")
failures = (
    pl.col("notices")
    .list.eval(
        pl.struct(
            url=pl.element().struct.field("subject"),
            reason=pl.element().struct.field("reason"),
            detail=pl.element().struct.field("detail"),
        )
    )
    .alias("failures")
)


def as_worded(frame: pl.DataFrame) -> pl.DataFrame:
    """Return differences of wording with one letter for method and confidence, which were one."""
    letter = pl.col("method").replace_strict({"lexical": "A", "rule": "B", "experimental": "C"})
    return frame.with_columns(tier=letter).drop("confidence", "method", "p")


linked = pl.col("stage").replace({"cluster": "link"})
VERSION_1 = {
    BEADS: lambda frame: frame.drop(BEADS.upgrades[0].added),
    STORIES: lambda frame: frame.rename({"reason": "evidence"}),
    QUANTITIES: lambda frame: frame.drop(QUANTITIES.upgrades[0].added),
    NUMBER_DIFFERENCES: lambda frame: frame.with_columns(tier).drop("confidence"),
    FRAMING_DIFFERENCES: as_worded,
    FRAMING_CONTRASTS: as_worded,
    RUNS: lambda frame: frame.with_columns(failures, linked).drop("notices"),
}
"""Rows of a table as the first version had them."""


def content(lake: Lake) -> dict[str, bytes]:
    root = lake.root / "tables"
    return {str(f.relative_to(root)): f.read_bytes() for f in sorted(root.rglob("*.parquet"))}


def migrate(lake: Lake, *options: str, status: int = 0) -> str:
    answer = CliRunner().invoke(app, ["migrate", "--lake", str(lake.root), *options])
    assert answer.exit_code == status, answer.output
    return answer.output


@pytest.fixture
def old_lake(sample_lake: Lake, tmp_path: Path) -> Lake:
    """The sample lake as the first version wrote it: older columns, no versions in the files."""
    lake = Lake(tmp_path / "old")
    shutil.copytree(sample_lake.root / "tables", lake.root / "tables")
    for table in TABLES.values():
        for file in lake.folder(table).rglob("*.parquet"):
            frame = pl.read_parquet(file, hive_partitioning=False)
            VERSION_1.get(table, lambda rows: rows)(frame).write_parquet(file)
    return lake


def without_added(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """Leave out columns that older rows lack, and what follows from them: the confidence of a
    difference of wording was that of its method before it had a probability.
    """
    added = [name for upgrade in table.upgrades for name in upgrade.added]
    return frame.drop(*added, *(["confidence"] if "p" in added else []))


def test_an_old_lake_is_read_in_words_of_today(old_lake: Lake, sample_lake: Lake) -> None:
    for table in TABLES.values():
        old, new = old_lake.read(table), sample_lake.read(table)
        assert without_added(table, old).equals(without_added(table, new)), table.name
        names = list(table.columns)[::2]
        assert old_lake.columns(table, names).equals(old.select(names))
    quantity = rows_of(old_lake.read(QUANTITIES), QuantityRow)[0]
    assert Quantity.from_row(quantity).around == ""


def test_failures_of_old_runs_are_notices(lake: Lake) -> None:
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    row = {
        "run_id": "1",
        "stage": "cluster",
        "started": moment,
        "finished": moment,
        "counts": [],
        "models": [],
        "code": "0.1",
        "notices": [Notice.error("https://a.example/", "HTTP 404").row()],
        "day": "2026-11-01",
    }
    lake.add(RUNS, RUNS.frame([row]))
    (file,) = lake.folder(RUNS).rglob("*.parquet")
    VERSION_1[RUNS](pl.read_parquet(file, hive_partitioning=False)).write_parquet(file)
    assert lake.read(RUNS).to_dicts() == [row]
    assert parallax.open_lake(lake.root).runs.collect().to_dicts() == [row]


def test_migrate_rewrites_what_is_old_and_nothing_else(old_lake: Lake, sample_lake: Lake) -> None:
    before = content(old_lake)
    assert "would be rewritten" in migrate(old_lake, "--dry-run")
    assert content(old_lake) == before
    said = migrate(old_lake)
    assert "number_differences" in said
    assert "1 → 2" in said
    after = content(old_lake)
    for table in VERSION_1:
        # What version 1 did not keep is null until it is aligned or compared again.
        if not any(upgrade.added for upgrade in table.upgrades):
            for file in old_lake.folder(table).rglob("*.parquet"):
                name = str(file.relative_to(old_lake.root))
                assert file.read_bytes() == (sample_lake.root / name).read_bytes(), name
    changed = {name.split("/")[0] for name in after if after[name] != before[name]}
    assert changed == {table.name for table in VERSION_1 if old_lake.partitions(table)}
    assert migrate(old_lake).strip() == "0 partitions rewritten"


def test_failures_of_version_1_are_notices_now(lake: Lake) -> None:
    failure = {"url": "https://a.example/1", "reason": "no text found", "detail": ""}
    row = dict.fromkeys(RUNS.columns) | {"run_id": "a", "stage": "link", "day": "2024-04-03"}
    old = RUNS.frame([row | {"notices": []}]).drop("notices")
    file = lake.folder(RUNS) / "day=2024-04-03" / "part.parquet"
    file.parent.mkdir(parents=True)
    old.with_columns(failures=pl.Series([[failure]])).write_parquet(file)
    read = lake.read(RUNS)
    assert read["stage"].to_list() == ["cluster"]
    assert read["notices"].to_list() == [[Notice.error(**rename(failure)).row()]]
    migrate(lake)
    assert lake.read(RUNS).equals(read)


def rename(failure: dict[str, str]) -> dict[str, str]:
    return {"subject" if name == "url" else name: value for name, value in failure.items()}


def test_a_lazy_frame_has_old_and_new_partitions(old_lake: Lake, sample_lake: Lake) -> None:
    day = old_lake.partitions(STORIES)[0]
    with old_lake.writing():
        old_lake.replace(STORIES, old_lake.read(STORIES, [day]), [day])
    assert {old_lake.version(STORIES, one) for one in old_lake.partitions(STORIES)} == {1, 2}
    lazy = old_lake.scan(STORIES).sort(STORIES.key).collect()
    assert lazy.equals(sample_lake.read(STORIES))
    assert old_lake.scan(RUNS).collect().equals(RUNS.empty())


def test_a_migration_that_stops_half_way_is_finished_by_the_next_one(
    old_lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Lake(old_lake.root.parent / "whole")
    shutil.copytree(old_lake.root / "tables", whole.root / "tables")
    migrate(whole)
    synced, fsync = [], files.os.fsync

    def full_disk(descriptor: int) -> None:
        synced.append(descriptor)
        if len(synced) > 9:
            raise OSError(28, "No space left on device")
        fsync(descriptor)

    with monkeypatch.context() as patched:
        patched.setattr(files.os, "fsync", full_disk)
        migrate(old_lake, status=1)
    versions = {
        old_lake.version(table, day) for table in VERSION_1 for day in old_lake.partitions(table)
    }
    assert versions == {1, 2}
    migrate(old_lake)
    assert content(old_lake) == content(whole)


def test_a_newer_version_is_one_line_and_is_never_overwritten(lake: Lake) -> None:
    file = lake.folder(STORIES) / "day=2024-04-03" / "part.parquet"
    file.parent.mkdir(parents=True)
    rows = STORIES.frame([dict.fromkeys(STORIES.columns) | {"day": "2024-04-03"}])
    rows.write_parquet(file, metadata={"parallax.schema_version": "9"})
    before = file.read_bytes()
    wanted = rf"{file} has version 9 of the table stories, this Parallax knows {STORIES.version}"
    for use in (
        lambda: lake.read(STORIES),
        lambda: lake.columns(STORIES, ["story_id"]),
        lambda: lake.kept(STORIES, ["2024-04-03"]),
        lambda: lake.replace(STORIES, rows, ["2024-04-03"]),
        lambda: lake.replace(STORIES, STORIES.empty(), ["2024-04-03"]),
    ):
        with pytest.raises(NewerLakeError, match=wanted) as caught:
            use()
        assert "update this one" in caught.value.hint
    answer = CliRunner().invoke(app, ["migrate", "--lake", str(lake.root)])
    assert isinstance(answer.exception, NewerLakeError)
    assert file.read_bytes() == before


def test_files_that_cannot_be_read_are_reported_and_the_rest_is_migrated(old_lake: Lake) -> None:
    first, second, *rest = old_lake.partitions(STORIES)
    torn, other = (old_lake.folder(STORIES) / f"day={d}" / "part.parquet" for d in (first, second))
    torn.write_bytes(b"torn")
    pl.DataFrame({"day": [second]}).write_parquet(other)
    assert first in migrate(old_lake, "--dry-run", status=1)
    said = migrate(old_lake, status=1).splitlines()
    assert [sum(str(file) in line for line in said) for file in (torn, other)] == [1, 1]
    assert torn.read_bytes() == b"torn"
    assert pl.read_parquet(other, hive_partitioning=False).columns == ["day"]
    versions = {
        old_lake.version(table, day) - table.version
        for table in VERSION_1
        for day in (rest if table is STORIES else old_lake.partitions(table))
    }
    assert versions == {0}


def test_a_folder_that_is_no_lake_is_one_line(lake: Lake) -> None:
    answer = CliRunner().invoke(app, ["migrate", "--lake", str(lake.root)])
    assert "is not a lake" in str(answer.exception)
