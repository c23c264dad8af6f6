"""Vectors of articles and of their first statements, and how alike each is to what it has nothing
to do with.

Some texts are near to everything: short headlines, the weather, whatever has no content of its own
(hubs, Radovanović et al. 2010). The likeness of two texts is therefore also read relative to that
of each with a sample of the other articles, the same whatever the order in which they arrived.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from parallax.aligners.stories.article import LIMITS as READING
from parallax.aligners.stories.article import Article, statements
from parallax.core.ids import digest
from parallax.core.thresholds import thresholds
from parallax.encoders.encoder import Encoder

Floats = NDArray[np.float32]


@thresholds("cluster", chosen="by judgement; the weights are learned with them")
@dataclass(frozen=True)
class HubLimits:
    """What the likeness of a text to all others is measured on."""

    sample: Annotated[int, "articles that each article is compared with"] = 150
    nearest: Annotated[int, "neighbours of an opening or a headline that count"] = 10
    first: Annotated[
        int,
        "rank of the first neighbour of a statement or a whole article that counts: nearer ones "
        "may report the same event",
        "by hand: with the ten nearest alone, large stories are taken for a topic",
    ] = 8
    last: Annotated[int, "rank of the last one"] = 25
    block: Annotated[int, "articles that are encoded and compared at a time"] = 256
    step: Annotated[float, "width of a step of the numbers of a statement's vector, which are kept "
    "in a byte"] = 0.0025  # fmt: skip


LIMITS = HubLimits()
NEAREST = slice(0, LIMITS.nearest)
FURTHER = slice(LIMITS.first - 1, LIMITS.last)
"""Ranks of the neighbours that count."""


@dataclass(frozen=True)
class Hubs:
    """How alike a text is to texts it has nothing to do with, where there are too few to tell."""

    opening: float
    title: float
    statement: float
    whole: float


@dataclass(frozen=True)
class EventVectors:
    """Vectors of n articles, and how alike each is to others.

    :param openings: of headline and first paragraphs, shape (n, d).
    :param wholes: mean of the statements, shape (n, d).
    :param statements: in steps of `HubLimits.step`, shape (n, statements, d), the headline first.
    :param counts: how many statements each has.
    :param opening_hubs, title_hubs: shape (n,). :param statement_hubs: shape (n, statements).
    """

    openings: NDArray[np.float16]
    wholes: NDArray[np.float16]
    statements: NDArray[np.int8]
    counts: NDArray[np.int64]
    opening_hubs: Floats
    title_hubs: Floats
    statement_hubs: Floats

    def statements_of(self, rows: NDArray[np.int64]) -> Floats:
        """Return the vectors of the statements of some articles, zero where there are fewer."""
        return self.statements[rows].astype(np.float32) * np.float32(LIMITS.step)


def read(articles: Sequence[Article], encoder: Encoder, usual: Hubs) -> EventVectors:
    """Encode articles.

    :param usual: what stands in where there are too few articles to measure it.
    """
    total, most = len(articles), READING.statements + 1
    parts = [range(at, min(at + LIMITS.block, total)) for at in range(0, total, LIMITS.block)]
    counts = np.zeros(total, dtype=np.int64)
    openings: list[NDArray[np.float16]] = []
    wholes: list[NDArray[np.float16]] = []
    kept: list[NDArray[np.int8]] = []
    for part in parts:
        texts = [statements(articles[i]) for i in part]
        opening = encoder.encode([articles[i].opening for i in part])
        vectors = encoder.encode([text for one in texts for text in one])
        counts[part.start : part.stop] = [len(one) for one in texts]
        table = np.zeros((len(texts), most, vectors.shape[1]), dtype=np.float32)
        table[np.arange(most) < counts[part.start : part.stop, None]] = vectors
        whole = table.sum(axis=1)
        whole /= np.maximum(np.linalg.norm(whole, axis=1, keepdims=True), 1e-9)
        openings.append(opening.astype(np.float16))
        wholes.append(whole.astype(np.float16))
        kept.append(np.clip(np.rint(table / LIMITS.step), -127, 127).astype(np.int8))
    made = EventVectors(
        np.concatenate(openings),
        np.concatenate(wholes),
        np.concatenate(kept),
        counts,
        *(np.zeros(shape, dtype=np.float32) for shape in (total, total, (total, most))),
    )
    _measure(made, _sample(articles), usual)
    return made


def _sample(articles: Sequence[Article]) -> NDArray[np.int64]:
    """Return some articles by chance: those whose ids have the smallest hashes."""
    by_chance = sorted(range(len(articles)), key=lambda i: digest("hub", articles[i].article_id))
    return np.array(sorted(by_chance[: LIMITS.sample]), dtype=np.int64)


def _measure(made: EventVectors, sample: NDArray[np.int64], usual: Hubs) -> None:
    """Fill in how alike everything is to the articles of the sample."""
    openings = made.openings[sample].astype(np.float32)
    valid = np.arange(made.statements.shape[1]) < made.counts[sample, None]
    flat = made.statements_of(sample)[valid]
    titles = made.statements_of(sample)[:, 0]
    firsts = np.concatenate(([0], np.cumsum(made.counts[sample])[:-1]))
    for start in range(0, len(made.counts), LIMITS.block):
        rows = np.arange(start, min(start + LIMITS.block, len(made.counts)))
        own = rows[:, None] == sample
        stated = made.statements_of(rows)
        made.opening_hubs[rows] = hub(
            made.openings[rows].astype(np.float32) @ openings.T, own, usual.opening, NEAREST
        )
        made.title_hubs[rows] = hub(stated[:, 0] @ titles.T, own, usual.title, NEAREST)
        for place in range(stated.shape[1]):
            best = np.maximum.reduceat(stated[:, place] @ flat.T, firsts, axis=1)
            made.statement_hubs[rows, place] = hub(best, own, usual.statement, FURTHER)


def hub(
    cosines: Floats,
    own: NDArray[np.bool_],
    usual: float,
    ranks: slice,
    others_known: NDArray[np.int64] | None = None,
) -> Floats:
    """Return the mean cosine of rows with their neighbours of some ranks, nearer to the usual one
    the fewer others there are.

    :param cosines: shape (rows, others). :param own: where the other is the row itself.
    :param others_known: how many others there are where not all of them are given.
    """
    others = np.where(own, -np.inf, cosines)
    ranked = -np.sort(-others, axis=1)[:, ranks]
    known = ~np.isinf(ranked)
    count = known.sum(axis=1)
    mean = np.where(known, ranked, 0).sum(axis=1) / np.maximum(count, 1)
    given = (~np.isinf(others)).sum(axis=1) if others_known is None else others_known
    share = np.minimum(1.0, given / LIMITS.sample)
    share = np.where(count > 0, share, 0.0)
    return np.asarray(share * mean + (1 - share) * usual, dtype=np.float32)
