"""Prefect's server with our settings: other web pages cannot ask it, nobody without the password
can, its UI finds the API on any port, and its tables do not grow for ever.
"""

import os
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
import yaml
from prefect.settings import Settings

from parallax.cli.environment import _DEFAULTS
from tests.prefect_api import ROOT, ask, environment_file, free_port, prefect_server

pytestmark = [pytest.mark.flow, pytest.mark.slow(30)]
PASSWORD = "parallax:0123456789abcdef"
PROTECTION = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS": "http://127.0.0.1:4200,http://localhost:4200",
    "PREFECT_SERVER_API_CSRF_PROTECTION_ENABLED": "true",
    "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": "P7D",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": "P30D",
    "PREFECT_SERVER_UI_API_URL": "/api",
}


def of_toml() -> dict[str, str]:
    """Return the settings of prefect.toml by the names they have in an environment."""
    found: dict[str, str] = {}

    def walk(table: dict, prefix: str) -> None:
        for name, value in table.items():
            if isinstance(value, dict):
                walk(value, f"{prefix}_{name.upper()}")
            else:
                found[f"{prefix}_{name.upper()}"] = (
                    str(value).lower() if isinstance(value, bool) else str(value)
                )

    walk(tomllib.loads((ROOT / "prefect.toml").read_text("utf-8")), "PREFECT")
    return found


def of_compose() -> dict[str, str]:
    compose = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text("utf-8"))
    return compose["services"]["server"]["environment"]


PLACES = {
    "a checkout": of_toml,
    "the systemd units": lambda: environment_file(ROOT / "deploy" / "parallax.env"),
    "compose": of_compose,
    "a temporary server": lambda: _DEFAULTS,
}


@pytest.mark.parametrize("place", PLACES)
def test_every_way_to_start_the_server_has_the_same_protection(place: str) -> None:
    settings = PLACES[place]()
    assert {name: settings.get(name) for name in PROTECTION} == PROTECTION


def test_prefect_reads_the_settings_as_they_are_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in PROTECTION.items():
        monkeypatch.setenv(name, value)
    server = Settings().server
    assert server.services.db_vacuum.enabled_vacuum_types == {"events", "flow_runs", "orphans"}
    assert server.services.db_vacuum.retention_period == timedelta(days=30)
    assert server.events.retention_period == timedelta(days=7)
    assert server.api.csrf_protection_enabled
    assert server.ui.api_url == "/api"


def test_the_deployed_server_and_its_clients_have_one_password() -> None:
    units = environment_file(ROOT / "deploy" / "parallax.env")
    assert units["PREFECT_SERVER_API_AUTH_STRING"] == units["PREFECT_API_AUTH_STRING"]
    compose = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text("utf-8"))["services"]
    password = compose["server"]["environment"]["PREFECT_SERVER_API_AUTH_STRING"]
    assert "PREFECT_PASSWORD:?" in password  # compose stops where it is not set
    for client in ("worker", "deploy"):
        assert compose[client]["environment"]["PREFECT_API_AUTH_STRING"] == password
    assert "/api/health" in str(compose["server"]["healthcheck"])  # needs no password


def bare() -> dict[str, str]:
    """Return this environment without Prefect's settings."""
    return {name: value for name, value in os.environ.items() if "PREFECT" not in name}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server started by hand in a folder with our prefect.toml, on a port of its own."""
    folder = tmp_path_factory.mktemp("checkout")
    shutil.copy(ROOT / "prefect.toml", folder)
    with prefect_server(folder, free_port(), bare(), folder / "server.log") as url:
        yield url


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with the settings of the systemd units, in a folder like their working folder."""
    folder = tmp_path_factory.mktemp("deployed")
    shutil.copy(ROOT / "prefect.toml", folder)
    port = free_port()
    settings = environment_file(ROOT / "deploy" / "parallax.env") | {
        "PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_API_AUTH_STRING": PASSWORD,
        "PREFECT_API_AUTH_STRING": PASSWORD,
        "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(folder / "ui"),
    }
    with prefect_server(folder, port, bare() | settings, folder / "server.log") as url:
        yield url


FOREIGN = [
    "https://evil.example",
    "http://evil.example:4200",
    "http://127.0.0.1:8080",
    "http://127.0.0.1",
    "https://127.0.0.1:4200",
    "http://localhost",
    "http://localhost:42000",
    "http://localhost:4200.evil.example",
    "http://127.0.0.1:4200@evil.example",
    "http://[::1]:4200",
    "http://LOCALHOST:4200",
    "file://",
    "null",
    "*",
]


def preflight(url: str, origin: str, method: str = "POST") -> httpx.Response:
    return httpx.options(
        f"{url}/api/flow_runs/filter",
        headers={
            "Origin": origin,
            "Access-Control-Request-Method": method,
            "Access-Control-Request-Headers": "content-type,prefect-csrf-token",
        },
    )


@pytest.mark.parametrize("origin", FOREIGN)
def test_another_origin_may_not_ask(checkout: str, origin: str) -> None:
    answer = preflight(checkout, origin)
    assert answer.status_code == 400
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("origin", FOREIGN)
def test_another_origin_may_not_read_an_answer_or_a_token(checkout: str, origin: str) -> None:
    for path in ("/api/csrf-token?client=0b4e9a0a-9f5e-4a35-8d9c-0c7a50f2b6f0", "/api/version"):
        answer = httpx.get(checkout + path, headers={"Origin": origin})
        assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("origin", ["http://127.0.0.1:4200", "http://localhost:4200"])
