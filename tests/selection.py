"""Which tests a run takes and in which order: hooks that `conftest.py` hands to pytest.

Tests that use a fixture of `MARKS` get its marker. With `-n`, a worker takes whole files, so the
expensive ones go first: a long file at the end leaves the other worker idle.
"""

from collections import Counter
from pathlib import Path

import pytest

MARKS = {
    "sample_lake": "model",
    "archives": "model",
    "prefect_server": "flow",
}
"""Markers of the tests that use a fixture."""
WEIGHTS = {"flow": 20.0, "slow": 10.0, "browser": 5.0, "model": 1.0}
"""About how many seconds a test with a marker takes; `slow(60)` says so itself."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave the tests of flows unread where no flow is run: importing Prefect takes seconds."""
    return (collection_path.name == "flows" and _left_out("flow", config)) or None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by their fixtures, then sort the files, the most expensive first."""
    seconds: Counter[Path] = Counter()
    for item in items:
        for name in MARKS.keys() & set(getattr(item, "fixturenames", ())):
            item.add_marker(MARKS[name])
        seconds[item.path] += _weight(item)
    items.sort(key=lambda item: -seconds[item.path])


@pytest.fixture(autouse=True)
def _a_test_that_loads_the_encoder_is_marked(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a run without models, a test that loads the encoder all the same fails and says why."""
    if _left_out("model", request.config):
        from parallax.encoders import encoder

        def refuse(_: str) -> None:
            pytest.fail("this test loads the sentence encoder: mark it `model`")

        monkeypatch.setattr(encoder, "load_transformer", refuse)


def _left_out(marker: str, config: pytest.Config) -> bool:
    return f"not {marker}" in config.getoption("markexpr", "")


def _weight(item: pytest.Item) -> float:
    told = item.get_closest_marker("slow")
    if told and told.args:
        return float(told.args[0])
    return max((WEIGHTS[name] for name in WEIGHTS if item.get_closest_marker(name)), default=0.05)
