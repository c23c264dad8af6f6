"""`lake.json` says which version a lake has; files of other versions and programs are read as long
as nothing has to be guessed.
"""

import json
import logging
import subprocess
import sys
import uuid
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner
from upath import UPath

import parallax
from parallax.cli.app import app
from parallax.core.errors import InputError, NewerLakeError, ParallaxError, SchemaError
from parallax.lake import lake_version, partition_files
from parallax.lake.lake import Lake
from parallax.lake.lake_version import LakeVersion, this_parallax
from parallax.lake.schema import MARKERS, STORIES, TABLES
from parallax.lake.table import Table

DAY = "2024-04-03"
KEPT = [table for table in TABLES.values() if table.kept]
MADE = [table for table in TABLES.values() if not table.kept]


def frame(table: Table) -> pl.DataFrame:
    return table.frame([dict.fromkeys(table.columns) | {table.partition: DAY}])


def file_of(lake: Lake, table: Table) -> Path:
    return lake.folder(table) / f"{table.partition}={DAY}" / "part.parquet"


@pytest.fixture(params=["a folder", "a URL"])
def any_lake(request: pytest.FixtureRequest, tmp_path: Path) -> Lake:
    if request.param == "a folder":
        return Lake(tmp_path / "lake")
    return Lake(UPath(f"memory://{uuid.uuid4().hex}/lake"))


def test_the_first_write_says_which_parallax_made_the_lake(any_lake: Lake) -> None:
    assert any_lake.partitions(STORIES) == []
    assert not (any_lake.root / "lake.json").exists()
    any_lake.replace(STORIES, frame(STORIES), [DAY])
    assert lake_version.read(any_lake.root) == LakeVersion(1, this_parallax(), None)
    before = (any_lake.root / "lake.json").read_bytes()
    Lake(any_lake.root).add(MARKERS, frame(MARKERS))
    assert (any_lake.root / "lake.json").read_bytes() == before
    assert set(json.loads(before)) == {"lake_version", "made_by", "migrated_by"}


def test_a_lake_older_than_the_file_opens_and_its_first_write_adds_it(any_lake: Lake) -> None:
    any_lake.replace(STORIES, frame(STORIES), [DAY])
    (any_lake.root / "lake.json").unlink()
    old = Lake(any_lake.root)
    assert old.read(STORIES).equals(frame(STORIES))
    assert not (old.root / "lake.json").exists()
    old.add(MARKERS, frame(MARKERS))
    assert lake_version.read(old.root) == LakeVersion(1, None, None)


def test_migrate_writes_who_migrated(lake: Lake) -> None:
    lake.replace(STORIES, frame(STORIES), [DAY])
    made_by = lake_version.read(lake.root)
    migrate(lake)
    assert lake_version.read(lake.root) == made_by
    (lake.root / "lake.json").unlink()
    migrate(lake, "--dry-run")
    assert lake_version.read(lake.root) is None
    migrate(lake)
    assert lake_version.read(lake.root) == LakeVersion(1, None, this_parallax())
    write(lake, STORIES, frame(STORIES).drop("score"))
    lake_version.write(lake.root, LakeVersion(1, "0.0.1", None))
    assert "2, other columns → 2" in migrate(lake)
    assert lake_version.read(lake.root) == LakeVersion(1, "0.0.1", this_parallax())
    assert pl.read_parquet(file_of(lake, STORIES), hive_partitioning=False).equals(frame(STORIES))


def migrate(lake: Lake, *options: str) -> str:
    answer = CliRunner().invoke(app, ["migrate", "--lake", str(lake.root), *options])
    assert answer.exit_code == 0, answer.output
    return answer.output


def write(
    lake: Lake,
    table: Table,
    rows: pl.DataFrame,
    version: int | None = None,
    *,
    unsaid: bool = False,
) -> None:
    file = file_of(lake, table)
    file.parent.mkdir(parents=True, exist_ok=True)
    metadata = {} if unsaid else {"parallax.schema_version": str(version or table.version)}
    rows.write_parquet(file, metadata=metadata)


def everything(lake: Lake) -> dict[str, bytes]:
    return {
        str(file): file.read_bytes()
        for file in sorted(lake.root.rglob("*"))
        if file.is_file() and not file.name.endswith(".lock")
    }


