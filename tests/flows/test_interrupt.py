"""`parallax serve` ends within ten seconds whatever it is doing, leaves no process and no port, and
shows no traceback.
"""

import os
import pty
import re
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from tests.prefect_api import ask, free_port

SECONDS = 120
LIMIT_SECONDS = 10
DEPLOYMENTS = "deployments: [{name: test, entrypoint: 'work_of_the_test:work'}]"
HANGS = """
import os, signal, subprocess, sys, time
from pathlib import Path
from prefect import flow

@flow(name="work")
def work(place: str, stubborn: bool = False):
    if stubborn:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"],
                         start_new_session=True)
    Path(place).touch()
    try:
        time.sleep(600)
    except KeyboardInterrupt:
        Path(place).with_name("interrupted").touch()
        raise
"""


@dataclass
class Serving:
    """A running `parallax serve` and everything it started: all have a mark in the environment."""

    folder: Path
    options: list[str]
    deployments: str = DEPLOYMENTS
    mark: str = field(default_factory=lambda: f"TEST_MARK={uuid4()}")

    def __post_init__(self) -> None:
        self.log = self.folder / "said.txt"
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT")}
        environment |= {
            "PREFECT_HOME": str(self.folder / "prefect"),
            "PYTHONPATH": str(self.folder),
            "COLUMNS": "200",
            "PARALLAX_LAKE": str(self.folder / "lake"),
            self.mark.split("=")[0]: self.mark.split("=")[1],
        }
        (self.folder / "work_of_the_test.py").write_text(HANGS)
        (self.folder / "prefect.yaml").write_text(self.deployments)
        with self.log.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "parallax", "serve", *self.options],
                cwd=self.folder,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def said(self) -> str:
        return self.log.read_text("utf-8", "replace")

    def until(self, words: str) -> None:
        deadline = time.monotonic() + SECONDS
        while words not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.05)

    def processes(self) -> dict[int, str]:
        """Return what is alive with the mark: the number of a process and its command."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if self.mark.encode() in (folder / "environ").read_bytes():
                    found[int(folder.name)] = (folder / "cmdline").read_bytes().decode()
            except OSError:
                continue
        return found

    def works_for(self, seconds: float) -> None:
        """Wait until the processes have used some seconds of processor time."""
        deadline = time.monotonic() + SECONDS
        while sum(map(processor_seconds, self.processes())) < seconds:
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.02)

    def run(self, *, stubborn: bool) -> None:
        """Let the flow run, asked of the temporary server as its runner asks."""
        self.until("hourly" if not self.options else "test")
        server, command = next((p, c) for p, c in self.processes().items() if "uvicorn" in c)
        port = re.search(r"--port\0(\d+)", command)
        variables = Path(f"/proc/{server}/environ").read_bytes().decode()
        password = re.search(r"PREFECT_API_AUTH_STRING=([^\0]+)", variables)
        assert port
        assert password
        url, began = f"http://127.0.0.1:{port[1]}", self.folder / "began"
        assert httpx.get(f"{url}/api/version").status_code == 401
        deadline = time.monotonic() + SECONDS
        while not (known := ask(url, "/deployments/filter", {}, password[1])):
            assert time.monotonic() < deadline
        parameters = {"place": str(began), "stubborn": stubborn}
        ask(
            url,
            f"/deployments/{known[0]['id']}/create_flow_run",
            {"parameters": parameters},
            password[1],
        )
        while not began.exists():
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.1)

    def ends(self, *signals: int, limit: float = LIMIT_SECONDS) -> None:
        """Send the signals, half a second apart; everything must be gone in time, in order."""
        began = time.monotonic()
        for number in signals:
            self.process.send_signal(number)
            time.sleep(0.5 if len(signals) > 1 else 0)
        self.process.wait(timeout=SECONDS)
        took = time.monotonic() - began
        assert not self.processes(), self.said()
        assert took < limit, self.said()
        assert "Traceback" not in self.said()
        assert "Error" not in self.said()


def processor_seconds(process: int) -> float:
    try:
        values = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:  # it has ended
        return 0
    return (int(values[11]) + int(values[12])) / os.sysconf("SC_CLK_TCK")


@pytest.fixture
def serving(tmp_path: Path) -> Iterator:
    started: list[Serving] = []

    def start(*options: str, deployments: str = DEPLOYMENTS) -> Serving:
        started.append(Serving(tmp_path, list(options), deployments))
        return started[-1]

    yield start
    for one in started:
        for process in one.processes():
            os.kill(process, signal.SIGKILL)


@pytest.mark.slow(5)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["INT", "TERM"])
@pytest.mark.parametrize("seconds", [0.4, 1.0, 2.0, 4.5])
def test_it_ends_while_it_starts(serving, number: int, seconds: float) -> None:
    """Seconds of processor time, so that a busy machine is as far as an idle one: before our first
    line runs, Ctrl-C is Python's.
    """
    one = serving()
    one.works_for(seconds)
    one.ends(number)


@pytest.mark.slow(15)
@pytest.mark.parametrize(
    "number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=["INT", "TERM", "HUP"]
)
def test_it_ends_while_the_temporary_server_starts(serving, number: int) -> None:
    one = serving()
    one.until("Starting temporary server")
    one.ends(number)


@pytest.mark.slow(20)
def test_it_ends_when_idle_with_the_pages_and_frees_the_port(serving) -> None:
    port = free_port()
    one = serving("--web", "--port", str(port))
    one.until("prefect deployment run")
    assert httpx.get(f"http://127.0.0.1:{port}/").status_code == 404  # no pages yet
    time.sleep(3)
    one.ends(signal.SIGTERM)
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(("127.0.0.1", port))
    assert one.process.returncode == 0


@pytest.mark.slow(30)
@pytest.mark.parametrize(
    ("number", "stubborn"),
    [(signal.SIGINT, False), (signal.SIGTERM, False), (signal.SIGTERM, True)],
    ids=["INT", "TERM", "TERM, a run that hangs"],
)
def test_it_ends_while_a_run_is_in_progress(serving, number: int, stubborn: bool) -> None:
    one = serving("--web", "--port", "0")
    one.run(stubborn=stubborn)
    one.ends(number)
    # a run that were interrupted itself would show a traceback, if it is faster than its runner
    assert not (one.folder / "interrupted").exists()


@pytest.mark.slow(30)
def test_a_second_ctrl_c_does_not_wait(serving) -> None:
    one = serving("--web", "--port", "0")
    one.run(stubborn=True)
    one.ends(signal.SIGINT, signal.SIGINT, limit=3)


@pytest.mark.slow(90)
def test_a_schedule_fires_without_a_server_of_ones_own(serving, tmp_path: Path) -> None:
    """Prefect's temporary server has no scheduler."""
    began = tmp_path / "began"
    one = serving(
        deployments="deployments: [{name: test, entrypoint: 'work_of_the_test:work', "
        f"parameters: {{place: {began}}}, schedules: [{{cron: '* * * * *', timezone: UTC}}]}}]"
    )
    deadline = time.monotonic() + 2 * SECONDS
    while not began.exists():
        assert time.monotonic() < deadline, one.said()
        time.sleep(0.5)
    one.ends(signal.SIGTERM)


