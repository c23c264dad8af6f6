"""Benchmarks of reading pages and of writing them."""

from __future__ import annotations

import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer

from parallax.cli.bench import CORPUS, Documents, En, Only, Ru, Uk, bench_app, heading
from parallax.cli.console import out, progress, table


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the group `bench`."""
    del app  # the group is in it already
    bench_app.command(
        epilog=f"Examples: parallax bench sentences; parallax bench sentences {CORPUS}"
    )(sentences)
    bench_app.command(epilog="Example: parallax bench bodies saved/html saved/txt")(bodies)
    bench_app.command(epilog="Example: parallax bench articles real_pages")(articles)
    bench_app.command(
        epilog="Examples: parallax bench pages; "
        "parallax bench pages --warc CC-NEWS-20261101.warc.gz --most 2000"
    )(pages)
    bench_app.command(
        epilog="Examples: parallax bench languages; "
        "parallax bench languages --en en.txt --ru ru.txt --uk uk.txt"
    )(languages)
    bench_app.command(epilog="Example: parallax bench backfill --pages 10000")(backfill)
    bench_app.command(epilog="Example: parallax bench page")(page)
    bench_app.command(epilog="Example: parallax bench start --times 5")(start)
    bench_app.command(
        epilog="Examples: parallax bench scale; "
        "parallax bench scale --articles 100 --articles 1000 --articles 10000"
    )(scale)
    bench_app.command(epilog="Examples: parallax bench week; parallax bench week --hours 6")(week)


def start(
    times: Annotated[int, typer.Option(min=1, help="Runs of each command; the best counts.")] = 3,
) -> None:
    """Measure commands as a user runs them, each a process of its own: seconds and memory."""
    from benchmarks.command_start import runs

    heading()
    rows = []
    with progress() as bar:
        task = bar.add_task("running commands", total=None)
        for run in runs(times):
            rows.append((run.command, f"{run.wall:.2f}", f"{run.cpu:.2f}", f"{run.mib:,.0f}"))
            bar.update(task, advance=1)
    table(("command", "seconds", "CPU seconds", "peak MiB"), rows)


def languages(en: En = None, ru: Ru = None, uk: Uk = None) -> None:
    """Measure how often the language of a text, and of its first words, is found."""
    from benchmarks.languages import own_texts
    from benchmarks.languages import table as rows_of

    heading()
    texts = own_texts()
    if en and ru and uk:
        texts = {
            language: [line for line in file.read_text("utf-8").splitlines() if line.strip()]
            for language, file in (("uk", uk), ("ru", ru), ("en", en))
        }
    table(("detector", "words", *texts), rows_of(texts))


def sentences(
    en: En = None,
    ru: Ru = None,
    uk: Uk = None,
    documents: Documents = None,
    only: Only = None,
) -> None:
    """Score sentence splitters, ours and others that are installed, on known boundaries."""
    from benchmarks.corpus import read_documents
    from benchmarks.sentences import SPLITTERS, own_paragraphs, paragraphs_of, score

    heading()
    paragraphs = own_paragraphs()
    if en and ru and uk and documents:
        given = read_documents({"en": en, "ru": ru, "uk": uk}, documents, only)
        paragraphs = [
            paragraph
            for language in ("uk", "ru", "en")
            for paragraph in paragraphs_of(given, language)
        ]
    rows = []
    for name, splitter in SPLITTERS.items():
        for language in ("uk", "ru", "en"):
            mine = [paragraph for paragraph in paragraphs if paragraph[0] == language]
            try:
                found, started = score(mine, splitter), time.perf_counter()
                characters = sum(len(" ".join(parts)) for _, parts in mine)
                for _, parts in mine:
                    list(splitter(" ".join(parts), language))
                speed = characters / (time.perf_counter() - started)
            except ImportError:
                break
            shares = (f"{x:.3f}" for x in (found.precision, found.recall, found.f1))
            rows.append(
                (name, language, str(found.right + found.missed), *shares, f"{speed / 1000:,.0f}")
            )
    table(
        ("splitter", "language", "boundaries", "precision", "recall", "F1", "1,000 characters/s"),
        rows,
    )


def bodies(
    pages: Annotated[Path, typer.Argument(help="Folder of saved pages, NAME.html.")],
    texts: Annotated[Path, typer.Argument(help="Folder of the texts of their bodies, NAME.txt.")],
) -> None:
    """Score the body found on saved pages, beside each extractor alone."""
    from benchmarks.bodies import compare, pairs

    given = pairs(pages, texts)
    heading()
    rows = [
        (name, *(f"{x:.3f}" for x in scores), "" if name == "vote" else str(worse))
        for name, (scores, worse) in compare(given).items()
    ]
    table(
        ("extractor", "precision", "recall", "F1", "pages where the vote is worse by .02"),
        rows,
        title=f"{len(given)} pages, token F1",
    )


def articles(
    folder: Annotated[
        Path, typer.Argument(help="Folder of sets: SET/html, SET/txt and SET/meta.jsonl.")
    ],
) -> None:
    """Score bodies, headlines and days read from saved pages, set by set."""
    from benchmarks.articles import COLUMNS, rows, sets

    found = sets(folder)
    heading()
    table(COLUMNS, list(rows(found)), title="token F1, and shares of the pages where known")


def pages(
    warc: Annotated[
        Path | None,
        typer.Option(help="WARC file whose pages are read; the sample world's when not given."),
    ] = None,
    most: Annotated[int, typer.Option(help="Pages of it that are read, at most.")] = 1000,
) -> None:
    """Measure how fast pages become sentences, and how fast an unchanged page is passed over."""
    from benchmarks.pages import archived_pages, measure, own_pages

    heading()
    found = measure(archived_pages(warc, most) if warc else own_pages())
    columns = (
        "articles",
        "kB a page",
        "bytes to sentences/s",
        "archived and read/s",
        "unchanged/s",
    )
    values = (found.kilobytes, found.to_sentences, found.gathered, found.unchanged)
    table(
        columns,
        [(str(found.pages), *(f"{value:,.1f}" for value in values))],
        title="pages, on one core",
    )


def backfill(
    pages: Annotated[
        int, typer.Option(help="Pages of the archive that is made and read.")
    ] = 10_000,
) -> None:
    """Make an archive of many pages and gather it: speed, and memory as it grows."""
    from benchmarks.backfill import measure

    heading()
    with progress() as bar:
        task = bar.add_task("pages", total=pages)
        reached = list(measure(pages, lambda n: bar.advance(task, n)))
    rows = [
        (f"{r.pages:,}", f"{r.seconds:,.0f}", f"{r.pages / r.seconds:,.1f}", f"{r.mebibytes:,.0f}")
        for r in reached
    ]
    table(("pages", "seconds", "pages/s", "MiB"), rows)


def page() -> None:
    """Build the page of a story of 12 editions of 60 sentences, and an index of 2,000 stories."""
    from benchmarks.large_story import EDITIONS, SENTENCES, measure

    heading()
    found = measure()
    table(
        ("page", "seconds", "MB"),
        [
            (
                f"story of {EDITIONS} editions x {SENTENCES} sentences, {found.links} rows, "
                f"{found.differences} differences",
                f"{found.story_seconds:.2f}",
                f"{found.story_megabytes:.2f}",
            ),
            (
                "index of 2,000 stories",
                f"{found.index_seconds:.2f}",
                f"{found.index_megabytes:.2f}",
            ),
        ],
    )
    paint = (
        f"{found.paint_seconds:.2f} s"
        if found.paint_seconds is not None
        else "not measured (needs Chromium, its driver and selenium)"
    )
    out.print(f"first paint of the story's page: {paint}", markup=False)


def scale(
    articles: Annotated[
        list[int] | None, typer.Option(help="Sizes, each measured in a process of its own.")
    ] = None,
    processes: Annotated[
        int,
        typer.Option(help="Processes that do the batches; 0 for one process, which is lighter."),
    ] = 0,
) -> None:
    """Measure every stage on made worlds of several sizes, and a second pass with 1 % new articles.

    Seconds, memory, and how they grow with the size.
    """
    from benchmarks.scale import exponent, measure
    from parallax.pipeline import NAMES

    heading()
    found = []
    for size in articles or [100, 1000]:
        found.append(measure(size, processes))
        one = found[-1]
        rows = [(stage, f"{one.first[stage]:.2f}", f"{one.second[stage]:.2f}") for stage in NAMES]
        rows.append(("all", f"{sum(one.first.values()):.2f}", f"{sum(one.second.values()):.2f}"))
        speed = (
            f"{one.speed:.1f} articles/s, peak {one.peak_mib:,.0f} MiB, "
            f"second pass {one.share:.1%} of the first"
        )
        table(
            ("stage", "first pass, s", "with 1 % new, s"),
            rows,
            title=f"{one.articles:,} articles, {one.stories:,} stories of several: {speed}",
        )
    for small, large in pairwise(found):
        grown = [(stage, f"{exponent(small, large, stage):.2f}") for stage in NAMES]
        table(
            ("stage", "growth exponent"), grown, title=f"{small.articles:,} to {large.articles:,}"
        )


def week(
    hours: Annotated[int, typer.Option(help="Hours of simulated time; a pass each.")] = 168,
) -> None:
    """Run the hourly flow through a week of simulated time, over a world that fails in turns."""
    from benchmarks.week import simulate

    heading()
    with tempfile.TemporaryDirectory() as folder:
        made = simulate(hours, Path(folder) / "lake")
    table(
        ("what", "count"),
        [
            ("passes", f"{made.passes:,}"),
            ("pages published", f"{made.published:,}"),
            ("articles", f"{made.articles:,}"),
            ("edits", f"{made.edited:,}"),
            ("texts", f"{made.texts:,}"),
            ("stories", f"{made.stories:,}"),
            ("texts without sentences", f"{made.lost_sentences:,}"),
            ("failures recorded", f"{made.failures:,}"),
            ("errors nobody handled", f"{len(made.unhandled):,}"),
        ],
        title=f"{made.seconds:,.0f} s; "
        f"{'the counts add up' if made.adds_up else 'THE COUNTS DO NOT ADD UP'}",
    )
    for error in made.unhandled:
        out.print(error, markup=False)
    raise typer.Exit(0 if made.adds_up else 1)
