"""What a stage is: one function on a lake, one result, one way to say how far it is.

Every stage of the pipeline is a module named `stage`, with a `NAME` and a function `run` of the
signature below; `parallax.pipeline` lists them in their order. A stage imports nothing of Prefect.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from parallax.core.notices import Notice
from parallax.core.settings import Settings
from parallax.lake.batches import Workers
from parallax.lake.lake import Lake

Days = Sequence[str] | None
"""Partitions (days of publication) a stage works on; None means all."""


@dataclass(frozen=True)
class StageResult:
    """What a stage did."""

    stage: str
    counts: dict[str, int]
    """How many of what was made, by name."""
    days: list[str] = field(default_factory=list)
    """Partitions the next stage has to look at, sorted."""
    notices: list[Notice] = field(default_factory=list)
    """What could not be done, and remarks."""
    models: list[str] = field(default_factory=list)
    """Models, codebooks and extractors that made the rows, each with its version."""


class Progress(Protocol):
    """Hears how far a stage is."""

    def begin(self, total: int, what: str) -> None:
        """Hear how many units (``what``, such as "stories aligned") the stage has before it."""

    def advance(self, count: int = 1) -> None:
        """Hear that ``count`` units more are done."""


class NoProgress:
    """Progress that nobody looks at."""

    def begin(self, total: int, what: str) -> None:
        """Ignore it."""

    def advance(self, count: int = 1) -> None:
        """Ignore it."""


SILENT = NoProgress()


class Stage(Protocol):
    """A module that is a stage."""

    NAME: str
    """Also the name of its group of settings."""
    SETTINGS: tuple[str, ...]
    """Settings outside the group that decide its rows."""

    def run(
        self,
        lake: Lake,
        settings: Settings,
        days: Days,
        *,
        progress: Progress = ...,
        workers: Workers = ...,
    ) -> StageResult:
        """Make the stage's tables for some days (all when None), or whatever it makes.

        A stage may be killed and run again: the lake ends the same. What a single unit fails with
        is a notice.
        """
