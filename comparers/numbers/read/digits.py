"""Digits as written: their value and how far they may be rounded."""

from __future__ import annotations

import re

from parallax.languages.tokens import BLANK, GROUP_MARK

_BETWEEN_GROUPS = re.compile(rf"{BLANK}|{GROUP_MARK}")


def number_value(written: str, language: str, *, scaled: bool) -> tuple[float, float] | None:
    """Return (value, size of the last significant digit) of digits as written, or None when they
    are no number.

    In Ukrainian and Russian the comma is the decimal sign; three digits after it with no scale word
    or unit behind ("3,250 осіб", translated copy) are thousands. In English it is the other way
    round.

    :param scaled: whether a scale word, unit or percent sign follows.
    """
    plain = _BETWEEN_GROUPS.sub("", written)
    if re.fullmatch(r"\d+", plain):
        return _whole(plain)
    grouped_comma = re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", plain)
    grouped_point = re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", plain)
    if re.fullmatch(r"[1-9]\d?(?:,\d{2})+,\d{3}", plain):  # Indian groups: 12,50,000
        return _whole(plain.replace(",", ""))
    single = plain.count(",") + plain.count(".") == 1
    if grouped_comma and (language == "en" or not single or not scaled):
        return _decimal(plain.replace(",", ""))
    if grouped_point and language != "en" and (not single or not scaled):
        return _decimal(plain.replace(".", "").replace(",", "."))
    if single:
        return _decimal(plain.replace(",", "."))
    return None


def rounding(value: float) -> float:
    """Return the size of the last significant digit of a whole number: two or more final zeros
    count as rounding.

    A single final zero does not: "140 dead" may be exact, "1,400" more likely is not.
    """
    if value <= 0 or value != int(value):
        return 1.0
    digits = str(int(value))
    zeros = len(digits) - len(digits.rstrip("0"))
    return float(10**zeros) if zeros > 1 else 1.0


def _whole(digits: str) -> tuple[float, float]:
    value = float(digits)
    return value, rounding(value)


def _decimal(text: str) -> tuple[float, float]:
    if "." not in text:
        return _whole(text)
    return float(text), 10.0 ** -len(text.split(".")[1])
