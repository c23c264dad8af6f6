"""Reading the numbers of a text, and comparing those of two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from parallax import notebook
from parallax.core.errors import InputError
from parallax.core.exchange_rates import exchange_rates
from parallax.models import encoder_for, settings_with
from parallax.results import Result, shortened
from parallax.sentences import checked, each, language_of, sample_of, sentences_of

if TYPE_CHECKING:
    from parallax.comparers.numbers import Comparison, Quantity
    from parallax.comparers.numbers.comparison.one_thing import Likeness
    from parallax.encoders.encoder import Encoder

Day = date | str | None
"""A day of publication, as a date or as ISO text (`2024-04-03`)."""
SIDES = ("a", "b")


@dataclass(frozen=True, repr=False)
class Numbers(Result):
    """The numbers of a text, in order: `len`, iteration and indices work as on a tuple.

    Each is a `parallax.comparers.numbers.Quantity`: ``text[start:end]`` is ``surface``, verbatim;
    ``kind`` is count, money, percent, measure, duration, date or ordinal; ``value``, or ``low``
    and ``high`` where the text gives bounds; ``unit`` an ISO 4217 code or the name of a unit in
    pint; ``counted`` the noun that is counted.
    """

    text: str
    language: str
    quantities: tuple[Quantity, ...]

    def __len__(self) -> int:
        """Count the numbers."""
        return len(self.quantities)

    def __iter__(self) -> Iterator[Quantity]:
        """Go through the numbers in order."""
        return iter(self.quantities)

    def __getitem__(self, place: int) -> Quantity:
        """Return one number by its place."""
        return self.quantities[place]

    def to_dict(self) -> dict[str, Any]:
        """Return text, language and the quantities, each as in the JSON-lines contract."""
        found = [quantity.contract() for quantity in self.quantities]
        return {"text": self.text, "language": self.language, "quantities": found}

    def __repr__(self) -> str:
        """Show each number with how it was read."""
        head = f"Numbers({shortened(self.text, 60)!r}, {self.language}): {len(self)}"
        return "\n".join([head, *(f"  {q.surface}  =  {read_as(q)}" for q in self.quantities)])

    def _repr_html_(self) -> str:
        spans = [(q.start, q.end, read_as(q)) for q in self.quantities]
        rows = [
            tuple(notebook.text(cell) for cell in (q.surface, q.kind, read_as(q), q.counted))
            for q in self.quantities
        ]
        marked = notebook.paragraph(notebook.highlighted(self.text, spans))
        return marked + (
            notebook.table(("words", "kind", "read as", "counted"), rows) if rows else ""
        )


@dataclass(frozen=True, repr=False)
class NumbersCompared(Result):
    """The numbers of two texts compared.

    ``verdict`` is of both texts: `equal`, `compatible` or `conflict`. ``pairs`` holds every number
    with its partner, or with None where the other text has none (verdict `omitted`), and why; its
    ``left`` and ``right`` have offsets into the texts.
    """

    a: Numbers
    b: Numbers
    verdict: str
    why: str
    pairs: tuple[Comparison, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the texts, and verdict, pairs and reason as in the JSON-lines contract."""
        return {
            "a": self.a.to_dict(),
            "b": self.b.to_dict(),
            "verdict": self.verdict,
            "pairs": [pair_as_json(pair) for pair in self.pairs],
            "why": self.why,
        }

    def __repr__(self) -> str:
        """Show the verdict, and of each pair the reason."""
        lines = [f"  {pair.verdict.value}  {pair.why}" for pair in self.pairs]
        return "\n".join([f"NumbersCompared: {self.verdict}", *lines])

    def _repr_html_(self) -> str:
        texts = [
            notebook.paragraph(
                notebook.highlighted(side.text, [(q.start, q.end, read_as(q)) for q in side])
            )
            for side in (self.a, self.b)
        ]
        rows = [
            tuple(
                notebook.text(cell)
                for cell in (
                    pair.verdict.value,
                    pair.left.surface if pair.left else None,
                    pair.right.surface if pair.right else None,
                    pair.why,
                )
            )
            for pair in self.pairs
        ]
        return "".join(texts) + notebook.table(("verdict", *SIDES, "why"), rows, self.verdict)


def numbers(text: str, language: str | None = None, *, published: Day = None) -> Numbers:
    """Read the numbers of a text: digits and words, with unit, modifier and what is counted.

    Each sentence is read by itself; offsets are those of the text.

    :param language: uk, ru or en; detected when not given, also of a sentence in another language.
    :param published: day of publication; it completes dates without a year.
    :raises InputError: when the text is empty, the language is unknown, or the day is not a date.
    :raises TypeError: when the text is not a string.
    """
    return read(checked(text, "the text"), language, published)


