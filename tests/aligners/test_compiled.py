"""Machine code is made again when any source of the package is newer."""

import os
from pathlib import Path

from parallax.aligners.beads.compiled import forget_stale


def test_machine_code_older_than_any_source_is_removed(tmp_path: Path) -> None:
    cached, sources = tmp_path / "cached", tmp_path / "sources"
    for folder in (cached, sources):
        folder.mkdir()
    times = {
        sources / "features.py": 100,
        sources / "similarity.py": 200,
        cached / "features.rows-1.py311.nbi": 150,  # of features.py as it is, and of an older other
        cached / "similarity.turned-1.py311.nbi": 250,
    }
    for file, seconds in times.items():
        file.touch()
        os.utime(file, (seconds, seconds))
    forget_stale(cached, sources)
    assert [file.name for file in cached.iterdir()] == ["similarity.turned-1.py311.nbi"]
