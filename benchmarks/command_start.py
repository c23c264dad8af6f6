"""How long commands take as a user runs them: each a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from markupsafe import escape

PAGES = ("en", "ru", "uk")
"""The texts of the seed story (`benchmarks/data/cases`) that are compared."""


@dataclass(frozen=True)
class Run:
    """A command: seconds by the clock and of the processor, and its peak of memory in MiB; the best
    of several runs.
    """

    command: str
    wall: float
    cpu: float
    mib: float


def runs(times: int) -> Iterator[Run]:
    """Yield each command, the story on three pages last: with a lake of its own, then again.

    :param times: how often each is run; a cold story gets a new lake each time.
    """
    with _folder() as folder:
        texts = _seed_texts()
        titles = {name: text["title"] for name, text in texts.items()}
        for name, words in {
            "--help": ("--help",),
            "numbers": ("numbers", texts["uk"]["paragraphs"][2]),
            "framing, en": ("framing", titles["en"]),
            "framing, uk": ("framing", titles["uk"]),
            "encode": ("encode", titles["uk"]),
        }.items():
            yield _best([_run(name, words, folder) for _ in range(times)])
        pages = [str(_page(name, texts[name], folder)) for name in PAGES]
        cold, warm = [], []
        for number in range(times):
            words = ("story", *pages, "--lake", str(folder / f"lake{number}"))
            cold.append(_run("story, three pages, cold", words, folder))
            warm.append(_run("story, three pages, again", words, folder))
        yield _best(cold)
        yield _best(warm)


def _seed_texts() -> dict[str, dict[str, Any]]:
    cases = resources.files("benchmarks") / "data" / "cases" / "seed_cases.jsonl"
    case = json.loads(cases.read_text("utf-8").splitlines()[0])
    return {text["outlet"]: text for text in case["texts"]}


def _page(name: str, text: dict[str, Any], folder: Path) -> Path:
    title = escape(text["title"])
    body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in text["paragraphs"])
    page = folder / f"{name}.html"
    page.write_text(
        f'<!doctype html><html lang="{text["lang"]}"><head><meta charset="utf-8">'
        f"<title>{title}</title>"
        '<meta property="article:published_time" content="2024-04-03T12:00:00+03:00"></head>'
        f"<body><article><h1>{title}</h1>{body}</article></body></html>",
        "utf-8",
    )
    return page


def _best(of: list[Run]) -> Run:
    return Run(of[0].command, *(min(getattr(run, n) for run in of) for n in ("wall", "cpu", "mib")))


def _run(name: str, words: tuple[str, ...], folder: Path) -> Run:
    began = time.monotonic()
    process = subprocess.Popen(  # noqa: S603 - no input from outside
        [sys.executable, "-m", "parallax", *words],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, words)
    wall = time.monotonic() - began
    return Run(name, wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)
