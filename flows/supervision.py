"""A program that starts others and always ends: one process does the work, another waits for the
signal to stop and sees to it that nothing is left behind.

Whoever works may be deep in a library that ignores signals, and so may what it has started. The
process that waits does nothing else, so it can always act: first it asks, then it kills.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from parallax.core.thresholds import thresholds


@thresholds("serve", chosen="an orderly end takes one to three seconds; with this, all ends in ten")
@dataclass(frozen=True)
class Patience:
    """How long the processes of `parallax serve` may take to end."""

    asked_seconds: Annotated[float, "from the signal to stop until everything is killed"] = 6.0


PATIENCE = Patience()
_STOP = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
_SUBREAPER = 36
"""PR_SET_CHILD_SUBREAPER of prctl(2): orphans below this process become its children."""


def supervise() -> Callable[[], None]:
    """Split this process in two; only the one that works returns from here.

    The other leaves with the exit status of the work, or with 0 after a signal to stop. The first
    signal asks: before the work is `ready`, it and its processes get SIGTERM; later the work alone
    gets what Ctrl-C in a terminal sends, and ends what it has started: a run interrupted beside it
    can be faster on a busy machine, and its traceback would be shown. After some seconds, or at a
    second signal, everything left is killed. Only Linux can adopt orphans; elsewhere the process
    stays one, and signals do what they always do.

    :return: to be called when the work handles an interrupt itself; until then it just ends.
    """
    if sys.platform != "linux":
        return lambda: None
    signal.pthread_sigmask(signal.SIG_BLOCK, {*_STOP, signal.SIGCHLD})
    listening, telling = os.pipe()
    work = os.fork()
    if work == 0:
        os.close(listening)
        os.setsid()  # what a terminal sends reaches only the process that waits
        for number in _STOP:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {*_STOP, signal.SIGCHLD})

        def ready() -> None:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            os.write(telling, b".")

        return ready
    os.close(telling)
    os.set_blocking(listening, False)
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    os._exit(_wait(work, listening))


def _wait(work: int, listening: int) -> int:
    """Wait for the end of the work or a signal; return the exit status."""
    status: int | None = None
    ends: float | None = None
    while status is None:
        left = None if ends is None else max(0.0, ends - time.monotonic())
        got = _signal(left)
        if got is None or (got in _STOP and ends is not None):  # patience ends, or the second one
            break
        if got in _STOP:
            ends = time.monotonic() + PATIENCE.asked_seconds
            if _told(listening):
                _send(work, signal.SIGINT)
            else:
                _send_group(work, signal.SIGTERM)
        status = _ended(work)
    _kill_all(work)
    return 0 if ends is not None else 1 if status is None else status


def _signal(seconds: float | None) -> int | None:
    """Return the next signal, or nothing where it does not come in time."""
    watched = {*_STOP, signal.SIGCHLD}
    if seconds is None:
        return signal.sigwait(watched)
    got = signal.sigtimedwait(watched, seconds)
    return got.si_signo if got else None


def _told(listening: int) -> bool:
    try:
        return os.read(listening, 1) == b"."
    except BlockingIOError:
        return False


def _ended(work: int) -> int | None:
    """Reap what has ended; return the exit status of the work once it is among them."""
    found = None
    try:
        while True:
            process, status = os.waitpid(-1, os.WNOHANG)
            if process == 0:
                return found
            if process == work:
                found = _exit_status(status)
    except ChildProcessError:
        return found


def _exit_status(status: int) -> int:
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code  # as a shell says it


def _kill_all(work: int) -> None:
    """Kill every process below this one. Children of the killed become ours: again until none."""
    while True:
        _send_group(work, signal.SIGKILL)
        kill_children()
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def kill_children(spared: Collection[int] = ()) -> None:
    """Kill the children of this process but some."""
    for threads in Path("/proc/self/task").glob("*/children"):
        for child in map(int, threads.read_text().split()):
            if child not in spared:
                _send(child, signal.SIGKILL)


def _send_group(work: int, number: int) -> None:
    try:
        os.killpg(work, number)
    except (ProcessLookupError, PermissionError):  # gone, or before its setsid
        _send(work, number)


def _send(process: int, number: int) -> None:
    try:
        os.kill(process, number)
    except ProcessLookupError:
        return
