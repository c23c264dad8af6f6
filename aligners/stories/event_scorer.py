"""The probability that two articles report one event: a logistic regression on their features.

The weights are learned on labelled events with the other articles of their days as distractors, by
`benchmarks/train_events.py`, which also counts the names of older news and how alike unrelated
texts usually are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from parallax.aligners.stories.event_vectors import Hubs
from parallax.aligners.stories.pair_features import FEATURES
from parallax.core.errors import InputError


@dataclass(frozen=True)
class EventScorer:
    """Weights of the features as they are, and what was counted beside.

    :param background: in how many articles of older news each name is; see `rarity.counted`.
    """

    weights: NDArray[np.float64]
    bias: float
    hubs: Hubs
    background: Mapping[str, int]

    def probability(
        self, features: NDArray[np.float64], besides: NDArray[np.float64] | float = 0.0
    ) -> NDArray[np.float64]:
        """Return the probability of each row of features, shape (pairs,).

        :param besides: what is added to the log odds.
        """
        return np.asarray(1 / (1 + np.exp(-(features @ self.weights + self.bias + besides))))


def from_json(text: str) -> EventScorer:
    """Read weights.

    :raises InputError: when they are of other features.
    """
    made = json.loads(text)
    if tuple(made["weights"]) != FEATURES:
        raise InputError(
            "the weights of the story scorer are of other features",
            "python -m benchmarks.train_events makes them",
        )
    return EventScorer(
        np.array(list(made["weights"].values()), dtype=np.float64),
        made["bias"],
        Hubs(**made["hubs"]),
        made["background"],
    )


@lru_cache(maxsize=1)
def shipped() -> EventScorer:
    """Return the scorer of this version."""
    file = resources.files("parallax.aligners.stories").joinpath("data", "events.json")
    return from_json(file.read_text("utf-8"))
