"""A run that is killed leaves none of the workers of its pool behind."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

pytestmark = [pytest.mark.flow, pytest.mark.slow(15)]
PROGRAM = """
import multiprocessing, os, signal, sys, time
from concurrent.futures import ProcessPoolExecutor
from parallax.lake.batches import end_with_parent
if __name__ == "__main__":
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=spawn, initializer=end_with_parent) as pool:
        workers = set(pool.map(work, range(8)))
        if sys.argv[1] == "at work":
            [pool.submit(time.sleep, 600) for _ in range(8)]
        print(*workers, flush=True)
        time.sleep(600)
""".replace(
    "if __name__", "def work(_):\n    time.sleep(0.2)\n    return os.getpid()\nif __name__", 1
)


@pytest.mark.parametrize("state", ["waiting for work", "at work"])
def test_workers_end_when_the_process_that_started_them_is_killed(
    tmp_path: Path, state: str
) -> None:
    (tmp_path / "run.py").write_text(PROGRAM)
    run = subprocess.Popen(
        [sys.executable, str(tmp_path / "run.py"), state], stdout=subprocess.PIPE, text=True
    )
    assert run.stdout
    workers = [psutil.Process(int(number)) for number in run.stdout.readline().split()]
    assert workers
    assert os.getpid() not in {worker.pid for worker in workers}
    run.kill()
    run.wait()
    deadline = time.monotonic() + 20
    while any(worker.is_running() for worker in workers) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not [worker for worker in workers if worker.is_running()]
