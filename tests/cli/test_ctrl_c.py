"""Ctrl-C while the program starts: it ends at once and prints nothing."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow(8)
@pytest.mark.parametrize(
    "imported",
    [
        "parallax.cli",
        "typer",
        "pydantic",
        "rich.console",
        "parallax.cli.app",
        "parallax.encoders.encoder",
    ],
)
def test_ctrl_c_while_modules_are_imported_is_quiet(imported: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-X", "importtime", "-m", "parallax", "encode", "--jsonl"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert process.stdin
    assert process.stderr
    process.stdin.write('{"text": "Hello."}\n')  # torch is imported for a text
    process.stdin.flush()
    for line in process.stderr:
        if line.rpartition("|")[2].strip() == imported:
            break
    process.send_signal(signal.SIGINT)
    written, said = process.communicate(timeout=120)
    said = "".join(
        line for line in said.splitlines(keepends=True) if not line.startswith("import time:")
    )
    assert (process.returncode, written, said) == (130, "", "")
