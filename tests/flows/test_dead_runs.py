"""A worker and its run killed together, a run that hangs: the slot comes free, and the next
scheduled run completes. With a real server, a real worker and `kill -9`.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any

import httpx
import psutil
import pytest
import yaml
from werkzeug import Request, Response
from werkzeug.serving import make_server

from parallax.lake.lake import Lake
from parallax.lake.schema import ARTICLES, RUNS
from tests.flows.test_schedule import prefect, wait_for
from tests.prefect_api import PREFECT, ROOT, ask, free_port

pytestmark = [pytest.mark.flow, pytest.mark.slow(250), pytest.mark.timeout(900)]
THOROUGH = pytest.mark.skipif(
    "PARALLAX_LONG" not in os.environ, reason="takes minutes of waiting: with PARALLAX_LONG only"
)
NAME = "gather/gather"
PAGE = (
    "<html lang='uk'><body><article><h1>Закон про мову</h1><p>"
    + "Рада ухвалила закон про мову в п’ятницю, повідомили депутати комітету. " * 6
    + "</p></article></body></html>"
)


@dataclass
class Outlet:
    """A site on loopback whose feed does not answer while `hangs` is set."""

    port: int
    asked: Event = field(default_factory=Event)
    hangs: Event = field(default_factory=Event)
    free: Event = field(default_factory=Event)


@pytest.fixture
def outlet() -> Iterator[Outlet]:
    def application(environ: Any, start_response: Any) -> Any:
        path = Request(environ).path
        if path == "/rss":
            made.asked.set()
            if made.hangs.is_set():
                made.free.wait(300)
            link = f"http://127.0.0.1:{made.port}/page"
            body = f"<rss version='2.0'><channel><item><link>{link}</link></item></channel></rss>"
            return Response(body, mimetype="text/xml")(environ, start_response)
        body = PAGE if path == "/page" else ""
        return Response(body, mimetype="text/html")(environ, start_response)

    server = make_server("127.0.0.1", 0, application, threaded=True)
    made = Outlet(server.server_port)
    Thread(target=server.serve_forever, daemon=True).start()
    yield made
    made.free.set()
    server.shutdown()


@dataclass
class Newsroom:
    """A Prefect server, the shipped deployment `gather` due four times a minute, and workers
    that a test starts.
    """

    home: Path
    api: str
    environment: dict[str, str]
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, name: str, *command: str) -> subprocess.Popen[bytes]:
        """Start a program in a group of its own, as systemd does."""
        log = (self.home / f"{name}-{len(self.started)}.log").open("w")
        self.started.append(
            subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        )
        return self.started[-1]

    def worker(self) -> subprocess.Popen[bytes]:
        return self.start("worker", *PREFECT, "worker", "start", "--pool", "parallax")

    def deploy(self, **changes: Any) -> None:
        """Deploy `gather` as it is shipped, but due soon."""
        file = soon(self.home, **changes)
        deploy = ("--no-prompt", "deploy", "--all", "--prefect-file", str(file))
        prefect(*deploy, environment=self.environment)

    def runs(self, *states: str) -> list[dict[str, Any]]:
        """The runs of the deployment in some states, newest first."""
        query = {
            "flow_runs": {"state": {"type": {"any_": list(states)}}},
            "deployments": {"name": {"any_": ["gather"]}},
            "sort": "START_TIME_DESC",
        }
        return list(ask(self.api.removesuffix("/api"), "/flow_runs/filter", query))

    def slots(self) -> int:
        """How many slots of the deployment are taken."""
        answer = httpx.get(f"{self.api}/deployments/name/{NAME}", timeout=20)
        return int(answer.json()["global_concurrency_limit"]["active_slots"])

    def completed(self, after: set[str]) -> bool:
        return bool({run["id"] for run in self.runs("COMPLETED")} - after)


def environment_for(tmp_path: Path, outlet: Outlet) -> dict[str, str]:
    outlets = tmp_path / "outlets.toml"
    outlets.write_text(
        '[[outlet]]\nname = "One"\n[[outlet.edition]]\nid = "one-uk"\nlanguage = "uk"\n'
        f'home = "http://127.0.0.1:{outlet.port}/"\nfeeds = ["http://127.0.0.1:{outlet.port}/rss"]\n'
    )
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("PREFECT")},
        "PREFECT_HOME": str(tmp_path),
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PARALLAX_LAKE": str(tmp_path / "lake"),
        "PARALLAX_GATHER__OUTLETS": str(outlets),
        "PARALLAX_GATHER__HOST_DELAY_SECONDS": "0",
        "PARALLAX_GATHER__ALLOW_PRIVATE_ADDRESSES": "true",
        "PARALLAX_GATHER__TIMEOUT_SECONDS": "600",
        "HANGS_WHILE_THERE": str(tmp_path / "hangs"),
    }


def soon(home: Path, **changes: Any) -> Path:
    """Write the shipped deployments with `gather` alone, due soon."""
    shipped = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))
    (gather,) = (d for d in shipped["deployments"] if d["name"] == "gather")
    every = {"cron": "* * * * * */15", "timezone": "UTC", "slug": "soon"}
    file = home / "soon.yaml"
    file.write_text(
        yaml.safe_dump(shipped | {"deployments": [gather | {"schedules": [every]} | changes]})
    )
    return file


@pytest.fixture
def newsroom(tmp_path: Path, outlet: Outlet) -> Iterator[Newsroom]:
    port = free_port()
    environment = environment_for(tmp_path, outlet)
    environment["PREFECT_API_URL"] = f"http://127.0.0.1:{port}/api"
    made = Newsroom(tmp_path, environment["PREFECT_API_URL"], environment)
    made.start("server", *PREFECT, "server", "start", "--host", "127.0.0.1", "--port", str(port))
    try:
        wait_for(lambda: httpx.get(f"{made.api}/health", timeout=2).status_code == 200)
        prefect("work-pool", "create", "parallax", "--type", "process", environment=environment)
        notify = [sys.executable, "-m", "parallax", "notify"]
        subprocess.run(notify, cwd=ROOT, env=environment, check=True, timeout=200)
        yield made
    finally:
        for process in reversed(made.started):
            if process.poll() is None:
                kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a program with all it started: runs are in sessions of their own."""
    family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    for one in family:
        with suppress(psutil.NoSuchProcess):
            one.kill()
    process.wait(30)


