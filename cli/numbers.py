"""Numbers of a text, or of two texts compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text as Styled

from parallax.cli import jsonl
from parallax.cli.console import out, table
from parallax.cli.inputs import Jsonl, Lang, Words, inputs, language_of
from parallax.core.errors import InputError
from parallax.core.settings import Settings
from parallax.languages.detect import detect

if TYPE_CHECKING:
    from parallax.comparers.numbers import Comparison, Quantity

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
        epilog="Examples: parallax numbers 'Понад 1,7 млн гривень'; "
        "parallax numbers --compare --rate USD/UAH=40 'Збитки — 48 млн гривень' 'Damage of $1.2 million'"
    )(numbers)


def numbers(
    texts: Words = None,
    lang: Lang = None,
    compare: Annotated[bool, typer.Option("--compare", help="Compare two texts.")] = False,
    rate: Rates = None,
    published: Published = None,
    vectors: Annotated[
        bool,
        typer.Option(
            "--vectors", help="Let sentence vectors help to tell which figures belong together."
        ),
    ] = False,
    jsonl_: Jsonl = False,
) -> None:
    """Find the numbers of a text, or compare those of two.

    A line of JSON may carry the day of publication as `published`.
    """
    day = _day(published)
    if compare:
        answer = _Comparer(_rates(rate), day, vectors=vectors)
        if not jsonl_:
            _show_comparison(answer, texts, lang)
            return
        raise typer.Exit(0 if jsonl.run(answer.answer) else 1)
    if jsonl_:
        raise typer.Exit(0 if jsonl.run(partial(_quantities, day=day)) else 1)
    for text in inputs(texts):
        found = _extract(text, lang or detect(text), day)
        out.print(_marked(text, found))
        table(
            ("words", "kind", "value", "bounds", "modifier", "unit", "counted", "role", "period"),
            map(_row, found),
        )


def _marked(text: str, found: Sequence[Quantity]) -> Styled:
    shown = Styled(text)
    for q in found:
        shown.stylize("bold underline", q.start, q.end)
    return shown


def _row(q: Quantity) -> tuple[str, ...]:
    bounds = "" if q.kind == "date" else f"{_plain(q.low)} – {_plain(q.high)}"
    return (
        q.surface,
        q.kind,
        q.date or _plain(q.value),
        bounds,
        q.modifier or "",
        q.unit or "",
        q.counted or "",
        q.role or "",
        q.period or "",
    )


def _plain(number: float | None) -> str:
    """Return a number as people write it: 1700000, not 1.7e+06."""
    return "" if number is None else f"{number:,.10g}"


def _show_comparison(comparer: _Comparer, texts: list[str] | None, lang: str | None) -> None:
    given = inputs(texts)
    if len(given) != 2:
        raise InputError(f"--compare takes two texts, not {len(given)}")
    sides, compared = comparer.compare(
        [{"text": text, "lang": lang or detect(text)} for text in given]
    )
    for text, found in zip(given, sides, strict=True):
        out.print(_marked(text, found))
    verdict, why = comparer.verdict(compared)
    out.print(Styled(verdict, style=_COLOURS[verdict]), f": {why}", sep="", markup=False)
    rows = [
        (
            c.verdict.value,
            c.confidence.value,
            c.left.surface if c.left else "",
            c.right.surface if c.right else "",
            c.why,
        )
        for c in compared
    ]
    if rows:
        table(("verdict", "confidence", "first", "second", "why"), rows)


class _Comparer:
    """Compares two sides, each `{"text", "lang", "published"}`, with one set of rates and, if asked
    for, vectors.
    """

    def __init__(self, rates: dict[str, float], day: date | None, *, vectors: bool) -> None:
        self._rates = rates
        self._day = day
        self._likeness: Callable[[Quantity, Quantity], float] | None = None
        if vectors:
            from parallax.comparers.numbers.comparison.context_similarity import Surroundings
            from parallax.encoders.encoder import SentenceEncoder

            self._likeness = Surroundings(SentenceEncoder(Settings().encoder))

    def compare(
        self, sides: Sequence[dict[str, Any]]
    ) -> tuple[list[list[Quantity]], list[Comparison]]:
        from parallax.comparers.numbers import compare

        left, right = (
            _extract(
                text := jsonl.required_text(side),
                language_of(side, text),
                _day(side.get("published")) or self._day,
            )
            for side in sides
        )
        return [left, right], compare(left, right, self._likeness, self._rates)

    def answer(self, given: dict[str, Any]) -> dict[str, Any]:
        _, compared = self.compare([given["a"], given["b"]])
        pairs = [
            {
                "a": c.left.contract() if c.left else None,
                "b": c.right.contract() if c.right else None,
                "verdict": c.verdict.value,
                "why": c.why,
                "rule": c.rule,
                "confidence": c.confidence.value,
            }
            for c in compared
        ]
        verdict, why = self.verdict(compared)
        return {"verdict": verdict, "pairs": pairs, "why": why}

    @staticmethod
    def verdict(compared: Sequence[Comparison]) -> tuple[str, str]:
        from parallax.comparers.numbers.comparison.verdicts import overall

        verdict = overall(compared)
        why = "; ".join(c.why for c in compared if c.verdict is verdict) or "; ".join(
            c.why for c in compared
        )
        return verdict.value, why or "no numbers on either side"


def _quantities(given: dict[str, Any], day: date | None) -> dict[str, Any]:
    text = jsonl.required_text(given)
    found = _extract(text, language_of(given, text), _day(given.get("published")) or day)
    return {"quantities": [q.contract() for q in found]}


def _extract(text: str, language: str, day: date | None) -> list[Quantity]:
    from parallax.comparers.numbers import extract

    return extract(text, language, day)


def _day(written: str | None) -> date | None:
    if written is None:
        return None
    try:
        return date.fromisoformat(str(written)[:10])
    except ValueError as error:
        raise InputError(f"{written!r} is no day", "write it as 2024-04-03") from error


def _rates(given: Sequence[str] | None) -> dict[str, float]:
    """Return the rates of the settings and those given, which win."""
    rates = dict(Settings().compare.rates)
    for written in given or ():
        pair, _, amount = written.partition("=")
        try:
            rates[pair.upper()] = float(amount)
        except ValueError as error:
            raise InputError(f"{written!r} is no rate", "write it as USD/UAH=41.5") from error
        if "/" not in pair or not rates[pair.upper()] > 0:
            raise InputError(f"{written!r} is no rate", "write it as USD/UAH=41.5")
    return rates
