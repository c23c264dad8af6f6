"""Passes over the hostile world: ``python -m tests.hostile LAKE PASSES``; prints JSON.

A program of its own, so that its peak memory is that of gathering alone. The hosts are served by
another process.
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread

from parallax.core.settings import Settings
from parallax.corpora import stage as gather
from parallax.lake.lake import Lake
from tests.hostile import world
from tests.hostile.wire import served


def passes(folder: Path, times: int, port: int) -> list[dict]:
    """Gather that often; return what each pass brought."""
    outlets = folder.with_suffix(".toml")
    outlets.write_text(world.registry(), "utf-8")
    settings = Settings(
        lake=folder,
        gather={
            "outlets": outlets,
            "host_map": dict.fromkeys(world.hosts(), f"127.0.0.1:{port}"),
            "host_delay_seconds": 0,
            "retries": 1,
            "timeout_seconds": 3,
            "max_page_bytes": 5_000_000,
            "page_seconds": 5,
            "edition_pages": 100,
            "edition_seconds": 30,
        },
    )
    found = []
    for _ in range(times):
        began = time.monotonic()
        result = gather.run(Lake(folder), settings, None)
        found.append(
            {
                "seconds": time.monotonic() - began,
                "counts": result.counts,
                "notices": [notice.row() for notice in result.notices],
                "bytes": {
                    str(file.relative_to(folder)): file.stat().st_size
                    for file in sorted(folder.rglob("*"))
                    if file.is_file() and "raw" not in file.parts
                },
            }
        )
    return found


def memory(process: int) -> int:
    """Return the memory of a process and its descendants in MiB, shared pages counted once."""
    total, waiting = 0, [process]
    while waiting:
        one = Path("/proc") / str(waiting.pop())
        try:
            rollup = (one / "smaps_rollup").read_text()
            waiting += [int(n) for t in one.glob("task/*/children") for n in t.read_text().split()]
        except OSError:  # it ended meanwhile
            continue
        total += sum(int(x.split()[1]) for x in rollup.splitlines() if x.startswith("Pss:"))
    return total // 1024


def main() -> None:
    """Serve the hosts here, gather in a child, and watch its memory."""
    if len(sys.argv) > 3:
        print(json.dumps(passes(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
        return
    with served(world.hosts()) as port:
        arguments = [sys.executable, "-m", "tests.hostile", *sys.argv[1:], str(port)]
        with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as child:
            peak, done = 0, Thread(target=child.wait)
            said: list[str] = []
            reading = Thread(
                target=lambda: said.append(child.stdout.read() if child.stdout else "")
            )
            reading.start()
            done.start()
            while done.is_alive():
                peak = max(peak, memory(child.pid))
                done.join(0.1)
            reading.join()
        if child.returncode:
            sys.exit(child.returncode)
        print(json.dumps({"passes": json.loads(said[0]), "peak MiB": peak}))


if __name__ == "__main__":
    main()
