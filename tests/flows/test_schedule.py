"""What `docs/operations.md` promises: server, deployments, a worker, and a run that the schedule
starts.
"""

import base64
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import httpx
import pytest
import yaml
from werkzeug import Request, Response
from werkzeug.serving import make_server

from parallax.corpora.sample.server import sample_world
from parallax.corpora.sample.story_file import HERE
from parallax.lake.lake import Lake
from parallax.lake.schema import RUNS
from tests.prefect_api import PREFECT, ROOT, ask, environment_file, free_port, prefect_server

pytestmark = [pytest.mark.flow, pytest.mark.slow(150), pytest.mark.timeout(1200)]
PATIENCE_SECONDS = 300
PASSWORD = "parallax:0123456789abcdef"


@dataclass(frozen=True)
class Installation:
    """A running server with a worker and the deployments, one of them due every 20 seconds."""

    url: str
    environment: dict[str, str]
    lake: Path
    posted: list[dict]
    """What the automation posted of sure conflicts."""


def prefect(*arguments: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [*PREFECT, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def newsroom() -> Iterator[tuple[str, list[dict]]]:
    """Where a newsroom wants to be notified: an address, and what was posted to it."""
    posted: list[dict] = []

    def application(environ, start_response):
        request = Request(environ)
        posted.append(request.get_json())
        return Response("thanks")(environ, start_response)

    server = make_server("127.0.0.1", 0, application)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hook", posted
    server.shutdown()


@pytest.fixture(scope="module")
def installation(
    tmp_path_factory: pytest.TempPathFactory, newsroom: tuple[str, list[dict]]
) -> Iterator[Installation]:
    home = tmp_path_factory.mktemp("prefect")
    port = free_port()
    with sample_world() as world:
        environment = {
            **os.environ,
            **environment_file(ROOT / "deploy" / "parallax.env"),
            "PREFECT_HOME": str(home),
            "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
            "PREFECT_SERVER_API_AUTH_STRING": PASSWORD,
            "PREFECT_API_AUTH_STRING": PASSWORD,
            "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(home / "ui"),
            "DO_NOT_TRACK": "1",
            "PARALLAX_LAKE": str(home / "lake"),
            "PARALLAX_REPORT__SITE_URL": "https://parallax.example/",
            "PARALLAX_GATHER__OUTLETS": str(HERE / "outlets.toml"),
            "PARALLAX_GATHER__HOST_DELAY_SECONDS": "0",
            "PARALLAX_GATHER__HOST_MAP": str(world.host_map).replace("'", '"'),
            "PARALLAX_TRANSLATE__MEMORIES": f'["{HERE / "memory.tmx"}"]',
        }
        environment.pop("PREFECT_SERVER_ALLOW_EPHEMERAL_MODE", None)
        with prefect_server(ROOT, port, environment, home / "server.log") as url:
            prefect("work-pool", "create", "parallax", "--type", "process", environment=environment)
            for _ in range(2):  # the second time changes the one that is there
                notifying = subprocess.run(
                    [sys.executable, "-m", "parallax", "notify", newsroom[0], "--private"],
                    cwd=ROOT,
                    env=environment,
                    capture_output=True,
                    text=True,
                    timeout=120,
                    check=False,
                )
                assert notifying.returncode == 0, notifying.stdout + notifying.stderr
            soon = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))
            hourly = next(d for d in soon["deployments"] if d["name"] == "hourly-pass")
            hourly |= {
                "schedules": [{"interval": 20, "slug": "soon"}],
                "parameters": {"since_hours": None},
            }
            (home / "soon.yaml").write_text(yaml.safe_dump(soon))
            prefect(
                "--no-prompt",
                "deploy",
                "--all",
                "--prefect-file",
                str(home / "soon.yaml"),
                environment=environment,
            )
            worker = subprocess.Popen(
                [*PREFECT, "worker", "start", "--pool", "parallax", "--limit", "1"],
                cwd=ROOT,
                env=environment,
                stdout=(home / "worker.log").open("w"),
                stderr=subprocess.STDOUT,
            )
            try:
                yield Installation(url, environment, home / "lake", newsroom[1])
            finally:
                worker.terminate()
                worker.wait(timeout=30)


