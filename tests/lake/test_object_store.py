"""A lake behind an fsspec URL: the same tables, the same archive, the same pages as in a local
folder.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer
from typer.testing import CliRunner
from upath import UPath

from benchmarks.sample_run import run
from parallax.cli.app import app
from parallax.core.settings import Settings
from parallax.corpora.fetch.archive import Archive
from parallax.lake.lake import Lake
from parallax.lake.schema import ARTICLES, COMPARED, TABLES
from parallax.reports import stage

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """An S3 server on loopback, with one bucket."""
    server = ThreadedMotoServer("127.0.0.1", 0)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        }.items():
            patch.setenv(name, value)
        UPath("s3://parallax").mkdir()
        yield "s3://parallax"
    server.stop()


@pytest.mark.slow(30)
def test_the_pipeline_on_s3_ends_with_the_tables_of_a_local_lake(
    bucket: str, sample_lake: Lake, tmp_path: Path
) -> None:
    lake = run(f"{bucket}/lake", cache=tmp_path / "cache")
    for table in TABLES.values():
        assert lake.partitions(table) == sample_lake.partitions(table), table.name
        # what `compared` is made of counts the times of retrieval too, which tell the order of
        # edits
        timed = [
            name
            for name in (
                "retrieved",
                "first_retrieved",
                *(["made_of"] if table is COMPARED else []),
            )
            if name in table.schema
        ]
        assert lake.read(table).drop(timed).equals(sample_lake.read(table).drop(timed)), table.name
    views = stage.run(lake, Settings(lake=lake.root), None).stories
    assert len(views) == 4
    page = stage.folder(lake) / "stories" / views[0].file
    assert "Parallax" in page.read_text("utf-8")


def test_a_partition_goes_and_an_article_is_read_again_from_its_archive(
    bucket: str, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<html lang="uk"><h1>Закон про мову</h1><p>'
        + "Рада ухвалила закон про мову в п’ятницю, повідомили депутати. " * 3
        + "</p></html>"
    )
    answer = CliRunner().invoke(app, ["gather", str(page), "--lake", f"{bucket}/other"])
    assert answer.exit_code == 0, answer.output
    lake = Lake(f"{bucket}/other")
    (row,) = lake.read(ARTICLES).iter_rows(named=True)
    assert row["url"] == page.as_uri()
    answer = CliRunner().invoke(app, ["reextract", "--lake", f"{bucket}/other"])
    assert "0 pages read again" in answer.output
    lake.replace(ARTICLES, ARTICLES.empty(), [row["day"]])
    assert lake.partitions(ARTICLES) == []
    with pytest.raises(FileNotFoundError):
        Archive(f"{bucket}/other").payload("0" * 64)


def test_any_file_system_of_fsspec_will_do() -> None:
    settings = Settings(lake="memory://lake")
    lake = Lake(settings.lake)
    assert lake.partitions(ARTICLES) == []
    assert Settings.model_validate(settings.model_dump(mode="json")) == settings
    assert settings.cache_folder.parts[:2] == ("data", "cache")


def parallax(*arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return subprocess.run(
        [sys.executable, "-m", "parallax", *arguments],
        cwd=ROOT,
        env=plain | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_store_without_credentials_is_one_clear_line(tmp_path: Path) -> None:
    settings = {"AWS_EC2_METADATA_DISABLED": "true", "HOME": str(tmp_path), "COLUMNS": "200"}
    done = parallax("report", "--lake", "s3://nobodys/lake", environment=settings)
    assert done.returncode == 1
    assert "s3://nobodys/lake does not answer: Unable to locate credentials" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_bucket_that_is_not_there_is_one_clear_line(bucket: str) -> None:
    del bucket  # its server runs
    done = parallax(
        "report",
        "--lake",
        "s3://nobodys/lake",
        environment={n: v for n, v in os.environ.items() if n.startswith("AWS_")},
    )
    assert done.returncode == 1
    assert "s3://nobodys/lake is not a lake" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_scheme_nobody_knows_is_one_clear_line() -> None:
    answer = CliRunner().invoke(app, ["report", "--lake", "nosuch://lake"])
    assert answer.exit_code != 0
    assert "nosuch" in str(answer.exception)