USES = {
    "read": lambda lake: lake.read(STORIES),
    "columns": lambda lake: lake.columns(STORIES, ["story_id"]),
    "scan": lambda lake: lake.scan(STORIES),
    "partitions": lambda lake: lake.partitions(STORIES),
    "kept": lambda lake: lake.kept(STORIES, [DAY]),
    "version": lambda lake: lake.version(STORIES, DAY),
    "replace": lambda lake: lake.replace(STORIES, frame(STORIES), [DAY]),
    "delete": lambda lake: lake.replace(STORIES, STORIES.empty(), [DAY]),
    "add": lambda lake: lake.add(MARKERS, frame(MARKERS)),
    "writing": lambda lake: lake.writing().__enter__(),
    "passing": lambda lake: lake.passing(1).__enter__(),
    "required": lambda lake: lake.required(""),
    "the library": lambda lake: parallax.open_lake(lake.root).stories,
}


@pytest.mark.parametrize("use", USES.values(), ids=USES.keys())
def test_a_newer_lake_is_one_line_before_anything_is_read_or_written(use, lake: Lake) -> None:
    lake.replace(STORIES, frame(STORIES), [DAY])
    lake_version.write(lake.root, LakeVersion(2, "99.0", None))
    file_of(lake, STORIES).write_bytes(b"what a newer version may write")
    before = everything(lake)
    with pytest.raises(NewerLakeError, match="is a lake of version 2, this Parallax knows 1"):
        use(Lake(lake.root))
    assert everything(lake) == before


DAMAGED = {
    "empty": b"",
    "torn": b'{"lake_vers',
    "not UTF-8": b"\xff\xfe{}",
    "not JSON": b"version 1",
    "a list": b"[1]",
    "null": b"null",
    "a number": b"1",
    "without a version": b"{}",
    "a text for a version": b'{"lake_version": "1"}',
    "zero": b'{"lake_version": 0}',
    "negative": b'{"lake_version": -3}',
    "a fraction": b'{"lake_version": 1.5}',
    "true": b'{"lake_version": true}',
    "no number": b'{"lake_version": NaN}',
    "of 5,000 digits": b'{"lake_version": ' + b"9" * 5000 + b"}",
    "deep": b"[" * 100_000,
    "NULs": bytes(100),
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_lake_json_is_one_line_and_nothing_is_rebuilt(content: bytes, lake: Lake) -> None:
    lake.replace(STORIES, frame(STORIES), [DAY])
    (lake.root / "lake.json").write_bytes(content)
    before = everything(lake)
    for use in (USES["read"], USES["kept"], USES["replace"], USES["passing"]):
        with pytest.raises(InputError, match=r"lake\.json is damaged") as caught:
            use(Lake(lake.root))
        assert len(str(caught.value).splitlines()) == 1
        assert "delete" not in str(caught.value)
    for command in (["migrate"], ["report"], ["prune", "1d"]):
        answer = CliRunner().invoke(app, [*command, "--lake", str(lake.root)])
        assert isinstance(answer.exception, InputError), command
    assert everything(lake) == before


def test_whoever_begins_a_lake_together_writes_one_file(tmp_path: Path) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.writer", str(tmp_path), name, "3"],
            cwd=Path(__file__).parents[2],
        )
        for name in ("a", "b")
    ]
    assert [process.wait(timeout=120) for process in started] == [0, 0]
    assert lake_version.read(tmp_path) == LakeVersion(1, this_parallax(), None)


LACKING = [(table, name) for table in KEPT for name in table.columns if table.may_lack(name)]


