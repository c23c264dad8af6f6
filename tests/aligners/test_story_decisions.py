"""Stories that a person merged or split stay so, whatever a later pass sees."""

import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from parallax.aligners.stories import decisions
from parallax.aligners.stories import stage as cluster
from parallax.core.errors import InputError
from parallax.core.settings import Settings
from parallax.lake.lake import Lake
from parallax.lake.retention import prune
from parallax.lake.schema import ARTICLES, NAME_COUNTS, STORIES, STORY_DECISIONS


@pytest.fixture
def copied(sample_lake: Lake, tmp_path: Path) -> Lake:
    shutil.copytree(sample_lake.root / "tables", tmp_path / "tables")
    return Lake(tmp_path)


def stories(lake: Lake) -> dict[str, set[str]]:
    rows = lake.read(STORIES).group_by("story_id").agg("article_id")
    return {row["story_id"]: set(row["article_id"]) for row in rows.to_dicts()}


def test_merged_stories_are_one_in_every_later_pass_until_they_are_split_again(
    copied: Lake,
) -> None:
    settings = Settings(lake=copied.root)
    before = stories(copied)
    one, other = sorted(before, key=lambda story: -len(before[story]))[:2]
    days = decisions.merge(copied, [one, other])
    cluster.run(copied, settings, days)
    merged = stories(copied)
    assert before[one] | before[other] in merged.values()
    assert len(merged) == len(before) - 1
    cluster.run(copied, settings, None)
    assert stories(copied) == merged
    address = dict(copied.columns(ARTICLES, ["article_id", "url"]).iter_rows())
    whole = next(name for name, members in merged.items() if members > before[one])
    days = decisions.split(copied, whole, [address[a] for a in before[other]])
    cluster.run(copied, settings, days)
    assert set(map(frozenset, stories(copied).values())) == set(map(frozenset, before.values()))
    prune(copied, date(2100, 1, 1), copied.root)
    assert copied.read(STORY_DECISIONS)["kind"].sort().to_list() == ["merge", "split"]


def test_a_decision_on_what_is_not_there_is_refused(copied: Lake) -> None:
    story, members = next(iter(stories(copied).items()))
    address = dict(copied.columns(ARTICLES, ["article_id", "url"]).iter_rows())
    with pytest.raises(InputError, match="at least two"):
        decisions.merge(copied, [story])
    with pytest.raises(InputError, match="no story nowhere"):
        decisions.merge(copied, [story, "nowhere"])
    with pytest.raises(InputError, match="no article of story"):
        decisions.split(copied, story, ["https://nowhere.example/"])
    with pytest.raises(InputError, match="articles that stay"):
        decisions.split(copied, story, [address[a] for a in members])
    assert copied.read(STORY_DECISIONS).is_empty()


def test_a_pass_counts_the_names_of_its_days_once(copied: Lake) -> None:
    settings = Settings(lake=copied.root)
    cluster.run(copied, settings, None)
    counts = copied.read(NAME_COUNTS)
    cluster.run(copied, settings, None)
    assert copied.read(NAME_COUNTS).equals(counts)
    every_article = counts.filter(pl.col("name") == "")["articles"].sum()
    assert every_article == len(copied.read(STORIES))
