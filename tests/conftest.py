"""Shared fixtures: the sample world once through the pipeline, one Prefect server a session."""

import os

os.environ["PARALLAX_TRANSLATE__ARGOS_PACKAGES"] = (
    "/nonexistent/argos"  # tests must not see what a developer has installed
)

if "PYTEST_XDIST_WORKER" in os.environ:  # there is a worker for each core already
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from filelock import FileLock

from benchmarks.sample_run import run
from parallax.core.settings import Settings
from parallax.lake.lake import Lake
from parallax.translators import packages
from tests.argos_package import build
from tests.selection import (  # noqa: F401 - hooks and a fixture that pytest looks for here
    _a_test_that_loads_the_encoder_is_marked,
    pytest_collection_modifyitems,
    pytest_ignore_collect,
)

hypothesis.settings.register_profile(
    "no-clock", deadline=None
)  # the first example compiles, and machines are shared
hypothesis.settings.load_profile("no-clock")


@pytest.fixture(autouse=True)
def _own_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep a developer's parallax.toml and data/ out of the tests."""
    monkeypatch.chdir(tmp_path_factory.mktemp("cwd"))


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings for a test's own loopback server: private addresses allowed, no pauses."""
    return Settings(
        lake=tmp_path / "lake",
        gather={
            "allow_private_addresses": True,
            "host_delay_seconds": 0,
            "retries": 0,
            "timeout_seconds": 5,
        },
        translate={"argos_packages": tmp_path / "argos"},
    )


@pytest.fixture(scope="session")
def archives(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Tiny Argos packages as they are downloaded, by language pair."""
    return {
        f"{a}-{b}": build(tmp_path_factory.mktemp(f"{a}{b}"), a, b)
        for a, b in (("uk", "en"), ("ru", "en"), ("en", "uk"))
    }


@pytest.fixture
def installed(archives: dict[str, Path], tmp_path: Path) -> Path:
    """A folder with these packages installed."""
    folder = tmp_path / "packages"
    folder.mkdir()
    assert [packages.install_file(path, folder) for path in archives.values()] == [
        "uk-en",
        "ru-en",
        "en-uk",
    ]
    return folder


@pytest.fixture(scope="session")
def sample_lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """The sample world, gathered, linked, aligned and compared; only read it, or copy it.

    The first worker that needs it builds it, the others take a copy.
    """
    own = tmp_path_factory.getbasetemp()
    common = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    with FileLock(common / "sample.lock"):
        if not (common / "sample").is_dir():
            run(common / "sample.begun")
            (common / "sample.begun").rename(common / "sample")
    shutil.copytree(common / "sample", own / "sample-of-this-worker")
    return Lake(own / "sample-of-this-worker")


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A real Prefect server for flows, started once."""
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
    from prefect.testing.utilities import prefect_test_harness

    with (
        prefect_test_harness(server_startup_timeout=120),
        temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}),
    ):
        yield
