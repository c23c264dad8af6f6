"""Getting Argos packages: from files, from an index, broken off and taken up again, checked."""

import socket
import time
import zipfile
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from typer.testing import CliRunner
from werkzeug import Request, Response

from parallax.cli.app import app
from parallax.core.deadline import within
from parallax.core.errors import InputError, ModelMissingError
from parallax.translators import checksums, packages
from parallax.translators.argos import Argos
from parallax.translators.packages import Listed
from tests.argos_package import build

RUNNER = CliRunner()


@pytest.mark.parametrize("name", ["../outside.txt", "/absolute.txt", "package/../../up.txt"])
def test_an_archive_that_climbs_is_refused_whole(name: str, tmp_path: Path) -> None:
    path = tmp_path / "evil.argosmodel"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("package/metadata.json", "{}")
        archive.writestr(name, "x")
    folder = tmp_path / "packages"
    folder.mkdir()
    with pytest.raises(InputError):
        packages.install_file(path, folder)
    assert list(folder.iterdir()) == []


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.argosmodel").write_text("not a zip")
    with pytest.raises(InputError, match="not an Argos package"):
        packages.install_file(tmp_path / "x.argosmodel", tmp_path)


def test_an_unreachable_index_is_one_clear_error() -> None:
    with pytest.raises(ModelMissingError, match="--from FOLDER"):
        packages.read_index("http://127.0.0.1:9/index.json")


def test_a_package_can_be_removed(installed: Path) -> None:
    assert packages.remove("uk-en", installed) == 1
    assert Argos(installed).route("uk", "en") is None


def test_an_index_that_never_answers_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "LIMITS", packages.PackageLimits(seconds=0.5))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        started = time.monotonic()
        with pytest.raises(ModelMissingError, match="does not answer"):
            packages.read_index(f"http://127.0.0.1:{silent.getsockname()[1]}/index.json")
    assert time.monotonic() - started < 3


def test_a_deadline_is_for_the_whole_call() -> None:
    assert within(5, lambda: "done") == "done"
    with pytest.raises(ZeroDivisionError):
        within(5, lambda: 1 / 0)
    with pytest.raises(TimeoutError, match=r"0\.05 seconds"):
        within(0.05, lambda: time.sleep(2))


def serve(server: HTTPServer, content: bytes, *, ranges: bool) -> list[str | None]:
    """Serve a file, with or without parts of it; return where the asked-for ranges are written
    down.
    """
    asked: list[str | None] = []

    def answer(request: Request) -> Response:
        asked.append(request.headers.get("Range"))
        start = (
            int(asked[-1].removeprefix("bytes=").removesuffix("-")) if asked[-1] and ranges else 0
        )
        if start >= len(content):
            return Response(status=416)
        return Response(content[start:], status=206 if start else 200)

    server.expect_request("/uk_en").respond_with_handler(answer)
    return asked


@pytest.mark.parametrize(
    ("ranges", "here", "asked"),
    [
        (True, 0, [None]),
        (True, 1000, ["bytes=1000-"]),
        (False, 1000, ["bytes=1000-"]),
        (True, 10**9, ["bytes=1000000000-", None]),
    ],
)
def test_a_broken_download_is_taken_up_where_it_stopped(
    ranges: bool,
    here: int,
    asked: list[str | None],
    archives: dict[str, Path],
    tmp_path: Path,
    httpserver: HTTPServer,
) -> None:
    content = archives["uk-en"].read_bytes()
    listed = Listed("uk", "en", "1.9", (httpserver.url_for("/uk_en"),))
    if here:
        with (tmp_path / "translate-uk_en-1.9.argosmodel.part").open("wb") as part:
            part.write(content[:here])
            part.truncate(here)
    got = serve(httpserver, content, ranges=ranges)
    seen: list[tuple[int, int]] = []
    path = packages.download(listed, tmp_path, lambda done, whole: seen.append((done, whole)))
    assert path.read_bytes() == content
    assert got == asked
    assert seen[-1] == (len(content), len(content))


def test_what_has_arrived_of_a_download_is_kept(tmp_path: Path, httpserver: HTTPServer) -> None:
    (tmp_path / "translate-uk_en-1.9.argosmodel.part").write_bytes(b"half")
    listed = Listed("uk", "en", "1.9", (httpserver.url_for("/gone"),))
    with pytest.raises(ModelMissingError, match="uk-en cannot be fetched"):
        packages.download(listed, tmp_path, lambda *_: None)
    assert (tmp_path / "translate-uk_en-1.9.argosmodel.part").read_bytes() == b"half"


def test_a_package_from_an_index_is_listed_installed_verified_and_removed(
    archives: dict[str, Path],
    tmp_path: Path,
    httpserver: HTTPServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    serve(httpserver, archives["uk-en"].read_bytes(), ranges=True)
    httpserver.expect_request("/index.json").respond_with_json(
        [
            {
                "type": "translate",
                "from_code": "uk",
                "to_code": "en",
                "package_version": "1.9",
                "links": [httpserver.url_for("/uk_en")],
            },
        ]
    )
    monkeypatch.setattr(packages, "INDEX", httpserver.url_for("/index.json"))
    monkeypatch.setenv("PARALLAX_TRANSLATE__ARGOS_PACKAGES", str(tmp_path / "packages"))
    assert "uk-en" in RUNNER.invoke(app, ["models", "list", "--index"]).stdout
    result = RUNNER.invoke(app, ["models", "install", "uk-en"])
    assert result.exit_code == 0, result.output
    assert "installed uk-en" in result.stdout
    assert "Argos 1.9" in RUNNER.invoke(app, ["models", "list"]).stdout
    verified = RUNNER.invoke(app, ["models", "verify"])
    assert (verified.exit_code, verified.stdout) == (0, "uk-en 1.9: as installed\n")
    model = next((tmp_path / "packages").glob("*/model/model.bin"))
    model.write_bytes(model.read_bytes()[:-1] + b"x")
    (model.parent / "more").touch()
    verified = RUNNER.invoke(app, ["models", "verify"])
    assert verified.exit_code == 1
    assert "model/more was not in the package; model/model.bin has changed" in verified.stdout
    assert RUNNER.invoke(app, ["models", "remove", "uk-en"]).exit_code == 0


def test_the_newest_version_is_used_and_one_that_is_no_package_replaces_nothing(
    tmp_path: Path,
) -> None:
    for version in ("1.10", "1.9"):
        packages.install_file(build(tmp_path / version, "uk", "en", version), tmp_path)
    assert Argos(tmp_path).model("uk", "en") == "uk-en 1.10, beam 4"
    with zipfile.ZipFile(tmp_path / "bad.argosmodel", "w") as archive:
        archive.writestr("translate-uk_en-1_10/metadata.json", "{}")
    with pytest.raises(InputError, match=r"from_code of its metadata\.json"):
        packages.install_file(tmp_path / "bad.argosmodel", tmp_path)
    assert Argos(tmp_path).model("uk", "en") == "uk-en 1.10, beam 4"
    assert not list(tmp_path.glob(".*.installing"))


def test_a_package_of_unknown_origin_has_nothing_to_be_compared_with(installed: Path) -> None:
    package = next(path for path in installed.iterdir() if path.is_dir())
    (package / checksums.FILE).unlink()
    assert checksums.faults(package) is None
