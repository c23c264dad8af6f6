"""Judging findings one after the other, in the terminal: judge."""

from __future__ import annotations

import getpass
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from parallax.cli import judge_screen
from parallax.cli.console import out, stage_progress, table
from parallax.cli.inputs import LakeOption, existing_lake, settings_of
from parallax.core.errors import InputError
from parallax.lake.judgements import Cause, Verdict

if TYPE_CHECKING:
    from parallax.core.settings import Settings
    from parallax.judging.finding import Finding
    from parallax.judging.judgements import Judgements
    from parallax.lake.lake import Lake


Word = TypeVar("Word", Verdict, Cause)


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(
        epilog="Examples: parallax judge --lake data/demo; parallax judge e20c0b67; "
        "parallax judge --sample 100 --kind conflict --kind wording; "
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
    jsonl: Annotated[bool, typer.Option("--jsonl", help="With --list: one object a line.")] = False,
    given: Annotated[
        Path | None,
        typer.Option(
            "--from",
            help="Read verdicts from JSON lines: finding_id, verdict, and cause and note or none.",
        ),
    ] = None,
    causes: Annotated[bool, typer.Option("--causes", help="Explain verdicts and causes.")] = False,
) -> None:
    """Judge the findings of a story, or of a whole lake, one after the other.

    One key says what a finding is: true, near (near-synonyms, a matter of degree), false, or not
    interesting; a second key says what made it. Each verdict is written at once. At the end the
    pages are rebuilt: findings judged false are folded there, and never removed.
    """
    if causes:
        judge_screen.explain()
        return
    from parallax.judging.judgements import Judgements

    settings = settings_of(lake, None)
    store = existing_lake(settings)
    judgements = Judgements(store, who or _account())
    found = _chosen(_findings(store, settings, story), kind, axis, rule, confidence)
    if given is not None:
        _read(given, found, judgements)
        return
    if second:
        found = [one for one in found if _others(one, judgements)]
    if not again and not listed:
        found = [one for one in found if judgements.mine(one) is None]
    if sample is not None:
        from parallax.judging.finding import sampled

        found = sampled(found, sample, seed)
    if listed:
        _list(found, judgements, jsonl=jsonl)
        return
    if not found:
        out.print("No finding is left to judge here; --again shows those you have judged.")
        return
    if not sys.stdin.isatty():
        raise InputError(
            "judging needs a terminal", "--list --jsonl and --from are for other programs"
        )
    judged = judge_screen.judge(found, judgements)
    if judged:
        _rebuild(store, settings, {one.day for one in judged})


def _account() -> str:
    try:
        return os.environ.get("PARALLAX_WHO") or getpass.getuser()
    except (KeyError, OSError) as error:
        raise InputError("who judges is not known", "name yourself with --who") from error


def _findings(store: Lake, settings: Settings, story: str | None) -> list[Finding]:
    from parallax.judging.finding_reader import FindingReader
    from parallax.lake.stories import day_of_each

    days, only = None, None
    if story is not None:
        known = {name: day for name, day in day_of_each(store).items() if name.startswith(story)}
        if not known:
            raise InputError(f"no story {story} in {settings.lake}")
        days, only = sorted(set(known.values())), sorted(known)
    return list(FindingReader(store, days, settings.target_language, only).findings())


def _chosen(
    findings: Sequence[Finding],
    kinds: Sequence[str] | None,
    axes: Sequence[str] | None,
    rules: Sequence[str] | None,
    levels: Sequence[str] | None,
) -> list[Finding]:
    from parallax.comparers.confidence import Confidence
    from parallax.comparers.framing import codebook
    from parallax.judging.finding import Kind

    for given, known, what in (
        (kinds, list(Kind), "kind"),
        (axes, sorted(codebook.load().axes), "axis"),
        (levels, list(Confidence), "confidence"),
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


def _others(finding: Finding, judgements: Judgements) -> bool:
    mine = judgements.mine(finding)
    return any(row is not mine for row in judgements.of(finding))


def _list(found: Sequence[Finding], judgements: Judgements, *, jsonl: bool) -> None:
    if jsonl:
        for one in found:
            line = json.dumps(_object(one, judgements), ensure_ascii=False)
            sys.stdout.write(line + "\n")
        return
    rows = [
        (
            one.id,
            one.kind.value,
            one.subject,
            " / ".join(dict.fromkeys(side.value or "—" for side in one.sides)),
            one.confidence,
            "" if one.p is None else f"{one.p:.2f}",
            ", ".join(f"{row['verdict']} ({row['who']})" for row in judgements.of(one)),
        )
        for one in found
    ]
    table(("finding", "kind", "axis", "values", "confidence", "P", "judged"), rows)


def _object(one: Finding, judgements: Judgements) -> dict[str, object]:
    return {
        "finding_id": one.id,
        "story_id": one.story_id,
        "story": one.title,
        "kind": one.kind.value,
        "subject": one.subject,
        "ref": one.ref,
        "rule": one.rule,
        "confidence": one.confidence,
        "p": one.p,
        "languages": list(one.languages),
        "why": one.why,
        "sides": [
            {
                "edition": side.edition.edition,
                "language": side.edition.language,
                "published": side.edition.published.isoformat() if side.edition.published else None,
                "statement": side.statement,
                "value": side.value,
                "words": side.words,
                "sentences": [
                    {"text": p.text, "marks": p.marks, "translation": p.translation}
                    for p in side.passages
                ],
            }
            for side in one.sides
        ],
        "judged": [
            {"who": row["who"], "verdict": row["verdict"], "cause": row["cause"]}
            for row in judgements.of(one)
        ],
    }


def _read(file: Path, found: Sequence[Finding], judgements: Judgements) -> None:
    """Take verdicts from a file; a line that cannot be taken is named, the others are."""
    from parallax.cli.jsonl import object_of
    from parallax.cli.line_keys import Keys

    if not file.is_file():
        raise InputError(f"{file} is not a file")
    by_id = {one.id: one for one in found}
    taken, faults = 0, 0
    for number, line in enumerate(file.read_bytes().splitlines(), 1):
        if not line.strip():
            continue
        try:
            keys = Keys(object_of(line))
            finding = by_id.get(keys.text("finding_id"))
            if finding is None:
                raise InputError(f"no finding {keys.text('finding_id')} here")
            verdict = _one_of(Verdict, keys.text("verdict"), "verdict")
            cause = keys.optional("cause")
            judgements.add(
                finding,
                verdict,
                _one_of(Cause, cause, "cause") if cause else None,
                keys.optional("note") or "",
            )
            taken += 1
        except InputError as fault:
            faults += 1
            out.print(f"{file}, line {number}: {fault}", markup=False)
    out.print(f"{taken} verdicts taken, {faults} lines not", markup=False)
    if faults:
        raise typer.Exit(1)


def _one_of(kind: type[Word], word: str, what: str) -> Word:
    try:
        return kind(word)
    except ValueError as error:
        raise InputError(f"no {what} “{word}”", f"there are: {', '.join(kind)}") from error


def _rebuild(store: Lake, settings: Settings, days: set[str]) -> None:
    from parallax.reports import stage

    with stage_progress() as shown, store.passing(settings.pass_wait_seconds):
        built = stage.run(store, settings, sorted(days), progress=shown)
    out.print(f"{built.counts['pages written']} pages rebuilt", markup=False)
