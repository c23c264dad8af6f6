r"""Train the scorer of beads (docs/model-card-beads.md).

    python -m benchmarks.train_beads --en eng.txt --ru rus.txt --uk ukr.txt \
        --documents document_ids.tsv --only dev.txt \
        --stories STORIES.jsonl… --labels benchmarks/data/labels/collected.jsonl \
        --translations en-uk:war_events.jsonl.xz en-ru:same_story.jsonl.xz

Comparable news made from aligned translations teaches the reading of translated sentences, labelled
stories of outlets that of free ones. Documents and stories are cut into folds, a story never in
two. The second network learns from the first, and the calibration from both, on texts they were not
trained on; the shipped networks are then trained on all. Prints what they say of unseen texts.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from benchmarks import story_labels
from benchmarks.alignment import LANGUAGE_PAIRS
from benchmarks.bead_examples import (
    REAL,
    Example,
    Vectors,
    made_examples,
    pieces,
    story_examples,
    translated_documents,
)
from benchmarks.bead_networks import Training, cross_fitted, fitted, slope_and_offset
from benchmarks.comparable_news import SCENARIOS, UNRELATED
from benchmarks.corpus import read_documents
from benchmarks.story_files import read_texts
from parallax.aligners.beads import order_free, scorer
from parallax.aligners.beads.arrays import Matrix, Spans
from parallax.aligners.beads.features import FEATURES
from parallax.aligners.beads.outlets import PAIR_FEATURES
from parallax.aligners.beads.scorer import INPUTS, Mixture, Network, Reading, Scorer
from parallax.aligners.scoring import Counted, Score, expected_calibration_error
from parallax.encoders.encoder import EMBEDDED, SentenceEncoder

CALIBRATED_FROM = 0.1
"""Minimum probability of the chosen beads that the calibration is fitted on."""
TRANSLATIONS = ("P", "C3", "C4", UNRELATED)
"""Scenarios made of further translations, one seed each."""
SHORT = ((0, 2), (3, 3), (6, 3), (9, 4), (12, 5))
"""First sentence and number of sentences of the pieces of documents that make short texts."""
DOCUMENT = 12
"""Fewest paragraphs of a document of them."""
LEAST = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
PLACES = ("place", "early", "firsts", "one_first")
IGNORED = [FEATURES.index(name) for name in PLACES]
"""What the reading of translated sentences ignores: in made news the first sentence never moves."""
ROUNDS = 2
"""How often the beads that the mixture is fitted on are chosen."""
KIND = Training(hidden=8, epochs=60, batch=64)


@dataclass
class Read:
    """What one reading says of all examples when their fold is held out, and its networks when none
    is.
    """

    logits: list[Matrix]
    reading: Reading


def folds_of(all_: Sequence[Example], folds: int) -> list[int]:
    """Return the fold of each example: documents and stories of each set in turn."""
    names = list(dict.fromkeys(e.document for e in all_))
    return [names.index(e.document) % folds for e in all_]


def read(
    all_: Sequence[Example],
    fold: Sequence[int],
    weights: Sequence[float],
    ignored: Sequence[int] = (),
) -> Read:
    """Train one reading.

    :param ignored: features that it does not read.
    :param weights: how much the candidates of each example count; those of 0 are only read.
    """
    rows = [e.features for e in all_]
    for e, first in zip(all_, _crossed(all_, rows, fold, weights, ignored), strict=True):
        e.first = scorer.sigmoid(first)
    together = [e.together() for e in all_]
    logits = _crossed(all_, together, fold, weights, ignored)
    return Read(
        logits, Reading(_fit(all_, rows, weights, ignored), _fit(all_, together, weights, ignored))
    )


def _crossed(
    all_: Sequence[Example],
    rows: Sequence[Matrix],
    fold: Sequence[int],
    weights: Sequence[float],
    ignored: Sequence[int],
) -> list[Matrix]:
    def train(numbers: Sequence[int]) -> Network:
        return _fit(
            [all_[i] for i in numbers],
            [rows[i] for i in numbers],
            [weights[i] for i in numbers],
            ignored,
        )

    return cross_fitted(rows, fold, train)


def _fit(
    all_: Sequence[Example],
    rows: Sequence[Matrix],
    weights: Sequence[float],
    ignored: Sequence[int],
) -> Network:
    used = [i for i, weight in enumerate(weights) if weight]
    return fitted(
        np.concatenate([rows[i] for i in used]),
        np.concatenate([all_[i].right for i in used]),
        np.concatenate([np.full(len(rows[i]), weights[i], dtype=np.float32) for i in used]),
        ignored=ignored,
    )


def kind_of(all_: Sequence[Example], fold: Sequence[int]) -> tuple[list[float], Network]:
    """Return the logit of each example being free, its fold held out, and the network."""
    rows = [e.features[:1, -len(PAIR_FEATURES) :] for e in all_]
    free = np.array([e.free for e in all_])

    def train(numbers: Sequence[int]) -> Network:
        own = free[list(numbers)]
        balanced = np.where(own, 0.5 / max(own.mean(), 1e-6), 0.5 / max(1 - own.mean(), 1e-6))
        table = np.concatenate([rows[i] for i in numbers])
        return fitted(table, own, balanced.astype(np.float32), KIND)

    logits = cross_fitted(rows, fold, train)
    return [float(one[0]) for one in logits], train(range(len(all_)))


def shares_of(
    all_: Sequence[Example],
    fold: Sequence[int],
    kinds: Sequence[float],
    translated: Sequence[Matrix],
) -> tuple[list[float], Matrix]:
    """Return the share of the free reading of each example, its fold held out, and the weights."""
    rows = np.stack([Mixture.signs(kind, own) for kind, own in zip(kinds, translated, strict=True)])
    free = np.array([e.free for e in all_])

    def fit(used: NDArray[np.bool_]) -> Matrix:
        learner = LogisticRegression(
            C=10, class_weight="balanced", fit_intercept=False, max_iter=2000
        )
        weights = learner.fit(rows[used], free[used]).coef_[0]
        return np.asarray(weights.round(3), dtype=np.float32)

    shares = np.zeros(len(rows))
    for held in set(fold):
        own = np.array(fold) == held
        shares[own] = scorer.sigmoid(rows[own] @ fit(~own))
    return shares.tolist(), fit(np.ones(len(rows), dtype=bool))


def chosen(e: Example, p: Matrix, least: float) -> dict[Spans, float]:
    """Return the beads chosen of an example, with their probabilities."""
    return {
        bead: float(p[e.candidates.number[bead]])
        for bead in order_free.select(e.candidates, p, least)
    }


def mixture(
    all_: Sequence[Example],
    translated: Sequence[Matrix],
    free: Sequence[Matrix],
    shares: Sequence[float],
    of_share: Matrix,
) -> Mixture:
    """Return how two readings become one probability, by the beads that are chosen with it.

    Beads of made news and of stories count alike on the whole.
    """
    start = np.array([1, 0, 0, -1, 1], dtype=np.float32)
    made = Mixture(of_share, start, 0.0, {scorer.ANY: (1.0, 0.0)})
    for _ in range(ROUNDS):
        terms, right, names, real = [], [], [], []
        for e, one, other, share in zip(all_, translated, free, shares, strict=True):
            p = scorer.sigmoid(made.logits(one, other, share))
            numbers = [e.candidates.number[bead] for bead in chosen(e, p, CALIBRATED_FROM)]
            terms.append(Mixture.terms(one, other, share)[numbers])
            right += e.right[numbers].tolist()
            names += [e.languages] * len(numbers)
            real += [e.free] * len(numbers)
        rows, is_real = np.concatenate(terms), np.array(real)
        counts = np.where(is_real, 0.5 / is_real.mean(), 0.5 / (1 - is_real.mean()))
        fit = LogisticRegression(C=100, max_iter=1000).fit(rows, right, counts)
        weights, bias = fit.coef_[0].astype(np.float32).round(4), round(float(fit.intercept_[0]), 4)
        made = Mixture(of_share, weights, bias, {scorer.ANY: (1.0, 0.0)})
    logits = rows @ made.weights + made.bias
    calibration = {
        name: slope_and_offset(logits[own], np.array(right)[own], counts[own])
        for name in sorted({*names, scorer.ANY})
        for own in [np.array([name in (one, scorer.ANY) for one in names])]
    }
    return replace(made, calibration=calibration)


def report_made(all_: Sequence[Example], mixed: Sequence[Matrix], least: float) -> None:
    """Print strict F1 of made news by scenario and languages, the calibration error and noise."""
    for scenario in dict.fromkeys(e.scenario for e in all_ if not e.free):
        whole = Counted()
        parts: dict[str, Counted] = {}
        for e, p in zip(all_, mixed, strict=True):
            if e.scenario == scenario:
                found = chosen(e, p, least)
                whole.add(found, e.gold, e.shape)
                parts.setdefault(e.languages, Counted()).add(found, e.gold, e.shape)
        scores = "  ".join(f"{name} {one.strict.f1:.3f}" for name, one in sorted(parts.items()))
        print(
            f"{scenario:10} F1 {whole.strict.f1:.3f}  link F1 {whole.links.f1:.3f}  {scores}  "
            f"calibration error {expected_calibration_error(whole.judged):.3f}  "
            f"beads per 100 sentences {whole.noise:.2f}"
        )


def report_real(all_: Sequence[Example], mixed: Sequence[Matrix]) -> None:
    """Print precision, recall and F1 of pairs of sentences of stories held out, by least P, and the
    calibration error of beads, for all and by pair of languages.
    """
    real = [(e, p) for e, p in zip(all_, mixed, strict=True) if e.scenario == REAL]
    for name in ("all", *sorted({e.languages for e, _ in real})):
        part = [(e, p) for e, p in real if name in ("all", e.languages)]
        for least in LEAST:
            pairs, judged = _real_score(part, least)
            print(
                f"stories {name:6} P ≥ {least}: precision {pairs.precision:.3f}  "
                f"recall {pairs.recall:.3f}  F1 {pairs.f1:.3f}  calibration error "
                f"{expected_calibration_error(judged):.3f}  beads {len(judged)}"
            )


def _real_score(
    part: Sequence[tuple[Example, Matrix]], least: float
) -> tuple[Score, list[tuple[float, bool]]]:
    right = invented = missed = 0
    judged = []
    for e, p in part:
        found = chosen(e, p, least)
        pairs = {(i, j) for a, b in found for i in a for j in b}
        right += len(pairs & e.cells)
        invented += len(pairs - e.cells)
        missed += len(e.cells - pairs)
        judged += [(p, bool(e.right[e.candidates.number[bead]])) for bead, p in found.items()]
    return Score(right, invented, missed), judged


def written(made: Scorer) -> dict[str, Any]:
    """Return the table to ship."""

    def plain(network: Network) -> dict[str, Any]:
        return {
            name: value
            if isinstance(value, float)
            else [float(f"{x:.4g}") for x in value.ravel()]
            if value.ndim == 1
            else [[float(f"{x:.3g}") for x in row] for row in value]
            for name, value in vars(network).items()
        }

    def reading(one: Reading) -> dict[str, Any]:
        return {"alone": plain(one.alone), "together": plain(one.together)}

    return {
        "version": made.version,
        "encoder": made.encoder,
        "inputs": INPUTS,
        "kind": plain(made.kind),
        "translated": reading(made.translated),
        "free": reading(made.free),
        "mixture": {
            "share": made.mixture.of_share.astype(float).round(3).tolist(),
            "weights": made.mixture.weights.astype(float).round(4).tolist(),
            "bias": made.mixture.bias,
            "calibration": made.mixture.calibration,
        },
    }


def examples(args: argparse.Namespace, encoder: Vectors) -> Iterator[Example]:
    """Yield the examples that the command line names."""
    documents = read_documents(
        {"en": args.en, "ru": args.ru, "uk": args.uk}, args.documents, args.only
    )
    scenarios = [*SCENARIOS, UNRELATED]
    yield from made_examples("ntrex", documents, LANGUAGE_PAIRS, scenarios, args.seeds, encoder)
    for start, size in SHORT:
        short = pieces(documents, start, size)
        yield from made_examples(
            "ntrex", short, LANGUAGE_PAIRS, TRANSLATIONS, [start], encoder, "short"
        )
    for given in args.translations:
        names, _, file = given.partition(":")
        one, other = names.split("-")
        further = translated_documents(Path(file), (other, one), DOCUMENT)
        name = Path(file).name.split(".")[0]
        yield from made_examples(name, further, [(other, one)], TRANSLATIONS, [0], encoder)
    labels = story_labels.read(args.labels)
    yield from story_examples(read_texts(args.stories)[0], labels, encoder)


def main() -> None:
    """Read, make pairs, train, calibrate, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for language in ("en", "ru", "uk"):
        parser.add_argument(f"--{language}", type=Path, required=True)
    parser.add_argument("--documents", type=Path, required=True)
    parser.add_argument("--only", type=Path)
    parser.add_argument("--stories", type=Path, nargs="+", required=True)
    parser.add_argument("--labels", type=Path, required=True)
    parser.add_argument("--translations", nargs="*", default=[], metavar="LANGUAGES:FILE")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1])
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--least", type=float, default=0.5, help="of the table of made news")
    parser.add_argument("--encoder", default=EMBEDDED, help="any SentenceTransformer")
    parser.add_argument("--version", default="2")
    parser.add_argument("--cache", type=Path, help="folder of cached vectors")
    parser.add_argument("--out", type=Path, default=Path("aligners/beads/data/beads.json"))
    args = parser.parse_args()
    encoder = Vectors(SentenceEncoder(args.encoder, args.cache))
    all_ = [e for e in examples(args, encoder) if len(e.candidates)]
    for name in dict.fromkeys(e.scenario for e in all_):
        part = [e for e in all_ if e.scenario == name]
        print(
            f"{name:10} {len(part)} pairs of texts, {sum(len(e.candidates) for e in part):,} "
            f"candidates, {sum(int(e.right.sum()) for e in part):,} right; "
            f"{_held(part):.3f} of the pairs of sentences that are right are in right candidates",
            flush=True,
        )
    fold = folds_of(all_, args.folds)
    translated = read(all_, fold, [0.0 if e.free else 1.0 for e in all_], IGNORED)
    freely = read(all_, fold, [1.0 if e.free else 0.0 for e in all_])
    kinds, kind = kind_of(all_, fold)
    shares, of_share = shares_of(all_, fold, kinds, translated.logits)
    mixed = mixture(all_, translated.logits, freely.logits, shares, of_share)
    made = Scorer(args.version, encoder.name, translated.reading, freely.reading, kind, mixed)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps(written(made)) + "\n", "utf-8")
    print(f"written {args.out} ({args.out.stat().st_size / 1000:.0f} kB)", flush=True)
    for name in dict.fromkeys(e.scenario for e in all_):
        own = [share for share, e in zip(shares, all_, strict=True) if e.scenario == name]
        print(f"{name:10} share of the free reading {np.mean(own):.2f}")
    held_out = [
        mixed.calibrated(mixed.logits(one, other, share), e.languages)
        for e, one, other, share in zip(all_, translated.logits, freely.logits, shares, strict=True)
    ]
    report_made(all_, held_out, args.least)
    report_real(all_, held_out)


def _held(part: Sequence[Example]) -> float:
    held = sum(
        len(
            {
                (i, j)
                for bead, right in zip(e.candidates.beads, e.right, strict=True)
                if right
                for i in bead[0]
                for j in bead[1]
            }
            & e.cells
        )
        for e in part
    )
    return held / max(sum(len(e.cells) for e in part), 1)


if __name__ == "__main__":
    main()
