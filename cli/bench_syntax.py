"""Benchmark of the parsers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from parallax.cli.bench import bench_app, heading
from parallax.cli.console import out, table


def register(app: typer.Typer) -> None:
    """Add the command of this module to the group `bench`."""
    del app  # the group is in it already
    bench_app.command(
        epilog="Example: parallax bench syntax --gold en_pud-ud-test.conllu.xz --language en"
    )(syntax)


def syntax(
    gold: Annotated[
        Path, typer.Option(help="A treebank of Universal Dependencies, CoNLL-U or packed by xz.")
    ],
    language: Annotated[str, typer.Option(help="Its language: uk, ru or en.")],
    sure: Annotated[
        list[float] | None,
        typer.Option(help="Count only arcs of at least this confidence; may be repeated."),
    ] = None,
) -> None:
    """Score a parser on a treebank: heads, relations, speed, loading, memory."""
    from benchmarks.syntax import RELATIONS, loading, measure
    from parallax.languages.syntax.parser import SURE, engine

    heading()
    measured = measure(gold, language)
    scores = measured.scores([0.0, *(sure or [SURE.role])])
    plain = scores[0][1]
    out.print(
        f"{engine(language).name} · {gold.name}: {len(measured.gold):,} sentences, "
        f"{plain.words:,} words",
        markup=False,
    )
    table(
        ("UAS", "LAS", "parts of speech", "words divided alike"),
        [tuple(f"{x:.3f}" for x in (plain.uas, plain.las, plain.upos, measured.words_alike))],
    )
    rows = [
        (
            relation,
            *(
                f"{figure:.3f}"
                for _, counted in scores
                for figure in (counted.precision(relation), counted.recall(relation))
            ),
        )
        for relation in RELATIONS
    ]
    columns = [
        f"{name}{f' at {least:g}' if least else ''}"
        for least, _ in scores
        for name in ("precision", "recall")
    ]
    table(("relation", *columns), rows, title="\nrelations, subtypes counted with their relation")
    cost = loading(language)
    out.print(
        f"\n{measured.sentences_a_second:,.0f} sentences/s of one thread · loaded in "
        f"{cost.seconds:.2f} s of its own time and {cost.megabytes:.0f} MB with Python and numpy"
        f"{', with torch' if cost.torch else ', without torch'}",
        markup=False,
    )
