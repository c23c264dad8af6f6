"""Killed at random in any stage, a pass that is run again ends with the tables and pages of one
that nobody disturbed; so does a pass whose page workers or pool workers are killed. None of what a
killed pass had started outlives it.
"""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from parallax.corpora.sample.story_file import HERE
from parallax.lake.lake import Lake
from parallax.lake.schema import TABLES

KILLS = int(os.environ.get("PARALLAX_KILLS", "4"))
SIDE_BY_SIDE = 2 if KILLS > 10 else 1
"""A few here; docs/operations.md says how many were tried by hand."""


def archive(path: Path) -> Path:
    """The pages of the sample world, of both times of day, as one WARC file with the times of their
    retrieval.
    """
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for folder in ("site", "site_later"):
            for page in sorted((HERE / folder).rglob("*.html")):
                headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], "HTTP/1.1")
                url = f"https://{page.relative_to(HERE / folder)}"
                dated = {
                    "WARC-Date": "2024-04-05T12:00:00Z"
                    if folder == "site"
                    else "2024-04-05T18:00:00Z"
                }
                writer.write_record(
                    writer.create_warc_record(
                        url,
                        "response",
                        payload=io.BytesIO(page.read_bytes()),
                        http_headers=headers,
                        warc_headers_dict=dated,
                    )
                )
    return path


@pytest.mark.model
@pytest.mark.slow(180)
@pytest.mark.timeout(3600)
def test_random_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    warc = archive(tmp_path / "pages.warc.gz")
    done = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.killing",
                str(warc),
                str(tmp_path / f"lake-{number}"),
                str(KILLS // SIDE_BY_SIDE),
                str(number),
            ],
            cwd=Path(__file__).parents[2],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for number in range(SIDE_BY_SIDE)
    ]
    for process in done:
        said, _ = process.communicate()
        assert process.returncode == 0, said
        print(said)
        assert f" {KILLS // SIDE_BY_SIDE} killed (" in said
    lake = Lake(tmp_path / "lake-0")
    assert {name for name, table in TABLES.items() if lake.read(table).is_empty()} == {
        "story_changes",
        "story_decisions",
        "judgements",
        "runs",
    }
