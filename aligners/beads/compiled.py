"""Functions compiled by numba: loops that numpy can only express through large tables."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TypeVar, cast

import numpy as np
from numba import njit

from parallax.aligners.beads.arrays import Matrix

Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """Compile a function at its first call and cache the machine code beside its module.

    Its numbers must never be NaN: the compiler assumes so, to process several at once. Constants
    come in as arguments: the cache does not notice when one in another module changes.
    """
    made = njit(cache=True, fastmath={"nnan", "nsz"})(function)
    stats = getattr(made, "stats", None)  # none where the compiler is switched off
    if stats and stats.cache_path:
        forget_stale(Path(stats.cache_path), Path(__file__).parent)
    return cast("Function", made)


@cache
def forget_stale(cached: Path, sources: Path) -> None:
    """Remove machine code that is older than a source of this package: numba looks at the module of
    a function alone, and machine code holds what other modules had when it was made.
    """
    newest = max(file.stat().st_mtime for file in sources.glob("*.py"))
    for index in cached.glob("*.nbi"):
        with suppress(OSError):  # another process was faster, or it is not ours to remove
            if index.stat().st_mtime < newest:
                index.unlink()


@compiled
def turned(table: Matrix) -> Matrix:
    """Return a table with rows and columns exchanged, as its own array, for compiled functions.

    Square by square: a square fits the nearest cache of the processor, a column does not.
    """
    n, m = table.shape
    square = 32
    made = np.empty((m, n), dtype=np.float32)
    for i in range(0, n, square):
        for j in range(0, m, square):
            for y in range(j, min(j + square, m)):
                for x in range(i, min(i + square, n)):
                    made[y, x] = table[x, y]
    return made
