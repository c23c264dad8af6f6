"""A pass costs what is new: what is made of the same keeps its rows, and the tables are those of a
pass from nothing.
"""

import shutil
from pathlib import Path

import polars as pl
import pytest

from benchmarks.processes import processes
from parallax.aligners import stage as align
from parallax.comparers import stage as compare
from parallax.core.plain_words import UNEXPECTED
from parallax.core.settings import Settings
from parallax.encoders.encoder import encoder_of
from parallax.lake.batches import Batch, in_turn
from parallax.lake.lake import Lake
from parallax.lake.schema import (
    ARTICLES,
    BEADS,
    COMPARED,
    FRAMING_DIFFERENCES,
    HOUSE_STYLE,
    LINKS,
    MARKERS,
    NUMBER_DIFFERENCES,
    QUANTITIES,
    SENTENCES,
    STORIES,
    TABLES,
)
from parallax.reports import stage as report


@pytest.fixture
def copied(sample_lake: Lake, tmp_path: Path) -> Lake:
    shutil.copytree(sample_lake.root / "tables", tmp_path / "tables")
    return Lake(tmp_path)


def everything(lake: Lake) -> dict[str, pl.DataFrame]:
    return {name: lake.read(table) for name, table in TABLES.items()}


def test_stories_that_did_not_change_are_not_aligned_again(copied: Lake) -> None:
    days, settings = copied.partitions(STORIES), Settings(lake=copied.root)
    before, encoded = everything(copied), encoder_of(settings).encoded
    result = align.run(copied, settings, days)
    assert (result.counts["stories"], result.counts["stories rebuilt"]) == (4, 0)
    assert encoder_of(settings).encoded == encoded
    assert all(copied.read(TABLES[name]).equals(frame) for name, frame in before.items())
    assert not list((copied.root / "work").glob("*"))


def test_another_setting_or_a_lost_table_aligns_again_and_ends_the_same(copied: Lake) -> None:
    days, settings = copied.partitions(STORIES), Settings(lake=copied.root)
    before = copied.read(BEADS)
    copied.replace(BEADS, BEADS.empty(), days[:1])
    assert align.run(copied, settings, days).counts["stories rebuilt"] == 1
    assert copied.read(BEADS).equals(before)
    stricter = settings.changed(align={"bead_probability": 0.8})
    assert align.run(copied, stricter, days).counts["stories rebuilt"] == 4
    assert not copied.read(BEADS).equals(before)
    assert align.run(copied, settings, days).counts["stories rebuilt"] == 4
    assert copied.read(BEADS).equals(before)


def test_only_the_story_whose_text_changed_is_compared_again(copied: Lake) -> None:
    days, settings = copied.partitions(STORIES), Settings(lake=copied.root)
    before = everything(copied)
    assert compare.run(copied, settings, days).counts["stories rebuilt"] == 0
    day = copied.read(STORIES).filter(pl.len().over("story_id") > 1)["day"].to_list()[0]
    sentences = copied.read(SENTENCES, [day])
    edited = sentences.with_columns(
        surface=pl.when(pl.col("index") == 1)
        .then(pl.lit("Загинули 99 людей."))
        .otherwise(pl.col("surface"))
    )
    copied.replace(SENTENCES, edited, [day])
    assert compare.run(copied, settings, days).counts["stories rebuilt"] == 1
    assert not copied.read(QUANTITIES).equals(before["quantities"])
    copied.replace(SENTENCES, sentences, [day])
    assert compare.run(copied, settings, days).counts["stories rebuilt"] == 1
    assert all(copied.read(TABLES[name]).equals(frame) for name, frame in before.items())


@pytest.mark.parametrize(
    "table",
    [
        QUANTITIES,
        MARKERS,
        NUMBER_DIFFERENCES,
        FRAMING_DIFFERENCES,
        HOUSE_STYLE,
        COMPARED,
        BEADS,
        LINKS,
    ],
)
@pytest.mark.parametrize("torn", [False, True], ids=["deleted", "torn"])
def test_a_file_that_is_deleted_or_torn_is_rebuilt_by_its_own_stage(
    copied: Lake, table, torn: bool
) -> None:
    days, settings = copied.partitions(STORIES), Settings(lake=copied.root)
    before = everything(copied)
    file = copied.folder(table) / f"day={copied.partitions(table)[0]}" / "part.parquet"
    if torn:
        file.write_bytes(file.read_bytes()[:-20])
    else:
        file.unlink()
    align.run(copied, settings, days)
    compare.run(copied, settings, days)
    assert all(copied.read(TABLES[name]).equals(frame) for name, frame in before.items())