def compare_numbers(
    a: str,
    b: str,
    *,
    languages: Sequence[str] | str | None = None,
    published: Sequence[Day] | Day = None,
    rates: Mapping[str, float] | None = None,
    vectors: bool = False,
    encoder: str | Encoder | None = None,
) -> NumbersCompared:
    """Compare the numbers of two texts that say the same.

    :param languages: of both, or one for both; detected when not given.
    :param published: day of publication of both, or one for both.
    :param rates: exchange rates such as `{"USD/UAH": 41.5}`, beside those of the settings; sums in
        two currencies are not compared without one.
    :param vectors: let the words around figures, as vectors, help to pair them; the words alone
        decide otherwise.
    :param encoder: makes the vectors; see `parallax.align`.
    :raises InputError: when a text is empty, a language unknown, a day or a rate wrong.
    :raises TypeError: when a text is not a string.
    """
    spoken, days = each(languages, SIDES, "languages"), each(published, SIDES, "published")
    sides = [
        read(checked(text, f"text {name!r}"), language, day)
        for text, name, language, day in zip((a, b), SIDES, spoken, days, strict=True)
    ]
    likeness = surroundings(encoder) if vectors or encoder is not None else None
    return compared(sides[0], sides[1], all_rates(rates), likeness)


def read(text: str, language: str | None = None, published: Day = None) -> Numbers:
    """Read the numbers of a text, which may be empty, sentence by sentence, as the stage does: the
    words of one sentence say nothing about the numbers of another.

    Where no language is given, a sentence in another language than the text is read in its own.
    """
    from parallax.comparers.numbers import extract
    from parallax.languages.detect import of_sentence

    day, sentences = day_of(published), sentences_of(text)
    spoken = language_of(language, sample_of(sentences) or text)
    # The language of a text that is one sentence is already that of the sentence.
    mixed = language is None and len(sentences) > 1
    return Numbers(
        text,
        spoken,
        tuple(
            replace(found, start=found.start + sentence.start, end=found.end + sentence.start)
            for sentence in sentences
            for found in extract(
                sentence.surface, of_sentence(sentence.surface, spoken) if mixed else spoken, day
            )
        ),
    )


def surroundings(encoder: str | Encoder | None = None) -> Likeness:
    """Return what says how alike the words around two numbers are, by the vectors of an encoder."""
    from parallax.comparers.numbers.comparison.context_similarity import Surroundings

    return Surroundings(encoder_for(encoder, settings_with()))


def compared(
    a: Numbers, b: Numbers, rates: Mapping[str, float], likeness: Likeness | None = None
) -> NumbersCompared:
    """Compare the numbers that were read of two texts."""
    from parallax.comparers.numbers import compare
    from parallax.comparers.numbers.comparison.verdicts import overall

    pairs = compare(a.quantities, b.quantities, likeness, dict(rates))
    verdict = overall(pairs)
    deciding = [pair.why for pair in pairs if pair.verdict is verdict]
    why = "; ".join(deciding or [pair.why for pair in pairs]) or "no numbers on either side"
    return NumbersCompared(a, b, verdict.value, why, tuple(pairs))


def pair_as_json(pair: Comparison) -> dict[str, Any]:
    """Return a pair in the form of the JSON-lines contract."""
    return {
        "a": pair.left.contract() if pair.left else None,
        "b": pair.right.contract() if pair.right else None,
        "verdict": pair.verdict.value,
        "why": pair.why,
        "rule": pair.rule,
        "confidence": pair.confidence.value,
    }


def read_as(quantity: Quantity) -> str:
    """Say in a few words how a number was read."""
    bounds = [figure(x) for x in (quantity.low, quantity.high)]
    value = quantity.date or (
        figure(quantity.value)
        if quantity.value is not None
        else f"{bounds[0] or '…'} to {bounds[1] or '…'}"
    )
    modifier = None if quantity.modifier == "range" else quantity.modifier
    parts = [modifier, value, quantity.unit, quantity.counted]
    period = f"a {quantity.period}" if quantity.period else None
    return " ".join(part.replace("_", " ") for part in (*parts, period) if part)


def figure(number: float | None) -> str:
    """Return a number as people write it: 1,700,000 and not 1.7e+06; nothing for None."""
    return "" if number is None else f"{number:,.10g}"


def day_of(published: Day) -> date | None:
    """Return a day of publication.

    :raises InputError: when it is not a day.
    """
    if published is None or isinstance(published, date):
        return published
    try:
        return date.fromisoformat(published[:10])
    except (ValueError, TypeError) as error:
        raise InputError(f"{published!r} is not a day: write it as 2024-04-03") from error


def all_rates(given: Mapping[str, float] | None) -> dict[str, float]:
    """Return the exchange rates of the settings and those given, which win.

    :raises InputError: when they are not a mapping, or a rate does not name two currencies or is
        not a number above zero.
    """
    if given is not None and not isinstance(given, Mapping):
        raise InputError("rates must be a mapping such as {'USD/UAH': 41.5}")
    rates = settings_with().compare.rates
    try:
        return {**rates, **exchange_rates(given or {})}
    except ValueError as error:
        raise InputError(str(error)) from error
