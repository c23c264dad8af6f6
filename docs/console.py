"""Runs the commands that a document shows and prints them with their real output, for cog.

A document holds the call in a comment, cog writes what it prints below it, and a test
(``cog --check -P``) fails when a command says something else today::

    <!-- [[[cog
    from console import console
    console("parallax --version")
    ]]] -->
    <!-- [[[end]]] -->

``make docs`` writes all of them.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
WIDTH = 100
"""Columns of the terminal the commands believe in."""
_CHANGING = ((re.compile(r"\b\d+(?:\.\d+)? s\b"), "… s"),)
"""What differs between two runs of the same command: times."""


def page(name: str) -> str:
    """Return a page of the sample world, by host and path."""
    return (ROOT / "corpora" / "sample" / "site" / name).read_text("utf-8")


def console(*commands: str, files: Mapping[str, str] | None = None) -> None:
    """Run commands in an empty folder and print a fenced block of them with what they print.

    Standard error is shown as a terminal shows it.

    :param files: text of files to put into the folder first, by name.
    :raises RuntimeError: when a command fails.
    """
    lines = ["```console"]
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (files or {}).items():
            (Path(folder) / name).write_text(text, "utf-8")
        for command in commands:
            lines += [f"$ {command}", _output(command, Path(folder))]
    lines.append("```")
    print("\n".join(line for line in lines if line))  # noqa: T201 - cog takes what is printed


def _output(command: str, folder: Path) -> str:
    program, *arguments = shlex.split(command)
    here = Path(sys.executable).with_name(program)
    environment = {**os.environ, "COLUMNS": str(WIDTH), "NO_COLOR": "1", "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(  # noqa: S603 - our own program
        [str(here if here.exists() else program), *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{command}: exit status {done.returncode}\n{done.stdout}")
    text = done.stdout.replace(str(folder), ".")
    for pattern, shown in _CHANGING:
        text = pattern.sub(shown, text)
    return "\n".join(line.rstrip() for line in text.rstrip().splitlines())