@pytest.mark.slow(20)
def test_it_ends_with_one_line_when_the_port_is_taken(serving) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        one = serving("--web", "--port", str(taken.getsockname()[1]))
        assert one.process.wait(timeout=SECONDS) == 1
    assert one.said().startswith("parallax: cannot serve on 127.0.0.1:")
    assert one.said().count("\n") == 1
    assert not one.processes()


@pytest.mark.slow(3)
@pytest.mark.parametrize("port", ["99999", "-1", "65536", "100000000000000000000"])
@pytest.mark.parametrize("command", ["serve --web", "web"])
def test_what_is_no_port_is_one_line(tmp_path: Path, command: str, port: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "parallax", *command.split(), "--port", port],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"parallax: --port {port} is not a port")
    assert done.stderr.count("\n") == 1


def until(terminal: int, wanted: bytes | None) -> bytes:
    """Read a terminal until some words are there, or until its last process has closed it."""
    said, end = b"", time.monotonic() + SECONDS
    while time.monotonic() < end and (wanted is None or wanted not in said):
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                said += os.read(terminal, 65536)
            except OSError:  # closed
                return said
    assert wanted is not None, "still running"
    return said


@pytest.mark.slow(25)
def test_ctrl_c_ends_serving_without_a_traceback(tmp_path: Path) -> None:
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(tmp_path)
        os.environ |= {"PREFECT_HOME": str(tmp_path / "prefect"), "COLUMNS": "200"}
        os.environ.pop("PREFECT_API_URL", None)
        os.execv(sys.executable, [sys.executable, "-m", "parallax", "serve"])
    try:
        until(terminal, b"hourly-pass")
        time.sleep(8)  # the runner says nothing when it has begun to poll
        os.write(terminal, b"\x03")
        said = until(terminal, None).decode("utf-8", "replace")
        assert "Traceback" not in said
        assert "Stopping temporary server" in said
        assert os.waitpid(process, 0)[0] == process
    except BaseException:
        os.killpg(process, signal.SIGKILL)
        raise
