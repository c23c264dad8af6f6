"""Numbers of a text, or of two texts compared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text as Styled

from parallax import quantities
from parallax.cli import jsonl
from parallax.cli.console import out, table
from parallax.cli.inputs import Lang, Words, inputs, say_guesses
from parallax.cli.line_keys import Keys
from parallax.core.errors import InputError
from parallax.quantities import day_of, figure

if TYPE_CHECKING:
    from parallax.cli.jsonl import Line
    from parallax.comparers.numbers import Quantity
    from parallax.quantities import Numbers, NumbersCompared

Published = Annotated[
    str | None, typer.Option(help="Day of publication, YYYY-MM-DD: completes dates without a year.")
]
Rates = Annotated[
    list[str] | None,
    typer.Option("--rate", help="Rate of exchange, as USD/UAH=41.5; may be given again."),
]
_COLOURS = {"equal": "green", "compatible": "cyan", "conflict": "bold red", "omitted": "yellow"}


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(
        epilog="Examples: parallax numbers 'More than 1.7 million hryvnias'; "
        "parallax numbers --compare --rate USD/UAH=40 'Damage of 48 "
        "million hryvnias' 'Damage of $1.2 million'"
    )(numbers)


def numbers(
    texts: Words = None,
    lang: Lang = None,
    compare: Annotated[bool, typer.Option("--compare", help="Compare two texts.")] = False,
    rate: Rates = None,
    published: Published = None,
    vectors: Annotated[
        bool,
        typer.Option("--vectors", help="Let sentence vectors help to pair the figures."),
    ] = False,
    jsonl_: Annotated[
        bool,
        typer.Option(
            "--jsonl",
            help='JSON lines in and out: {"text"}, with --compare {"a": {"text"}, "b": {"text"}}; '
            'each text also with "lang" and "published".',
        ),
    ] = False,
) -> None:
    """Find the numbers of a text, or compare those of two."""
    day = day_of(published)
    if compare:
        comparer = _Comparer(_rates(rate), day, vectors=vectors)
        if jsonl_:
            jsonl.run_each(comparer.answer)
        _show_comparison(comparer, texts, lang)
        return
    if jsonl_:
        jsonl.run_each(partial(_answer, day=day))
    for text in say_guesses(inputs(texts), lang):
        found = quantities.read(text, lang, day)
        out.print(_marked(found))
        table(
            ("words", "kind", "value", "bounds", "modifier", "unit", "counted", "role", "period"),
            map(_row, found),
        )


def _marked(found: Numbers) -> Styled:
    shown = Styled(found.text)
    for q in found:
        shown.stylize("bold underline", q.start, q.end)
    return shown


def _row(q: Quantity) -> tuple[str, ...]:
    bounds = "" if q.kind == "date" else f"{figure(q.low)} – {figure(q.high)}"
    return (
        q.surface,
        q.kind,
        q.date or figure(q.value),
        bounds,
        q.modifier or "",
        q.unit or "",
        q.counted or "",
        q.role or "",
        q.period or "",
    )


def _show_comparison(comparer: _Comparer, texts: list[str] | None, lang: str | None) -> None:
    given = inputs(texts)
    if len(given) != 2:
        raise InputError(f"--compare takes two texts, not {len(given)}")
    say_guesses(given, lang)
    made = comparer.compare([quantities.read(text, lang, comparer.day) for text in given])
    out.print(_marked(made.a))
    out.print(_marked(made.b))
    out.print(
        Styled(made.verdict, style=_COLOURS[made.verdict]), f": {made.why}", sep="", markup=False
    )
    rows = [
        (
            pair.verdict.value,
            pair.confidence.value,
            pair.left.surface if pair.left else "",
            pair.right.surface if pair.right else "",
            pair.why,
        )
        for pair in made.pairs
    ]
    if rows:
        table(("verdict", "confidence", "first", "second", "why"), rows)


class _Comparer:
    """Compares two sides, with one set of rates and, if asked for, vectors."""

    def __init__(self, rates: dict[str, float], day: date | None, *, vectors: bool) -> None:
        self._rates = rates
        self.day = day
        self._likeness = quantities.surroundings() if vectors else None

    def compare(self, sides: Sequence[Numbers]) -> NumbersCompared:
        a, b = sides
        return quantities.compared(a, b, self._rates, self._likeness)

    def answer(self, given: Line) -> Line:
        keys = Keys(given)
        made = self.compare([_read(keys.part(side), self.day) for side in ("a", "b")]).to_dict()
        return {key: made[key] for key in ("verdict", "pairs", "why")}


def _answer(given: Line, day: date | None) -> Line:
    return {"quantities": _read(Keys(given), day).to_dict()["quantities"]}


def _read(keys: Keys, day: date | None) -> Numbers:
    return quantities.read(keys.text("text"), keys.language(), keys.optional("published") or day)


def _rates(given: Sequence[str] | None) -> dict[str, float]:
    """Return the rates of the settings and those given, which win."""
    rates: dict[str, float] = {}
    for written in given or ():
        pair, _, amount = written.partition("=")
        try:
            rates[pair] = float(amount)
        except ValueError as error:
            raise InputError(f"{written!r} is not a rate: write it as USD/UAH=41.5") from error
    return quantities.all_rates(rates)