def test_after_worker_and_run_are_killed_the_next_scheduled_run_completes(
    newsroom: Newsroom, outlet: Outlet, record_property: Any
) -> None:
    outlet.hangs.set()
    newsroom.deploy()
    worker = newsroom.worker()
    assert outlet.asked.wait(200)
    wait_for(lambda: newsroom.runs("RUNNING"))
    (dead,) = newsroom.runs("RUNNING")
    assert newsroom.slots() == 1
    time.sleep(31)  # until its second heartbeat
    kill(worker)
    killed = time.monotonic()
    outlet.hangs.clear()
    outlet.free.set()
    newsroom.worker()
    wait_for(lambda: newsroom.slots() == 0 or newsroom.completed(set()))
    slot = time.monotonic() - killed
    wait_for(lambda: newsroom.completed(set()))
    seconds = time.monotonic() - killed
    record_property("slot_seconds", slot)
    record_property("seconds", seconds)
    print(f"slot free after {slot:.0f} s, next run completed after {seconds:.0f} s")
    assert slot < 120
    assert seconds < 180
    (crashed,) = newsroom.runs("CRASHED")
    assert crashed["id"] == dead["id"]
    assert "no sign of life" in crashed["state"]["message"]
    assert len(Lake(newsroom.home / "lake").read(ARTICLES)) == 1


@pytest.mark.parametrize(
    ("entrypoint", "ends"),
    [
        pytest.param("parallax.flows.gathering:gather_flow", {"TimedOut"}, marks=THOROUGH),
        ("tests/flows/hanging.py:gather_flow", {"TimedOut", "Crashed"}),
    ],
    ids=["a host that never answers", "code in C"],
)
def test_a_run_that_hangs_is_ended_and_the_next_scheduled_run_completes(
    newsroom: Newsroom, outlet: Outlet, entrypoint: str, ends: set[str]
) -> None:
    newsroom.environment["PARALLAX_TIME_LIMITS__GATHER_MINUTES"] = "0.2"
    hangs = Path(newsroom.environment["HANGS_WHILE_THERE"])
    hangs.touch()
    outlet.hangs.set()
    newsroom.deploy(entrypoint=entrypoint)
    newsroom.worker()
    wait_for(lambda: newsroom.runs("RUNNING"))
    wait_for(lambda: newsroom.runs("FAILED", "CRASHED"))
    ended = time.monotonic()
    outlet.hangs.clear()
    hangs.unlink()
    first = newsroom.runs("FAILED", "CRASHED")[-1]
    assert first["state"]["name"] in ends
    if first["state"]["name"] == "TimedOut":
        assert "gather took longer than 0.2 minutes" in first["state"]["message"]
    wait_for(lambda: newsroom.completed(set()))
    print(f"next run completed {time.monotonic() - ended:.0f} s after the first had ended")
    assert time.monotonic() - ended < 120


@pytest.fixture
def serving(tmp_path: Path, outlet: Outlet) -> Iterator[Newsroom]:
    """A place for `parallax serve`, which brings a server of its own."""
    made = Newsroom(tmp_path, "", environment_for(tmp_path, outlet))
    soon(tmp_path)
    try:
        yield made
    finally:
        for process in made.started:
            if process.poll() is None:
                kill(process)


def serve(serving: Newsroom) -> subprocess.Popen[bytes]:
    file = str(serving.home / "soon.yaml")
    return serving.start("serve", sys.executable, "-m", "parallax", "serve", "--file", file)


def gathered(serving: Newsroom) -> int:
    """How many gatherings have come to their end."""
    return len(Lake(serving.home / "lake").read(RUNS))


@THOROUGH
@pytest.mark.parametrize("killed", ["serve and all it started", "the run"])
def test_serve_goes_on_after_a_kill(serving: Newsroom, outlet: Outlet, killed: str) -> None:
    outlet.hangs.set()
    process = serve(serving)
    assert outlet.asked.wait(300)
    if killed == "the run":
        family = psutil.Process(process.pid).children(recursive=True)
        runs = [one for one in family if "PREFECT__FLOW_RUN_ID" in one.environ()]
        assert runs
        for run in runs:
            run.kill()
    else:
        kill(process)
    begun = time.monotonic()
    assert gathered(serving) == 0
    outlet.hangs.clear()
    outlet.free.set()
    if killed != "the run":
        serve(serving)
    wait_for(lambda: gathered(serving))
    seconds = time.monotonic() - begun
    print(f"after {killed} were killed, a run completed after {seconds:.0f} s")
    assert seconds < 180
