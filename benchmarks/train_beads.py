r"""Train the scorer of beads on comparable news made from translations (docs/model-card-beads.md).

    python benchmarks/train_beads.py --en eng.txt --ru rus.txt --uk ukr.txt \
        --documents document_ids.tsv --only dev.txt

Documents are cut into folds. The second network learns from the first, and the calibration from
both, on documents they were not trained on; the shipped networks are then trained on all. Prints
calibration error and F1 on unseen documents.
"""

from __future__ import annotations

import argparse
import json
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

from benchmarks.alignment import LANGUAGE_PAIRS
from benchmarks.comparable_news import SCENARIOS, Bead, Pair, made
from benchmarks.corpus import read_documents
from parallax.aligners.beads import order_free, scorer
from parallax.aligners.beads.arrays import Matrix
from parallax.aligners.beads.candidates import Candidates, find_candidates
from parallax.aligners.beads.features import FEATURES, bead_features
from parallax.aligners.beads.neighbours import NEIGHBOUR_FEATURES, neighbour_features
from parallax.aligners.beads.scorer import Network
from parallax.aligners.beads.sides import sides
from parallax.aligners.beads.similarity import SimilarityTables
from parallax.aligners.scoring import Counted, expected_calibration_error
from parallax.encoders.encoder import EMBEDDED, SentenceEncoder

HIDDEN = 24
NETWORKS = 3
CALIBRATED_FROM = 0.1
"""Minimum probability of the chosen beads that the calibration is fitted on."""


@dataclass
class Example:
    """One pair of texts: its candidates, their features, and which are right."""

    scenario: str
    languages: str
    document: int
    shape: tuple[int, int]
    candidates: Candidates
    gold: frozenset[Bead]
    right: NDArray[np.bool_]
    features: Matrix
    first: Matrix = field(default_factory=lambda: np.zeros(0, dtype=np.float32))
    logits: Matrix = field(default_factory=lambda: np.zeros(0, dtype=np.float32))

    def together(self) -> Matrix:
        """Return the input of the second network."""
        neighbours = neighbour_features(self.candidates, self.first, self.shape)
        return np.hstack([self.features, neighbours])


def examples(
    pairs: Sequence[tuple[str, str, int, Pair]], encoder: SentenceEncoder
) -> list[Example]:
    """Return an example for each pair of two texts that have sentences."""
    made_ = []
    for scenario, languages, document, pair in pairs:
        if pair.left and pair.right:
            tables = SimilarityTables(*sides([pair.left, pair.right], encoder))
            found = find_candidates(tables)
            right = np.array([bead in pair.gold for bead in found.beads], dtype=bool)
            made_.append(
                Example(
                    scenario,
                    languages,
                    document,
                    tables.shape,
                    found,
                    pair.gold,
                    right,
                    bead_features(tables, found),
                )
            )
    return made_


def fitted(rows: Matrix, right: NDArray[np.bool_]) -> Network:
    """Train `NETWORKS` networks from different starts and join their hidden units into one."""
    standard = StandardScaler().fit(rows)
    trained = []
    for seed in range(NETWORKS):
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", ConvergenceWarning
            )  # the number of epochs is fixed on purpose
            trained.append(
                MLPClassifier(
                    (HIDDEN,),
                    alpha=1e-2,
                    max_iter=20,
                    learning_rate_init=2e-3,
                    batch_size=256,
                    random_state=seed,
                    tol=0,
                ).fit(standard.transform(rows), right)
            )
    parts = {
        "mean": standard.mean_,
        "scale": standard.scale_,
        "hidden": np.hstack([one.coefs_[0] for one in trained]),
        "hidden_bias": np.hstack([one.intercepts_[0] for one in trained]),
        "out": np.hstack([one.coefs_[1][:, 0] for one in trained]) / NETWORKS,
    }
    bias = float(np.mean([one.intercepts_[1][0] for one in trained]))
    return Network(
        **{name: np.asarray(part, dtype=np.float32) for name, part in parts.items()}, out_bias=bias
    )


def cross_fitted(
    all_: list[Example], rows: Callable[[Example], Matrix], folds: int
) -> list[Matrix]:
    """Return the logits of each example by a network that was not trained on its document."""
    inputs = [rows(e) for e in all_]
    logits: list[Matrix] = [np.zeros(0, dtype=np.float32)] * len(all_)
    for fold in range(folds):
        train = [i for i, e in enumerate(all_) if e.document % folds != fold]
        network = fitted(
            np.concatenate([inputs[i] for i in train]),
            np.concatenate([all_[i].right for i in train]),
        )
        for i, e in enumerate(all_):
            if e.document % folds == fold:
                logits[i] = network.logits(inputs[i])
    return logits


def chosen(
    all_: Sequence[Example],
    min_probability: float,
    calibration: dict[str, tuple[float, float]] | None = None,
) -> list[tuple[Example, dict[Bead, float]]]:
    """Return the beads chosen of each example by its logits."""
    table = calibration or {}
    made_ = []
    for e in all_:
        slope, offset = table.get(e.languages, table.get(scorer.ANY, (1.0, 0.0)))
        p = scorer.sigmoid(slope * e.logits + offset)
        made_.append(
            (
                e,
                {
                    bead: float(p[e.candidates.number[bead]])
                    for bead in order_free.select(e.candidates, p, min_probability)
                },
            )
        )
    return made_


