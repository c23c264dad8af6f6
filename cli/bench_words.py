"""Benchmarks of reading numbers and wording."""

from __future__ import annotations

from typing import Annotated

import typer

from parallax.cli.bench import CORPUS, Documents, En, Only, Ru, Uk, bench_app, heading
from parallax.cli.console import out, table


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the group `bench`."""
    del app  # the group is in it already
    bench_app.command(
        epilog="Examples: parallax bench numbers; parallax bench numbers --fuzz 100000; "
        f"parallax bench numbers {CORPUS}"
    )(numbers)
    bench_app.command(epilog=f"Examples: parallax bench framing; parallax bench framing {CORPUS}")(
        framing
    )


def numbers(
    en: En = None,
    ru: Ru = None,
    uk: Uk = None,
    documents: Documents = None,
    only: Only = None,
    fuzz: Annotated[int, typer.Option(help="Also read this many random and mutated strings.")] = 0,
) -> None:
    """Score reading and comparing numbers on our development sets, beside other packages."""
    from benchmarks import number_fuzz, number_peers
    from benchmarks.corpus import own_documents, read_documents
    from benchmarks.numbers import LANGUAGES, agreement, evaluate, speed, verdicts

    heading()
    rows = []
    for language in LANGUAGES:
        c = evaluate(language)
        rows.append(
            (language, str(c.gold), f"{c.precision:.3f}", f"{c.recall:.3f}", f"{c.all_exact:.3f}")
        )
    table(
        ("language", "quantities", "precision", "recall", "value, unit, modifier"),
        rows,
        title="extraction",
    )
    found = verdicts()
    table(
        ("pairs", "accuracy", "conflict precision", "conflict recall"),
        [
            (
                str(found.pairs),
                f"{found.accuracy:.3f}",
                f"{found.precision:.3f}",
                f"{found.recall:.3f}",
            )
        ],
        title="\ncomparison",
    )
    rows = []
    for name, (languages, read) in number_peers.readers().items():
        for language in languages:
            c = number_peers.score(read, language)
            rows.append(
                (
                    name,
                    language,
                    f"{c.precision:.3f}",
                    f"{c.recall:.3f}",
                    f"{speed(language, read):,.0f}",
                )
            )
    table(
        ("package", "language", "precision", "recall", "sentences/s"),
        rows,
        title="\nplain numbers, beside other packages",
    )
    given = (
        read_documents({"en": en, "ru": ru, "uk": uk}, documents, only)
        if en and ru and uk and documents
        else own_documents()
    )
    agreed = [
        (pair, str(lines), str(alike), f"{alike / lines:.3f}")
        for pair, lines, alike in agreement(given)
    ]
    table(
        ("pair", "lines with figures", "the same on both sides", "share"),
        agreed,
        title="\nfigures of aligned translations",
    )
    if fuzz:
        faults = number_fuzz.faults(fuzz)
        out.print(
            f"\n{fuzz:,} random and mutated strings: {len(faults)} faults",
            *faults[:10],
            sep="\n",
            markup=False,
        )


def framing(
    en: En = None,
    ru: Ru = None,
    uk: Uk = None,
    documents: Documents = None,
    only: Only = None,
) -> None:
    """Score differences of wording on development items and our own pairs; measure the speed."""
    from benchmarks.corpus import read_documents
    from benchmarks.framing import between_translations, development_items, own_pairs, speed

    heading()
    for title, score in (("development items", development_items()), ("own pairs", own_pairs())):
        rows = [(axis, *(f"{x:.3f}" for x in score.f1(axis))) for axis in score.axes()] + [
            ("all", *(f"{x:.3f}" for x in score.f1()))
        ]
        table(("axis", "precision", "recall", "F1"), rows, title=title)
        out.print(
            f"silent on {score.silent} of {score.quiet} items without a difference\n", markup=False
        )
    if en and ru and uk and documents:
        counted = between_translations(
            read_documents({"en": en, "ru": ru, "uk": uk}, documents, only)
        )
        rows = [
            (
                pair,
                str(lines),
                f"{50 * sum(found.values()) / lines:.1f}",
                ", ".join(f"{axis} {n}" for axis, n in found.most_common()),
            )
            for pair, lines, found in counted
        ]
        table(("pair", "lines", "differences in 50", "by axis"), rows, title="aligned translations")
    out.print(f"{speed():,.0f} sentences/s on one core", markup=False)
