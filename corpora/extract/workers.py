"""Page workers: what reads a stranger's page runs where it can be killed, within a page's clock.

A page can take any time and any memory in libraries that know no limit, in C or in a regular
expression. Each call runs in a process of its own; one that exceeds its seconds or its memory is
killed, its page is an error, and all others go on. A worker that crashes is the same.

What holds where: seconds everywhere; memory on Linux, by the system's limit and by looking
(`/proc`). If this program is killed, its workers end within a second or two: the process that they
are forked from sees it, and Linux ends them with that one.
"""

from __future__ import annotations

import atexit
import os
import pickle
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Annotated, ParamSpec, TypeVar, cast

from parallax.core.plain_words import plain
from parallax.core.settings import GatherSettings
from parallax.core.thresholds import thresholds
from parallax.corpora.extract import fork_server
from parallax.corpora.extract.fork_server import DONE, NO_MEMORY, NUMBER, Answer, Call
from parallax.corpora.page_error import PageError

Given = ParamSpec("Given")
Item = TypeVar("Item")
Result = TypeVar("Result")


@thresholds("gather", chosen="by judgement")
@dataclass(frozen=True)
class WorkerWaits:
    """How workers are waited for."""

    start: Annotated[float, "seconds in which the process that workers are forked from answers"] = (
        120
    )
    stop: Annotated[float, "seconds in which it ends"] = 5
    look: Annotated[float, "seconds between two looks at a worker's memory"] = 0.05


WAITS = WorkerWaits()


@dataclass(frozen=True)
class Clock:
    """What reading one page may take: seconds, and megabytes of memory beside the program's."""

    seconds: float = GatherSettings().page_seconds
    megabytes: int = GatherSettings().page_megabytes

    @classmethod
    def of(cls, settings: GatherSettings) -> Clock:
        """Return the limits of some settings."""
        return cls(settings.page_seconds, settings.page_megabytes)


CLOCK = Clock()
"""The limits of settings that nobody changed."""


def within(
    clock: Clock, function: Callable[Given, Result], *given: Given.args, **named: Given.kwargs
) -> Result:
    """Return what a function returns that is called in a worker; what it raises is raised.

    Called by many threads at once; as many calls as there are cores run, the others wait.

    :param function: one of a module; it and what it is given and returns are pickled.
    :raises PageError: when it takes too long or too much memory, ends its worker, or raises what is
        none.
    """
    call = Call(function, given, named, clock.seconds, clock.megabytes)
    return cast(Result, _workers.call(call))


def start() -> None:
    """Begin to start what workers are forked from, so that it is there when a page is."""
    _workers.start()


def side_by_side(read: Callable[[Item], Result], given: Iterable[Item]) -> Iterator[Result]:
    """Yield what a function that calls `within` returns of each item, in their order, with as many
    calls at once as there are workers.
    """
    with ThreadPoolExecutor(cores() + 1) as threads:  # one that keeps and waits beside them
        yield from threads.map(read, given)


