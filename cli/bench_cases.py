"""Small cases with the right answer, and the floors of how many of each kind pass."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parallax.cli.bench import bench_app, heading
from parallax.cli.console import err, out, progress, table
from parallax.core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.cases.floors import Floor, Floors
    from benchmarks.cases.reading import CaseFiles
    from benchmarks.cases.scoring import Count, Scored


def register(app: typer.Typer) -> None:
    """Add the command of this module to the group `bench`."""
    del app  # the group is in it already
    bench_app.command(
        epilog="Examples: parallax bench cases; parallax bench cases --failed; "
        "parallax bench cases others.jsonl --jsonl"
    )(cases)


def cases(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILE]...", help="JSON lines of cases; those of the repository when none."
        ),
    ] = None,
    failed: Annotated[
        bool, typer.Option("--failed", help="List the cases that fail, with what was got.")
    ] = False,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Print one line of JSON a case instead of the table.")
    ] = False,
    floors: Annotated[
        Path | None,
        typer.Option(help="File of floors; that of the repository when not given, for its cases."),
    ] = None,
    raise_floors: Annotated[
        bool, typer.Option("--raise-floors", help="Raise floors to what passes now; lower none.")
    ] = False,
    lower_floors: Annotated[
        str | None,
        typer.Option(
            "--lower-floors",
            metavar="REASON",
            help="Lower floors that are above what passes; the reason stays beside them.",
        ),
    ] = None,
) -> None:
    """Score small inputs of our own wording with the right answer, of every kind.

    Exit status 1 when fewer cases of a kind pass than its floor says, or a line cannot be read.
    """
    from benchmarks.cases import reading, scoring

    read = reading.read_files(files or reading.shipped_files())
    for fault in read.faults:
        err.print(fault, style="red", markup=False)
    path, held = _floors_of(read, floors, given=bool(files))
    change = raise_floors or lower_floors is not None
    if change and path is None:
        raise InputError("these are not the cases of the floors", "name a file with --floors")
    with progress() as bar:
        scored = list(
            bar.track(scoring.score(read.cases), total=len(read.cases), description="cases")
        )
    counts = scoring.by_kind(scored)
    if lower_floors is not None:
        held = held.lowered(read.digest, counts, lower_floors)
    if raise_floors:
        held = held.raised(read.digest, counts)
    if change and path is not None:
        held.write(path)
    if jsonl:
        _print_lines(scored)
    else:
        heading()
        _print_table(counts, held.kinds)
        _print_questions(scoring.by_question(counts))
        _print_totals(scored, len(read.faults))
        if failed:
            _print_failed(scored)
    kept = _keeps(held, read.digest, counts)
    raise typer.Exit(0 if kept and not read.faults else 1)


def _floors_of(read: CaseFiles, floors: Path | None, *, given: bool) -> tuple[Path | None, Floors]:
    """Return the floors of these cases, with their file; none where files were given that are not
    the cases of the repository, unless their floors are named.
    """
    from benchmarks.cases import floors as pinned

    path = floors or pinned.SHIPPED
    held = pinned.read(path)
    if given and floors is None and held.digest != read.digest:
        return None, pinned.Floors(read.digest, {})
    return path, held


def _keeps(held: Floors, digest: str, counts: Mapping[str, Count]) -> bool:
    """Tell whether no kind is below its floor, and say which are."""
    below, above = held.below(counts), held.above(counts)
    if above:
        err.print(f"above the floor: {', '.join(above)}; --raise-floors pins them")
    for kind, why in below.items():
        err.print(f"below the floor: {kind}: {why}", style="red", markup=False)
    if below or held.digest == digest:
        return not below
    err.print("the floors are of other cases; --raise-floors takes these over", style="red")
    return False


def _print_table(counts: Mapping[str, Count], floors: Mapping[str, Floor]) -> None:
    rows = []
    for kind in sorted({*counts, *floors}):
        count, floor = counts.get(kind), floors.get(kind)
        rows.append(
            (
                kind,
                str(count.passed) if count else "0",
                str(count.cases) if count else "0",
                f"{count.share:.2f}" if count else "",
                str(floor.passed) if floor else "",
                f"lowered from {floor.lowered_from}: {floor.reason}"
                if floor and floor.reason
                else "",
            )
        )
    table(("kind", "passed", "cases", "share", "floor", ""), rows)


def _print_questions(counts: Mapping[str, Count]) -> None:
    rows = [(q, str(c.passed), str(c.cases), f"{c.share:.2f}") for q, c in counts.items()]
    table(("what is asked", "passed", "cases", "share"), rows, title="\nall kinds")


def _print_totals(scored: Sequence[Scored], faults: int) -> None:
    from benchmarks.cases.scoring import wording_totals

    if found := wording_totals(scored):
        out.print(
            f"framing differences: precision {found.differences.precision:.2f}, recall "
            f"{found.differences.recall:.2f}; silent on {found.silent} of {found.faithful} "
            "faithful versions",
            markup=False,
        )
        axes = ", ".join(f"{axis} in {n}" for axis, n in sorted(found.unscored_axes.items()))
        if axes:
            out.print(f"axes that the codebook has not, not scored: {axes}", markup=False)
    judged = [one.outcome for one in scored if one.outcome]
    passed = sum(outcome.passed for outcome in judged)
    aside = len(scored) - len(judged)
    out.print(
        f"{passed} of {len(judged)} pass ({passed / max(len(judged), 1):.3f}); "
        f"{aside} not scored, {faults} lines not read",
        markup=False,
    )
    for one in scored:
        if one.why_not:
            out.print(f"not scored: {one.case.id}: {one.why_not}", markup=False)


def _print_failed(scored: Sequence[Scored]) -> None:
    rows = [
        (one.case.id, one.case.label, one.outcome.got)
        for one in scored
        if one.outcome and not one.outcome.passed
    ]
    table(("case", "kind", "got"), rows, title="\nfailed")


def _print_lines(scored: Sequence[Scored]) -> None:
    for one in scored:
        row = {
            "id": one.case.id,
            "kind": one.case.label,
            "passed": one.outcome.passed if one.outcome else None,
            "got": one.outcome.got if one.outcome else None,
            "not_scored": one.why_not or None,
        }
        print(json.dumps(row))
