"""A server of Prefect for as long as `parallax serve`, `run` or `demo` runs, with a password.

Prefect's own temporary server has no scheduler, each process that is started would start one more,
and one whose program is killed stays for ever. This one is whole (schedules, automations, vacuum,
UI), all processes share it, and on Linux it ends with its program, however that ends. Other users
of the machine, and web pages in their browsers, reach its port: so it has a password.
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
from dataclasses import dataclass
from typing import Annotated

import httpx
from prefect.context import refresh_global_settings_context
from prefect.events.worker import EventsWorker
from prefect.logging import get_logger
from prefect.logging.handlers import APILogWorker
from prefect.settings import get_current_settings

from parallax.core.errors import InputError
from parallax.core.thresholds import thresholds


@thresholds("flows", chosen="by judgement")
@dataclass(frozen=True)
class ServerLimits:
    """How long the end of a temporary server waits."""

    drain: Annotated[float, "seconds for the last events and logs to reach it"] = 10.0


LIMITS = ServerLimits()
_OURS = ("PREFECT_API_URL", "PREFECT_API_AUTH_STRING", "PREFECT_SERVER_API_AUTH_STRING")
_PROGRAM = """
import os, runpy, signal, sys
from parallax.core.processes import die_with_parent
die_with_parent(signal.SIGTERM)
if os.getppid() != int(sys.argv.pop(1)):  # it has ended already
    sys.exit(1)
runpy.run_module("uvicorn", run_name="__main__", alter_sys=True)
"""


@contextmanager
def server_of_a_pass() -> Iterator[None]:
    """Run a temporary server in the block, unless ``PREFECT_API_URL`` names one.

    :raises InputError: when it does not start.
    """
    if get_current_settings().api.url:
        yield
        return
    # Types of blocks, which nobody sets up for one pass, are written for a minute into a new
    # database, and the pass waits for its lock.
    with temporary_server(PREFECT_SERVER_REGISTER_BLOCKS_ON_START="false"):
        yield


def _give_password() -> str:
    """Give the server that this process will start a password that nobody else knows, and return
    it; return "" where there is one already.
    """
    given = get_current_settings().server.api.auth_string
    password = given.get_secret_value() if given else f"parallax:{secrets.token_hex(32)}"
    os.environ |= {
        "PREFECT_API_AUTH_STRING": password,
        "PREFECT_SERVER_API_AUTH_STRING": password,
    }
    return "" if given else password


@contextmanager
def temporary_server(**variables: str) -> Iterator[int]:
    """Run a server on a free port of loopback; yield the number of its process.

    ``PREFECT_API_URL`` names it for this process and those it starts. A password that is made for
    it is shown on a terminal.

    Ctrl-C may reach a whole group of processes. A server that stops first leaves the rest without
    an answer: it inherits that the signal is blocked, and is stopped when the block ends.

    :param variables: of its environment, where that does not have them.
    :raises InputError: when it does not start.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    before = dict(os.environ)
    made = _give_password()
    os.environ["PREFECT_API_URL"] = f"{url}/api"
    refresh_global_settings_context()
    logger = get_logger("parallax")
    logger.info("Starting temporary server on %s", url)
    factory = ["--factory", "prefect.server.api.server:create_app"]
    address = ["--host", "127.0.0.1", "--port", str(port), "--log-level", "error"]
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        command = [sys.executable, "-c", _PROGRAM, str(os.getpid()), *factory, *address]
        server = subprocess.Popen(command, env=variables | os.environ)  # noqa: S603 - nothing of it comes from outside
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    try:
        _wait(url, server)
        if made and sys.stderr.isatty():  # a log is read by more people than a terminal
            sys.stderr.write(f"Prefect's UI: {url}, password {made}\n")
        yield server.pid
    finally:
        logger.info("Stopping temporary server on %s", url)
        _send_what_waits()
        server.terminate()
        server.wait()
        for name in _OURS:
            os.environ.pop(name, None)
        os.environ |= {name: before[name] for name in _OURS if name in before}
        refresh_global_settings_context()


def _send_what_waits() -> None:
    """Send the events and logs that wait. At the end of the program Prefect would try to, for a
    minute or two, with a server that is gone.
    """
    for worker in (EventsWorker, APILogWorker):
        worker.drain_all(timeout=LIMITS.drain, at_exit=False)


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
