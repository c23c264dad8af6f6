"""The screen of `parallax judge`: a finding with its sentences, and the keys that judge it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click
from rich.text import Text

from parallax.cli.console import out, table
from parallax.lake.judgements import Cause, Verdict

if TYPE_CHECKING:
    from parallax.judging.finding import Finding, Passage
    from parallax.judging.judgements import Judgements

VERDICTS = {
    "t": Verdict.TRUE,
    "n": Verdict.NEAR,
    "f": Verdict.FALSE,
    "x": Verdict.NOT_INTERESTING,
}
CAUSES = dict(zip("123456789oz", Cause, strict=True))
SKIP, UNDO, HELP, QUIT = "s", "u", "?", "q"
_ASKS = "t true · n near · f false · x not interesting · s skip · u undo · ? help · q quit"
_EXPLAINED = {
    Verdict.TRUE: "the texts differ as it says",
    Verdict.NEAR: "near-synonyms, or a matter of degree",
    Verdict.FALSE: "the texts do not differ as it says: the mistake is ours",
    Verdict.NOT_INTERESTING: "right, and nobody would report it",
    Cause.LINK: "the sentences are not about the same thing",
    Cause.THING: "another thing, outcome, owner, place or period is compared",
    Cause.TIME: "both were right when they were written",
    Cause.SENSE: "a word has another meaning here",
    Cause.EQUIVALENT: "the other side says the same in words the rules do not know",
    Cause.SPEECH: "a quotation, a source or a speaker is read wrongly",
    Cause.READING: "a figure, unit, date or name is read wrongly",
    Cause.ELSEWHERE: "it is said in another sentence of the same text",
    Cause.GRAMMAR: "who did what to whom, a negation or a plan is read wrongly",
    Cause.TRIVIAL: "right, and of no weight",
    Cause.OTHER: "something else",
}


def explain() -> None:
    """Print what verdicts and causes mean, with their keys."""
    keys = {**VERDICTS, **CAUSES}
    table(
        ("key", "word", "meaning"),
        [(key, meant.value, _EXPLAINED[meant]) for key, meant in keys.items()],
    )


def judge(findings: Sequence[Finding], judgements: Judgements) -> list[Finding]:
    """Ask for a verdict on each finding; return those that were judged."""
    judged: list[Finding] = []
    place, begun = 0, time.monotonic()
    while place < len(findings):
        finding = findings[place]
        _show(finding, place + 1, len(findings), judgements)
        key = _key(_ASKS, {*VERDICTS, SKIP, UNDO, HELP, QUIT})
        if key == QUIT:
            break
        if key == HELP:
            explain()
        elif key == UNDO:
            place = max(place - 1, 0)
            if findings[place] in judged:
                judgements.withdraw(findings[place])
                judged.remove(findings[place])
        else:
            if key != SKIP:
                verdict = VERDICTS[key]
                judgements.add(finding, verdict, _cause(verdict))
                judged.append(finding)
            place += 1
    spent = time.monotonic() - begun
    out.print(f"{len(judged)} judged in {spent / 60:.1f} minutes", markup=False)
    return judged


def _cause(verdict: Verdict) -> Cause | None:
    """Ask what made a finding that is not true; Enter leaves it open."""
    if verdict in (Verdict.TRUE, Verdict.NOT_INTERESTING):
        return None
    asked = " · ".join(f"{key} {cause.value}" for key, cause in CAUSES.items())
    key = _key(f"why? {asked} · Enter none", {*CAUSES, "\r", "\n"})
    return CAUSES.get(key)


def _key(asked: str, allowed: set[str]) -> str:
    """Wait for one of some keys.

    :raises KeyboardInterrupt: on Ctrl-C, and at the end of the input.
    """
    out.print(Text(asked, "dim"))
    while True:
        try:
            key = click.getchar()
        except EOFError as error:
            raise KeyboardInterrupt from error
        if key.lower() in allowed:
            return key.lower()


def _show(finding: Finding, number: int, total: int, judgements: Judgements) -> None:
    subject = finding.subject if finding.ref is None else f"{finding.subject} of {finding.ref}"
    p = "" if finding.p is None else f" · P {finding.p:.2f}"
    out.print()
    out.rule(Text(f"{number} of {total} · {finding.title}"), align="left")
    out.print(Text.assemble((finding.kind.value, "bold"), f" · {subject}", style=""))
    out.print(Text(f"{finding.confidence} confidence{p} · {finding.rule}", "dim"))
    if finding.why:
        out.print(finding.why)
    for row in judgements.of(finding):
        out.print(Text(f"{row['who']} said: {row['verdict']}", "dim"))
    for side in finding.sides:
        when = side.edition.published
        moment = f" · {when:%Y-%m-%d %H:%M}" if when else ""
        out.print()
        out.print(
            Text.assemble(
                (f"[{side.statement + 1}] {side.edition.edition}", "bold"),
                f" {side.edition.language}{moment}: ",
                (side.value or "nothing of it", "bold"),
            )
        )
        for passage in side.passages:
            out.print(_marked(passage))
            if passage.translation:
                out.print(Text(f"    {passage.translation}", "dim"))
    out.print()


def _marked(passage: Passage) -> Text:
    text = Text("  " + passage.text)
    for start, end in passage.marks:
        text.stylize("reverse", start + 2, end + 2)
    return text
