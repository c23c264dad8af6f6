"""The lock files: users get no development tools, every file has its hash, and torch comes without
CUDA on every supported Python.
"""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
FILES = ("requirements.lock", "requirements-dev.lock", "requirements-cuda.lock")


def locked(file: str) -> dict[str, tuple[str, set[str]]]:
    """Version and hashes of each package of a lock file, by name."""
    entries = re.split(r"\n(?=[a-z0-9])", (ROOT / file).read_text("utf-8").strip())
    found = [re.match(r"([a-z0-9.-]+)(?:\[[a-z0-9,-]+\])?==(\S+)", entry) for entry in entries]
    hashes = [set(re.findall(r"--hash=sha256:(\w{64})", entry)) for entry in entries]
    return {match[1]: (match[2], digests) for match, digests in zip(found, hashes, strict=True)}


def names(requirements: list[str]) -> set[str]:
    return {re.match(r"[a-z0-9-]+", requirement)[0] for requirement in requirements}


@pytest.mark.parametrize("file", FILES)
def test_every_package_has_hashes(file: str) -> None:
    assert [name for name, (_, hashes) in locked(file).items() if not hashes] == []


def test_users_get_what_they_need_and_no_development_tools() -> None:
    user = locked("requirements.lock").keys()
    assert names(PROJECT["project"]["dependencies"]) <= user
    assert names(PROJECT["build-system"]["requires"]) <= user, (
        "an editable install runs without build isolation"
    )
    assert names(PROJECT["project"]["optional-dependencies"]["dev"]) & user == set()


def test_the_lock_for_development_adds_to_the_one_for_users_at_the_same_versions() -> None:
    user, dev = locked("requirements.lock"), locked("requirements-dev.lock")
    assert names(PROJECT["project"]["optional-dependencies"]["dev"]) <= dev.keys()
    assert {name: dev[name][0] for name in dev.keys() & user.keys()} == {
        name: user[name][0] for name in dev.keys() & user.keys()
    }


def test_users_need_no_torch_and_tests_one_without_cuda_on_every_supported_python() -> None:
    assert "torch" not in locked("requirements.lock")
    version, hashes = locked("requirements-dev.lock")["torch"]
    lines = (ROOT / ".ci" / "torch-cpu.sha256").read_text("utf-8").splitlines()
    builds = {
        name: digest
        for digest, name in (line.split() for line in lines if not line.startswith("#"))
    }
    for python in ("cp311", "cp312", "cp313"):
        assert builds[f"torch-{version}+cpu-{python}-{python}-manylinux_2_28_x86_64.whl"] in hashes
    assert not [
        name
        for name in locked("requirements.lock") | locked("requirements-dev.lock")
        if name.startswith(("nvidia-", "triton", "cuda-"))
    ]


def test_the_build_of_torch_with_cuda_is_the_same_version() -> None:
    assert (
        locked("requirements-cuda.lock")["torch"][0] == locked("requirements-dev.lock")["torch"][0]
    )
