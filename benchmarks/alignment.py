"""Scores of aligners on comparable news made from translations (``parallax bench align``)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks import baselines, long_translations
from benchmarks.comparable_news import (
    UNRELATED,
    Document,
    Pair,
    edited,
    made,
    translated,
    triples,
)
from parallax.aligners.beads.align import Gate, align
from parallax.aligners.beads.arrays import Spans
from parallax.aligners.beads.bead import Bead
from parallax.aligners.beads.scorer import pair_name
from parallax.aligners.beads.sides import sides
from parallax.aligners.beads.similarity import Side
from parallax.aligners.links import Link
from parallax.aligners.scoring import Counted, expected_calibration_error
from parallax.aligners.texts import Text, align_texts
from parallax.core.settings import Settings
from parallax.encoders.encoder import Encoder

LANGUAGE_PAIRS = (("uk", "en"), ("ru", "en"), ("uk", "ru"))
OURS = "Parallax"
LONG = "long"
"""The scenario of long translations, see `benchmarks.long_translations`."""
LONG_LINES = 150


@dataclass(frozen=True)
class Bench:
    """What is measured: documents, encoder, settings of the aligner, seed of the generator."""

    documents: Sequence[Document]
    encoder: Encoder
    settings: Settings
    seed: int = 0
    lost: float | None = None
    """Share of words that translations into English lack; None without translations."""

    def ours(
        self, left: Side, right: Side, languages: tuple[str, str], *, gated: bool = True
    ) -> dict[Spans, float]:
        """Return our beads with their probabilities."""
        found = align(
            left,
            right,
            self.settings.align.bead_probability,
            Gate() if gated else None,
            languages=pair_name(*languages),
        )
        return {(bead.left, bead.right): bead.p for bead in found.beads if bead.left and bead.right}

    def quality(self, scenarios: Sequence[str], compared: bool) -> Iterator[tuple[str, ...]]:
        """Yield the rows of the table, see `HEADINGS`.

        F1 is strict by pair of languages, milliseconds are for a pair of texts, without vectors.
        """
        others = baselines.available(self.encoder) if compared else {}
        for name in scenarios:
            prepared = {
                languages: list(self._prepared(name, languages)) for languages in LANGUAGE_PAIRS
            }
            for system in (OURS, *others):
                counts = []
                for languages, rows in prepared.items():
                    counted = Counted()
                    for pair, left, right in rows:
                        started = time.perf_counter()
                        found = (
                            self.ours(left, right, languages)
                            if system == OURS
                            else others[system](pair, left, right)
                        )
                        counted.seconds += time.perf_counter() - started
                        counted.add(found, pair.gold, (len(pair.left), len(pair.right)))
                    counts.append(counted)
                yield (
                    name,
                    system,
                    *_cells(counts, unrelated=name == UNRELATED, calibrated=system == OURS),
                )

    def edits(self) -> tuple[int, int, int]:
        """Return the number of gold beads of C3 with numbers, and of those found before and after
        their numbers change.
        """
        total = before = after = 0
        for languages in LANGUAGE_PAIRS:
            for pair, left, right in self._prepared("C3", languages):
                changed = edited(pair, self.seed)
                wanted = {
                    bead
                    for bead in pair.gold
                    if any(pair.right[j] != changed.right[j] for j in bead[1])
                }
                if wanted:
                    total += len(wanted)
                    before += len(wanted & self.ours(left, right, languages).keys())
                    other = sides([pair.left, changed.right], self.encoder)[1]
                    after += len(wanted & self.ours(left, other, languages).keys())
        return total, before, after

    def three_ways(self) -> dict[str, float]:
        """Return link precision, recall and three-way consistency of triples of C3.

        They are given for the beads of pairs, for the links of all three as the stage `compare`
        reads them (of two texts their own beads inside the link, if it has any), and for all
        sentences of a link with each other. Consistency is the share of chains uk-ru, ru-en whose
        third pair uk-en is linked as well.
        """
        kinds = ("beads", "links", "rows")
        counted = {kind: Counted() for kind in kinds}
        chains = {kind: [0, 0] for kind in kinds}
        for triple in triples(self.documents, "C3", self.seed):
            texts = [
                Text(name, name, tuple(range(len(text))), tuple(text))
                for name, text in triple.texts.items()
            ]
            aligned = align_texts(texts, self.encoder, self.settings)
            names = list(triple.texts)
            found = {
                "beads": {
                    pair: {(i, j) for b in one.beads for i in b.left for j in b.right}
                    for pair, one in aligned.pairs.items()
                },
                "links": {
                    (a, b): {
                        cell for link in aligned.links for cell in _compared(link, a, b, one.beads)
                    }
                    for (a, b), one in aligned.pairs.items()
                },
                "rows": {
                    (a, b): {cell for link in aligned.links for cell in _compared(link, a, b, [])}
                    for a, b in aligned.pairs
                },
            }
            for kind, pairs in found.items():
                for (a, b), cells in pairs.items():
                    gold = {
                        ((i,), (j,))
                        for left, right in triple.gold[a, b]
                        for i in left
                        for j in right
                    }
                    counted[kind].add(
                        {((i,), (j,)): 1.0 for i, j in cells},
                        gold,
                        (len(triple.texts[a]), len(triple.texts[b])),
                    )
                closed, all_ = _closed(pairs, names)
                chains[kind][0] += closed
                chains[kind][1] += all_
        return {
            f"{kind} {what}": value
            for kind, one in counted.items()
            for what, value in (
                ("precision", one.strict.precision),
                ("recall", one.strict.recall),
                ("F1", one.strict.f1),
                ("consistency", chains[kind][0] / max(chains[kind][1], 1)),
            )
        }

    def _prepared(self, name: str, languages: tuple[str, str]) -> Iterator[tuple[Pair, Side, Side]]:
        pairs = (
            long_translations.texts(self.documents, languages, LONG_LINES, self.seed)
            if name == LONG
            else made(self.documents, languages, name, self.seed)
        )
        for pair in pairs:
            english = (
                None if self.lost is None else translated(pair, languages, self.lost, self.seed)
            )
            left, right = sides([pair.left, pair.right], self.encoder, english)
            yield pair, left, right


def _compared(link: Link, a: str, b: str, beads: Sequence[Bead]) -> set[tuple[int, int]]:
    """Return the pairs of sentences of two texts that a link stands for."""
    left, right = link.members.get(a, ()), link.members.get(b, ())
    own = [bead for bead in beads if set(bead.left) <= {*left} and set(bead.right) <= {*right}]
    within = [bead for bead in own if bead.left and bead.right]
    parts = [(bead.left, bead.right) for bead in within] or [(left, right)]
    return {(i, j) for lefts, rights in parts for i in lefts for j in rights}


def _closed(
    pairs: dict[tuple[str, str], set[tuple[int, int]]], names: Sequence[str]
) -> tuple[int, int]:
    """Return the number of chains of two links that have their third, and of all chains."""
    closed = chains = 0
    linked: Callable[[str, str], set[tuple[int, int]]] = lambda a, b: (  # noqa: E731
        pairs[a, b] if (a, b) in pairs else {(j, i) for i, j in pairs[b, a]}
    )
    for middle in names:
        a, b = (name for name in names if name != middle)
        for i, m in linked(a, middle):
            for n, j in linked(middle, b):
                if m == n:
                    chains += 1
                    closed += (i, j) in linked(a, b)
    return closed, chains


def _cells(counts: list[Counted], *, unrelated: bool, calibrated: bool) -> list[str]:
    def mean(of: Callable[[Counted], float]) -> str:
        return f"{sum(map(of, counts)) / len(counts):.3f}"

    judged = [one for counted in counts for one in counted.judged]
    speed = f"{1000 * sum(c.seconds for c in counts) / max(sum(c.pairs for c in counts), 1):.1f}"
    noise = f"{100 * len(judged) / max(sum(c.sentences for c in counts), 1):.2f}"
    if unrelated:
        return [*["–"] * 10, noise, speed]
    return [
        *(f"{c.strict.f1:.3f}" for c in counts),
        mean(lambda c: c.strict.f1),
        mean(lambda c: c.strict.precision),
        mean(lambda c: c.strict.recall),
        mean(lambda c: c.lax_f1),
        mean(lambda c: c.links.f1),
        mean(lambda c: c.nulls.f1),
        f"{expected_calibration_error(judged):.3f}" if calibrated else "–",
        noise,
        speed,
    ]


HEADINGS = (
    "scenario",
    "aligner",
    *("-".join(pair) for pair in LANGUAGE_PAIRS),
    "mean F1",
    "precision",
    "recall",
    "lax F1",
    "link F1",
    "null F1",
    "cal. error",
    "per 100",
    "ms",
)
