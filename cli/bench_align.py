"""Benchmarks of stories, vectors, alignment and translation."""

from __future__ import annotations

import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer

from parallax.cli.bench import CORPUS, Documents, En, Only, Ru, Uk, bench_app, heading
from parallax.cli.console import out, progress, table
from parallax.core.errors import InputError
from parallax.core.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the group `bench`."""
    del app  # the group is in it already
    bench_app.command(
        epilog="Examples: parallax bench stories; "
        "parallax bench stories --articles same_story_dev.jsonl"
    )(stories)
    bench_app.command(epilog="Example: parallax bench linking --articles 1000 --articles 10000")(
        linking
    )
    bench_app.command(epilog="Example: parallax bench vectors --en en.txt --ru ru.txt --uk uk.txt")(
        vectors
    )
    bench_app.command(
        epilog="Examples: parallax bench align --scenario C3 --lost 0.15; "
        f"parallax bench align {CORPUS}"
    )(align)
    bench_app.command(epilog="Example: parallax bench speed")(speed)
    bench_app.command(epilog="Example: parallax bench translate --sentences 200")(translate)
    bench_app.command(
        epilog=f"Examples: parallax bench filters --sentences 200; parallax bench filters {CORPUS}"
    )(filters)


def stories(
    articles: Annotated[
        Path | None,
        typer.Option(
            help="JSON lines of articles with story_id, packed or not; the sample world's when "
            "not given."
        ),
    ] = None,
) -> None:
    """Score how articles are joined into stories, without the links between language versions."""
    from benchmarks.stories import own_articles, read_articles, score
    from parallax.encoders.encoder import SentenceEncoder

    settings = Settings()
    articles_read = read_articles(articles) if articles else own_articles()
    heading()
    pairs, cubed = score(
        articles_read,
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
        title=f"{len(articles_read)} articles of {len({t.event for t in articles_read})} events",
    )


def linking(
    articles: Annotated[
        list[int] | None, typer.Option(help="Articles of one window; may be given again.")
    ] = None,
) -> None:
    """Measure how long it takes to link many made articles of one window, and the memory."""
    from benchmarks.linking_scale import exponent, measure

    heading()
    sizes = [measure(count) for count in sorted(articles or [1000, 3000])]
    rows = [
        (
            f"{one.articles:,}",
            f"{one.cpu_seconds:,.0f}",
            f"{one.seconds:,.0f}",
            f"{one.peak_mib:,.0f}",
            f"{one.precision:.3f}",
            f"{one.recall:.3f}",
        )
        for one in sizes
    ]
    table(("articles", "CPU s", "seconds", "MiB", "pairs P", "pairs R"), rows)
    for small, large in pairwise(sizes):
        grows = exponent(small, large)
        out.print(
            f"{small.articles:,} to {large.articles:,}: CPU seconds grow as articles ^ {grows:.2f}"
        )


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
    from parallax.encoders.hub import present

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
            f"{measured.per_second:,.0f} sentences/s on {threads} thread(s); "
            f"loaded in {measured.load_seconds:.1f} s; "
            f"peak memory of the process {measured.peak_mb:,.0f} MB\n",
            markup=False,
        )


def align(
    en: En = None,
    ru: Ru = None,
    uk: Uk = None,
    documents: Documents = None,
    only: Only = None,
    without: Annotated[
        Path | None, typer.Option(help="Ids of documents to leave out, one a line.")
    ] = None,
    scenario: Annotated[
        list[str] | None,
        typer.Option(help="P0, P, long, C1, C2, C3, C4 or C0; may be given again."),
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
    """Score aligners on comparable news, on edited numbers and on three languages at once.

    The comparable news are made from aligned translations.
    """
    from benchmarks.alignment import HEADINGS, LONG, Bench
    from benchmarks.comparable_news import SCENARIOS, UNRELATED
    from benchmarks.corpus import own_documents, read_documents
    from parallax.encoders.encoder import SentenceEncoder

    settings = Settings() if least is None else Settings(align={"bead_probability": least})
    if unknown := set(scenario or ()) - {*SCENARIOS, LONG, UNRELATED}:
        raise InputError(
            f"no scenario {', '.join(sorted(unknown))}", "P0, P, long, C1, C2, C3, C4 or C0"
        )
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
                bench.quality(scenario or [*SCENARIOS, LONG, UNRELATED], baselines),
                description="aligning",
            )
        )
    table(HEADINGS, rows)
    if scenario:
        return
    total, before, after = bench.edits()
    out.print(
        f"\nbeads with figures: {total}; found {before}, after every number of one side was "
        f"changed {after} ({after / max(before, 1):.3f})"
    )
    out.print(
        "three languages at once: "
        + ", ".join(f"{name} {value:.3f}" for name, value in bench.three_ways().items())
    )


def speed(
    baselines: Annotated[
        bool, typer.Option(help="Also run other aligners, on the same vectors.")
    ] = True,
) -> None:
    """Measure speed and memory of aligners after vectors, on one thread."""
    from benchmarks.align_speed import HEADINGS, LONG, rows

    heading()
    table(HEADINGS, list(rows(compared=baselines)))
    short, longer = sorted(LONG)
    out.print(
        f"long: {short:,} x {longer:,} sentences, as a translation {short:,} x {short:,}",
        markup=False,
    )


def translate(
    sentences: Annotated[int, typer.Option(min=1, help="Sentences to translate.")] = 1000,
) -> None:
    """Measure speed and memory of translation against Argos' own, on a package of usual size."""
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
        f"{len(texts):,} sentences, {bench.ARTICLE} an article, beam {bench.BEAM}, "
        f"{argos_model.LENGTH} pieces a translation",
        markup=False,
    )


def filters(
    en: En = None,
    ru: Ru = None,
    uk: Uk = None,
    documents: Documents = None,
    only: Only = None,
    sentences: Annotated[int, typer.Option(min=2, help="Sentences to translate.")] = 500,
) -> None:
    """Measure the JSON-lines filters that load models, after their start."""
    from benchmarks import argos_model, filter_speed, translate_speed
    from benchmarks.corpus import own_documents, read_documents

    given = (
        read_documents({"uk": uk, "ru": ru, "en": en}, documents, only)
        if en and ru and uk and documents
        else own_documents()
    )
    heading()
    texts = translate_speed.sentences(sentences)
    with tempfile.TemporaryDirectory() as folder:
        packages, lake = Path(folder) / "packages", Path(folder) / "lake"
        argos_model.build(packages, texts)
        rows = [
            filter_speed.measure("encode", filter_speed.lines_to_encode(given)),
            filter_speed.measure("align", filter_speed.lines_to_align(given)),
            filter_speed.measure(
                f"translate --lake {lake}",
                [{"text": text, "source": "uk", "target": "en"} for text in texts],
                {"PARALLAX_TRANSLATE__ARGOS_PACKAGES": str(packages)},
            ),
            filter_speed.measure_flow(packages, texts),
        ]
    table(
        ("", "lines", "seconds to start", "lines/s"),
        [
            (
                row.what.replace(f" --lake {lake}", ""),
                f"{row.lines:,}",
                f"{row.start_seconds:.1f}",
                f"{row.per_second:,.1f}",
            )
            for row in rows
        ],
    )
    out.print("seconds are those of the processor, of all cores together", markup=False)
