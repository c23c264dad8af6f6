"""The benchmark of findings on real texts: what people judged, and what readers would report."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parallax.cli.bench import CORPUS, Documents, En, Only, Ru, Uk, bench_app, heading
from parallax.cli.console import err, out, stage_progress, table
from parallax.core.errors import InputError
from parallax.core.settings import Settings

if TYPE_CHECKING:
    from benchmarks.finding_sets import FindingSet
    from benchmarks.findings import Row, Scored, Share
    from benchmarks.story_labels import StoryLabels
    from parallax.judging.claims import Judged

COLUMNS = ("", "shown", "judged", "true", "near", "not int.", "false", "right", "useful")


def register(app: typer.Typer) -> None:
    """Add the command of this module to the group `bench`."""
    del app  # the group is in it already
    bench_app.command(
        epilog="Examples: parallax bench findings; parallax bench findings --stories stories/ "
        f"--events events.jsonl {CORPUS}"
    )(findings)


def findings(
    stories: Annotated[
        list[str] | None,
        typer.Option(
            metavar="[NAME=]PLACE",
            help="Stories of outlets: JSON lines, or a folder of such; may be repeated.",
        ),
    ] = None,
    events: Annotated[
        list[Path] | None,
        typer.Option(help="Events told in several languages, JSON lines; may be repeated."),
    ] = None,
    en: En = None,
    ru: Ru = None,
    uk: Uk = None,
    documents: Documents = None,
    only: Only = None,
    judged: Annotated[
        list[Path] | None,
        typer.Option(help="Judgements without texts (JSON lines); ours when not given."),
    ] = None,
    labels: Annotated[
        list[Path] | None, typer.Option(help="What readers noted; ours when not given.")
    ] = None,
    lakes: Annotated[
        Path | None, typer.Option(help="Folder for the lakes that are built of the texts.")
    ] = None,
    brief: Annotated[
        bool, typer.Option("--brief", help="By kind and axis only, not by rule, languages, P.")
    ] = False,
    export: Annotated[
        Path | None,
        typer.Option(help="Write the judgements of the lakes without the texts to this file."),
    ] = None,
) -> None:
    """Score the findings on real texts: precision as people judged it, recall of what readers list.

    The texts are not in the repository; judgements and labels name them by their SHA-256. Without
    texts, what was judged so far is shown.
    """
    from benchmarks import finding_sets, story_labels
    from parallax.judging.claims import read_judged

    kept = [one for file in judged or _shipped("judgements") for one in read_judged(file)]
    noted = [one for file in labels or _shipped("labels") for one in story_labels.read(file)]
    folder = lakes or Settings().cache_folder / "bench-findings"
    made: list[FindingSet] = []
    with stage_progress() as shown:
        for given in stories or ():
            name, _, place = given.rpartition("=")
            made.append(finding_sets.of_stories(Path(place), folder, shown, name))
        if en and ru and uk and documents:
            files = {"en": en, "ru": ru, "uk": uk}
            made.append(finding_sets.of_documents(files, documents, only, folder, shown))
        made += [finding_sets.of_events(file, folder, shown) for file in events or ()]
    heading()
    if not made:
        out.print(
            f"{len(kept)} judgements and labels of {len(noted)} stories are here; their texts are "
            "not. With --stories, --events and a corpus the findings of today are scored."
        )
        _kept(kept)
        return
    for one in made:
        for remark in one.remarks:
            err.print(f"{one.name}: {remark}", markup=False)
        _show(one, kept, noted, brief=brief)
    if export is not None:
        _export(made, export)


def _shipped(what: str) -> list[Path]:
    from benchmarks.story_labels import HERE

    return sorted((HERE.parent / what).glob("*.jsonl"))


def _kept(kept: Sequence[Judged]) -> None:
    """Print what was judged so far, as it was shown then."""
    from parallax.lake.judgements import Verdict

    groups: dict[tuple[str, str], Counter[str]] = {}
    for one in kept:
        groups.setdefault((one.set, one.claim.kind), Counter())[one.verdict] += 1
    table(
        ("set", "kind", "judged", *Verdict),
        [
            (*key, str(sum(n.values())), *(str(n[verdict]) for verdict in Verdict))
            for key, n in sorted(groups.items())
        ],
    )


def _show(
    one: FindingSet, kept: Sequence[Judged], noted: Sequence[StoryLabels], *, brief: bool
) -> None:
    from benchmarks.finding_sets import together
    from benchmarks.findings import agreements, lost, range_of, row, rows, scored

    verdicts = together(one.judged, kept)
    some = scored(one.findings, verdicts)
    own = [j for j in verdicts if j.claim.texts <= set(one.texts.values())]
    languages = sorted({side.edition.language for f in some for side in f.finding.sides})
    out.print(
        f"\n{one.name}: {one.pairs:,} linked pairs of texts ({', '.join(languages)}); "
        f"{len(some):,} findings, {50 * len(some) / max(one.pairs, 1):.1f} in 50 pairs"
    )
    views: tuple[tuple[str, Callable[[Scored], Iterable[str]]], ...] = (
        ("kind", lambda s: [s.finding.kind.value]),
        ("axis of wording", _axis),
        ("rule", lambda s: [s.finding.rule]),
        ("pair of languages", lambda s: s.finding.languages),
        ("P of the link", lambda s: [range_of(s.finding.p)]),
        ("confidence", lambda s: [s.finding.confidence]),
        ("figures by confidence", _figure),
    )
    for title, of in views[:2] if brief else views:
        counted = [made for _, made in rows(some, of) if made.judged or title == "kind"]
        if title == "kind":
            counted.append(row("all", some))
        table((title, *COLUMNS[1:]), [_cells(made) for made in counted], title=" ")
    causes = Counter(s.cause for s in some if s.cause)
    if causes:
        said = ", ".join(f"{cause} {n}" for cause, n in causes.most_common())
        out.print(f"\nwhat makes those that are not true: {said}")
    gone = lost([claim for _, claim in one.findings], own)
    people = ", ".join(f"{who} {n}" for who, n in sorted(Counter(j.who for j in own).items()))
    out.print(f"judged by: {people or 'nobody'}; judged right and not found today: {len(gone)}")
    for agreed in agreements(own):
        out.print(
            f"{agreed.people[0]} and {agreed.people[1]} judged {agreed.both} alike in "
            f"{agreed.alike}: Cohen's kappa {_number(agreed.kappa)}, of right or not "
            f"{_number(agreed.kappa_right)}"
        )
    _show_labels(one, noted)


def _axis(one: Scored) -> list[str]:
    from parallax.judging.finding import Kind

    wording = one.finding.kind in (Kind.WORDING, Kind.CONTRAST)
    return [f"{one.finding.subject} ({one.finding.kind.value})"] if wording else []


def _show_labels(one: FindingSet, noted: Sequence[StoryLabels]) -> None:
    from benchmarks.findings import wilson
    from benchmarks.label_scores import linked, score

    present = set(one.texts.values())
    own = [story for story in noted if set(story.texts) <= present]
    if not own:
        return
    made = score(own, [claim for _, claim in one.findings])
    cells = [
        (part.replace("_", " "), what, str(n), str(made.found[part, what]))
        for (part, what), n in sorted(made.listed.items())
    ]
    total, found = sum(made.listed.values()), sum(made.found.values())
    table(
        ("what readers would report", "", "listed", "found"),
        [
            *cells,
            ("all", _share(wilson(found / total, total)) if total else "", str(total), str(found)),
        ],
        title=f"\n{len(own)} labelled stories",
    )
    for what, n in sorted(made.alike.items()):
        out.print(
            f"figures that readers call {what.replace('_', ' ')}: {n}, told as a conflict: "
            f"{made.accused[what]}"
        )
    pairs = linked(own, one.lake, one.texts)
    out.print(
        f"pairs of sentences that say the same: precision {pairs.precision:.3f}, recall "
        f"{pairs.recall:.3f}, F1 {pairs.f1:.3f}"
    )


def _figure(one: Scored) -> list[str]:
    from parallax.judging.finding import NUMBER

    figure = one.finding.subject == NUMBER
    return [f"{one.finding.kind.value} {one.finding.confidence}"] if figure else []


def _cells(made: Row) -> tuple[str, ...]:
    from parallax.lake.judgements import Verdict

    order = (Verdict.TRUE, Verdict.NEAR, Verdict.NOT_INTERESTING, Verdict.FALSE)
    return (
        made.name,
        str(made.shown),
        str(made.judged),
        *(str(made.verdicts[verdict]) for verdict in order),
        _share(made.right),
        _share(made.useful),
    )


def _share(share: Share | None) -> str:
    return f"{share.value:.2f} [{share.low:.2f}, {share.high:.2f}]" if share else "-"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _export(made: Sequence[FindingSet], file: Path) -> None:
    lines = [
        json.dumps(one.to_object(), ensure_ascii=False, sort_keys=True)
        for some in made
        for one in sorted(some.judged, key=lambda j: (j.when, j.who, j.claim.kind))
    ]
    if not lines:
        raise InputError("the lakes hold no judgement", "parallax judge --lake writes them")
    file.write_text("\n".join(lines) + "\n", "utf-8")
    out.print(f"{file}: {len(lines)} judgements", markup=False)
