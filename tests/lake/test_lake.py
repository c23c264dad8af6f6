"""A write replaces whole partitions, atomically; the same rows give the same bytes."""

import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parallax.core import files
from parallax.core.errors import LakeBusyError, SchemaError
from parallax.lake.lake import Lake
from parallax.lake.schema import RUNS, STORIES, TABLES

ROOT = Path(__file__).parents[2]


def story(story_id: str, article: str, day: str) -> dict[str, object]:
    return {
        "story_id": story_id,
        "article_id": article,
        "revision_id": "r",
        "reason": "first",
        "score": 1.0,
        "day": day,
    }


def frame(*rows: dict[str, object]) -> pl.DataFrame:
    return STORIES.frame(list(rows)) if rows else STORIES.empty()


def test_a_partition_in_scope_without_rows_is_deleted_and_others_stay(lake: Lake) -> None:
    lake.replace(
        STORIES,
        frame(story("a", "1", "2024-04-03"), story("b", "2", "2024-04-04")),
        ["2024-04-03", "2024-04-04"],
    )
    lake.replace(STORIES, frame(), ["2024-04-03"])
    assert lake.partitions(STORIES) == ["2024-04-04"]
    assert lake.read(STORIES)["story_id"].to_list() == ["b"]


def test_the_same_rows_in_another_order_give_the_same_bytes(lake: Lake, tmp_path) -> None:
    rows = [story("a", str(i), "2024-04-03") for i in range(9)]
    other = Lake(tmp_path / "other")
    lake.replace(STORIES, frame(*rows), ["2024-04-03"])
    other.replace(STORIES, frame(*rows[::-1]), ["2024-04-03"])
    path = "day=2024-04-03/part.parquet"
    assert (lake.folder(STORIES) / path).read_bytes() == (other.folder(STORIES) / path).read_bytes()


def test_a_failed_write_leaves_the_old_partition(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake.replace(STORIES, frame(story("old", "1", "2024-04-03")), ["2024-04-03"])

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space left"):
        lake.replace(STORIES, frame(story("new", "1", "2024-04-03")), ["2024-04-03"])
    assert lake.read(STORIES)["story_id"].to_list() == ["old"]
    assert [p.name for p in (lake.folder(STORIES) / "day=2024-04-03").iterdir()] == ["part.parquet"]


def test_rows_outside_the_scope_and_double_keys_are_refused(lake: Lake) -> None:
    with pytest.raises(SchemaError, match="2024-04-04"):
        lake.replace(STORIES, frame(story("a", "1", "2024-04-04")), ["2024-04-03"])
    with pytest.raises(SchemaError, match="not unique"):
        lake.replace(
            STORIES,
            frame(story("a", "1", "2024-04-03"), story("a", "1", "2024-04-03")),
            ["2024-04-03"],
        )


def test_a_torn_file_is_named(lake: Lake) -> None:
    lake.replace(STORIES, frame(story("a", "1", "2024-04-03")), ["2024-04-03"])
    file = lake.folder(STORIES) / "day=2024-04-03" / "part.parquet"
    file.write_bytes(file.read_bytes()[:40])
    with pytest.raises(SchemaError, match=r"part\.parquet"):
        lake.read(STORIES)


def test_adding_keeps_what_is_there(lake: Lake) -> None:
    assert lake.add(STORIES, frame(story("a", "1", "2024-04-03"))) == 1
    changed = {**story("a", "1", "2024-04-03"), "score": 0.5}
    assert lake.add(STORIES, frame(changed, story("b", "2", "2024-04-03"))) == 1
    assert lake.read(STORIES)["score"].to_list() == [1.0, 1.0]


def test_a_frame_of_another_shape_is_refused(lake: Lake) -> None:
    with pytest.raises(SchemaError, match="stories"):
        lake.replace(
            STORIES, pl.DataFrame({"story_id": ["a"], "day": ["2024-04-03"]}), ["2024-04-03"]
        )


@settings(max_examples=30)
@given(
    st.sets(
        st.tuples(
            st.sampled_from("abc"), st.integers(0, 9), st.sampled_from(["2024-04-03", "2024-04-04"])
        )
    )
)
def test_what_is_written_is_read(tmp_path_factory, keys) -> None:
    lake = Lake(tmp_path_factory.mktemp("lake"))
    rows = [story(s, str(a), d) for s, a, d in keys]
    lake.replace(STORIES, frame(*rows), ["2024-04-03", "2024-04-04"])
    assert lake.read(STORIES).equals(frame(*rows).sort(STORIES.key))


def test_every_table_has_its_key_and_partition_among_its_columns() -> None:
    for table in TABLES.values():
        assert {*table.key, table.partition} <= set(table.columns)
        assert all(about for _, about in table.columns.values())


def test_some_columns_are_read_without_the_rest(lake: Lake) -> None:
    rows = [
        dict.fromkeys(RUNS.schema) | {"run_id": run, "stage": "gather", "day": day}
        for run, day in (("a", "2024-04-03"), ("b", "2024-04-04"))
    ]
    lake.replace(RUNS, RUNS.frame(rows), ["2024-04-03", "2024-04-04"])
    assert lake.columns(RUNS, ["run_id"])["run_id"].to_list() == ["a", "b"]
    assert lake.columns(RUNS, ["run_id", "day"], ["2024-04-04"]).rows() == [("b", "2024-04-04")]
    assert lake.columns(RUNS, ["run_id"], []).schema == {"run_id": RUNS.schema["run_id"]}
    (lake.folder(RUNS) / "day=2024-04-03" / "part.parquet").write_bytes(b"torn")
    with pytest.raises(SchemaError, match="2024-04-03"):
        lake.columns(RUNS, ["run_id"])


def test_processes_that_add_to_one_partition_lose_nothing(tmp_path: Path) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.writer", str(tmp_path), name, "15"], cwd=ROOT
        )
        for name in ("a", "b", "c")
    ]
    assert [process.wait(timeout=120) for process in started] == [0, 0, 0]
    assert len(Lake(tmp_path).read(STORIES)) == 45


