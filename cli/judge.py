"""Judging findings one after the other, in the terminal or on a page: judge."""

from __future__ import annotations

import getpass
import os
import time
import webbrowser
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parallax.cli.console import out, stage_progress
from parallax.cli.inputs import LakeOption, existing_lake, settings_of
from parallax.core.clean_text import clean
from parallax.core.errors import InputError
from parallax.core.files import shown

if TYPE_CHECKING:
    from parallax.core.settings import Settings
    from parallax.judging.finding import Finding
    from parallax.judging.session import Session
    from parallax.lake.lake import Lake


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(
        epilog="Examples: parallax judge --lake data/demo; parallax judge e20c0b67; "
        "parallax judge --page --open; parallax judge --sample 100 --kind conflict --kind wording; "
        "parallax judge --list --jsonl > findings.jsonl; parallax judge --from verdicts.jsonl"
    )(judge)


def judge(
    story: Annotated[
        str | None,
        typer.Argument(metavar="[STORY]", help="A story's id, or its beginning; all when none."),
    ] = None,
    lake: LakeOption = None,
    who: Annotated[
        str | None, typer.Option(help="Who judges; the name of the account when not given.")
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(help="conflict, compatible, omitted, wording or contrast; may be repeated."),
    ] = None,
    axis: Annotated[
        list[str] | None, typer.Option(help="Axis of wording; may be repeated.")
    ] = None,
    rule: Annotated[list[str] | None, typer.Option(help="Rule; may be repeated.")] = None,
    confidence: Annotated[
        list[str] | None, typer.Option(help="high, medium or low; may be repeated.")
    ] = None,
    sample: Annotated[
        int | None,
        typer.Option(min=1, help="At most this many, drawn evenly from kinds and axes."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of the sample.")] = 0,
    again: Annotated[bool, typer.Option(help="Also those that you have judged.")] = False,
    second: Annotated[
        bool, typer.Option(help="Only those that another person has judged: a second opinion.")
    ] = False,
    listed: Annotated[
        bool, typer.Option("--list", help="List the findings and what was judged; ask nothing.")
    ] = False,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="List them as JSON, one object a line.")
    ] = False,
    given: Annotated[
        Path | None,
        typer.Option(
            "--from",
            help="Read verdicts from JSON lines: finding_id, verdict, and cause and note or none.",
        ),
    ] = None,
    page: Annotated[
        bool, typer.Option("--page", help="Judge on a page in the browser of this machine.")
    ] = False,
    port: Annotated[
        int, typer.Option(help="Port of the page; 0 takes a free one.", min=0, max=65535)
    ] = 0,
    open_page: Annotated[
        bool, typer.Option("--open", help="With --page: open it in the browser.")
    ] = False,
    causes: Annotated[bool, typer.Option("--causes", help="Explain verdicts and causes.")] = False,
) -> None:
    """Judge the findings of a story, or of a whole lake, one after the other.

    One key says what a finding is: true, near (near-synonyms, a matter of degree), false, or not
    interesting; a second key says what made it. Each verdict is written at once. At the end the
    pages are rebuilt: findings judged false are folded there, and never removed. With --page the
    browser shows them, side by side, and only the browser that has the printed address.
    """
    from parallax.cli import judge_file, judge_list, judge_terminal

    if causes:
        judge_terminal.explain()
        return
    from parallax.judging.finding import sampled
    from parallax.judging.judgements import Judgements
    from parallax.judging.session import Session

    settings = settings_of(lake, None)
    store = existing_lake(settings)
    judgements = Judgements(store, _person(who, needed=not (listed or jsonl)))
    found = _chosen(_findings(store, settings, story), kind, axis, rule, confidence)
    if second:
        found = [one for one in found if judgements.others(one)]
    if sample is not None:
        found = sampled(found, sample, seed)
    if listed or jsonl:
        judge_list.show(found, judgements, jsonl=jsonl)
        return
    if given is not None:
        taken, faults = judge_file.take(given, found, judgements)
        _rebuild(store, settings, taken)
        if faults:
            raise typer.Exit(1)
        return
    session = Session(found, judgements, again=again)
    if session.current is None:
        out.print(_nothing(found, second=second))
        return
    if page or open_page:
        _on_page(session, store, settings, port=port, open_page=open_page)
    else:
        _in_terminal(session, store, settings)


