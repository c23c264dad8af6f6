r"""Fit P(correct) of beads on the path through a translation (`PathCalibration`).

    python -m benchmarks.path_calibration --en eng.txt --ru rus.txt --uk ukr.txt \
        --documents document_ids.tsv --only dev.txt

Prints the coefficients of the logistic regression and the calibration error with them.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks import long_translations
from benchmarks.alignment import LANGUAGE_PAIRS, LONG_LINES
from benchmarks.comparable_news import Document, Pair, made
from benchmarks.corpus import read_documents
from parallax.aligners.beads import order_free
from parallax.aligners.beads.features import bead_features
from parallax.aligners.beads.monotone import cover
from parallax.aligners.beads.near import find_candidates
from parallax.aligners.beads.path_probability import CALIBRATION
from parallax.aligners.beads.regime import Regime, partner_odds, regime
from parallax.aligners.beads.scorer import load, pair_name
from parallax.aligners.beads.sides import sides
from parallax.aligners.beads.similarity import SimilarityTables
from parallax.aligners.scoring import expected_calibration_error
from parallax.core.settings import Settings
from parallax.encoders.encoder import SentenceEncoder


def on_paths(
    pair: Pair, languages: tuple[str, str], encoder: SentenceEncoder, least: float
) -> Iterator[tuple[float, float, bool]]:
    """Yield the scorer's logit, the log odds of a partner, and whether it is right, of each bead on
    the path; nothing for texts that are no translation. Beads that are no candidates are left out.
    """
    tables = SimilarityTables(*sides([pair.left, pair.right], encoder))
    found = find_candidates(tables)
    p = load().probabilities(
        bead_features(tables, found), found, tables.shape, pair_name(*languages)
    )
    chosen = order_free.select(found, p, least)
    if regime(chosen, tables.shape) is not Regime.TRANSLATION:
        return
    odds = partner_odds(chosen, tables.shape)
    for bead in cover(tables, found, p, chosen, odds):
        if bead in found.number:
            q = float(np.clip(p[found.number[bead]], CALIBRATION.extreme, 1 - CALIBRATION.extreme))
            yield float(np.log(q / (1 - q))), float(np.log(odds)), bead in pair.gold


def pairs(documents: Sequence[Document]) -> Iterator[tuple[tuple[str, str], Pair]]:
    """Yield the pairs of texts that the regression is fitted on."""
    for languages in LANGUAGE_PAIRS:
        for name in ("P0", "P", "C1"):
            yield from ((languages, pair) for pair in made(documents, languages, name, 0))
        for pair in long_translations.texts(documents, languages, LONG_LINES, 0):
            yield languages, pair


def main() -> None:
    """Read, align, fit, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for language in ("en", "ru", "uk"):
        parser.add_argument(f"--{language}", type=Path, required=True)
    parser.add_argument("--documents", type=Path, required=True)
    parser.add_argument("--only", type=Path)
    args = parser.parse_args()
    documents = read_documents(
        {"en": args.en, "ru": args.ru, "uk": args.uk}, args.documents, args.only
    )
    least, encoder = Settings().align.bead_probability, SentenceEncoder()
    rows = [
        row
        for languages, pair in pairs(documents)
        if pair.left and pair.right
        for row in on_paths(pair, languages, encoder, least)
    ]
    inputs, right = np.array([row[:2] for row in rows]), np.array([row[2] for row in rows])
    fit = LogisticRegression(C=1e6).fit(inputs, right)
    p = fit.predict_proba(inputs)[:, 1]
    error = expected_calibration_error(list(zip(p.tolist(), right.tolist(), strict=True)))
    print(
        f"slope {fit.coef_[0, 0]:.3f}  coverage {fit.coef_[0, 1]:.3f}  "
        f"offset {fit.intercept_[0]:.3f}  beads {len(rows):,}  calibration error {error:.3f}"
    )


if __name__ == "__main__":
    main()
