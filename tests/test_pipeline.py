"""A stage is one file of one name and one signature; their order is written once."""

import inspect
import re
from pathlib import Path

import pytest

from parallax.lake.stage_protocol import Stage
from parallax.pipeline import GATHER, NAMES, STAGES, between

ROOT = Path(__file__).parents[1]
STAGE_FILES = {
    "gather": "corpora/stage.py",
    "cluster": "aligners/stories/stage.py",
    "translate": "translators/stage.py",
    "align": "aligners/stage.py",
    "learn": "translators/editions/stage.py",
    "compare": "comparers/stage.py",
    "report": "reports/stage.py",
}
PACKAGES = [
    "aligners",
    "benchmarks",
    "cli",
    "comparers",
    "core",
    "corpora",
    "encoders",
    "flows",
    "lake",
    "languages",
    "parallax",
    "reports",
    "translators",
]


def test_the_stages_are_these_in_this_order() -> None:
    assert list(NAMES) == list(STAGE_FILES)


def test_stage_files_are_in_exactly_these_places() -> None:
    found = {
        str(file.relative_to(ROOT)) for name in PACKAGES for file in (ROOT / name).rglob("stage.py")
    }
    assert found == set(STAGE_FILES.values())
    for stage in (GATHER, *STAGES):
        assert Path(inspect.getfile(stage)) == ROOT / STAGE_FILES[stage.NAME]  # type: ignore[arg-type]


@pytest.mark.parametrize("stage", [GATHER, *STAGES], ids=lambda stage: stage.NAME)
def test_every_stage_has_the_one_signature(stage: Stage) -> None:
    """mypy checks the types (`parallax.pipeline`); here that nothing more is asked of a caller."""
    wanted = inspect.signature(Stage.run).parameters
    found = inspect.signature(stage.run).parameters
    assert list(found)[: len(wanted) - 1] == list(wanted)[1:]
    for name, parameter in found.items():
        if name in wanted:
            assert parameter.annotation == wanted[name].annotation
        else:
            assert parameter.kind is inspect.Parameter.KEYWORD_ONLY
            assert parameter.default is not inspect.Parameter.empty


def test_part_of_the_pipeline_is_named_by_its_first_and_last_stage() -> None:
    assert [stage.NAME for stage in between("align", "compare")] == ["align", "learn", "compare"]


def test_every_stage_after_gathering_has_a_flow_of_its_name() -> None:
    from parallax.flows.stages import FLOWS

    assert set(FLOWS) == {stage.NAME for stage in STAGES}


def test_nothing_but_the_pipeline_and_the_flows_calls_a_whole_sequence_of_stages() -> None:
    """A copy of the order drifts: a module that imports three stages or more has one."""
    stage_import = re.compile(r"^\s*(from parallax\.[\w.]+ import stage\b)", re.MULTILINE)
    copies = {
        str(file.relative_to(ROOT))
        for name in (*PACKAGES, "tests")
        for file in (ROOT / name).rglob("*.py")
        if len(set(stage_import.findall(file.read_text("utf-8")))) > 2
    }
    assert copies == {"parallax/pipeline.py", "flows/stages.py", "tests/lake/test_incremental.py"}
