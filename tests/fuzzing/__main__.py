"""Fuzz the doors: ``python -m tests.fuzzing 100000``, or one file: ``... --only page:1234``.

A file is named by its kind and number: the same name gives the same bytes. Each may use
`CPU_SECONDS`; then the kernel ends the process, which no regular expression can prevent, and the
next process goes on behind it.
"""

import argparse
import json
import logging
import random
import resource
import signal
import subprocess
import sys
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzzing.doors import DOORS, SHARES

CPU_SECONDS = 2.0


def names(count: int) -> list[str]:
    """Return the names of as many files, of all kinds."""
    return [f"{kind}:{n}" for kind, share in SHARES.items() for n in range(round(count * share))]


def attempt(name: str) -> str:
    """Read one file; return what left the door, empty if nothing did."""
    door, rolls = DOORS[name.partition(":")[0]], random.Random(name)
    data = door.file(rolls)
    signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
    try:
        door.read(data, rolls)
    except BaseException:
        return traceback.format_exc(limit=-6)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return ""


def work(todo: Path, done: Path) -> None:
    """Read the files of a list from where an earlier process stopped; one line of JSON each."""
    logging.disable(logging.CRITICAL)
    for name in DOORS:  # what is read or imported once is not the file's
        DOORS[name].file(random.Random(0))
    attempt("page:0")
    listed = todo.read_text().split()
    with done.open("a") as log:
        for name in listed[len(done.read_text().splitlines()) :]:
            log.write(f'{{"name": "{name}"')
            log.flush()
            began = time.process_time()
            found = attempt(name)
            seconds = time.process_time() - began
            log.write(f', "found": {json.dumps(found)}, "seconds": {seconds:.3f}}}\n')
            log.flush()
    done.with_suffix(".peak").write_text(str(_peak_mib()))


def _peak_mib() -> int:
    """Return the peak memory of this process; `getrusage` would count its parent's before exec."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    (line,) = (x for x in status.read_text().splitlines() if x.startswith("VmHWM:"))
    return int(line.split()[1]) // 1024


def fuzz(count: int, processes: int = 2) -> tuple[list[dict], int]:
    """Read that many files by some processes; return a record for each and the peak MiB of one."""
    listed = names(count)
    with TemporaryDirectory() as folder, ThreadPoolExecutor(processes) as pool:
        parts = [Path(folder) / f"{n}.todo" for n in range(processes)]
        for n, part in enumerate(parts):
            part.write_text("\n".join(listed[n::processes]))
        records = [one for found in pool.map(_guarded, parts) for one in found]
        peak = max(int(part.with_suffix(".peak").read_text()) for part in parts)
    return records, peak


def _guarded(todo: Path) -> list[dict]:
    done = todo.with_suffix(".done")
    done.touch()
    while True:
        ended = subprocess.run(
            [sys.executable, "-m", "tests.fuzzing", "--work", str(todo), str(done)],
            cwd=Path(__file__).parents[2],
            check=False,
            stderr=subprocess.PIPE,
            text=True,
        )
        code = ended.returncode
        if code == 0:
            return [json.loads(line) for line in done.read_text().splitlines()]
        last = done.read_text()
        if not last or last.endswith("\n"):
            raise RuntimeError(f"the fuzzing process ended with {code}: {ended.stderr[-500:]}")
        with done.open("a") as log:
            log.write(f', "found": "the process ended with {code}", "seconds": {CPU_SECONDS}}}\n')


def main() -> int:
    """Run the program."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing")
    parser.add_argument("count", nargs="?", type=int, default=1000)
    parser.add_argument("--only", help="one file, such as page:1234, in this process")
    parser.add_argument("--save", type=Path, help="write that file there")
    parser.add_argument("--work", nargs=2, type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        work(*given.work)
        return 0
    if given.only:
        if given.save:
            door = DOORS[given.only.partition(":")[0]]
            given.save.write_bytes(door.file(random.Random(given.only)))
        print(attempt(given.only) or "nothing left the door")
        return 0
    records, peak = fuzz(given.count)
    faults = [one for one in records if one["found"]]
    for one in faults:
        print(f"{one['name']}: {one['found']}")
    slowest = max(records, key=lambda one: one["seconds"])
    print(
        f"{len(records):,} files, {len(faults)} faults; slowest {slowest['name']} "
        f"{slowest['seconds']:.2f} s; peak {peak} MiB a process"
    )
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