@pytest.mark.parametrize("unsaid", [False, True], ids=["of this version", "without a version"])
@pytest.mark.parametrize(
    ("table", "name"), LACKING, ids=[f"{table.name}.{name}" for table, name in LACKING]
)
def test_a_column_less_is_empty_and_migrate_adds_it(
    table: Table, name: str, unsaid: bool, lake: Lake, caplog: pytest.LogCaptureFixture
) -> None:
    partition_files._lacking.cache_clear()
    write(lake, table, frame(table).drop(name), unsaid=unsaid)
    filled = {"kind": pl.lit("article")}.get(name, pl.lit(None))
    if isinstance(table.schema[name], pl.List):
        filled = pl.lit([])
    whole = frame(table).with_columns(filled.cast(table.schema[name]).alias(name))
    assert lake.read(table).equals(whole)
    assert lake.columns(table, [name]).equals(whole.select(name))
    assert lake.scan(table).collect().equals(whole)
    assert [name in line for line in caplog.messages] == [True]
    migrate(lake)
    assert lake.is_current(table, DAY)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_a_column_more_is_passed_over(
    table: Table, lake: Lake, caplog: pytest.LogCaptureFixture
) -> None:
    partition_files._passed_over.cache_clear()
    rows = frame(table).with_columns(more=pl.lit(1), most=pl.lit("x"))
    write(lake, table, rows)
    for read in (lake.read(table), lake.scan(table).collect(), lake.kept(table, [DAY])):
        assert read.equals(frame(table))
    assert [line.endswith(": more, most") for line in caplog.messages] == [True]
    migrate(lake)
    assert pl.read_parquet(file_of(lake, table), hive_partitioning=False).equals(frame(table))


NEEDED = [(table, name) for table in KEPT for name in table.columns if not table.may_lack(name)]


@pytest.mark.parametrize(
    ("table", "name"), NEEDED, ids=[f"{table.name}.{name}" for table, name in NEEDED]
)
def test_a_column_less_that_no_row_can_go_without_is_one_line_that_deletes_nothing(
    table: Table, name: str, lake: Lake
) -> None:
    write(lake, table, frame(table).drop(name))
    with pytest.raises(SchemaError, match=rf"part\.parquet: it has no column {name}") as caught:
        lake.read(table)
    assert "restore it from a backup" in caught.value.hint
    assert "delete" not in str(caught.value)


@pytest.mark.parametrize("table", MADE, ids=[table.name for table in MADE])
def test_a_column_less_in_what_is_made_of_others_is_rebuilt(
    table: Table, lake: Lake, caplog: pytest.LogCaptureFixture
) -> None:
    write(lake, table, frame(table).drop(list(table.columns)[-2]))
    with pytest.raises(SchemaError, match="it has no column") as caught:
        lake.read(table)
    assert "which rebuilds it" in caught.value.hint
    assert lake.kept(table, [DAY]).is_empty()
    assert "its rows are rebuilt" in caplog.text
    lake.replace(table, frame(table), [DAY])
    assert lake.read(table).equals(frame(table))


@pytest.mark.parametrize("table", KEPT, ids=[table.name for table in KEPT])
@pytest.mark.parametrize("damage", ["torn", "empty", "another type", "no version"])
def test_no_message_advises_to_delete_what_cannot_be_made_again(
    table: Table, damage: str, lake: Lake
) -> None:
    rows = frame(table)
    if damage == "another type":
        rows = rows.with_columns(pl.lit(1.5).alias(list(table.columns)[1]))
    write(lake, table, rows)
    file = file_of(lake, table)
    if damage in ("torn", "empty"):
        file.write_bytes(file.read_bytes()[: 40 if damage == "torn" else 0])
    if damage == "no version":
        rows.write_parquet(file, metadata={"parallax.schema_version": "soon"})
    before = file.read_bytes()
    for use in (lambda: lake.read(table), lambda: lake.scan(table).collect()):
        with pytest.raises(ParallaxError, match=r"cannot read .*part\.parquet") as caught:
            use()
        assert "delete" not in str(caught.value)
        assert "restore it from a backup" in str(caught.value)
    assert file.read_bytes() == before


def test_a_file_that_says_no_version_is_of_the_version_its_columns_are_of(lake: Lake) -> None:
    write(lake, STORIES, frame(STORIES), unsaid=True)
    assert lake.version(STORIES, DAY) == STORIES.version
    write(lake, STORIES, frame(STORIES).rename({"reason": "evidence"}), unsaid=True)
    assert lake.version(STORIES, DAY) == 1
    assert lake.read(STORIES).equals(frame(STORIES))


def test_the_lines_of_a_process_do_not_grow_with_its_reads(
    lake: Lake, caplog: pytest.LogCaptureFixture
) -> None:
    partition_files._lacking.cache_clear()
    write(lake, STORIES, frame(STORIES).drop("score"))
    with caplog.at_level(logging.WARNING):
        for _ in range(5):
            lake.read(STORIES)
    assert len(caplog.messages) == 1
