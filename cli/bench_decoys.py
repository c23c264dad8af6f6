"""The benchmark of false alarms: how often findings fire where nothing differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from parallax.cli.bench import CORPUS, Documents, Only, Ru, Uk, bench_app, heading
from parallax.cli.console import err, out, progress
from parallax.core.errors import InputError
from parallax.core.files import write_atomically
from parallax.core.settings import Settings

if TYPE_CHECKING:
    from benchmarks.decoy_texts import Source
    from benchmarks.linked_stories import LinkedStories

T = TypeVar("T")
_WANTED = (
    "No texts are given, so this is the shipped table. To count again, give decoys (aligned "
    f"translations: {CORPUS}, --parallel, --events, --renderings) and targets (--lake)."
)


def register(app: typer.Typer) -> None:
    """Add the command of this module to the group `bench`."""
    del app  # the group is in it already
    bench_app.command(
        epilog="Examples: parallax bench decoys; "
        f"parallax bench decoys {CORPUS} --lake data --halves"
    )(decoys)


def decoys(
    en: Annotated[Path | None, typer.Option(help="English sentences, one a line, aligned.")] = None,
    ru: Ru = None,
    uk: Uk = None,
    documents: Documents = None,
    only: Only = None,
    parallel: Annotated[
        list[Path] | None,
        typer.Option(help="JSON lines, each a sentence by language; may be given again."),
    ] = None,
    events: Annotated[
        list[Path] | None,
        typer.Option(help="JSON lines with story_id, lang, text, translations of one another."),
    ] = None,
    renderings: Annotated[
        Path | None, typer.Option(help="Tab-separated Ukrainian, anything, English.")
    ] = None,
    sample: Annotated[
        int, typer.Option(min=1, help="Sentence pairs taken of --renderings.")
    ] = 5000,
    lake: Annotated[
        list[str] | None,
        typer.Option(
            help="A lake whose linked sentences are the targets: after the stage align; may be "
            "given again."
        ),
    ] = None,
    halves: Annotated[
        bool, typer.Option("--halves", help="Also predict each half of the decoys from the other.")
    ] = False,
    write: Annotated[
        bool, typer.Option("--write", help="Write the table that the package ships.")
    ] = False,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Print the rows of the table as JSON lines only.")
    ] = False,
) -> None:
    """Count how often findings fire on translations, where nothing differs, and on linked sentences
    of different outlets; estimate from both what share of the findings must be false.

    Files may be packed with xz. Without any, the table that the package ships is printed.
    """
    from benchmarks import decoy_texts
    from benchmarks.corpus import named_documents
    from benchmarks.linked_stories import LinkedStories

    sources: list[Source] = []
    if en and ru and uk and documents:
        files = {"en": en, "ru": ru, "uk": uk}
        sources.append(
            decoy_texts.whole_documents(
                named_documents(files, documents, only), list(files.values())
            )
        )
    elif en or ru or uk or documents or only:
        raise InputError(
            "a corpus is four files",
            "give --en, --ru, --uk and --documents, or none of them and no choice of documents",
        )
    sources += [decoy_texts.parallel_lines(file) for file in parallel or ()]
    sources += [decoy_texts.events(file) for file in events or ()]
    sources += [decoy_texts.renderings(renderings, sample)] if renderings else []
    lakes = [LinkedStories(where) for where in lake or ()]
    if not sources and not lakes and not (halves or write):
        _print_shipped(jsonl=jsonl)
        return
    if not sources:
        raise InputError("there are no decoys", "give aligned translations: --en …, --parallel, …")
    if not lakes and write:
        raise InputError("there are no targets", "give --lake, a lake of linked stories")
    _measure(sources, lakes, halves=halves, write=write, jsonl=jsonl)


def _print_shipped(*, jsonl: bool) -> None:
    from parallax.cli import decoy_tables
    from parallax.comparers import decoy_rates

    shipped = decoy_rates.load()
    if jsonl:
        decoy_tables.print_lines(shipped)
        return
    out.print(_WANTED)
    if outdated := shipped.outdated():
        out.print(f"Outdated: {outdated}.", style="yellow")
    decoy_tables.print_inputs(shipped, {})
    decoy_tables.print_rates(shipped)


def _measure(
    sources: list[Source], lakes: list[LinkedStories], *, halves: bool, write: bool, jsonl: bool
) -> None:
    from benchmarks import decoy_table
    from benchmarks.finding_counts import Counts, count
    from parallax.cli import decoy_tables
    from parallax.comparers import decoy_rates
    from parallax.comparers.decoy_rates import DecoyRates
    from parallax.comparers.numbers.comparison.context_similarity import Surroundings
    from parallax.encoders.encoder import encoder_of

    settings = Settings()
    encoder = encoder_of(settings)
    likeness = Surroundings(encoder)
    if not jsonl:
        heading()
    counted = decoy_table.Counted({}, {})
    for source in sources:
        stories = _counted_down(source.stories(), len(source.documents), source.name)
        counted.decoys[source.name] = count(stories, settings, likeness)
    for one in lakes:
        stories = _counted_down(one, len(one), one.name)
        counted.targets[one.name] = count(stories, settings, likeness)
    rates = counted.rates()
    made = DecoyRates.made(
        decoy_table.signature(sources, lakes, counted, encoder.name), decoy_table.rows(*rates)
    )
    if jsonl:
        decoy_tables.print_lines(made)
    else:
        decoy_tables.print_inputs(made, {one.name: one.left_out for one in sources})
        decoy_tables.print_pairs(counted)
        decoy_tables.print_axes_by_file(counted)
        decoy_tables.print_rates(made)
        if halves:
            both = Counts.joined(counted.decoys.values())
            decoy_tables.print_halves(decoy_table.halves(both))
    if write:
        file = decoy_rates.shipped()
        write_atomically(file, decoy_rates.written(made).encode())
        err.print(f"{len(made.rows)} rows written to {file}")


def _counted_down(items: Iterable[T], total: int, what: str) -> Iterator[T]:
    """Yield the items and show how far they are."""
    with progress() as bar:
        yield from bar.track(items, total=total, description=what)
