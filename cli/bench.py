"""Benchmarks that print a table; each one's figures come with what made them."""

from __future__ import annotations

import os
import platform
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from parallax.cli.console import out, progress, table
from parallax.core.errors import InputError
from parallax.core.settings import Settings

bench_app = typer.Typer(
    help="Benchmarks: quality and speed, measured here and now.", invoke_without_command=True
)


def register(app: typer.Typer) -> None:
    """Add the group of this module."""
    app.add_typer(bench_app, name="bench")


@bench_app.callback()
def default(context: typer.Context) -> None:
    """Measure the whole pipeline on the sample world when no benchmark is named."""
    if context.invoked_subcommand is None:
        sample()


@bench_app.command(epilog="Example: parallax bench sample")
def sample(
    without_memory: Annotated[
        bool, typer.Option("--without-memory", help="Without the reference translations.")
    ] = False,
) -> None:
    """Score the pipeline on the sample world against its gold."""
    from benchmarks.sample_run import run
    from benchmarks.sample_world import score
    from benchmarks.sample_world import table as rows_of

    heading()
    with tempfile.TemporaryDirectory() as folder:
        lake = run(Path(folder), with_memory=not without_memory)
        rows = rows_of(score(lake))
    table(("finding", "right", "invented", "missed", "precision", "recall", "F1"), rows)


@bench_app.command(
    epilog="Examples: parallax bench numbers; parallax bench numbers --fuzz 100000; "
    "parallax bench numbers --en en.txt --ru ru.txt --uk uk.txt --documents ids.tsv"
)
def numbers(
    en: Annotated[
        Path | None,
        typer.Option(
            help="English sentences, one a line: also count the lines whose figures agree."
        ),
    ] = None,
    ru: Annotated[Path | None, typer.Option(help="Russian sentences, one a line, aligned.")] = None,
    uk: Annotated[
        Path | None, typer.Option(help="Ukrainian sentences, one a line, aligned.")
    ] = None,
    documents: Annotated[
        Path | None, typer.Option(help="The document of each line: its id up to the first tab.")
    ] = None,
    only: Annotated[
        Path | None,
        typer.Option(help="Ids of the documents to use, one a line; all when not given."),
    ] = None,
    fuzz: Annotated[int, typer.Option(help="Also read so many random and mutated strings.")] = 0,
) -> None:
    """Score the extraction and comparison of numbers on our development sets, and other packages
    that are installed.
    """
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


@bench_app.command(
    epilog="Examples: parallax bench framing; parallax bench framing --en en.txt --ru ru.txt --uk uk.txt --documents ids.tsv"
)
def framing(
    en: Annotated[
        Path | None,
        typer.Option(
            help="English sentences, one a line: also count the differences between translations."
        ),
    ] = None,
    ru: Annotated[Path | None, typer.Option(help="Russian sentences, one a line, aligned.")] = None,
    uk: Annotated[
        Path | None, typer.Option(help="Ukrainian sentences, one a line, aligned.")
    ] = None,
    documents: Annotated[
        Path | None, typer.Option(help="The document of each line: its id up to the first tab.")
    ] = None,
    only: Annotated[
        Path | None,
        typer.Option(help="Ids of the documents to use, one a line; all when not given."),
    ] = None,
) -> None:
    """Score wording differences on the development items and on our own pairs, and measure the
    speed.
    """
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


@bench_app.command(
    epilog="Examples: parallax bench stories; parallax bench stories --articles same_story_dev.jsonl"
)
def stories(
    articles: Annotated[
        Path | None,
        typer.Option(
            help="JSON lines of articles with story_id; the sample world's when not given."
        ),
    ] = None,
) -> None:
    """Score how articles are put together into stories, without the help of what pages say of their
    language versions.
    """
    from benchmarks.stories import own_articles, read_articles, score
    from parallax.encoders.encoder import SentenceEncoder

    settings = Settings()
    told = read_articles(articles) if articles else own_articles()
    heading()
    pairs, cubed = score(
        told,
        SentenceEncoder(settings.encoder),
        settings.cluster.threshold,
        settings.cluster.window_hours,
    )
    rows = [
        ("B-cubed", *(f"{x:.3f}" for x in cubed)),
        ("pairs", *(f"{x:.3f}" for x in (pairs.precision, pairs.recall, pairs.f1))),
    ]
    table(
        ("measure", "precision", "recall", "F1"),
        rows,
        title=f"{len(told)} articles of {len({t.event for t in told})} events",
    )


