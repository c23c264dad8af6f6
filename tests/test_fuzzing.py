"""Mutated files at every door: no exception leaves it, none takes longer than two seconds.

A few here; `PARALLAX_FUZZ=100000` tries that many.
"""

import os

import pytest

from tests.fuzzing.__main__ import fuzz

COUNT = int(os.environ.get("PARALLAX_FUZZ", "400"))


@pytest.mark.slow(40)
@pytest.mark.timeout(4 * 3600)
def test_no_mutated_file_makes_an_exception_leave_its_door() -> None:
    records, peak = fuzz(COUNT, processes=2 if COUNT > 1000 else 1)
    assert len(records) >= COUNT * 0.99
    assert [(one["name"], one["found"]) for one in records if one["found"]] == []
    assert peak < 1500
