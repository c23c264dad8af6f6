"""Benchmark of reading roles: who did what to whom."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from parallax.cli.bench import CORPUS, Documents, En, Only, Ru, Uk, bench_app, heading
from parallax.cli.console import out, table
from parallax.languages.detect import LANGUAGES


def register(app: typer.Typer) -> None:
    """Add the command of this module to the group `bench`."""
    del app  # the group is in it already
    bench_app.command(
        epilog=f"Examples: parallax bench roles; parallax bench roles --part test; "
        f"parallax bench roles {CORPUS}"
    )(roles)


def roles(
    part: Annotated[
        Literal["dev", "test", "test2"],
        typer.Option(help="Part of the role set; test2 is for few looks, by figures only."),
    ] = "dev",
    en: En = None,
    ru: Ru = None,
    uk: Uk = None,
    documents: Documents = None,
    only: Only = None,
) -> None:
    """Score who did what to whom, by language and role, beside the rules without a parser.

    Then which of the two serves each role. Of aligned sentences, also count how often their
    statements agree.
    """
    from benchmarks.corpus import read_documents
    from benchmarks.role_set import FLAGS, ROLES
    from benchmarks.roles import (
        SHARED,
        agreement,
        by_comparers,
        by_rules,
        by_statements,
        part_of_set,
        scores,
        shared_counts,
    )
    from parallax.languages.roles.readers import decisions
    from parallax.languages.syntax.parser import missing

    heading()
    readable = [language for language in LANGUAGES if missing(language) is None]
    for language in set(LANGUAGES) - set(readable):
        out.print(str(missing(language)), markup=False)
    sets = {language: part_of_set(language, part) for language in readable}
    made = {language: scores(sets[language], language).strict for language in readable}
    names = ("all", *ROLES, "predicate", *FLAGS)
    rows = [
        (role, *(figure for one in readable for figure in _figures(made[one][role])))
        for role in names
    ]
    columns = [f"{one} {name}" for one in readable for name in ("precision", "recall", "labelled")]
    table(("role", *columns), rows, title=f"role set, {part}")
    both = {
        language: [
            shared_counts(sets[language], language, reader)
            for reader in (by_statements, by_rules, by_comparers)
        ]
        for language in readable
    }
    beside = [
        f"{who}: {name}" for who in ("rules", "comparers") for name in ("precision", "recall")
    ]
    rows = [
        (role, language, *(figure for c in both[language] for figure in _figures(c[role])[:2]))
        for role in SHARED
        for language in readable
    ]
    table(
        ("role", "language", "precision", "recall", *beside),
        rows,
        title="\nstatements beside the rules without a parser, and what comparers take from both",
    )
    table(
        ("role", "language", "reader", "read by", "why"),
        [(one.role, one.language, one.reader, one.read_by, one.why) for one in decisions()],
        title="\nwhich reader serves (languages/role_readers.toml)",
    )
    if en and ru and uk and documents:
        found = agreement(read_documents({"en": en, "ru": ru, "uk": uk}, documents, only))
        table(
            ("statements", "pair", "lines that have one", "the same on both sides", "share"),
            [
                (
                    one.kind,
                    "–".join(one.pair),
                    str(one.either),
                    str(one.alike),
                    f"{one.alike / one.either:.3f}" if one.either else "",
                )
                for one in found
            ],
            title="\naligned translations",
        )


def _figures(counts: object) -> tuple[str, str, str]:
    from benchmarks.role_scores import Counts

    assert isinstance(counts, Counts)
    if not counts.labelled and not counts.found:
        return "", "", "0"
    return f"{counts.precision:.3f}", f"{counts.recall:.3f}", str(counts.labelled)