def test_one_new_text_changes_the_house_style_of_other_stories(copied: Lake) -> None:
    days, settings = copied.partitions(STORIES), Settings(lake=copied.root)
    style = copied.read(HOUSE_STYLE)
    copied.replace(
        ARTICLES, copied.read(ARTICLES).with_columns(edition=pl.lit("one-for-all")), days
    )
    compare.run(copied, settings, days)
    assert copied.read(HOUSE_STYLE)["edition"].unique().to_list() == ["one-for-all"]
    assert len(copied.read(HOUSE_STYLE)) != len(style)


def test_what_fails_on_one_story_is_reported_and_stops_no_other(copied: Lake) -> None:
    days, settings = copied.partitions(STORIES), Settings(lake=copied.root)
    whole = copied.read(NUMBER_DIFFERENCES)
    poisoned = copied.read(STORIES).filter(pl.len().over("story_id") > 1)["story_id"].to_list()[0]
    beads = copied.read(BEADS)
    wrong = (
        pl.when(pl.col("story_id") == poisoned)
        .then(pl.lit([9_999], dtype=pl.List(pl.UInt32)))
        .otherwise(pl.col("left_sentences"))
    )
    links = copied.read(LINKS)
    broken = links.with_columns(
        members=pl.when(pl.col("story_id") == poisoned).then(None).otherwise(pl.col("members")),
        made_of=pl.lit("other"),
    )
    copied.replace(BEADS, beads.with_columns(left_sentences=wrong), days)
    copied.replace(LINKS, broken, days)
    result = compare.run(copied, settings, days)
    assert [(n.subject, n.reason) for n in result.notices] == [(f"story:{poisoned}", "failed")]
    assert result.notices[0].detail == UNEXPECTED
    others = pl.col("story_id") != poisoned
    assert copied.read(NUMBER_DIFFERENCES).equals(whole.filter(others))
    copied.replace(BEADS, beads, days)
    copied.replace(LINKS, links, days)
    assert not compare.run(copied, settings, days).notices
    assert copied.read(NUMBER_DIFFERENCES).equals(whole)


def test_batches_that_a_killed_run_finished_are_not_done_again(copied: Lake) -> None:
    days, settings = (
        copied.partitions(STORIES),
        Settings(lake=copied.root, runner={"batch_stories": 1}),
    )
    before = copied.read(BEADS)
    copied.replace(BEADS, BEADS.empty(), days)
    done: list[Batch] = []

    def killed_after_two(work, settings, batches):
        for batch in in_turn(work, settings, batches):
            done.append(batch)
            yield batch
            if len(done) == 2:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        align.run(copied, settings, days, workers=killed_after_two)
    rest: list[Batch] = []
    align.run(
        copied,
        settings,
        days,
        workers=lambda work, settings, batches: (
            rest.append(b) or b for b in in_turn(work, settings, batches)
        ),
    )
    assert len(rest) == 2
    assert not set(rest) & set(done)
    assert copied.read(BEADS).equals(before)


def test_processes_give_the_same_bytes(copied: Lake, tmp_path: Path) -> None:
    days = copied.partitions(STORIES)
    other = Lake(tmp_path / "other")
    shutil.copytree(copied.root / "tables", other.root / "tables")
    for table in (BEADS, LINKS, COMPARED, QUANTITIES, MARKERS):
        shutil.rmtree(other.folder(table))
    settings = Settings(lake=other.root, runner={"batch_stories": 1})
    with processes(2) as spread:
        align.run(other, settings, days, workers=spread)
        compare.run(other, settings, days, workers=spread)
        report.run(other, settings, None, workers=spread)
    report.run(copied, settings.changed(lake=copied.root), None)
    for folder in ("tables", "reports"):
        mine, theirs = (
            {
                f.relative_to(lake.root): f.read_bytes()
                for f in (lake.root / folder).rglob("*.*")
                if f.is_file()
            }
            for lake in (copied, other)
        )
        assert mine == theirs


def test_stories_are_compared_again_after_another_version_of_the_encoder(
    copied: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    days, settings = copied.partitions(STORIES), Settings(lake=copied.root)
    assert compare.run(copied, settings, days).counts["stories rebuilt"] == 0
    encoder = encoder_of(settings)
    monkeypatch.setattr(encoder, "name", f"{encoder.name}, next version")
    assert compare.run(copied, settings, days).counts["stories rebuilt"] == 4
