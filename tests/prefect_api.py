"""A Prefect server started as docs/operations.md says, and questions to its API as a client with a
password and a token asks them.
"""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

ROOT = Path(__file__).parents[1]
PREFECT = [sys.executable, "-m", "prefect"]
PATIENCE_SECONDS = 120


def environment_file(file: Path) -> dict[str, str]:
    """Return the settings of a file that systemd or a shell reads."""
    lines = (line for line in file.read_text("utf-8").splitlines() if line[:1].isalpha())
    return dict(line.split("=", 1) for line in lines)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def prefect_server(
    folder: Path, port: int, environment: Mapping[str, str], log: Path
) -> Iterator[str]:
    """Run `prefect server start --port PORT` in a folder; yield its address when it answers."""
    command = [*PREFECT, "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with log.open("w") as output:
        server = subprocess.Popen(
            command, cwd=folder, env=dict(environment), stdout=output, stderr=subprocess.STDOUT
        )
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not _healthy(url):
            assert server.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.3)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=30)


def _healthy(url: str) -> bool:
    try:
        return httpx.get(f"{url}/api/health", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


def ask(url: str, path: str, query: Mapping[str, Any], password: str = "") -> Any:
    """Post a query as a client of Prefect does: first a token, then the question with it; again
    where the server is busy.
    """
    client = str(uuid4())
    auth = tuple(password.split(":", 1)) if password else None
    with httpx.Client(base_url=f"{url}/api", auth=auth, timeout=10) as session:
        token = session.get("/csrf-token", params={"client": client}).json()["token"]
        headers = {"Prefect-Csrf-Token": token, "Prefect-Csrf-Client": client}
        for _ in range(20):
            answer = session.post(path, json=query, headers=headers)
            if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                break
            time.sleep(1)
        return answer.raise_for_status().json()
