"""How many of the machine's cores this process may use."""

from __future__ import annotations

import os

_workers = 1


def share_cores(count: int) -> None:
    """Let this process, one of ``count`` workers, use its share of the cores from now on."""
    global _workers  # noqa: PLW0603 - a fact of the process, told by who starts it
    _workers = max(1, count)


def cores() -> int:
    """Return the number of cores this process may use, those of other workers included."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def threads() -> int:
    """Return the number of threads that compute side by side in this process, at least one."""
    return max(1, cores() // _workers)
