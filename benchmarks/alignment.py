"""Scores of the aligner on comparable news made from aligned translations. ``parallax bench align`` prints them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from aligners import beads, spans
from aligners.beads import Side
from aligners.encoder import Encoder
from benchmarks.comparable_news import SCENARIOS, Bead, Document, Pair, pairs, unrelated
from benchmarks.sample_world import Score

LANGUAGE_PAIRS = (("uk", "en"), ("ru", "en"), ("uk", "ru"))


@dataclass
class Counted:
    """Counts over many pairs of texts: whole beads, linked sentence pairs, sentences without a partner."""

    strict: Score = field(default_factory=lambda: Score(0, 0, 0))
    links: Score = field(default_factory=lambda: Score(0, 0, 0))
    nulls: Score = field(default_factory=lambda: Score(0, 0, 0))
    found: int = 0
    found_past_gate: int = 0
    sentences: int = 0
    seconds: float = 0.0

    @property
    def noise(self) -> tuple[float, float]:
        """Beads per 100 sentences, without and with the same-story gate."""
        per = 100 / max(self.sentences, 1)
        return self.found * per, self.found_past_gate * per


def prepared(made: Sequence[Pair], encoder: Encoder) -> list[tuple[Side, Side]]:
    """Encode every pair."""
    return [(a, b) for pair in made for a, b in [spans.sides([pair.left, pair.right], encoder)]]


def count(made: Sequence[Pair], sides: Sequence[tuple[Side, Side]], threshold: float, gate: tuple[float, int]) -> Counted:
    """Align every pair and count; ``gate`` is (margin above the threshold, beads needed)."""
    total = Counted()
    for pair, (left, right) in zip(made, sides, strict=True):
        started = time.perf_counter()
        aligned = beads.align(left, right, threshold)
        total.seconds += time.perf_counter() - started
        found = {(bead.left, bead.right) for bead in aligned if bead.left and bead.right}
        total.found += len(found)
        total.found_past_gate += len(found) * beads.passes_gate(aligned, threshold + gate[0], gate[1])
        total.sentences += len(left) + len(right)
        total.strict = _added(total.strict, found, set(pair.gold))
        total.links = _added(total.links, _links(found), _links(pair.gold))
        total.nulls = _added(total.nulls, _alone(found, pair), _alone(pair.gold, pair))
    return total


def table(
    documents: Sequence[Document], encoder: Encoder, thresholds: Sequence[float], gate: tuple[float, int], *,
    scenarios: Sequence[str], seed: int,
) -> list[tuple[str, ...]]:
    """Return rows: scenario, languages, threshold, strict F1, link F1, null F1, milliseconds a pair after vectors."""
    rows = []
    for name in scenarios:
        for languages in LANGUAGE_PAIRS:
            made = unrelated(documents, languages, seed) if name == "C0" else pairs(documents, languages, SCENARIOS[name], seed)
            sides = prepared(made, encoder)
            for threshold in thresholds:
                counted = count(made, sides, threshold, gate)
                cells = [f"{score.f1:.3f}" for score in (counted.strict, counted.links, counted.nulls)]
                if name == "C0":
                    plain, gated = counted.noise
                    cells = [f"noise {plain:.2f}", f"gated {gated:.2f}", "per 100"]
                rows.append((name, "-".join(languages), f"{threshold:.2f}", *cells, f"{1000 * counted.seconds / len(made):.1f}"))
    return rows


def _links(found: set[Bead] | frozenset[Bead]) -> set[tuple[int, int]]:
    return {(i, j) for left, right in found for i in left for j in right}


def _alone(found: set[Bead] | frozenset[Bead], pair: Pair) -> set[tuple[str, int]]:
    matched = {("left", i) for left, _ in found for i in left} | {("right", j) for _, right in found for j in right}
    everything = {("left", i) for i in range(len(pair.left))} | {("right", j) for j in range(len(pair.right))}
    return everything - matched


def _added(score: Score, found: set[Any], gold: set[Any]) -> Score:
    return Score(score.right + len(found & gold), score.invented + len(found - gold), score.missed + len(gold - found))