def _nothing(found: Sequence[Finding], *, second: bool) -> str:
    if found:
        return f"You have judged all {len(found)} findings here; --again shows them again."
    return "Nobody else has judged a finding here." if second else "There is no finding here."


def _in_terminal(session: Session, store: Lake, settings: Settings) -> None:
    from parallax.cli import judge_terminal

    begun = time.monotonic()
    out.print(f"Judging as {session.who}.")
    try:
        judge_terminal.TerminalJudging(session, partial(_open, store)).run()
    except KeyboardInterrupt:
        out.print(f"{_summary(session, begun)}; `parallax report` rebuilds the pages")
        raise
    out.print(_summary(session, begun))
    _rebuild(store, settings, session.judged)


def _on_page(
    session: Session, store: Lake, settings: Settings, *, port: int, open_page: bool
) -> None:
    from parallax.cli import judge_page
    from parallax.reports import stage

    begun, pages = time.monotonic(), stage.folder(store)
    with suppress(KeyboardInterrupt):
        judge_page.judge(
            session,
            pages if isinstance(pages, Path) else None,
            settings.target_language,
            port=port,
            open_page=open_page,
        )
    out.print(_summary(session, begun))
    _rebuild(store, settings, session.judged)


def _summary(session: Session, begun: float) -> str:
    skipped = f", {session.skipped} skipped" if session.skipped else ""
    minutes = (time.monotonic() - begun) / 60
    return f"{len(session.judged)} judged and stored{skipped}, in {minutes:.1f} minutes"


def _open(store: Lake, finding: Finding) -> str:
    from parallax.reports import stage

    name, _, row = finding.page.partition("#")
    page = stage.folder(store) / name
    if not isinstance(page, Path) or not page.is_file():
        return "There is no page of it yet; `parallax report` builds pages."
    webbrowser.open(f"{page.resolve().as_uri()}{f'#{row}' if row else ''}")
    return shown(page)


def _person(who: str | None, *, needed: bool) -> str:
    """Return who judges."""
    given = clean(who or os.environ.get("PARALLAX_WHO") or "").strip()
    try:
        return given or getpass.getuser()
    except (KeyError, OSError) as error:
        if needed:
            raise InputError("who judges is not known", "name yourself with --who") from error
        return ""


def _findings(store: Lake, settings: Settings, story: str | None) -> list[Finding]:
    from parallax.judging.finding_reader import FindingReader
    from parallax.lake.stories import day_of_each

    days, only = None, None
    if story is not None:
        known = {name: day for name, day in day_of_each(store).items() if name.startswith(story)}
        if not known:
            raise InputError(f"no story {story} in {settings.lake}")
        days, only = sorted(set(known.values())), sorted(known)
    reader = FindingReader(store, days, settings.target_language, only)
    found: list[Finding] = []
    with stage_progress() as shown_progress:
        places = reader.places()
        shown_progress.begin(len(places), "stories read")
        for place in places:
            found += reader.of_story(*place)
            shown_progress.advance()
    return found


def _chosen(
    findings: Sequence[Finding],
    kinds: Sequence[str] | None,
    axes: Sequence[str] | None,
    rules: Sequence[str] | None,
    levels: Sequence[str] | None,
) -> list[Finding]:
    from parallax.comparers.confidence import Confidence
    from parallax.comparers.framing import codebook
    from parallax.judging.finding import NUMBER, Kind

    for given, known, what in (
        (kinds, list(Kind), "kind"),
        (axes, [NUMBER, *sorted(codebook.load().axes)], "axis"),
        (levels, list(Confidence), "confidence"),
        (rules, sorted({one.rule for one in findings}), "finding of the rule"),
    ):
        if wrong := sorted(set(given or ()) - set(known)):
            raise InputError(f"no {what} {', '.join(wrong)}", f"there are: {', '.join(known)}")
    return [
        one
        for one in findings
        if (not kinds or one.kind in kinds)
        and (not axes or one.subject in axes)
        and (not rules or one.rule in rules)
        and (not levels or one.confidence in levels)
    ]


def _rebuild(store: Lake, settings: Settings, judged: Sequence[Finding]) -> None:
    from parallax.reports import stage

    days = {one.day for one in judged}
    if not days:
        return
    with stage_progress() as shown, store.passing(settings.pass_wait_seconds):
        built = stage.run(store, settings, sorted(days), progress=shown)
    out.print(f"{built.counts['pages written']} pages rebuilt", markup=False)
