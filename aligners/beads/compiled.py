"""Functions compiled by numba: loops over candidates that numpy cannot say without making tables of
them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """Compile a function at its first call and keep the machine code beside its module for the next
    process.

    Its numbers must never be NaN: the compiler supposes so, to take several at once.
    """
    return cast("Function", njit(cache=True, fastmath={"nnan", "nsz"})(function))
