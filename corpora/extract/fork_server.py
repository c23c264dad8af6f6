"""The process that page workers are forked from: it has what they need, and one thread.

A worker is forked in milliseconds, where a new interpreter takes a second, and no lock is held at
that moment, which nobody can promise of the program that gathers. The server does nothing but fork,
kill and wait, so that it sees at once when that program has ended, whatever its workers do.

It knows nothing of the program's own main module, and needs no `if __name__ == "__main__"` there.
"""

from __future__ import annotations

import gc
import logging
import os
import pickle
import resource
import select
import signal
import socket
import struct
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Annotated, Any

from parallax.core.processes import die_with_parent
from parallax.core.thresholds import thresholds

FORK, KILL = b"f", b"k"
"""What the program asks the server for: a worker at the other end of the socket that comes along,
or the end of the worker with the process id that follows."""
NUMBER = struct.Struct("!q")
"""A length, a process id or an exit status, as it is sent."""
DONE, FAILED, NO_MEMORY = "done", "failed", "no memory"
"""How a call ended in its worker."""


@thresholds("gather", chosen="by judgement")
@dataclass(frozen=True)
class WorkerLimits:
    """How long a worker is used, and what the operating system is told of a page's limits."""

    pages: Annotated[int, "pages that a worker reads before another takes its place"] = 500
    growth: Annotated[int, "bytes by which a worker may have grown when it is used again"] = (
        200_000_000
    )
    slack: Annotated[int, "bytes that are reserved and not used, beyond the limit of a page"] = (
        64_000_000
    )
    headroom: Annotated[float, "the system's limit of memory, as a multiple of that of a page"] = (
        1.25
    )
    cpu: Annotated[float, "the system's limit of CPU time, as a multiple of a page's seconds"] = 2.0
    look: Annotated[float, "seconds between two looks whether the program is still there"] = 1.0


LIMITS = WorkerLimits()


@dataclass(frozen=True)
class Call:
    """A function of a module, what it is called with, and what it may take."""

    function: Any
    given: tuple[Any, ...]
    named: dict[str, Any]
    seconds: float
    megabytes: int


@dataclass(frozen=True)
class Answer:
    """How a call ended; `last` when its worker ends with it, and another must be forked."""

    outcome: str
    value: Any
    last: bool = field(default=False)


def receive(connection: socket.socket, length: int) -> bytes:
    """Return so many bytes of a connection.

    :raises EOFError: when it ends before.
    """
    found = bytearray()
    while len(found) < length:
        part = connection.recv(min(length - len(found), 1 << 20))
        if not part:
            raise EOFError
        found += part
    return bytes(found)


def serve(control: int, program: int) -> None:
    """Fork and kill workers until the program ends; called in a process of its own.

    :param control: number of the file descriptor of the socket to the program.
    :param program: its process id.
    """
    with ends_with(program):
        _prepare()
    with socket.socket(fileno=control) as asked:
        children: set[int] = set()
        try:
            while os.getppid() == program:
                if select.select([asked], [], [], LIMITS.look)[0] and not _obey(asked, children):
                    break
        except (ConnectionError, EOFError):
            pass  # the program was killed before it had read an answer, or in the middle of a word
        finally:
            for child in children:
                _kill(child)


@contextmanager
def ends_with(program: int) -> Iterator[None]:
    """End this process when the program ends meanwhile, by a thread that is gone afterwards:
    loading takes a second, and many on a busy machine.
    """
    loaded = threading.Event()

    def watch() -> None:
        while not loaded.wait(LIMITS.look):
            if os.getppid() != program:
                os._exit(1)

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield
    finally:
        loaded.set()
        watching.join()


def _prepare() -> None:
    """Load what every worker needs, and leave Ctrl-C to the program."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    from parallax.corpora.extract import reading

    reading.prepare()
    gc.collect()
    gc.freeze()  # a collection in a worker would write to, and so copy, what all share


def _obey(asked: socket.socket, children: set[int]) -> bool:
    """Do what the program asks for next; return False when it has ended."""
    message, files, _, _ = socket.recv_fds(asked, 1, 1)
    if message == FORK:
        with socket.socket(fileno=files[0]) as connection:
            child = os.fork()
            if child == 0:
                asked.close()
                _work(connection)
        children.add(child)
        asked.sendall(NUMBER.pack(child))
    elif message == KILL:
        (child,) = NUMBER.unpack(receive(asked, NUMBER.size))
        ours = child in children  # else one of an earlier server, and the number of anything now
        children.discard(child)
        asked.sendall(NUMBER.pack(_kill(child) if ours else 0))
    return bool(message)


def _kill(child: int) -> int:
    """Kill a worker; return how it ended, as `os.waitpid` says it.

    Only here is a worker waited for, so its number cannot be that of another process.
    """
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def _work(connection: socket.socket) -> None:
    """Do calls until the program or the server ends, or enough were done; never return."""
    die_with_parent(signal.SIGKILL)  # the server's end, even by a signal
    try:
        began = _resident()
        for number in range(1, LIMITS.pages + 1):
            call: Call = pickle.loads(  # noqa: S301 - from the program that started this one
                receive(connection, NUMBER.unpack(receive(connection, NUMBER.size))[0])
            )
            outcome, value = _call(call)
            gc.collect(0)
            last = number == LIMITS.pages or _resident() > began + LIMITS.growth
            answer = pickle.dumps(Answer(outcome, value, last or outcome == NO_MEMORY))
            connection.sendall(NUMBER.pack(len(answer)) + answer)
            if last:
                break
    except (EOFError, OSError):
        pass
    finally:
        os._exit(0)


def _call(call: Call) -> tuple[str, Any]:
    """Call a function within limits of the operating system: what the program notices first is its
    clock and its look at the memory; these hold where it has ended or memory grows faster.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime + LIMITS.cpu * call.seconds) + 1
    size = _data() + int(call.megabytes * 1_000_000 * LIMITS.headroom) + LIMITS.slack
    _limit(resource.RLIMIT_CPU, seconds)
    _limit(resource.RLIMIT_DATA, size)
    try:
        return DONE, call.function(*call.given, **call.named)
    except MemoryError:
        return NO_MEMORY, None
    except Exception as error:
        return FAILED, _sendable(error)
    finally:
        _limit(resource.RLIMIT_DATA, resource.RLIM_INFINITY)


def _sendable(error: Exception) -> Exception:
    """Return an error as it can be sent: one that cannot be pickled by its name and words."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error.with_traceback(None)


def _limit(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    soft = value if hard == resource.RLIM_INFINITY or 0 <= value < hard else hard
    with suppress(ValueError, OSError):  # macOS has no limit of memory that it keeps
        resource.setrlimit(kind, (soft, hard))


def resident(process: int) -> int:
    """Return the bytes of memory that a process has, 0 where the system does not say."""
    return _pages_of_memory(process, 1)


def _resident() -> int:
    return resident(os.getpid())


def _data() -> int:
    return _pages_of_memory(os.getpid(), 5)


def _pages_of_memory(process: int, column: int) -> int:
    try:
        with open(f"/proc/{process}/statm", encoding="ascii") as file:  # noqa: PTH123 - each 50 ms
            return int(file.read().split()[column]) * resource.getpagesize()
    except (OSError, IndexError):
        return 0
