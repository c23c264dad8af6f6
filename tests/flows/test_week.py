"""Hours of the schedule in simulated time; `parallax bench week` runs a whole week of them."""

from pathlib import Path

import pytest

from benchmarks.week import simulate


@pytest.mark.flow
@pytest.mark.slow(60)
@pytest.mark.timeout(600)
@pytest.mark.usefixtures("prefect_server")
def test_hours_in_which_feeds_fail_and_pages_change_add_up(tmp_path: Path) -> None:
    made = simulate(3, tmp_path / "lake")
    assert made.unhandled == []
    assert made.adds_up
    assert made.edited >= 1
    assert made.failures > 0
    assert made.stories == made.published / 5
