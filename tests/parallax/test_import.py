"""`import parallax` is quick, quiet and complete."""

import json
import subprocess
import sys

import pytest

import parallax

PROBE = """
import json, sys, time
began = time.perf_counter()
import parallax
seconds = time.perf_counter() - began
print(json.dumps([seconds, sorted(sys.modules)]))
"""
COMPARE = """
import sys
import parallax
story = parallax.compare(["12 people were killed in Odesa.", "В Одесі загинули 15 людей."])
print(len(story.conflicts), "prefect" in sys.modules, sys.path and __import__("os").listdir())
"""


def python(code: str, cwd: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=cwd, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_import_takes_less_than_three_tenths_of_a_second_and_loads_nothing_heavy(tmp_path) -> None:
    probes = [json.loads(python(PROBE, str(tmp_path))) for _ in range(3)]
    assert min(seconds for seconds, _ in probes) < 0.3
    assert not {"numpy", "polars", "torch", "prefect", "pydantic"} & set(probes[0][1])


@pytest.mark.model
@pytest.mark.slow
def test_a_whole_story_needs_no_prefect_and_writes_nothing(tmp_path) -> None:
    assert python(COMPARE, str(tmp_path)).strip() == "1 False []"


def test_every_public_name_is_there_documented_and_completed() -> None:
    for name in parallax.__all__:
        assert getattr(parallax, name)
        assert name in dir(parallax)
    for name in ("align", "align_many", "split", "numbers", "compare_numbers", "framing"):
        assert ":raises" in (getattr(parallax, name).__doc__ or "")
    assert not hasattr(parallax, "no_such_name")


def test_the_types_of_the_face_are_the_names_it_gives() -> None:
    from parallax import _HOMES

    assert {*_HOMES, "__version__"} == set(parallax.__all__)
