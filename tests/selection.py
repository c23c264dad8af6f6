"""Which tests a run takes and in which order: hooks that `conftest.py` hands to pytest.

Tests get the marker of their folder and of the fixtures they use. With `-n`, a worker takes
whole files, so the expensive ones go first: a long file at the end leaves the other worker idle.
"""

from collections import Counter
from pathlib import Path

import pytest

FOLDERS = {"aligners": "model", "encoders": "model", "benchmarks": "model", "flows": "flow"}
"""Markers of all tests in a folder."""
FIXTURES = {"sample_lake": "model", "archives": "model", "prefect_server": "flow"}
"""Markers of the tests that use a fixture."""
WEIGHTS = {"flow": 20.0, "slow": 10.0, "browser": 5.0, "model": 1.0}
"""About how many seconds a test with a marker takes; `slow(60)` says so itself, or, as the
`pytestmark` of a module, how many its whole file takes."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave a folder unread whose marker the run leaves out: importing Prefect takes seconds."""
    marker = FOLDERS.get(collection_path.name)
    return True if marker and _left_out(marker, config) else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests, then sort the files, the most expensive first."""
    seconds: Counter[Path] = Counter()
    seconds_of_files: set[Path] = set()
    for item in items:
        for marker in {
            *(FOLDERS[name] for name in FOLDERS if name in item.path.parts),
            *(FIXTURES[name] for name in FIXTURES if name in getattr(item, "fixturenames", ())),
        }:
            item.add_marker(marker)
        whole = _seconds_of_file(item)
        if whole is None:
            seconds[item.path] += _weight(item)
        elif item.path not in seconds_of_files:
            seconds_of_files.add(item.path)
            seconds[item.path] += whole
    items.sort(key=lambda item: -seconds[item.path])


@pytest.fixture(autouse=True)
def _a_test_that_loads_the_encoder_is_marked(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a run without models, a test that loads the encoder all the same fails and says why."""
    if _left_out("model", request.config):
        from parallax.encoders.encoder import SentenceEncoder

        def refuse(_: SentenceEncoder) -> None:
            pytest.fail("this test loads the sentence encoder: mark it `model`")

        monkeypatch.setattr(SentenceEncoder, "_network", refuse)


def _left_out(marker: str, config: pytest.Config) -> bool:
    return f"not {marker}" in config.getoption("markexpr", "")


def _seconds_of_file(item: pytest.Item) -> float | None:
    """Return what `slow(…)` of the module says, unless the test has a marker of its own."""
    node, marker = next(item.iter_markers_with_node("slow"), (None, None))
    if marker is None or not marker.args or not isinstance(node, pytest.Module):
        return None
    return float(marker.args[0])


def _weight(item: pytest.Item) -> float:
    slow = item.get_closest_marker("slow")
    if slow and slow.args:
        return float(slow.args[0])
    return max((WEIGHTS[name] for name in WEIGHTS if item.get_closest_marker(name)), default=0.05)
