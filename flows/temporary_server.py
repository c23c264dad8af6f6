"""A server of Prefect for as long as `parallax serve` runs.

Prefect's own temporary server has no scheduler, and each run would start one more. This one is
whole: schedules, automations, vacuum, UI.
"""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from prefect.logging import get_logger
from prefect.settings import get_current_settings

from parallax.core.errors import InputError


@contextmanager
def temporary_server() -> Iterator[int]:
    """Run a server on a free port of loopback; yield the number of its process.

    ``PREFECT_API_URL`` names it for this process and those it starts. It has a password of its own,
    shown on a terminal, unless there is one: other users of the machine, and web pages in their
    browsers, reach its port as well.

    Ctrl-C may reach a whole group of processes. A server that stops first leaves the rest without
    an answer: it inherits that the signal is blocked, and is stopped when the block ends.

    :raises InputError: when it does not start.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    given = get_current_settings().server.api.auth_string
    password = given.get_secret_value() if given else f"parallax:{secrets.token_hex(32)}"
    os.environ |= {
        "PREFECT_API_URL": f"{url}/api",
        "PREFECT_API_AUTH_STRING": password,
        "PREFECT_SERVER_API_AUTH_STRING": password,
    }
    logger = get_logger("parallax")
    logger.info("Starting temporary server on %s", url)
    factory = ["uvicorn", "--factory", "prefect.server.api.server:create_app"]
    address = ["--host", "127.0.0.1", "--port", str(port), "--log-level", "error"]
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        command = [sys.executable, "-m", *factory, *address]
        server = subprocess.Popen(command)  # noqa: S603 - nothing of it comes from outside
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    try:
        _wait(url, server)
        if given is None and sys.stderr.isatty():  # a log is read by more people than a terminal
            sys.stderr.write(f"Prefect's UI: {url}, password {password}\n")
        yield server.pid
    finally:
        logger.info("Stopping temporary server on %s", url)
        server.terminate()
        server.wait()


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + get_current_settings().server.ephemeral.startup_timeout_seconds
    while True:
        try:
            if httpx.get(f"{url}/api/health", timeout=2, trust_env=False).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
        if server.poll() is not None or time.monotonic() > deadline:
            raise InputError(
                f"Prefect's temporary server on {url} did not start",
                "PREFECT_API_URL names one that is running; `parallax --debug serve` says more",
            )
