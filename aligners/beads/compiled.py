"""Functions compiled by numba: loops that numpy can only express through large tables."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TypeVar, cast

from numba import njit

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
