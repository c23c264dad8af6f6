"""Types of the arrays that the aligner passes around."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
"""Vectors, similarities, probabilities: one or two dimensions."""
Index = NDArray[np.int64]
"""Numbers of sentences, words or shapes."""
Spans = tuple[tuple[int, ...], tuple[int, ...]]
"""Sentences of both sides of a bead."""
