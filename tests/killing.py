"""Kills passes on one lake, or their workers, at random moments:
``python -m tests.killing WARC LAKE KILLS SEED``.

A program of its own, so that the process from which passes are forked has imported what they need
and nothing has run in it.
"""

import multiprocessing
import os
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from itertools import cycle
from multiprocessing.process import BaseProcess
from pathlib import Path

import psutil

from parallax.corpora.fetch.archive import Archive
from parallax.lake.lake import Lake
from parallax.lake.retention import prune
from parallax.lake.schema import REVISIONS
from tests.killable import run

PROCESSES = multiprocessing.get_context("forkserver")
PASS, PAGE_WORKER, POOL_WORKER = "pass", "page worker", "pool worker"
VICTIMS = (PASS, PASS, PAGE_WORKER, POOL_WORKER, PASS)
"""What is killed, one after another."""
UNTIL = {PAGE_WORKER: 0.2}
"""Share of a pass's seconds in which it is killed, where it is idle afterwards."""
GONE_WITHIN = 5.0
"""Seconds after which nothing is left of a pass that has ended, however it ended."""
LONG_AGO = 3 * 24 * 3600.0
"""Seconds by which leftovers are made older, to be what `parallax prune` removes."""


@dataclass
class Tally:
    """What happened to the passes."""

    killed: Counter[str] = field(default_factory=Counter)
    through: int = 0
    longest: float = 0
    """seconds that a process of a pass outlived it"""
    half_written: int = 0
    """files that killed passes left, which `parallax prune` removes"""

    def __str__(self) -> str:
        kills = ", ".join(f"{self.killed[victim]} x {victim}" for victim in sorted(self.killed))
        return (
            f"{self.killed.total()} killed ({kills}), {self.through} came through; what a pass had "
            f"started ended within {self.longest:.1f} s; {self.half_written} files half written"
        )


def content(folder: Path) -> dict[str, bytes]:
    """Every table and page but `runs`, which says when and how long. What a killed run left half
    written has a name that begins with `.`.
    """
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for part in ("tables", "reports")
        for file in (folder / part).rglob("*.*")
        if file.is_file() and not file.name.startswith(".") and "runs" not in file.parts
    }


def names(folder: Path) -> set[str]:
    """Every file and folder of a lake but cached vectors and parses, which come in packets of what
    was due."""
    return {
        str(file.relative_to(folder))
        for file in folder.rglob("*")
        if not {"vectors", "parses"} & set(file.relative_to(folder).parts)
    }


def half_written(folder: Path) -> list[Path]:
    """Files that a killed run was writing."""
    return list(folder.rglob(".*.tmp"))


def of_session(session: int) -> Iterator[psutil.Process]:
    """Yield the processes of a session that run."""
    for process in psutil.process_iter():
        with suppress(ProcessLookupError, psutil.NoSuchProcess):
            if (
                os.getsid(process.pid) == session
                and process.status() != psutil.STATUS_ZOMBIE
                and os.getsid(process.pid) == session
            ):
                yield process


def outlived(session: int) -> float:
    """Wait until no process of a pass that has ended is left; return the seconds."""
    began = time.monotonic()
    while left := list(of_session(session)):
        if time.monotonic() - began > GONE_WITHIN:
            raise AssertionError(f"left behind: {[one.cmdline() for one in left]}")
        time.sleep(0.02)
    return time.monotonic() - began


def victims(session: int, kind: str) -> list[psutil.Process]:
    """Return the processes of a pass of one kind; what page workers are forked from is one."""
    found = []
    for process in of_session(session):
        with suppress(psutil.NoSuchProcess):
            command = " ".join(process.cmdline())
            own = PASS if process.pid == session else POOL_WORKER
            own = PAGE_WORKER if "fork_server" in command else own
            if own == kind and "resource_tracker" not in command:
                found.append(process)
    return found


def started(warc: Path, folder: Path) -> BaseProcess:
    """Begin a pass on a lake; return when its work begins."""
    began = folder.with_suffix(".began")
    began.unlink(missing_ok=True)
    PROCESSES.set_forkserver_preload(["tests.killable"])
    process = PROCESSES.Process(target=run, args=(warc, folder, began))
    process.start()
    while not began.exists() and process.is_alive():
        time.sleep(0.005)
    return process


def ended(process: BaseProcess) -> float:
    """Wait until a pass has come through; return how long what it had started outlived it."""
    process.join()
    assert process.exitcode == 0
    return outlived(session_of(process))


def session_of(process: BaseProcess) -> int:
    assert process.pid
    return process.pid


def equal(found: Mapping[str, object], wanted: Mapping[str, object]) -> None:
    """Make sure that two folders have the same files, or name those that differ."""
    differing = {name for name in (*found, *wanted) if found.get(name, "") != wanted.get(name, "")}
    assert not differing, f"more, less or other files: {sorted(differing)}"


def is_right(folder: Path, quiet: Path) -> None:
    """Make sure that a lake that passes were killed on is as one that nobody disturbed."""
    equal(content(folder), content(quiet))
    assert not list((folder / "work").glob("*"))
    for half in half_written(folder):
        os.utime(half, (time.time() - LONG_AGO,) * 2)
    prune(Lake(folder), date(1990, 1, 1), folder)
    equal(dict.fromkeys(names(folder)), dict.fromkeys(names(quiet)))
    equal(content(folder), content(quiet))
    archive = Archive(folder)
    for payload in Lake(folder).read(REVISIONS)["payload_sha256"]:
        archive.payload(payload)


def killed_again_and_again(
    warc: Path, lake: Path, kills: int, rolls: random.Random, tell: Callable[[str], None]
) -> Tally:
    """Kill `kills` passes or workers; a pass that comes through must be right, and the next begins
    from nothing.
    """
    quiet, tally, kinds = lake.with_suffix(".quiet"), Tally(), cycle(VICTIMS)
    process, start = started(warc, quiet), time.monotonic()
    ended(process)
    seconds = time.monotonic() - start
    is_right(quiet, quiet)
    kind = next(kinds)
    while tally.killed.total() < kills:
        from_nothing = not lake.exists()
        process, start = started(warc, lake), time.monotonic()
        process.join(rolls.uniform(0, seconds * UNTIL.get(kind, 1)))
        if chosen := victims(session_of(process), kind):
            with suppress(psutil.NoSuchProcess):
                rolls.choice(chosen).kill()
                tally.killed[kind] += 1
                tell(f"{kind} killed; batches of {[one.name for one in (lake / 'work').glob('*')]}")
                kind, last = next(kinds), kind
                if last == PASS:
                    process.join()
                    tally.longest = max(tally.longest, outlived(session_of(process)))
                    continue
        tally.longest = max(tally.longest, ended(process))
        if from_nothing:  # the machine may be busier by now
            seconds = time.monotonic() - start
        tally.half_written += len(half_written(lake))
        is_right(lake, quiet)
        shutil.rmtree(lake)
        tally.through += 1
        tell("came through")
    last_kill = time.time()
    ended(started(warc, lake))
    left = half_written(lake)
    assert all(file.stat().st_mtime < last_kill for file in left)
    tally.half_written += len(left)
    is_right(lake, quiet)
    return tally


def main(warc: str, lake: str, kills: str, seed: str) -> None:
    """Kill passes and say how it went."""
    start = time.monotonic()

    def tell(what: str) -> None:
        print(f"{time.monotonic() - start:.0f} s: {what}", flush=True)

    tally = killed_again_and_again(Path(warc), Path(lake), int(kills), random.Random(seed), tell)
    tell(str(tally))


if __name__ == "__main__":
    main(*sys.argv[1:])