@bench_app.command(epilog="Example: parallax bench vectors --en en.txt --ru ru.txt --uk uk.txt")
def vectors(
    en: Annotated[Path, typer.Option(help="English sentences, one a line.")],
    ru: Annotated[Path, typer.Option(help="Russian sentences, one a line, aligned.")],
    uk: Annotated[Path, typer.Option(help="Ukrainian sentences, one a line, aligned.")],
    encoder: Annotated[
        list[str] | None,
        typer.Option(help="Encoder; every one present when not given; may be given again."),
    ] = None,
    threads: Annotated[int, typer.Option(help="Threads of the network.")] = 1,
) -> None:
    """Measure retrieval between aligned texts, speed and memory of sentence encoders."""
    from benchmarks.corpus import read_lines
    from benchmarks.vectors import measure
    from parallax.encoders.encoder import present

    texts = read_lines({"en": en, "ru": ru, "uk": uk})
    heading()
    for name in encoder or list(dict.fromkeys([Settings().encoder, *present()])):
        measured = measure(name, texts, threads)
        table(("pair", "there", "back", "mean"), measured.retrieval, title=measured.encoder)
        columns = (
            "pair",
            "lines with digits",
            "plain",
            "edited",
            "masked",
            "edited",
            "combined",
            "edited",
        )
        table(
            columns,
            measured.digits,
            title="\nlines with digits, as they are and with the numbers of one side edited",
        )
        out.print(
            f"{measured.per_second:,.0f} sentences/s on {threads} thread(s); loaded in {measured.load_seconds:.1f} s; "
            f"peak memory of the process {measured.peak_mb:,.0f} MB\n",
            markup=False,
        )