def calibrated(all_: Sequence[Example]) -> dict[str, tuple[float, float]]:
    """Return slope and offset (Platt 1999) of chosen beads, by pair of languages and for all."""
    rows = [
        (e.languages, _logit(p), bead in e.gold)
        for e, found in chosen(all_, CALIBRATED_FROM)
        for bead, p in found.items()
    ]
    table = {}
    for name in sorted({languages for languages, _, _ in rows} | {scorer.ANY}):
        part = [(x, y) for languages, x, y in rows if name in (languages, scorer.ANY)]
        fit = LogisticRegression(C=1e6).fit(np.array([[x] for x, _ in part]), [y for _, y in part])
        table[name] = (round(float(fit.coef_[0, 0]), 4), round(float(fit.intercept_[0]), 4))
    return table


def _logit(p: float) -> float:
    p = min(p, 1 - 1e-6)
    return float(np.log(p / (1 - p)))


def report(
    all_: Sequence[Example], calibration: dict[str, tuple[float, float]], min_probability: float
) -> None:
    """Print strict F1 by scenario and languages and the calibration error, on unseen documents."""
    for scenario in dict.fromkeys(e.scenario for e in all_):
        whole, parts = Counted(), {name: Counted() for name in sorted({e.languages for e in all_})}
        for e, found in chosen(
            [e for e in all_ if e.scenario == scenario], min_probability, calibration
        ):
            whole.add(found, e.gold, e.shape)
            parts[e.languages].add(found, e.gold, e.shape)
        scores = "  ".join(f"{name} {counted.strict.f1:.3f}" for name, counted in parts.items())
        error = expected_calibration_error(whole.judged)
        print(
            f"{scenario:4} {scores}  calibration error {error:.3f}  "
            f"beads per 100 sentences {whole.noise:.2f}"
        )


def written(
    version: str,
    encoder: str,
    networks: Sequence[Network],
    calibration: dict[str, tuple[float, float]],
) -> dict[str, Any]:
    """Return the table to ship."""
    plain = [
        {
            name: value if isinstance(value, float) else np.round(value, 5).tolist()
            for name, value in vars(network).items()
        }
        for network in networks
    ]
    inputs = [[*FEATURES], [*FEATURES, *NEIGHBOUR_FEATURES]]
    return {
        "version": version,
        "encoder": encoder,
        "inputs": inputs,
        "calibration": calibration,
        "alone": plain[0],
        "together": plain[1],
    }


def main() -> None:
    """Read, make pairs, train, calibrate, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for language in ("en", "ru", "uk"):
        parser.add_argument(f"--{language}", type=Path, required=True)
    parser.add_argument("--documents", type=Path, required=True)
    parser.add_argument("--only", type=Path)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--folds", type=int, default=4)
    parser.add_argument("--min-probability", type=float, default=0.4)
    parser.add_argument("--encoder", default=EMBEDDED, help="any SentenceTransformer")
    parser.add_argument("--version", default="1")
    parser.add_argument("--cache", type=Path, help="folder of cached vectors")
    parser.add_argument("--out", type=Path, default=Path("aligners/beads/data/beads.json"))
    args = parser.parse_args()
    documents = read_documents(
        {"en": args.en, "ru": args.ru, "uk": args.uk}, args.documents, args.only
    )
    pairs = [
        (name, scorer.pair_name(*languages), number, pair)
        for name in [*SCENARIOS, "C0"]
        for languages in LANGUAGE_PAIRS
        for seed in args.seeds
        for number, pair in enumerate(made(documents, languages, name, seed))
    ]
    encoder = SentenceEncoder(args.encoder, args.cache)
    print(f"{len(documents)} documents, {len(pairs)} pairs of texts", flush=True)
    all_ = examples(pairs, encoder)
    print(
        f"{sum(len(e.candidates) for e in all_):,} candidates, "
        f"{sum(int(e.right.sum()) for e in all_):,} right of {sum(len(e.gold) for e in all_):,}",
        flush=True,
    )
    for e, logits in zip(all_, cross_fitted(all_, lambda e: e.features, args.folds), strict=True):
        e.first = scorer.sigmoid(logits)
    for e, logits in zip(all_, cross_fitted(all_, Example.together, args.folds), strict=True):
        e.logits = logits
    calibration = calibrated(all_)
    report(all_, calibration, args.min_probability)
    right = np.concatenate([e.right for e in all_])
    networks = [
        fitted(np.concatenate([rows(e) for e in all_]), right)
        for rows in (lambda e: e.features, Example.together)
    ]
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(
        json.dumps(written(args.version, encoder.name, networks, calibration)) + "\n", "utf-8"
    )
    print(f"written {args.out} ({args.out.stat().st_size / 1000:.0f} kB)")


if __name__ == "__main__":
    main()
