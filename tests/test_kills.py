"""Killed at random, a pass that is run again ends with the tables of one that nobody disturbed."""

import io
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from core.lake import Lake
from core.tables import ARTICLES, REVISIONS, SENTENCES, STORIES
from corpora.sample.story_file import HERE
from tests.killable import run

ROOT = Path(__file__).parent.parent
REGISTRY = HERE / "outlets.toml"


def archive(path: Path) -> Path:
    """The pages of the sample world, of both times of day, as one WARC file with the times of their retrieval."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for folder in ("site", "site_later"):
            for page in sorted((HERE / folder).rglob("*.html")):
                headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], "HTTP/1.1")
                url = f"https://{page.relative_to(HERE / folder)}"
                dated = {"WARC-Date": "2024-04-05T12:00:00Z" if folder == "site" else "2024-04-05T18:00:00Z"}
                writer.write_record(
                    writer.create_warc_record(url, "response", payload=io.BytesIO(page.read_bytes()), http_headers=headers, warc_headers_dict=dated)
                )
    return path


def tables(folder: Path) -> list[pl.DataFrame]:
    return [Lake(folder).read(table) for table in (ARTICLES, REVISIONS, SENTENCES, STORIES)]


def same(one: list[pl.DataFrame], other: list[pl.DataFrame]) -> bool:
    return all(a.equals(b) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(("kills", "what"), [(20, []), (10, ["link"])], ids=["gathering", "gathering and linking"])
def test_a_pass_killed_at_random_ends_as_one_that_nobody_disturbed(tmp_path: Path, kills: int, what: list[str]) -> None:
    warc = archive(tmp_path / "pages.warc.gz")
    run(warc, tmp_path / "quiet", REGISTRY, link=bool(what))
    command = [sys.executable, "-m", "tests.killable", str(warc), str(tmp_path / "killed"), str(REGISTRY), *what]
    start = time.monotonic()
    subprocess.run([*command[:4], str(tmp_path / "timed"), *command[5:]], check=True, cwd=ROOT)
    whole = time.monotonic() - start
    rolls, killed, quiet = random.Random(7), 0, tables(tmp_path / "quiet")
    for _ in range(4 * kills):
        process = subprocess.Popen(command, cwd=ROOT)
        try:
            process.wait(rolls.uniform(0.2, 1.0) * whole)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            killed += 1
        else:  # it came through: it must be right, and the next one begins anew
            assert same(tables(tmp_path / "killed"), quiet)
            shutil.rmtree(tmp_path / "killed")
        if killed == kills:
            break
    assert killed == kills
    run(warc, tmp_path / "killed", REGISTRY, link=bool(what))
    assert same(tables(tmp_path / "killed"), quiet)
