"""A pass costs what is new: stories whose inputs are the same keep their rows, and the tables are those of a pass from nothing."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from aligners.aligning import align_stories
from aligners.encoder import SentenceEncoder
from core.lake import Lake
from core.settings import Settings
from core.tables import BEADS, LINKS, STORIES


class Counting:
    """The real encoder; counts how many texts it is asked for."""

    def __init__(self) -> None:
        self._encoder = SentenceEncoder()
        self.asked = 0

    @property
    def name(self) -> str:
        return self._encoder.name

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += len(texts)
        return self._encoder.encode(texts)


def copied(sample_lake: Lake, tmp_path: Path) -> Lake:
    shutil.copytree(sample_lake.root / "tables", tmp_path / "tables")
    return Lake(tmp_path)


def test_stories_that_did_not_change_are_not_aligned_again(sample_lake: Lake, tmp_path: Path) -> None:
    lake, encoder = copied(sample_lake, tmp_path), Counting()
    days, settings = lake.partitions(STORIES), Settings(lake=tmp_path)
    before = [lake.read(table) for table in (BEADS, LINKS)]
    counts = align_stories(lake, encoder, settings, days)
    first = encoder.asked
    assert counts["stories"] == 4
    again = align_stories(lake, encoder, settings, days)
    assert (again["stories aligned anew"], encoder.asked) == (0, first)
    assert again | {"stories aligned anew": 0} == counts | {"stories aligned anew": 0}
    assert all(lake.read(table).equals(frame) for table, frame in zip((BEADS, LINKS), before, strict=True))


def test_another_setting_or_a_lost_table_aligns_anew_and_ends_the_same(sample_lake: Lake, tmp_path: Path) -> None:
    lake, encoder = copied(sample_lake, tmp_path), Counting()
    days, settings = lake.partitions(STORIES), Settings(lake=tmp_path)
    align_stories(lake, encoder, settings, days)
    before = lake.read(BEADS)
    lake.replace(BEADS, BEADS.empty(), days[:1])
    assert align_stories(lake, encoder, settings, days)["stories aligned anew"] == 1
    assert lake.read(BEADS).equals(before)
    stricter = settings.model_copy(update={"bead_probability": 0.8})
    assert align_stories(lake, encoder, stricter, days)["stories aligned anew"] == 4
    assert not lake.read(BEADS).equals(before)
    assert align_stories(lake, encoder, settings, days)["stories aligned anew"] == 4
    assert lake.read(BEADS).equals(before)