@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
def test_the_origin_of_the_ui_may_ask(checkout: str, origin: str, method: str) -> None:
    answer = preflight(checkout, origin, method)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == origin


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/work_pools/"),
        ("POST", "/deployments/"),
        ("POST", "/flow_runs/"),
        ("POST", "/flow_runs/filter"),
        ("POST", "/automations/"),
        ("POST", "/events"),
        ("POST", "/block_documents/"),
        ("PATCH", "/work_pools/parallax"),
        ("PUT", "/automations/0b4e9a0a-9f5e-4a35-8d9c-0c7a50f2b6f0"),
        ("DELETE", "/work_pools/parallax"),
    ],
)
@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded"])
def test_a_form_of_another_page_changes_nothing(
    checkout: str, method: str, path: str, media_type: str
) -> None:
    """A browser sends such requests without asking first."""
    answer = httpx.request(
        method,
        f"{checkout}/api{path}",
        content=b'{"name": "parallax", "type": "process"}',
        headers={"Origin": "https://evil.example", "Content-Type": media_type},
    )
    assert answer.status_code == 403
    assert answer.json() == {"detail": "Missing CSRF token."}


@pytest.mark.parametrize("token", ["", "0" * 64, "null"])
def test_a_token_that_was_never_given_out_is_refused(checkout: str, token: str) -> None:
    answer = httpx.post(
        f"{checkout}/api/flow_runs/filter",
        json={},
        headers={"Prefect-Csrf-Token": token, "Prefect-Csrf-Client": "someone"},
    )
    assert answer.status_code == 403


def test_a_client_with_a_token_is_answered(checkout: str) -> None:
    assert ask(checkout, "/flow_runs/filter", {}) == []


def test_the_ui_asks_the_server_it_came_from(checkout: str) -> None:
    settings = httpx.get(f"{checkout}/ui-settings").json()
    assert settings["api_url"] == "/api"
    assert settings["csrf_enabled"]
    assert settings["default_ui"] == "v1"


@pytest.mark.parametrize(
    "authorization",
    [None, "Basic", "Basic x", "Basic cGFyYWxsYXg6Q0hBTkdFX01F", "Bearer parallax", "Basic x y"],
)
@pytest.mark.parametrize("path", ["/version", "/csrf-token?client=x", "/admin/settings"])
def test_nobody_without_the_password_is_answered(
    deployed: str, path: str, authorization: str | None
) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    assert httpx.get(f"{deployed}/api{path}", headers=headers).status_code == 401


def test_a_name_that_leads_here_is_not_enough(deployed: str) -> None:
    """DNS rebinding: the page of evil.example is of the same origin then, but has no password."""
    headers = {"Host": "evil.example:4200", "Origin": "http://evil.example:4200"}
    assert httpx.get(f"{deployed}/api/version", headers=headers).status_code == 401


def test_the_password_opens_the_deployed_server(deployed: str) -> None:
    assert httpx.get(f"{deployed}/api/health").json() is True
    assert ask(deployed, "/flow_runs/filter", {}, PASSWORD) == []
    assert httpx.get(f"{deployed}/ui-settings").json()["auth"] == "BASIC"


def test_the_ui_is_unpacked_where_the_settings_say(deployed: str) -> None:
    """Where Prefect is installed the sandbox lets nothing be written, and there would be no UI."""
    page = httpx.get(f"{deployed}/", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "<script" in page.text


ASKS_ITS_OWN_SERVER = """
import sys
import httpx
from prefect import flow
from prefect.client.orchestration import get_client
from parallax.flows.temporary_server import server_of_a_pass

@flow
def asks():
    with get_client(sync_client=True) as client:
        url = str(client.api_url)
        assert client.read_flows()
    stranger = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    print(httpx.get(f"{url}/version").status_code)
    print(httpx.get(f"{url}/version", auth=("parallax", "x")).status_code)
    print(httpx.options(f"{url}/flow_runs/filter", headers=stranger).status_code)

with server_of_a_pass():
    asks()
"""


@pytest.mark.slow(20)
def test_the_server_of_a_single_pass_has_a_password_as_well(tmp_path: Path) -> None:
    """`parallax run` and `parallax demo` start one where there is none."""
    environment = bare() | _DEFAULTS | {"PREFECT_HOME": str(tmp_path / "prefect")}
    done = subprocess.run(
        [sys.executable, "-c", ASKS_ITS_OWN_SERVER],
        env=environment,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.stdout.split() == ["401", "401", "400"], done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
@pytest.mark.slow(20)
def test_the_server_of_a_single_pass_ends_with_a_pass_that_is_killed(tmp_path: Path) -> None:
    environment = bare() | _DEFAULTS | {"PREFECT_HOME": str(tmp_path / "prefect")}
    program = """
import os, time
from parallax.flows.temporary_server import server_of_a_pass
with server_of_a_pass():
    print(os.environ["PREFECT_API_URL"], flush=True)
    time.sleep(300)
"""
    with subprocess.Popen(
        [sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE, text=True
    ) as one:
        assert one.stdout
        health = f"{one.stdout.readline().strip()}/health"
        assert httpx.get(health, timeout=10).status_code == 200
        one.kill()
        one.wait()
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            httpx.get(health, timeout=2)
        except httpx.HTTPError:
            return
        time.sleep(0.2)
    pytest.fail(f"{health} still answers")