def cores() -> int:
    """Return the number of cores that this program may use, which is that of its workers."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


class _LimitError(Exception):
    """A limit was exceeded; the message names it."""


class _DeathError(Exception):
    """A worker ended in the middle of a call."""


@dataclass
class _Worker:
    """A process that reads one page after another, and the socket to it."""

    process: int
    connection: socket.socket
    used: int
    """Bytes of memory that it began with."""

    def ask(self, call: Call, deadline: float) -> Answer:
        """Return the answer to a call.

        :raises _LimitError: when a limit is reached. :raises EOFError: when the worker ends.
        """
        message = pickle.dumps(call)
        try:
            self.connection.settimeout(max(0.001, deadline - time.monotonic()))
            self.connection.sendall(NUMBER.pack(len(message)) + message)
            (length,) = NUMBER.unpack(self._receive(NUMBER.size, call, deadline))
            answer: Answer = pickle.loads(self._receive(length, call, deadline))  # noqa: S301 - ours
        except TimeoutError as error:
            raise _too_long(call) from error
        except OSError as error:
            raise EOFError from error
        if answer.outcome == NO_MEMORY:
            raise _too_much(call)
        return answer

    def _receive(self, length: int, call: Call, deadline: float) -> bytes:
        found = bytearray()
        waiting = select.poll()
        waiting.register(self.connection, select.POLLIN)
        while len(found) < length:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            if not waiting.poll(1000 * min(left, WAITS.look)):
                if fork_server.resident(self.process) > self.used + call.megabytes * 1_000_000:
                    raise _too_much(call)
                continue
            part = self.connection.recv(min(length - len(found), 1 << 20))
            if not part:
                raise EOFError
            found += part
        return bytes(found)


def _too_long(call: Call) -> _LimitError:
    return _LimitError("page takes too long", f"more than {call.seconds:g} s (gather.page_seconds)")


def _too_much(call: Call) -> _LimitError:
    return _LimitError(
        "page needs too much memory", f"more than {call.megabytes} MB (gather.page_megabytes)"
    )


@dataclass
class _Workers:
    """The workers of this program, which are as many as it has cores, and their fork server."""

    free: list[_Worker] = field(default_factory=list)
    turns: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(cores()))
    lock: threading.Lock = field(default_factory=threading.Lock)
    """Held while the fork server is asked for something."""
    server: subprocess.Popen[bytes] | None = None
    control: socket.socket | None = None

    def call(self, call: Call) -> object:
        """Return what the function of a call returns (see `within`)."""
        with self.turns:
            worker = self._take() or self._forked()
            # the clock begins when there is a worker: waiting for one is not the page's fault
            deadline = time.monotonic() + call.seconds
            try:
                answer = self._asked(worker, call, deadline)
            except _DeathError:  # perhaps the victim of another process: once more
                try:
                    answer = self._asked(self._forked(), call, deadline)
                except _DeathError as error:
                    raise PageError("page ends the process that reads it", str(error)) from None
        if answer.outcome == DONE:
            return answer.value
        if isinstance(answer.value, PageError):
            raise answer.value
        raise PageError("page cannot be read", plain(answer.value))

    def _asked(self, worker: _Worker, call: Call, deadline: float) -> Answer:
        """Return a worker's answer, and keep the worker unless it is spent.

        :raises PageError: when a limit is reached. :raises _DeathError: when the worker ends.
        """
        try:
            answer = worker.ask(call, deadline)
        except _LimitError as error:
            self._end(worker)
            raise PageError(*error.args) from None
        except EOFError:
            status = self._end(worker)
            if status is not None and os.WIFSIGNALED(status):
                if os.WTERMSIG(status) == signal.SIGXCPU:
                    raise PageError(*_too_long(call).args) from None
                raise _DeathError(_named(os.WTERMSIG(status))) from None
            raise _DeathError("it ended before it answered") from None
        except BaseException:
            self._end(worker)
            raise
        if answer.last:
            self._end(worker)
        else:
            self.free.append(worker)
        return answer

    def start(self) -> None:
        """Start the fork server unless it runs."""
        with self.lock:
            self._start()

    def stop(self) -> None:
        """End the fork server, and so the workers."""
        with self.lock:
            self._stop()

    def forget(self) -> None:
        """In a process forked from this one: leave the workers to it, and have none yet."""
        for worker in self.free:
            worker.connection.close()
        if self.control is not None:
            self.control.close()
        if self.server is not None:
            self.server.returncode = 0  # it is waited for by the other process
        self.free, self.control, self.server = [], None, None
        self.turns, self.lock = threading.Semaphore(cores()), threading.Lock()

    def _take(self) -> _Worker | None:
        with suppress(IndexError):
            return self.free.pop()
        return None

    def _forked(self) -> _Worker:
        with self.lock:
            for last_try in (False, True):
                try:
                    return self._fork(self._start())
                except (OSError, EOFError) as error:
                    self._stop()
                    if last_try:
                        raise PageError(
                            "page cannot be read", f"no process to read it: {plain(error)}"
                        ) from error
        raise AssertionError("unreachable")

    def _fork(self, control: socket.socket) -> _Worker:
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(control, [fork_server.FORK], [theirs.fileno()])
        try:
            (process,) = NUMBER.unpack(fork_server.receive(control, NUMBER.size))
        except BaseException:
            ours.close()
            raise
        return _Worker(process, ours, fork_server.resident(process))

    def _end(self, worker: _Worker) -> int | None:
        """Kill a worker; return how it ended, None where that cannot be known."""
        worker.connection.close()
        with self.lock:
            if self.control is None:
                return None
            try:
                self.control.sendall(fork_server.KILL + NUMBER.pack(worker.process))
                return int(NUMBER.unpack(fork_server.receive(self.control, NUMBER.size))[0])
            except (OSError, EOFError):
                self._stop()
                return None

    def _start(self) -> socket.socket:
        if self.control is not None:
            return self.control
        ours, theirs = socket.socketpair()
        code = (
            f"import sys; sys.path[:] = {sys.path!r}; "
            "from parallax.corpora.extract import fork_server; "
            f"fork_server.serve({theirs.fileno()}, {os.getpid()})"
        )
        # Ctrl-C is for this program, which then ends them; they never see one in this group.
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            with theirs:
                self.server = subprocess.Popen(  # noqa: S603 - our own program
                    [sys.executable, "-P", "-c", code],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    pass_fds=(theirs.fileno(),),
                    env=os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
                )
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        ours.settimeout(WAITS.start)
        self.control = ours
        return ours

    def _stop(self) -> None:
        while self.free:
            self.free.pop().connection.close()
        if self.control is not None:
            self.control.close()
            self.control = None
        if self.server is not None:
            try:
                self.server.wait(WAITS.stop)
            except subprocess.TimeoutExpired:
                self.server.kill()
                self.server.wait()
            self.server = None


def _named(number: int) -> str:
    return f"signal {number} ({signal.strsignal(number)})"


_workers = _Workers()
os.register_at_fork(after_in_child=_workers.forget)
atexit.register(_workers.stop)
