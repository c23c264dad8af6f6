"""Functions compiled by numba: loops that numpy can only express through large tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """Compile a function at its first call and cache the machine code beside its module.

    Its numbers must never be NaN: the compiler assumes so, to process several at once. Constants
    come in as arguments: the cache does not notice when one in another module changes.
    """
    return cast("Function", njit(cache=True, fastmath={"nnan", "nsz"})(function))
