"""A server of Prefect for as long as `parallax serve` runs, and a password for it.

Prefect's own temporary server, which `parallax run` uses, has no scheduler, and each run would
start one more. This one is whole: schedules, automations, vacuum, UI. Other users of the machine,
and web pages in their browsers, reach the port of either, so both have a password.
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
from prefect.context import refresh_global_settings_context
from prefect.logging import get_logger
from prefect.settings import get_current_settings

from parallax.core.errors import InputError


def give_password() -> str:
    """Give the temporary server that this process will start a password that nobody else knows, and
    return it; where there is one already, or ``PREFECT_API_URL`` names a server, return "".
    """
    settings = get_current_settings()
    if settings.api.url:
        return ""
    given = settings.server.api.auth_string
    password = given.get_secret_value() if given else f"parallax:{secrets.token_hex(32)}"
    os.environ |= {
        "PREFECT_API_AUTH_STRING": password,
        "PREFECT_SERVER_API_AUTH_STRING": password,
    }
    refresh_global_settings_context()
    return "" if given else password


@contextmanager
def temporary_server() -> Iterator[int]:
    """Run a server on a free port of loopback; yield the number of its process.

    ``PREFECT_API_URL`` names it for this process and those it starts. A password that is made for
    it is shown on a terminal.

    Ctrl-C may reach a whole group of processes. A server that stops first leaves the rest without
    an answer: it inherits that the signal is blocked, and is stopped when the block ends.

    :raises InputError: when it does not start.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    made = give_password()
    os.environ["PREFECT_API_URL"] = f"{url}/api"
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
        if made and sys.stderr.isatty():  # a log is read by more people than a terminal
            sys.stderr.write(f"Prefect's UI: {url}, password {made}\n")
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
