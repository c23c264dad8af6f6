"""Memory of this process, now and at its peak, and of all the processes it started."""

from __future__ import annotations

import os
import resource
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread


def forget_peak() -> None:
    """Reset the peak (Linux only; elsewhere it is the peak since the start)."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def peak_mb() -> float:
    """Return the peak in MiB since the program began (elsewhere than on Linux its parent's)."""
    try:
        line = next(
            line
            for line in Path("/proc/self/status").read_text().splitlines()
            if line.startswith("VmHWM")
        )
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(line.split()[1]) / 1024


def resident_mb() -> float:
    """Return the memory in use, in MiB; elsewhere than on Linux the peak."""
    try:
        line = next(
            line
            for line in Path("/proc/self/status").read_text().splitlines()
            if line.startswith("VmRSS")
        )
    except OSError:
        return peak_mb()
    return int(line.split()[1]) / 1024


class FamilyPeak:
    """The peak of this process and all it started together, in MiB, by sampling (Linux).

    Pages that processes share are counted once (proportional set size).
    """

    def __init__(self, every_seconds: float = 0.5) -> None:
        """Sample while entered as a context."""
        self.mib = 0.0
        self._every = every_seconds
        self._done = Event()
        self._thread = Thread(target=self._look, daemon=True)

    def __enter__(self) -> FamilyPeak:
        """Begin."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End."""
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(self._every):
            self.mib = max(self.mib, sum(map(_shared_fairly, _family(os.getpid()))))


def _family(process: int) -> list[int]:
    children: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            children += map(int, (task / "children").read_text().split())
    return [process, *(one for child in children for one in _family(child))]


def _shared_fairly(process: int) -> float:
    with suppress(OSError, StopIteration):
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("Pss:")).split()[1]) / 1024
    return 0.0
