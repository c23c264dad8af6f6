"""A file that cannot be written whole is not written at all."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from parallax.core.errors import SchemaError
from parallax.lake.lake import Lake
from parallax.lake.schema import MARKERS

ROOT = Path(__file__).parents[2]
PROGRAM = """
import signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from pathlib import Path
from parallax.core.files import write_atomically
write_atomically(Path(sys.argv[1]), bytes(int(sys.argv[2])))
"""
LIMIT = 20_000


def write(file: Path, size: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, str(file), str(size)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, LIMIT)),
    )


def test_a_disk_without_room_leaves_the_old_file_and_nothing_half_written(tmp_path: Path) -> None:
    file = tmp_path / "part.parquet"
    assert write(file, LIMIT).returncode == 0
    assert len(file.read_bytes()) == LIMIT
    done = write(file, LIMIT + 1)
    assert done.returncode == 1
    assert "File too large" in done.stderr
    assert len(file.read_bytes()) == LIMIT
    assert write(tmp_path / "new" / "part.parquet", LIMIT + 1).returncode == 1
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["part.parquet"]


def test_a_disk_that_cannot_be_read_is_no_torn_file(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = MARKERS.frame([dict.fromkeys(MARKERS.columns) | {"day": "2024-04-03"}])
    lake.replace(MARKERS, rows, ["2024-04-03"])
    file = lake.folder(MARKERS) / "day=2024-04-03" / "part.parquet"

    def fault(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr("parallax.lake.partition_files.pl.read_parquet", fault)
        for use in (lake.read, lambda table: lake.kept(table, ["2024-04-03"])):
            with pytest.raises(OSError, match="Input/output error"):
                use(MARKERS)
    file.write_bytes(b"torn")
    with pytest.raises(SchemaError):
        lake.read(MARKERS)
    assert lake.kept(MARKERS, ["2024-04-03"]).is_empty()
