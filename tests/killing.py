"""Kills passes on one lake at random moments: ``python -m tests.killing WARC LAKE KILLS SEED``.

A program of its own, so that the process from which passes are forked has imported what they need
and nothing has run in it.
"""

import multiprocessing
import random
import shutil
import sys
import time
from pathlib import Path

from tests.killable import run

PROCESSES = multiprocessing.get_context("forkserver")


def content(folder: Path) -> dict[str, bytes]:
    """Every table and page; what a killed run left half written has a name that begins with `.`."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for part in ("tables", "reports")
        for file in (folder / part).rglob("*.*")
        if file.is_file() and not file.name.startswith(".")
    }


def started(*arguments: object) -> multiprocessing.Process:
    PROCESSES.set_forkserver_preload(["tests.killable"])
    process = PROCESSES.Process(target=run, args=arguments)
    process.start()
    return process


def undisturbed(warc: Path, folder: Path) -> float:
    """Run one pass from nothing; return its seconds."""
    began = time.monotonic()
    process = started(warc, folder, None)
    process.join()
    assert process.exitcode == 0
    return time.monotonic() - began


def killed_again_and_again(warc: Path, folder: Path, kills: int, rolls: random.Random) -> int:
    """Kill `kills` passes; one that comes through must be right, and the next begins from nothing.
    Return how many came through.
    """
    quiet = folder.with_suffix(".quiet")
    undisturbed(warc, folder)
    seconds, whole, killed, through = undisturbed(warc, quiet), content(quiet), 0, 0
    assert content(folder) == whole
    shutil.rmtree(folder)
    while killed < kills:
        began = folder.with_suffix(".began")
        began.unlink(missing_ok=True)
        process = started(warc, folder, began)
        while not began.exists() and process.is_alive():
            time.sleep(0.005)
        process.join(rolls.uniform(0, seconds))
        if process.is_alive():
            process.kill()
            process.join()
            killed += 1
        else:
            assert process.exitcode == 0
            assert content(folder) == whole
            shutil.rmtree(folder)
            through += 1
    process = started(warc, folder, None)
    process.join()
    assert process.exitcode == 0
    assert content(folder) == whole
    assert not list((folder / "work").glob("*"))
    return through


if __name__ == "__main__":
    through = killed_again_and_again(
        Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), random.Random(int(sys.argv[4]))
    )
    print(f"{sys.argv[3]} passes killed, {through} came through")
