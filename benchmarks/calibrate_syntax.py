"""Fit the confidences of the Ukrainian parser to shares of right arcs.

    python -m benchmarks.calibrate_syntax languages/syntax/data/uk_syntax.npz \
        uk_parlamint-ud-dev.conllu.xz

rewrites the file of weights with two numbers for each frequent relation. No weight changes.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from benchmarks.treebanks import gold_words, read_treebank
from parallax.languages.syntax.network import log_odds
from parallax.languages.syntax.ukrainian import UkrainianEngine

MARGIN = 0.2
"""Taken from the log odds: texts of other kinds are a little harder than those of the treebank."""
FEWEST = 150
"""Arcs that a relation needs for numbers of its own."""


def main(weights: str, treebanks: list[str]) -> None:
    """Fit on the sentences of the treebanks."""
    path = Path(weights)
    with np.load(path, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    layout = json.loads(str(arrays["layout"])) | {"calibration": {}}
    arrays["layout"] = np.array(json.dumps(layout))
    np.savez_compressed(path, **arrays)  # the bare probabilities
    layout["calibration"] = _fitted(path, [Path(one) for one in treebanks])
    arrays["layout"] = np.array(json.dumps(layout))
    np.savez_compressed(path, **arrays)


def _fitted(weights: Path, treebanks: list[Path]) -> dict[str, list[float]]:
    gold = [sentence for path in treebanks for sentence in read_treebank(path)]
    parses = UkrainianEngine(weights).parse([gold_words(sentence) for sentence in gold])
    arcs: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for sentence, parse in zip(gold, parses, strict=True):
        for want, token in zip(sentence, parse.tokens, strict=True):
            if token.relation != "punct":
                arc = token.confidence, (token.head, token.base) == (want.head, want.base)
                arcs[token.base].append(arc)
                arcs[""].append(arc)
    return {
        relation: _line(np.array(found, dtype=np.float32))
        for relation, found in sorted(arcs.items())
        if len(found) >= FEWEST
    }


def _line(arcs: NDArray[np.float32]) -> list[float]:
    """Return offset and factor of the log odds; :param arcs: probability and whether right."""
    model = LogisticRegression(C=1.0).fit(log_odds(arcs[:, :1]), arcs[:, 1] > 0)
    return [round(float(model.intercept_[0]) - MARGIN, 4), round(float(model.coef_[0, 0]), 4)]


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
