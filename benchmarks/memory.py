"""Memory of this process: now and at its peak."""

from __future__ import annotations

import resource
from contextlib import suppress
from pathlib import Path


def forget_peak() -> None:
    """Make the peak start anew where the system can (Linux); elsewhere it is that since the start."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def peak_mb() -> float:
    """Return the peak in MiB; on Linux since the program began, elsewhere it may be that of the program that started it."""
    try:
        line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(line.split()[1]) / 1024


def resident_mb() -> float:
    """Return what is in memory now, in MiB; the peak where the system does not say (all but Linux)."""
    try:
        line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
    except OSError:
        return peak_mb()
    return int(line.split()[1]) / 1024