def wait_for(condition) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            if condition():
                return
        except httpx.HTTPError:
            pass
        time.sleep(1)
    pytest.fail("waited in vain")


def runs(installation: Installation, state: str) -> list[dict]:
    query = {
        "flow_runs": {"state": {"type": {"any_": [state]}}},
        "flows": {"name": {"any_": ["parallax"]}},
    }
    return ask(installation.url, "/flow_runs/filter", query, PASSWORD)


def test_a_scheduled_run_completes_and_leaves_its_tables_and_pages(
    installation: Installation,
) -> None:
    wait_for(lambda: runs(installation, "COMPLETED") or runs(installation, "FAILED"))
    completed = runs(installation, "COMPLETED")
    assert completed, runs(installation, "FAILED")
    assert completed[0]["auto_scheduled"]
    assert completed[0]["created_by"]["type"] == "SCHEDULE"
    assert "pass" in completed[0]["tags"]
    assert set(Lake(installation.lake).read(RUNS)["stage"].to_list()) >= {
        "gather",
        "cluster",
        "align",
        "learn",
        "compare",
        "report",
    }
    assert len(list((installation.lake / "reports" / "stories").glob("*.html"))) == 4


def test_a_sure_conflict_is_posted_once_to_the_newsroom(installation: Installation) -> None:
    wait_for(lambda: len(runs(installation, "COMPLETED")) > 1)
    wait_for(lambda: installation.posted)
    texts = [post["text"] for post in installation.posted]
    assert len(texts) == len(set(texts)) >= 2
    assert all(post["title"].startswith("figures in conflict: ") for post in installation.posted)
    about_power = next(post for post in installation.posted if "308" in post["title"])
    assert "https://parallax.example/stories/2024-04-07-" in about_power["text"]
    assert "“308”" in about_power["text"]
    automations = ask(installation.url, "/automations/filter", {}, PASSWORD)
    assert sorted(a["name"] for a in automations) == [
        "parallax-dead-runs",
        "parallax-failed-runs",
        "parallax-lost-runs",
        "parallax-silent-editions",
        "parallax-sure-conflicts",
    ]


@pytest.mark.browser
@pytest.mark.skipif(
    not shutil.which("chromedriver"), reason="Chromium and its driver are not installed"
)
def test_the_ui_shows_the_run_and_its_artifacts(installation: Installation) -> None:
    from selenium import webdriver
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import WebDriverWait

    wait_for(lambda: runs(installation, "COMPLETED"))
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1400,1200"):
        options.add_argument(argument)
    browser = webdriver.Chrome(
        options=options, service=webdriver.ChromeService(shutil.which("chromedriver"))
    )
    try:

        def artifact(key: str) -> dict:
            query = {"artifacts": {"key": {"any_": [key]}}, "sort": "CREATED_DESC"}
            return ask(installation.url, "/artifacts/filter", query, PASSWORD)[0]

        def shows(path: str, *words: str) -> bool:
            browser.get(installation.url + path)
            WebDriverWait(browser, 60).until(
                lambda b: all(word in b.find_element(By.TAG_NAME, "body").text for word in words)
            )
            return True

        assert shows("/login", "Login")
        remembered = base64.b64encode(PASSWORD.encode()).decode()
        browser.execute_script(f"localStorage.setItem('prefect-password', '{remembered}')")
        assert shows("/runs", "pass-all", "gather-all", "translate-into-en")
        assert shows(
            "/artifacts",
            "parallax-gather",
            "parallax-conflicts",
            "parallax-pages",
            "parallax-align-progress",
        )
        report = artifact("parallax-report")
        assert shows(f"/artifacts/artifact/{report['id']}", "All stories", "pages")
        links = [
            link.get_attribute("href")
            for link in browser.find_elements(
                By.CSS_SELECTOR, "a[href^='https://parallax.example/']"
            )
        ]
        assert "https://parallax.example/index.html" in links
        assert sum("/stories/" in link for link in links) == 4
        assert shows(
            f"/artifacts/artifact/{artifact('parallax-conflicts')['id']}",
            "Some 1,500",
            "harbour-en",
        )
    finally:
        browser.quit()
