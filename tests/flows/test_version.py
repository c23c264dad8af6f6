"""The version of a deployment, whoever the checkout belongs to."""

import os
import subprocess
from importlib import metadata
from pathlib import Path

import pytest

from parallax.flows.version import checkout_version

pytestmark = pytest.mark.slow(10)  # no server

PACKAGE = metadata.version("parallax-news")
ROOT_USER = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=test", "-c", "user.email=test@example.org"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "commit", "--allow-empty", "--message", "first")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_checkout_has_the_version_of_its_tag(checkout: Path) -> None:
    git(checkout, "tag", "v1.2.3")
    assert checkout_version() == {"stdout": "v1.2.3"}


def test_a_changed_checkout_says_so(checkout: Path) -> None:
    (checkout / "a.txt").write_text("a")
    git(checkout, "add", "a.txt")
    assert checkout_version()["stdout"].endswith("-dirty")


def test_a_folder_that_is_no_checkout_has_the_version_of_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert checkout_version() == {"stdout": PACKAGE}


def test_a_checkout_without_a_commit_has_the_version_of_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "--quiet")
    monkeypatch.chdir(tmp_path)
    assert checkout_version() == {"stdout": PACKAGE}


def test_a_machine_without_git_has_the_version_of_the_package(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(checkout))
    assert checkout_version() == {"stdout": PACKAGE}


@ROOT_USER
@pytest.mark.parametrize("owner", [1, 65534, 54321])
def test_a_checkout_of_somebody_else_has_the_version_of_the_package(
    checkout: Path, owner: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """git calls its ownership dubious."""
    for name in ("SUDO_UID", "GIT_TEST_ASSUME_DIFFERENT_OWNER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    for path in (checkout, *checkout.rglob("*")):
        os.chown(path, owner, owner)
    assert checkout_version() == {"stdout": PACKAGE}
