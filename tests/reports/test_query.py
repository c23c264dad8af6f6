"""Every recipe of docs/query.md runs on a real lake and finds something."""

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest

from parallax.core.settings import Settings
from parallax.lake.lake import Lake
from parallax.lake.schema import RUNS
from parallax.reports import stage

TEXT = (Path(__file__).parents[2] / "docs" / "query.md").read_text("utf-8")
PYTHON = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
SQL = re.findall(r"```sql\n(.*?)```", TEXT, re.DOTALL)


@pytest.fixture(scope="module")
def lake(sample_lake: Lake, tmp_path_factory: pytest.TempPathFactory) -> str:
    made = Lake(tmp_path_factory.mktemp("query") / "lake")
    shutil.copytree(sample_lake.root / "tables", made.root / "tables")
    now = datetime(2024, 4, 3, tzinfo=UTC)
    notice = {
        "subject": "https://a.example/",
        "severity": "error",
        "reason": "HTTP 404",
        "detail": "",
    }
    made.add(
        RUNS,
        RUNS.frame(
            [
                {
                    "run_id": "r",
                    "stage": "gather",
                    "started": now,
                    "finished": now,
                    "counts": [],
                    "models": [],
                    "code": "0",
                    "notices": [notice],
                    "day": "2024-04-03",
                }
            ]
        ),
    )
    stage.run(made, Settings(lake=made.root), None)
    return str(made.root)


@pytest.mark.parametrize(
    "recipe", PYTHON[1:], ids=lambda code: code.split(" =")[0].split("\n")[-1].strip()
)
def test_a_recipe_in_polars_finds_something(
    recipe: str, lake: str, capsys: pytest.CaptureFixture
) -> None:
    exec(PYTHON[0] + recipe, {"LAKE": lake})
    printed = capsys.readouterr().out.strip()
    assert printed
    assert "shape: (0" not in printed


@pytest.mark.parametrize("recipe", SQL, ids=lambda code: code.split("FROM")[0][:40])
def test_a_recipe_in_sql_finds_something(recipe: str, lake: str) -> None:
    assert duckdb.sql(recipe.replace("LAKE", lake)).fetchall()


def test_both_ways_of_asking_for_casualties_agree(lake: str) -> None:
    names: dict = {"LAKE": lake}
    exec(PYTHON[0] + PYTHON[1], names)
    found: pl.DataFrame = names["casualties"]
    assert sorted(duckdb.sql(SQL[0].replace("LAKE", lake)).fetchall()) == sorted(found.iter_rows())
