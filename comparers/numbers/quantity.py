"""A number mention in a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from parallax.core.ids import digest

if TYPE_CHECKING:
    from parallax.lake.rows import QuantityRow

OPEN_LOW = frozenset({"up_to", "at_most", "less_than", "almost"})
OPEN_HIGH = frozenset({"more_than", "at_least"})


@dataclass(frozen=True)
class Quantity:
    """A number with its span ``text[start:end]`` and what the words around it say.

    ``low`` and ``high`` follow the modifier: of `more_than` and `at_least` low is the value and
    high is None; of `up_to`, `at_most`, `less_than` and `almost` high is the value and low is None;
    otherwise both are the value; a range and a vague amount have no value. ``step`` is the size of
    the last significant digit: how far the figure may be rounded; ``written`` tells whether the
    rounding shows in the writing ("1.7 million", not "1,700,000").

    ``date`` is ISO 8601 text: ``2024-04-03``, ``2024-04``, ``2024``, ``2023-Q3``, ``199X`` (a
    decade, as in ISO 8601-2), with ``--`` for a year that the text leaves out (``--04-03``) and a
    solidus between the ends of an interval.

    ``around`` is the words next to it, figures left out: what it is about, for vectors.

    ``counted`` is the lemma of the counted noun, ``concept`` its label in the word lists, ``role``
    what happened to it, ``part`` whether it is named as a part of a total before it ("144, of them
    5 children"), ``places`` the countries it is said of; ``as_of`` of a date that it is the moment
    the figures are of ("as of 9 February"), ``window`` of a duration that it is the time the
    figures are of ("in the past 24 hours").

    ``direction`` is which way it goes: `up` or `down` of a change, `profit` or `loss` of a sum,
    `before` or `after` of a length of time, `since`, `until`, `early`, `late` of a date, `north` of
    a distance; ``change`` whether it is changed `by`, `to` or `from` the figure; ``negated`` tells
    that its act is denied ("were not shot down"); ``scope`` is the time or place it is counted in
    (`week`, `year_to_date`, `world`), or `all` and `whole` of shares;
    ``per`` what a rate is per beside time (`tonne`, `100000` people).
    """

    start: int
    end: int
    surface: str
    kind: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    date: str | None = None
    modifier: str | None = None
    unit: str | None = None
    counted: str | None = None
    concept: str | None = None
    role: str | None = None
    period: str | None = None
    part: bool = False
    places: frozenset[str] = frozenset()
    as_of: bool = False
    window: bool = False
    step: float = 1.0
    written: bool = False
    around: str = ""
    direction: str | None = None
    change: str | None = None
    negated: bool = False
    scope: str | None = None
    per: str | None = None

    def text(self) -> str:
        """Return what it says in a few characters: its date, value or bounds, with modifier and
        unit (`more_than 1.7e+06 UAH`).
        """
        value = self.date or (
            "–".join(map(_digits, (self.low, self.high)))
            if self.value is None
            else _digits(self.value)
        )
        modifier = None if self.modifier == "range" else self.modifier
        return " ".join(filter(None, (modifier, value, self.unit)))

    def to_row(self, revision: str, sentence: int, day: str) -> QuantityRow:
        """Return the quantity as a row of `quantities`; its offsets are those of the revision.

        :param sentence: index of its sentence. :param day: of the revision.
        """
        return {
            "quantity_id": quantity_id(revision, self),
            "revision_id": revision,
            "sentence": sentence,
            "start": self.start,
            "end": self.end,
            "surface": self.surface,
            "kind": self.kind,
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "date": self.date,
            "modifier": self.modifier,
            "unit": self.unit,
            "counted": self.counted,
            "concept": self.concept,
            "role": self.role,
            "period": self.period,
            "part": self.part,
            "places": sorted(self.places),
            "as_of": self.as_of,
            "window": self.window,
            "step": self.step,
            "written": self.written,
            "around": self.around,
            "direction": self.direction,
            "change": self.change,
            "negated": self.negated,
            "scope": self.scope,
            "per": self.per,
            "day": day,
        }

    @classmethod
    def from_row(cls, row: QuantityRow) -> Quantity:
        """Return the quantity of a row; what its version of the table did not keep has the default
        value.
        """
        return cls(
            start=row["start"],
            end=row["end"],
            surface=row["surface"],
            kind=row["kind"],
            value=row["value"],
            low=row["low"],
            high=row["high"],
            date=row["date"],
            modifier=row["modifier"],
            unit=row["unit"],
            counted=row["counted"],
            concept=row["concept"],
            role=row["role"],
            period=row["period"],
            part=bool(row["part"]),
            places=frozenset(row["places"] or ()),
            as_of=bool(row["as_of"]),
            window=bool(row["window"]),
            step=1.0 if row["step"] is None else row["step"],
            written=bool(row["written"]),
            around=row["around"] or "",
            direction=row["direction"],
            change=row["change"],
            negated=bool(row["negated"]),
            scope=row["scope"],
            per=row["per"],
        )

    def contract(self) -> dict[str, Any]:
        """Return the quantity in the form of the JSON-lines contract."""
        return {
            "start": self.start,
            "end": self.end,
            "surface": self.surface,
            "kind": self.kind,
            "value": self.date if self.kind == "date" else self.value,
            "low": self.low,
            "high": self.high,
            "modifier": self.modifier,
            "unit": self.unit,
            "counted": self.counted,
            "period": self.period,
        }


def quantity_id(revision: str, quantity: Quantity) -> str:
    """Return the id of a quantity with offsets into its revision."""
    return digest("quantity", revision, quantity.start, quantity.end)


def bounds(value: float, modifier: str | None) -> tuple[float | None, float | None]:
    """Return (low, high) of a value under a modifier."""
    if modifier in OPEN_HIGH:
        return value, None
    if modifier in OPEN_LOW:
        return None, value
    return value, value


def _digits(number: float | None) -> str:
    return "" if number is None else f"{number:g}"
