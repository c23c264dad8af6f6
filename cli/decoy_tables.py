"""The tables of `parallax bench decoys`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from parallax.cli.console import out, table
from parallax.comparers.confidence import Confidence
from parallax.comparers.decoy_rates import (
    ANY,
    TENTATIVE,
    WORDING,
    DecoyRate,
    DecoyRates,
    kind_of_number,
)
from parallax.comparers.framing import codebook
from parallax.comparers.numbers import Verdict

if TYPE_CHECKING:
    from benchmarks.decoy_table import Counted, Reproduced

KINDS = (
    kind_of_number(Verdict.CONFLICT, Confidence.HIGH),
    TENTATIVE,
    kind_of_number(Verdict.COMPATIBLE, Confidence.HIGH),
    kind_of_number(Verdict.OMITTED, Confidence.MEDIUM),
    WORDING,
)
"""Kinds of findings in the order of the tables."""
PER = 50
"""Pairs of sentences, about those of one story, that rates by pairs are told of."""
MOST = 20
"""Rules shown, those that fire most often on decoys."""
_RATES = (
    "finding", "languages", "decoys: fires", "of", "share [95 %]",
    "targets: fires", "of", "share", "must be false [95 %]",
)  # fmt: skip


def print_lines(rates: DecoyRates) -> None:
    """Print the rows as JSON lines."""
    for row in rates.rows.values():
        out.print(json.dumps(asdict(row), ensure_ascii=False))


def print_inputs(rates: DecoyRates, left_out: Mapping[str, str]) -> None:
    """Print what a table was counted on."""
    signature = rates.signature
    out.print(
        f"counted on {signature['date']} · {signature['codebook']} (words {signature['words']}) · "
        f"{signature['encoder']}"
    )
    table(
        ("", "file or lake", "documents", "pairs of sentences", "left out"),
        [
            (
                what,
                one["name"],
                f"{one['clusters']:,}",
                ", ".join(f"{pair} {n:,}" for pair, n in one["pairs"].items()),
                left_out.get(one["name"], ""),
            )
            for what in ("decoys", "targets")
            for one in signature[what]
        ],
    )


def print_pairs(counted: Counted) -> None:
    """Print in how many pairs of sentences each kind of finding fires, by file and lake."""
    from benchmarks.false_discovery import Rates
    from benchmarks.finding_counts import Name

    rows = []
    for what, several in (("decoys", counted.decoys), ("targets", counted.targets)):
        for name, counts in several.items():
            rates = Rates(counts)
            for languages in sorted(counts.pairs):
                shares = [rates.in_pairs((Name(kind), languages)) for kind in KINDS]
                pairs = sum(counts.pairs[languages].values())
                rows.append(
                    (what, name, languages, f"{pairs:,}", *(_interval(*x, per=PER) for x in shares))
                )
    table(
        ("", "file or lake", "languages", "pairs", *KINDS),
        rows,
        title=f"\npairs with a finding, of {PER} [95 %]",
    )


def print_axes_by_file(counted: Counted) -> None:
    """Print how often the chances of each axis of wording fire, by file of decoys: what differs
    little between files may be expected of other texts.
    """
    from benchmarks.finding_counts import Name

    def cell(file: str, axis: str) -> str:
        counts = counted.decoys[file]
        chances, fired = (
            sum(
                sum(by_cluster.values())
                for (name, _), by_cluster in one.items()
                if name == Name(WORDING, axis)
            )
            for one in (counts.chances, counts.fired)
        )
        return f"{fired:,} of {chances:,}: {_share(fired, chances)}"

    axes = {name.axis for one in counted.decoys.values() for name, _ in one.chances}
    worded = sorted(axes & set(codebook.load().axes))
    table(
        ("axis", *counted.decoys),
        [(axis, *(cell(file, axis) for file in counted.decoys)) for axis in worded],
        title="\nwording by file of decoys: chances that fire",
    )


def print_rates(rates: DecoyRates) -> None:
    """Print the rates of kinds, of axes and of the rules that fire most often."""
    rows = list(rates.rows.values())
    of_kinds = [row for kind in KINDS for row in rows if row.kind == kind and row.axis == ANY]
    axes = [
        row
        for kind in KINDS
        for row in rows
        if row.kind == kind
        and row.axis != ANY
        and row.rule == row.languages == ANY
        and row.decoy_fired + row.target_fired
    ]
    rules = [row for row in rows if row.rule != ANY and row.languages == ANY]
    rules = sorted(rules, key=lambda row: (-row.decoy_fired, row.rule))[:MOST]
    table(_RATES, map(_cells, of_kinds), title="\nkinds of findings, by pair of languages")
    table(_RATES, map(_cells, axes), title="\naxes of wording and kinds of quantities")
    table(_RATES, map(_cells, rules), title=f"\nthe {MOST} rules that fire most often on decoys")


def print_halves(told: Sequence[Reproduced]) -> None:
    """Print how the rates of one half of the documents predict the other's."""
    from benchmarks.decoy_table import SEEN

    table(
        ("", "cells", "inside", "share", f"fired {SEEN} times or more", "inside", "share"),
        [
            (
                one.what,
                f"{one.cells:,}",
                f"{one.inside:,}",
                _share(one.inside, one.cells),
                f"{one.often:,}",
                f"{one.often_inside:,}",
                _share(one.often_inside, one.often),
            )
            for one in told
        ],
        title="\none half of the decoys' documents predicts the other: what fires lies in the 95 % "
        "interval",
    )
    rows = [(one.what, *outside) for one in told for outside in one.outside]
    table(("", "outside", "fires in the first half", "in the second"), rows, title="\noutside")


def _cells(row: DecoyRate) -> tuple[str, ...]:
    name = " · ".join(part for part in (row.kind, row.axis, row.rule) if part)
    return (
        name if not row.rule else f"{row.axis} · {row.rule}" if row.kind != WORDING else row.rule,
        row.languages or "all",
        f"{row.decoy_fired:,}",
        f"{row.decoy_chances:,}",
        _interval(row.rate, row.rate_low, row.rate_high),
        f"{row.target_fired:,}",
        f"{row.target_chances:,}",
        _share(row.target_fired, row.target_chances),
        "–"
        if row.false_share is None or row.false_low is None or row.false_high is None
        else _interval(row.false_share, row.false_low, row.false_high),
    )


def _interval(middle: float, low: float, high: float, per: int = 1) -> str:
    digits = 2 if per > 1 else 3
    return f"{middle * per:.{digits}f} [{low * per:.{digits}f}, {high * per:.{digits}f}]"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "–"