@bench_app.command(
    epilog="Examples: parallax bench align --scenario C3 --lost 0.15; "
    "parallax bench align --en en.txt --ru ru.txt --uk uk.txt --documents ids.tsv"
)
def align(
    en: Annotated[
        Path | None,
        typer.Option(
            help="English sentences, one a line; our own small corpus when no files are given."
        ),
    ] = None,
    ru: Annotated[Path | None, typer.Option(help="Russian sentences, one a line, aligned.")] = None,
    uk: Annotated[
        Path | None, typer.Option(help="Ukrainian sentences, one a line, aligned.")
    ] = None,
    documents: Annotated[
        Path | None, typer.Option(help="The document of each line: its id up to the first tab.")
    ] = None,
    only: Annotated[
        Path | None,
        typer.Option(help="Ids of the documents to use, one a line; all when not given."),
    ] = None,
    without: Annotated[
        Path | None, typer.Option(help="Ids of documents to leave out, one a line.")
    ] = None,
    scenario: Annotated[
        list[str] | None, typer.Option(help="P0, P, C1, C2, C3, C4 or C0; may be given again.")
    ] = None,
    least: Annotated[
        float | None,
        typer.Option("--least", help="Least probability of a bead; the setting when not given."),
    ] = None,
    baselines: Annotated[
        bool, typer.Option(help="Also run other aligners, on the same vectors.")
    ] = True,
    lost: Annotated[
        float | None,
        typer.Option(help="Help with English translations that lack this share of their words."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of the generator.")] = 0,
) -> None:
    """Score aligners on comparable news made from aligned translations, on edited numbers and on
    three languages at once.
    """
    from benchmarks.alignment import HEADINGS, Bench
    from benchmarks.comparable_news import SCENARIOS, UNRELATED
    from benchmarks.corpus import own_documents, read_documents
    from parallax.encoders.encoder import SentenceEncoder

    settings = Settings() if least is None else Settings(align={"bead_probability": least})
    if unknown := set(scenario or ()) - {*SCENARIOS, UNRELATED}:
        raise InputError(f"no scenario {', '.join(sorted(unknown))}", "P0, P, C1, C2, C3, C4 or C0")
    if en and ru and uk and documents:
        texts = read_documents({"en": en, "ru": ru, "uk": uk}, documents, only, without)
    elif en or ru or uk or documents or only or without:
        raise InputError(
            "a corpus is four files",
            "give --en, --ru, --uk and --documents, or none of them and no choice of documents",
        )
    else:
        texts = own_documents()
    bench = Bench(texts, SentenceEncoder(settings.encoder), settings, seed, lost)
    heading()
    with progress() as bar:
        rows = list(
            bar.track(
                bench.quality(scenario or [*SCENARIOS, UNRELATED], baselines),
                description="aligning",
            )
        )
    table(HEADINGS, rows)
    if scenario:
        return
    total, before, after = bench.edits()
    out.print(
        f"\nbeads with figures: {total}; found {before}, after every number of one side was changed {after} ({after / max(before, 1):.3f})"
    )
    out.print(
        "three languages at once: "
        + ", ".join(f"{name} {value:.3f}" for name, value in bench.three_ways().items())
    )


@bench_app.command(epilog="Example: parallax bench speed")
def speed() -> None:
    """Measure speed and memory of the aligner after vectors, on one thread."""
    from benchmarks.align_speed import measure

    heading()
    measured = measure()
    out.print(
        f"40 x 40 sentences: {measured.short_ms:.2f} ms, of a translation {measured.translated_ms:.2f} ms (medians)"
    )
    out.print(
        f"5,000 x 6,000 sentences: {measured.long_seconds:.2f} s, peak memory above that of the vectors "
        f"{measured.long_mb:,.0f} MB, {measured.long_beads:,} beads"
    )


@bench_app.command(epilog="Example: parallax bench translate --sentences 200")
def translate(
    sentences: Annotated[int, typer.Option(min=1, help="Sentences to translate.")] = 1000,
) -> None:
    """Measure throughput and memory of translation against the library's own, on a package of the
    usual size.
    """
    from benchmarks import argos_model
    from benchmarks import translate_speed as bench

    texts = bench.sentences(sentences)
    heading()
    with tempfile.TemporaryDirectory() as folder, progress() as bar:
        argos_model.build(Path(folder), texts)
        rows = list(
            bar.track(
                bench.measure(Path(folder), texts), total=len(bench.WAYS), description="translating"
            )
        )
    ours = rows[-1]
    table(
        ("", "sentences/s", "seconds", "peak MB", "Parallax is faster by"),
        [
            (
                row.way,
                f"{row.per_second:.1f}",
                f"{row.seconds:.1f}",
                f"{row.peak_mb:,.0f}",
                f"{ours.per_second / row.per_second:.1f}",
            )
            for row in rows
        ],
    )
    out.print(
        f"{len(texts):,} sentences, {bench.ARTICLE} an article, beam {bench.BEAM}, {argos_model.LENGTH} pieces a translation",
        markup=False,
    )


@bench_app.command(epilog="Example: parallax bench score found.jsonl gold.vecalign")
def score(
    found: Annotated[
        Path, typer.Argument(help="Beads of an aligner: jsonl, parquet, vecalign or ladder.")
    ],
    gold: Annotated[
        Path, typer.Argument(help="The beads that are right, in any of these formats.")
    ],
) -> None:
    """Score the beads of any aligner against gold."""
    from benchmarks.bead_scores import Counted, expected_calibration_error
    from parallax.aligners import formats

    beads, right = ([b for b in formats.read(path) if b.left and b.right] for path in (found, gold))
    everything = [*formats.read(found), *formats.read(gold)]
    sizes = (
        max((i for b in everything for i in b.left), default=-1) + 1,
        max((j for b in everything for j in b.right), default=-1) + 1,
    )
    counted = Counted()
    counted.add({(b.left, b.right): b.p for b in beads}, {(b.left, b.right) for b in right}, sizes)
    table(
        ("", "precision", "recall", "F1"),
        [
            (name, f"{s.precision:.3f}", f"{s.recall:.3f}", f"{s.f1:.3f}")
            for name, s in (
                ("strict", counted.strict),
                ("links", counted.links),
                ("nulls", counted.nulls),
            )
        ]
        + [
            (
                "lax",
                f"{counted.lax_found.precision:.3f}",
                f"{counted.lax_gold.recall:.3f}",
                f"{counted.lax_f1:.3f}",
            )
        ],
    )
    out.print(f"calibration error {expected_calibration_error(counted.judged):.3f}")


def heading() -> None:
    """Print when, on what machine and with which Python the figures below are made."""
    stamp = datetime.now(UTC)
    out.print(
        f"{stamp:%Y-%m-%d %H:%M} UTC · {platform.machine()}, {os.cpu_count()} cores · Python {platform.python_version()}",
        markup=False,
    )
