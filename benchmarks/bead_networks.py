"""Training of the two networks of the scorer of beads, and their calibration."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from parallax.aligners.beads.arrays import Matrix
from parallax.aligners.beads.scorer import Network


@dataclass(frozen=True)
class Training:
    """How a network is trained: Adam (Loshchilov and Hutter 2019) with one rise and fall of the
    step (Smith 2018), ``networks`` from different starts side by side, which become one.
    """

    hidden: int = 24
    networks: int = 3
    epochs: int = 8
    batch: int = 1024
    step: float = 4e-3
    decay: float = 1e-4


def fitted(
    rows: Matrix,
    right: NDArray[np.bool_],
    weights: Matrix,
    how: Training | None = None,
    ignored: Sequence[int] = (),
) -> Network:
    """Return the network trained on some rows; the same rows give the same network.

    :param rows: shape (candidates, features). :param weights: how much each candidate counts.
    :param ignored: features that it is not to read.
    """
    how = how or Training()
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    inputs = torch.from_numpy(((rows - mean) / scale).astype(np.float32))
    inputs[:, list(ignored)] = 0
    wanted = torch.from_numpy(right.astype(np.float32))
    counts = torch.from_numpy(weights.astype(np.float32))
    chance = torch.Generator().manual_seed(0)
    units, width = how.hidden * how.networks, rows.shape[1]
    hidden = (torch.randn(width, units, generator=chance) * (2 / width) ** 0.5).requires_grad_()
    hidden_bias = torch.zeros(units, requires_grad=True)
    out = (torch.randn(units, generator=chance) * (1 / how.hidden) ** 0.5).requires_grad_()
    out_bias = torch.full((how.networks,), -3.0, requires_grad=True)
    learner = torch.optim.AdamW(
        [hidden, hidden_bias, out, out_bias], lr=how.step, weight_decay=how.decay
    )
    steps = how.epochs * -(-len(inputs) // how.batch)
    pace = torch.optim.lr_scheduler.OneCycleLR(learner, how.step, steps, pct_start=0.15)
    for _ in range(how.epochs):
        order = torch.randperm(len(inputs), generator=chance)
        for start in range(0, len(order), how.batch):
            part = order[start : start + how.batch]
            made = torch.relu(inputs[part] @ hidden + hidden_bias) * out
            logits = made.view(len(part), how.networks, how.hidden).sum(2) + out_bias
            losses = torch.nn.functional.binary_cross_entropy_with_logits(
                logits, wanted[part, None].expand(-1, how.networks), reduction="none"
            )
            learner.zero_grad()
            (losses * counts[part, None]).mean().backward()  # type: ignore[no-untyped-call]
            learner.step()
            pace.step()
    read = hidden.detach().numpy()
    read[list(ignored)] = 0
    return Network(
        mean.astype(np.float32),
        scale.astype(np.float32),
        read,
        hidden_bias.detach().numpy(),
        out.detach().numpy() / how.networks,
        float(out_bias.detach().mean()),
    )


def cross_fitted(
    rows: Sequence[Matrix], fold: Sequence[int], train: Callable[[Sequence[int]], Network]
) -> list[Matrix]:
    """Return the logits of each item's rows by a network that was not trained on its fold.

    :param train: makes a network of the items of some numbers.
    """
    logits: list[Matrix] = [np.zeros(0, dtype=np.float32)] * len(rows)
    for held in sorted(set(fold)):
        network = train([i for i, own in enumerate(fold) if own != held])
        for i, own in enumerate(fold):
            if own == held:
                logits[i] = network.logits(rows[i])
    return logits


def slope_and_offset(
    logits: NDArray[Any], right: NDArray[np.bool_], weights: NDArray[Any] | None = None
) -> tuple[float, float]:
    """Return what makes logits calibrated (Platt 1999)."""
    fit = LogisticRegression(C=1e6).fit(logits[:, None], right, weights)
    return round(float(fit.coef_[0, 0]), 4), round(float(fit.intercept_[0]), 4)
