"""Writing whole files, also by many threads at once; and which faults are those of the machine."""

import errno
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from parallax.core.files import write_atomically
from parallax.core.machine_faults import is_machine_fault
from parallax.corpora.fetch.archive import Archive
from parallax.corpora.fetch.fetcher import Response


def test_eight_threads_keep_one_payload(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for n in range(20):
        url = f"https://a.example/{n}"
        response = Response(url, url, f"page {n}".encode(), {"content-type": "text/html"})
        with ThreadPoolExecutor(8) as pool:
            keys = set(pool.map(archive.keep, [response] * 8))
        assert len(keys) == 1
        assert archive.response(keys.pop()) == response
    assert not list(tmp_path.rglob("*.tmp"))


def test_threads_that_write_one_file_leave_one_of_their_contents(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file"
    contents = [bytes([n]) * 100_000 for n in range(16)]
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda content: write_atomically(path, content), contents))
    assert path.read_bytes() in contents
    assert [file.name for file in path.parent.iterdir()] == ["file"]


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_others_may_read_a_file_as_the_user_wishes(tmp_path: Path, mask: int, mode: int) -> None:
    before = os.umask(mask)
    try:
        write_atomically(tmp_path / "file", b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == mode


def test_what_a_write_leaves_behind_is_what_retention_looks_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def killed(self: Path, target: Path) -> Path:
        seen.append(self.name)
        raise OSError(errno.EIO, "killed")

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(OSError, match="killed"):
        write_atomically(tmp_path / "part.parquet", b"x")
    assert seen[0].startswith(".")
    assert seen[0].endswith(".tmp")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("error", "of_the_machine"),
    [
        (OSError(errno.ENOSPC, "full"), True),
        (OSError(errno.EROFS, "read only"), True),
        (OSError(errno.EFBIG, "too big"), True),
        (OSError(errno.EDQUOT, "quota"), True),
        (OSError(errno.EMFILE, "files"), True),
        (PermissionError(errno.EACCES, "no"), True),
        (MemoryError(), True),
        (FileNotFoundError(errno.ENOENT, "gone"), False),
        (OSError(errno.ENAMETOOLONG, "long"), False),
        (ConnectionResetError(errno.ECONNRESET, "reset"), False),
        (OSError("no number"), False),
        (ValueError("text"), False),
        (RecursionError(), False),
    ],
)
def test_a_fault_is_of_the_machine_or_of_what_was_read(
    error: Exception, of_the_machine: bool
) -> None:
    assert is_machine_fault(error) == of_the_machine
