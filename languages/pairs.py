"""Pairs of languages whose order is of no account."""

from __future__ import annotations


def pair_of(one: str, other: str) -> str:
    """Return the name of a pair of languages, the same both ways round.

    >>> pair_of("uk", "ru"), pair_of("ru", "uk")
    ('ru-uk', 'ru-uk')
    """
    return "-".join(sorted((one, other)))
