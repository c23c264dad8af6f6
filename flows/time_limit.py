"""How long a flow may take; one that takes longer ends as `TimedOut` and gives back what it holds.

First an alarm interrupts the main thread: the flow leaves its `with` blocks, and Prefect hears that
its time is over. Python cannot interrupt other threads, nor code in C: a process that was started
for the run and still lives a minute later ends at once, with the stacks of its threads on standard
error. The system then releases its locks, and whoever started it reports the run.

Prefect's own `timeout_seconds` is not used: it is fixed when the flow is imported, before settings
are known, and the limit of a flow stands still while a flow inside it has one.
"""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Annotated

from parallax.core.errors import ParallaxError
from parallax.core.thresholds import thresholds


@thresholds("flows", chosen="by judgement")
@dataclass(frozen=True)
class TimeLimits:
    """What happens when the time is over."""

    again_seconds: Annotated[float, "between alarms, where code holds up the first"] = 10
    grace_seconds: Annotated[float, "from the first alarm to the end of the process"] = 60


LIMITS = TimeLimits()


class TimeLimitError(ParallaxError, TimeoutError):
    """A flow took longer than its limit: a `TimeoutError`, of which Prefect makes `TimedOut`."""


class _OutOfTime(BaseException):
    """Leaves the flow; no `except Exception` on the way may take it for the fault of one text."""


@dataclass(frozen=True)
class _Limit:
    what: str
    minutes: float
    end: float
    """by the monotonic clock"""


_limits: list[_Limit] = []
"""Of the flows that run in this process, the outermost first: signals belong to the process."""
_over: list[_Limit] = []
"""The limit that ended first; all flows of the process end with it."""


@contextmanager
def time_limit(what: str, minutes: float) -> Iterator[None]:
    """Raise `TimeLimitError` in the block when it takes longer than this; 0 is no limit.

    Inside another limit, the one that ends first counts. In a thread other than the main one there
    is no alarm.

    :param what: what the error calls the block.
    :raises TimeLimitError: when the time is over.
    """
    if not minutes or threading.current_thread() is not threading.main_thread():
        yield
        return
    limit = _Limit(what, minutes, time.monotonic() + 60 * minutes)
    before, begun = signal.getsignal(signal.SIGALRM), time.monotonic()
    rest, interval = signal.getitimer(signal.ITIMER_REAL)
    try:
        _limits.append(limit)
        signal.signal(signal.SIGALRM, _alarm)
        _arm()
        try:
            yield
        finally:
            _limits.remove(limit)
            _arm()
    except _OutOfTime as error:
        first = _over[0]
        raise TimeLimitError(
            f"{first.what} took longer than {first.minutes:g} minutes",
            "the limit is in the settings, group time_limits",
        ) from error
    finally:
        signal.signal(signal.SIGALRM, before)
        if not _limits:
            _over.clear()
            if rest:  # an alarm of the caller
                rest = max(rest - (time.monotonic() - begun), 0.001)
                signal.setitimer(signal.ITIMER_REAL, rest, interval)


def _arm() -> None:
    """Set the alarm and the end of the process to the limit that ends first; without one, unset
    both.
    """
    if _over:
        # the end of the process stays as the first alarm set it: threads may still hang
        again = LIMITS.again_seconds * bool(_limits)
        signal.setitimer(signal.ITIMER_REAL, again, again)
    elif _limits:
        seconds = max(min(limit.end for limit in _limits) - time.monotonic(), 0.001)
        signal.setitimer(signal.ITIMER_REAL, seconds, LIMITS.again_seconds)
        _end_process_in(seconds + LIMITS.grace_seconds)
    else:
        signal.setitimer(signal.ITIMER_REAL, 0)
        if _is_of_a_run():
            faulthandler.cancel_dump_traceback_later()


def _alarm(signum: int, frame: FrameType | None) -> None:
    del signum, frame
    if not _limits:  # it comes when the block is left
        return
    if not _over:
        _over.append(min(_limits, key=lambda limit: limit.end))
        _end_process_in(LIMITS.grace_seconds)
    raise _OutOfTime


def _end_process_in(seconds: float) -> None:
    """End the process of a run after some seconds, whatever it does: a watchdog in C does it."""
    if _is_of_a_run() and sys.__stderr__ is not None:
        faulthandler.dump_traceback_later(seconds, exit=True, file=sys.__stderr__)


def _is_of_a_run() -> bool:
    """Return whether this process was started for a run, by a worker or by `parallax serve`."""
    return "PREFECT__FLOW_RUN_ID" in os.environ or multiprocessing.parent_process() is not None
