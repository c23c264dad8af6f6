"""The server of a single pass starts with an empty database, and ends at once with its program."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

_PROGRAM = """
import time
from prefect import flow, task
from prefect.events import emit_event
from parallax.flows.temporary_server import server_of_a_pass

@task
def one() -> int:
    return 1

@flow
def some() -> list[int]:
    return [one() for _ in range(5)]

with server_of_a_pass():
    some()
    for _ in range(3000):  # more than is sent meanwhile
        emit_event("parallax.test", {"prefect.resource.id": "parallax.test"})
print(time.time())
"""


@pytest.mark.flow
@pytest.mark.slow(20)
def test_the_last_events_are_sent_before_the_server_stops(tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    environment |= {"PREFECT_HOME": str(tmp_path), "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
    ended = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    waited = time.time() - float(ended.stdout.split()[-1])
    assert waited < 20, "Prefect tried for a minute to reach a server that was gone"
