"""`parallax doctor` tries to write the lake, and finds a server that is open to strangers."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from prefect.settings import Settings
from werkzeug import Request, Response
from werkzeug.serving import make_server

from parallax.cli.checks import lake_check
from parallax.core.serving import serving
from parallax.flows.server_check import faults_of_server, faults_of_settings, is_loopback, is_open

NOBODY = 65534
HERE = "PREFECT_SERVER_API_"


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user of the machine can reach."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def as_nobody() -> Iterator[None]:
    """Permissions do not hold root back: the test goes on as a user without any."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize(
    "lake", ["/proc/lake", "/proc", "/sys/lake", "/dev/null", "/dev/null/lake", "/proc/1/lake/a/b"]
)
def test_a_place_where_nothing_can_be_written_is_no_lake(lake: str) -> None:
    what, ok, found, cure = lake_check(Path(lake))
    assert (what, ok) == ("lake", False)
    assert found.startswith(f"{lake} cannot be written: ")
    assert "PARALLAX_LAKE" in cure


def test_a_lake_that_is_a_file_or_below_one_is_no_lake(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a")
    for lake in (tmp_path / "file", tmp_path / "file" / "lake", tmp_path / "file" / "a" / "b"):
        assert lake_check(lake)[1] is False


@pytest.mark.parametrize("part", ["", "tables", "reports", "raw", "cache"])
@pytest.mark.parametrize("mode", [0o555, 0o500, 0o000])
def test_a_lake_or_a_part_of_it_that_is_read_only(
    open_folder: Path, part: str, mode: int, request: pytest.FixtureRequest
) -> None:
    lake = open_folder / "lake"
    for name in ("tables", "reports", "raw", "cache"):
        (lake / name).mkdir(parents=True)
    for folder in (lake, *lake.iterdir()):
        folder.chmod(0o777)
    (lake / part).chmod(mode)
    request.getfixturevalue("as_nobody")
    _, ok, found, _ = lake_check(lake)
    assert not ok
    assert "Permission denied" in found


def test_a_lake_whose_parent_is_read_only_cannot_be_made(open_folder: Path, as_nobody) -> None:
    assert lake_check(open_folder / "lake")[1] is False


def test_a_good_lake_is_good_and_the_trial_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "lake" / "tables").mkdir(parents=True)
    for lake, state in ((tmp_path / "lake", "there"), (tmp_path / "new" / "lake", "not there yet")):
        _, ok, found, _ = lake_check(lake)
        assert ok
        assert f"({state}, " in found
    assert [str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*")] == ["lake", "lake/tables"]


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({}, []),
        ({HERE + "HOST": "127.0.0.1"}, []),
        ({HERE + "HOST": "localhost"}, []),
        ({HERE + "HOST": "::1"}, []),
        ({HERE + "HOST": "127.0.0.53"}, []),
        ({HERE + "HOST": "0.0.0.0", HERE + "AUTH_STRING": "parallax:secret"}, []),
        ({HERE + "HOST": "0.0.0.0"}, ["without a password"]),
        ({HERE + "HOST": "::"}, ["without a password"]),
        ({HERE + "HOST": "192.168.1.7"}, ["without a password"]),
        ({HERE + "HOST": "news.example.org"}, ["without a password"]),
        ({HERE + "CORS_ALLOWED_ORIGINS": "*"}, ["CORS"]),
        ({HERE + "CORS_ALLOWED_ORIGINS": "http://localhost:4200, *"}, ["CORS"]),
        ({"PREFECT_SERVER_CORS_ALLOWED_ORIGINS": "*"}, ["CORS"]),
        ({HERE + "CORS_ALLOWED_ORIGINS": "http://localhost:4200"}, []),
        ({HERE + "CSRF_PROTECTION_ENABLED": "false"}, ["CSRF"]),
        ({HERE + "AUTH_STRING": "parallax:CHANGE_ME"}, ["example"]),
        ({HERE + "AUTH_STRING": "a:b", "PREFECT_API_AUTH_STRING": "a:c"}, ["different passwords"]),
        (
            {HERE + "HOST": "0.0.0.0", HERE + "CORS_ALLOWED_ORIGINS": "*"},
            ["without a password", "CORS"],
        ),
    ],
)
def test_unsafe_settings_are_found(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], said: list[str]
) -> None:
    for name in [name for name in os.environ if name.startswith("PREFECT")]:
        monkeypatch.delenv(name)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    found = list(faults_of_settings(Settings()))
    assert len(found) == len(said)
    assert all(word in fault for word, (fault, _) in zip(said, found, strict=True))
    assert all(cure.startswith("PREFECT_") for _, cure in found)


CORS = HERE + "CORS_ALLOWED_ORIGINS"
CSRF = HERE + "CSRF_PROTECTION_ENABLED"


@pytest.mark.parametrize(
    ("variables", "opens"),
    [
        ({}, True),
        ({CORS: "http://localhost:4200"}, True),
        ({CSRF: "true"}, True),
        ({CORS: "*", CSRF: "true"}, True),
        ({CORS: "http://localhost:4200,*", CSRF: "true"}, True),
        ({CORS: "http://localhost:4200", CSRF: "false"}, True),
        ({CORS: "http://localhost:4200", CSRF: "true"}, False),
        ({CORS: "", CSRF: "true"}, False),
    ],
)
def test_a_server_answers_every_page_unless_both_are_set(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], opens: bool
) -> None:
    for name in [name for name in os.environ if name.startswith("PREFECT")]:
        monkeypatch.delenv(name)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert is_open(Settings()) is opens


def answering(cors: str, refuses: int) -> list[str]:
    """Return what is found at a server that answers so."""

    def application(environ, start_response):
        request = Request(environ)
        refused = request.method == "POST" and refuses
        answer = Response("true", status=refused or 200)
        if cors:
            answer.headers["Access-Control-Allow-Origin"] = cors
        return answer(environ, start_response)

    server = make_server("127.0.0.1", 0, application, threaded=True)
    with serving(server):
        url = f"http://127.0.0.1:{server.server_port}/api/"
        return [fault for fault, _ in faults_of_server(url, 5)]


@pytest.mark.parametrize(
    ("cors", "refuses", "said"),
    [
        ("", 403, []),
        ("", 401, []),
        ("*", 403, ["(CORS)"]),
        ("https://stranger.example", 403, ["(CORS)"]),
        ("", 0, ["(CSRF)"]),
        ("", 422, ["(CSRF)"]),
        ("*", 0, ["(CORS)", "(CSRF)"]),
    ],
)
def test_a_server_is_asked_as_a_stranger_would(cors: str, refuses: int, said: list[str]) -> None:
    found = answering(cors, refuses)
    assert [fault.split()[-1] for fault in found] == said


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.1.2.3", "::1", "[::1]", "localhost", "LocalHost."]
)
def test_this_machine_alone(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "10.0.0.1", "localhost.example.org", "", "server"]
)
def test_others_as_well(host: str) -> None:
    assert not is_loopback(host)
