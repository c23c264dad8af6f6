"""The recipe of docs/operations.md where the checkout belongs to one user and another runs it."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.prefect_api import ROOT, ask, environment_file, free_port, prefect_server

pytestmark = [
    pytest.mark.flow,
    pytest.mark.slow(90),
    pytest.mark.timeout(600),
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as two users"),
]
OWNER = 54321
PASSWORD = "parallax:0123456789abcdef"
NAMES = {"gather", "hourly-pass", "backfill", "daily-reports"}


@pytest.fixture(scope="module")
def checkout() -> Iterator[Path]:
    """A clone that belongs to another user, in a folder that everybody can reach."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        clone = Path(name) / "parallax"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        (Path(name) / "home").mkdir()
        # As an installed package: before the folder `parallax` of the checkout, a part of it.
        (Path(name) / "sitecustomize.py").write_text("import parallax\n")
        for path in (clone, *clone.rglob("*"), Path(name) / "home"):
            os.chown(path, OWNER, OWNER, follow_symlinks=False)
        yield clone


def python_of(user: int) -> str | None:
    """Return a Python of this version that a user can run: perhaps not the one of these tests."""
    for candidate in (sys.executable, shutil.which("python3", path="/usr/bin:/usr/local/bin")):
        if not candidate:
            continue
        code = f"import sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
        try:
            tried = subprocess.run([candidate, "-c", code], user=user, cwd="/", check=False)
        except OSError:
            continue
        if tried.returncode == 0:
            return candidate
    return None


@pytest.mark.parametrize("user", [0, OWNER], ids=["the admin", "the owner"])
def test_every_line_works_for_both(checkout: Path, tmp_path: Path, user: int) -> None:
    python = python_of(user)
    if python is None:
        pytest.skip("no Python that another user can run")
    packages = [path for path in sys.path if path.endswith("site-packages")]
    port = free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "PYTHONSAFEPATH": "1",
        "PYTHONPATH": os.pathsep.join(
            [str(checkout.parent), str(checkout / ".ci" / "tree"), *packages]
        ),
        **environment_file(checkout / "deploy" / "parallax.env"),
        "HOME": str(checkout.parent / "home"),
        "PREFECT_HOME": str(tmp_path if user == 0 else checkout.parent / "home"),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_API_AUTH_STRING": PASSWORD,
        "PREFECT_API_AUTH_STRING": PASSWORD,
    }

    def prefect(*arguments: str) -> None:
        done = subprocess.run(
            [python, "-m", "prefect", *arguments],
            cwd=checkout,
            env=environment,
            user=user,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    own = {**environment, "PREFECT_HOME": str(tmp_path / "server"), "PYTHONPATH": ""}
    with prefect_server(tmp_path, port, own, tmp_path / "server.log") as url:
        prefect("work-pool", "create", "parallax", "--type", "process", "--overwrite")
        prefect("--no-prompt", "deploy", "--all")
        made = ask(url, "/deployments/filter", {}, PASSWORD)
    assert {deployment["name"] for deployment in made} == NAMES
    assert all(deployment["version"] for deployment in made)
