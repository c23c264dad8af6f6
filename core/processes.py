"""Processes that end with the one that started them."""

from __future__ import annotations

import ctypes
import sys

_PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


def die_with_parent(number: int) -> None:
    """Have Linux send this process a signal when its parent ends, however that ends; elsewhere do
    nothing.

    :param number: the signal.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number, 0, 0, 0)
