"""A number over some tokens, before it has a unit and a modifier."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Number:
    """A number over the tokens first..last (both included).

    ``kind`` is `cardinal`, `ordinal`, `part` (of a whole), `times` or `vague` (no value, only
    bounds). ``step`` is the size of the last significant digit, ``scale`` the product of the scale
    words, ``unit`` what is glued to the numeral ("півгодини"), ``modifier`` a bound between the
    number and its scale word ("двадцять з лишком тисяч").
    """

    first: int
    last: int
    value: float
    step: float = 1.0
    scale: float = 1.0
    kind: str = "cardinal"
    high: float | None = None
    unit: str | None = None
    digits: bool = False
    modifier: str | None = None


@dataclass(frozen=True)
class Amount:
    """A number with its unit over the tokens first..last."""

    first: int
    last: int
    number: Number
    unit: str | None
