"""Deployments: those that come with the package, and one clear line on wrong ones."""

from pathlib import Path

import pytest
import yaml

from parallax.core.errors import InputError
from parallax.flows.serving import SHIPPED, deployments

pytestmark = pytest.mark.slow(10)  # no server

ROOT = Path(__file__).parents[2]


def deployment(entrypoint: str) -> str:
    return yaml.safe_dump({"deployments": [{"name": "mine", "entrypoint": entrypoint}]})


def test_the_prefect_yaml_of_a_checkout_is_the_one_of_the_package() -> None:
    assert (ROOT / "prefect.yaml").read_text("utf-8") == SHIPPED.read_text("utf-8")


def test_the_shipped_deployments_can_be_served() -> None:
    names = {made.name for made in deployments(SHIPPED)}
    assert names == {"gather", "hourly-pass", "backfill", "daily-reports"}


@pytest.mark.parametrize(
    "entrypoint", ["parallax.flows.full_pass:full_pass", "flows/full_pass.py:full_pass"]
)
def test_an_entrypoint_is_a_module_or_a_path(tmp_path: Path, entrypoint: str) -> None:
    file = tmp_path / "prefect.yaml"
    file.write_text(deployment(entrypoint))
    (made,) = deployments(file)
    assert made.name == "mine"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (deployment("flows/nothing.py:flow"), "'flows/nothing.py:flow' cannot be imported"),
        (deployment("parallax.flows.full_pass:nothing"), "is not a flow"),
        (deployment("full_pass"), "'full_pass' is not a flow"),
        (deployment("flows/demo.py:run_demo"), "is not a flow"),
        ("deployments: 5", "is not a list of deployments"),
        ("name: parallax", "is not a list of deployments"),
        ("", "is not a list of deployments"),
        ("deployments: [", "cannot read"),
    ],
)
def test_a_wrong_file_is_one_error_that_names_it(
    tmp_path: Path, content: str, message: str
) -> None:
    file = tmp_path / "prefect.yaml"
    file.write_text(content)
    with pytest.raises(InputError) as raised:
        deployments(file)
    assert str(file) in str(raised.value)
    assert message in str(raised.value)
