"""`parallax serve` in a terminal ends with Ctrl-C: in order, and without a traceback."""

import os
import pty
import select
import signal
import sys
import time
from pathlib import Path

import pytest

SECONDS = 120


def until(terminal: int, wanted: bytes | None) -> bytes:
    """Read a terminal until some words are there, or until its last process has closed it."""
    said, end = b"", time.monotonic() + SECONDS
    while time.monotonic() < end and (wanted is None or wanted not in said):
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                said += os.read(terminal, 65536)
            except OSError:  # closed
                return said
    assert wanted is not None, "still running"
    return said


@pytest.mark.slow(25)
def test_ctrl_c_ends_serving_without_a_traceback(tmp_path: Path) -> None:
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(tmp_path)
        os.environ |= {"PREFECT_HOME": str(tmp_path / "prefect"), "COLUMNS": "200"}
        os.environ.pop("PREFECT_API_URL", None)
        os.execv(sys.executable, [sys.executable, "-m", "parallax", "serve"])
    try:
        until(terminal, b"hourly-pass")
        time.sleep(8)  # the runner says nothing when it has begun to poll
        os.write(terminal, b"\x03")
        said = until(terminal, None).decode("utf-8", "replace")
        assert "Traceback" not in said
        assert "Stopping temporary server" in said
        assert os.waitpid(process, 0)[0] == process
    except BaseException:
        os.killpg(process, signal.SIGKILL)
        raise
