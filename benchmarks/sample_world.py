"""How well the pipeline does on the sample world, by its gold (``parallax bench sample``)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import Any

import polars as pl

from parallax.aligners.scoring import Score
from parallax.corpora.sample.story_file import HERE
from parallax.lake.lake import Lake
from parallax.lake.schema import (
    ARTICLES,
    FRAMING_DIFFERENCES,
    LINKS,
    NUMBER_DIFFERENCES,
    SENTENCES,
    STORIES,
)

Sentence = tuple[str, str]
"""(url, text) of a sentence, which gold and pipeline have in common."""


def score(lake: Lake, gold: Path = HERE / "gold") -> dict[str, Score]:
    """Score a lake with the sample world; return a score for each kind of finding."""
    world = _World(lake, gold)
    return {
        "articles in one story": world.stories(),
        "linked sentence pairs": world.links(),
        "number conflicts": world.numbers("conflict"),
        "number bounds and conversions": world.numbers("compatible"),
        "figures left out": world.numbers("omitted"),
        **{
            f"framing: {axis}": world.framing(axis)
            for axis in ("attribution", "conflict_name", "actor_label", "scare_quotes")
        },
    }


def table(scores: dict[str, Score]) -> list[tuple[str, ...]]:
    """Return rows of text: finding, right, invented, missed, precision, recall, F1."""
    return [
        (
            name,
            str(s.right),
            str(s.invented),
            str(s.missed),
            f"{s.precision:.3f}",
            f"{s.recall:.3f}",
            f"{s.f1:.3f}",
        )
        for name, s in scores.items()
    ]


class _World:
    def __init__(self, lake: Lake, gold: Path) -> None:
        self._gold = gold
        self._lake = lake
        stories = lake.read(STORIES)
        articles = lake.read(ARTICLES).join(
            stories.select("article_id", "revision_id", "story_id"), on="article_id"
        )
        self._article = {row["revision_id"]: row for row in articles.iter_rows(named=True)}
        sentences = lake.read(SENTENCES).filter(pl.col("revision_id").is_in(list(self._article)))
        self._sentence: dict[tuple[str, int], Sentence] = {
            (row["revision_id"], row["index"]): (
                self._article[row["revision_id"]]["url"],
                row["surface"],
            )
            for row in sentences.iter_rows(named=True)
        }
        self._links = {
            row["link_id"]: row["members"] for row in lake.read(LINKS).iter_rows(named=True)
        }
        self._keys: dict[Sentence, set[tuple[str, str]]] = {}
        for link in self._rows("links"):
            for member in link["members"]:
                self._keys.setdefault((member["url"], member["sentence"]), set()).add(
                    (link["story"], link["key"])
                )

    def _rows(self, name: str) -> list[dict[str, Any]]:
        return [
            json.loads(line)
            for line in (self._gold / f"{name}.jsonl").read_text("utf-8").splitlines()
        ]

    def stories(self) -> Score:
        found = _pairs(
            [row["url"] for row in self._article.values() if row["story_id"] == story]
            for story in {row["story_id"] for row in self._article.values()}
        )
        return _score(found, _pairs(row["urls"] for row in self._rows("stories")))

    def links(self) -> Score:
        found = _pairs(
            [self._sentence[m["revision_id"], i] for m in members for i in m["sentences"]]
            for members in self._links.values()
        )
        gold = _pairs(
            _components(
                [(m["url"], m["sentence"]) for m in row["members"]] for row in self._rows("links")
            )
        )
        return _score(_across(found) - self._also(), _across(gold))

    def _also(self) -> set[frozenset[Sentence]]:
        """Return the pairs of sentences that may be linked and need not be: they share a claim."""
        sentences: dict[tuple[str, str], list[Sentence]] = {}
        for sentence, keys in self._keys.items():
            for key in keys:
                sentences.setdefault(key, []).append(sentence)
        return {
            frozenset((one, other))
            for row in self._rows("also")
            for a, b in combinations(row["keys"], 2)
            for one in sentences[row["story"], a]
            for other in sentences[row["story"], b]
        }

    def numbers(self, verdict: str) -> Score:
        rows = self._lake.read(NUMBER_DIFFERENCES).filter(
            (pl.col("verdict") == verdict) & (pl.col("confidence") != "low")
        )
        gold = {
            self._gold_id(row) for row in self._rows("differences") if row.get("verdict") == verdict
        }
        return self._match(rows, gold)

    def framing(self, axis: str) -> Score:
        rows = self._lake.read(FRAMING_DIFFERENCES).filter(pl.col("axis") == axis)
        gold = {self._gold_id(row) for row in self._rows("differences") if row.get("axis") == axis}
        return self._match(rows, gold)

    @staticmethod
    def _gold_id(row: dict[str, Any]) -> tuple[tuple[str, str], frozenset[str]]:
        return (row["story"], row["key"]), frozenset((row["left"], row["right"]))

    def _match(
        self, rows: pl.DataFrame, gold: set[tuple[tuple[str, str], frozenset[str]]]
    ) -> Score:
        """Score differences: right ones have the editions and a sentence key of one in gold."""
        hit: set[tuple[tuple[str, str], frozenset[str]]] = set()
        invented = set()
        for row in rows.iter_rows(named=True):
            editions = frozenset(self._article[row[side]]["edition"] for side in ("left", "right"))
            keys = set()
            for member in self._links[row["link_id"]]:
                if member["revision_id"] in (row["left"], row["right"]):
                    for index in member["sentences"]:
                        keys |= self._keys.get(self._sentence[member["revision_id"], index], set())
            matching = {(key, editions) for key in keys} & gold
            hit |= matching
            if not matching:
                invented.add((row["link_id"], editions))
        return Score(len(hit), len(invented), len(gold - hit))


def _pairs(groups: Iterable[list[Any]]) -> set[frozenset[Any]]:
    return {frozenset(pair) for group in groups for pair in combinations(group, 2)}


def _components(groups: Iterable[list[Sentence]]) -> list[list[Sentence]]:
    """Join groups that share a sentence, such as one that merges two links."""
    joined: list[set[Sentence]] = []
    for group in groups:
        touching = [part for part in joined if part & set(group)]
        joined = [part for part in joined if part not in touching] + [set(group).union(*touching)]
    return [sorted(part) for part in joined]


def _across(pairs: set[frozenset[Sentence]]) -> set[frozenset[Sentence]]:
    """Return the pairs of sentences of different articles."""
    return {pair for pair in pairs if len({url for url, _ in pair}) > 1}


def _score(found: set[Any], gold: set[Any]) -> Score:
    return Score(len(found & gold), len(found - gold), len(gold - found))