def test_a_second_pass_waits_and_then_says_so_in_one_line(tmp_path: Path) -> None:
    holder = (
        "import time; from parallax.lake.lake import Lake\nwith "
        f"Lake({str(tmp_path)!r}).passing(1): print('held', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", holder], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    with (
        pytest.raises(
            LakeBusyError, match=r"another process holds .* \(pass\) for longer than 0.2 seconds"
        ),
        Lake(tmp_path).passing(0.2),
    ):
        pass
    process.kill()  # its lock goes with it
    process.wait()
    with Lake(tmp_path).passing(5), Lake(tmp_path).passing(7):
        assert Lake(tmp_path).add(STORIES, frame(story("x", "1", "2024-04-03"))) == 1


@pytest.mark.parametrize("version", ["abc", "0", "-1", "", "1.0", "9" * 5000])
def test_a_file_whose_version_is_none_is_named_and_may_be_rebuilt(lake: Lake, version: str) -> None:
    rows, day = frame(story("a", "1", "2024-04-03")), "2024-04-03"
    lake.replace(STORIES, rows, [day])
    file = lake.folder(STORIES) / f"day={day}" / "part.parquet"
    rows.write_parquet(file, metadata={"parallax.schema_version": version})
    for use in (
        lambda: lake.read(STORIES),
        lambda: lake.columns(STORIES, ["day"]),
        lambda: lake.scan(STORIES),
        lambda: lake.version(STORIES, day),
    ):
        with pytest.raises(SchemaError, match="is not a version") as caught:
            use()
        assert str(file) in str(caught.value)
    assert lake.kept(STORIES, [day]).is_empty()
    lake.replace(STORIES, rows, [day])
    assert lake.read(STORIES).equals(rows)


@pytest.mark.parametrize(
    "changed",
    [
        lambda rows: rows.drop("story_id"),
        lambda rows: rows.drop("day"),
        lambda rows: rows.with_columns(score=pl.lit("high")),
        lambda rows: rows.with_columns(day=pl.lit(1)),
    ],
    ids=["a key less", "a partition less", "another type", "another type of partition"],
)
def test_a_lazy_frame_of_files_that_do_not_fit_is_refused_before_it_is_collected(
    lake: Lake, changed
) -> None:
    days = ["2024-04-03", "2024-04-04"]
    rows = frame(*(story("a", str(n), day) for n, day in enumerate(days)))
    lake.replace(STORIES, rows, days)
    assert lake.scan(STORIES).sort(STORIES.key).collect().equals(rows.sort(STORIES.key))
    file = lake.folder(STORIES) / f"day={days[1]}" / "part.parquet"
    changed(pl.read_parquet(file, hive_partitioning=False)).write_parquet(
        file, metadata={"parallax.schema_version": str(STORIES.version)}
    )
    with pytest.raises(SchemaError, match=days[1]):
        lake.scan(STORIES)
