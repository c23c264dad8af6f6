"""The table of decoy rates: its rows, its signature, and how it reproduces on a second half."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from benchmarks.decoy_texts import Source
from benchmarks.false_discovery import Cell, Rates, false_share, reproduced
from benchmarks.finding_counts import Counts
from benchmarks.linked_stories import LinkedStories
from parallax.comparers.decoy_rates import ANY, DecoyRate, words_digest
from parallax.comparers.framing import codebook
from parallax.core.ids import digest

DIGITS = 3
"""Significant digits of the rates in the file."""
SEEN = 3
"""What was counted so often says something by itself: to reproduce what never fired is easy."""


@dataclass
class Counted:
    """The counts of decoys and of targets, by file or lake, and of all together."""

    decoys: dict[str, Counts]
    targets: dict[str, Counts]

    def rates(self) -> tuple[Rates, Rates]:
        """Return the rates of all decoys and of all targets."""
        return Rates(Counts.joined(self.decoys.values())), Rates(
            Counts.joined(self.targets.values())
        )


@dataclass(frozen=True)
class Reproduced:
    """How many cells of a second half lie in the interval that the first predicts."""

    what: str
    cells: int
    inside: int
    often: int
    """Cells that fired at least `SEEN` times in the first half."""
    often_inside: int
    outside: tuple[tuple[str, ...], ...]
    """Names of those that do not, with what was counted in either half."""


def rows(decoys: Rates, targets: Rates) -> list[DecoyRate]:
    """Return the rows of the table: every kind and axis in each pair of languages, and the rules
    of which the counts say something that the rates of their axis do not.
    """
    cells = sorted(decoys.cells() | targets.cells())
    return [row(decoys, targets, cell) for cell in cells if _worth_a_row(decoys, targets, cell)]


def row(decoys: Rates, targets: Rates, cell: Cell) -> DecoyRate:
    """Return the row of one rule, axis or kind."""
    name, languages = cell
    rate = decoys.of(cell)
    shares = false_share(decoys, targets, cell) if targets.pairs else (None, None, None)
    return DecoyRate(
        *name,
        languages,
        *decoys.counted(cell),
        *targets.counted(cell),
        *(_rounded(number) for number in (rate.mean, *rate.interval())),
        *(None if number is None else _rounded(number) for number in shares),
    )


def signature(
    sources: Sequence[Source], lakes: Sequence[LinkedStories], counted: Counted, encoder: str
) -> dict[str, Any]:
    """Return what a table was made of: codebook, word lists, encoder, files with their hashes."""
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "codebook": codebook.load().version,
        "words": words_digest(),
        "encoder": encoder,
        "decoys": [
            {**_sizes(counted.decoys[one.name]), "name": one.name, "sha256": one.sha256}
            for one in sources
        ],
        "targets": [
            {**_sizes(counted.targets[one.name]), "name": one.name, "sha256": one.sha256()}
            for one in lakes
        ],
    }


def halves(counts: Counts) -> list[Reproduced]:
    """Predict each half of the documents from the other: which half a document is in depends on its
    name alone.
    """
    first = Rates(counts.part(lambda name: _half(name) == 0))
    second = Rates(counts.part(lambda name: _half(name) == 1))
    cells = sorted(first.cells() & second.cells())
    kinds = {
        "rules": [c for c in cells if c[0].rule != ANY and c[1] == ANY],
        "axes": [c for c in cells if c[0].axis != ANY and c[0].rule == ANY and c[1] == ANY],
        "axes by languages": [
            c for c in cells if c[0].axis != ANY and c[0].rule == ANY and c[1] != ANY
        ],
    }
    return [
        _told(f"{what}, {way}", one, other, chosen)
        for what, chosen in kinds.items()
        for way, one, other in (("there", first, second), ("back", second, first))
    ]


def _told(what: str, first: Rates, second: Rates, cells: Sequence[Cell]) -> Reproduced:
    found = reproduced(first, second, cells)
    often = [inside for cell, inside in found if first.counted(cell)[1] >= SEEN]
    return Reproduced(
        what,
        len(found),
        sum(inside for _, inside in found),
        len(often),
        sum(often),
        tuple(
            (label(cell), *("{1} of {0}".format(*rates.counted(cell)) for rates in (first, second)))
            for cell, inside in found
            if not inside
        ),
    )


def label(cell: Cell) -> str:
    """Return a name of a cell for a table."""
    name, languages = cell
    shown = [name.kind, *([name.axis] if name.axis else []), *([name.rule] if name.rule else [])]
    return " · ".join([*shown, *([languages] if languages else [])])


def _worth_a_row(decoys: Rates, targets: Rates, cell: Cell) -> bool:
    name, languages = cell
    if name.rule == ANY:
        return True
    (chances, fired), (more, also) = decoys.counted(cell), targets.counted(cell)
    if languages == ANY:
        return fired + also > 0 or chances + more >= SEEN
    return fired + also >= SEEN


def _sizes(counts: Counts) -> dict[str, Any]:
    return {
        "clusters": len(counts.clusters()),
        "pairs": {name: sum(one.values()) for name, one in sorted(counts.pairs.items())},
    }


def _rounded(number: float) -> float:
    return float(f"{number:.{DIGITS}g}")


def _half(name: str) -> int:
    return int(digest("half", name), 16) % 2
