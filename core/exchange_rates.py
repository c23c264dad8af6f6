"""Exchange rates as people give them: pairs of currencies such as `USD/UAH`, and numbers."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping

_PAIR = re.compile(r"[A-Z]{3}/[A-Z]{3}")


def exchange_rates(given: Mapping[str, float]) -> dict[str, float]:
    """Return the rates with their currencies in capitals.

    >>> exchange_rates({"usd/uah": 41})
    {'USD/UAH': 41.0}

    :raises ValueError: when a pair is not two codes of three letters, a rate is not a positive
        finite number, or a pair is given twice.
    """
    rates: dict[str, float] = {}
    for pair, rate in given.items():
        name = str(pair).upper()
        if not _PAIR.fullmatch(name) or not _is_positive(rate):
            raise ValueError(f"{pair}={rate} is not a rate: write it as USD/UAH=41.5")
        if name in rates:
            raise ValueError(f"the rate {name} is given twice")
        rates[name] = float(rate)
    return rates


def _is_positive(rate: object) -> bool:
    if isinstance(rate, bool) or not isinstance(rate, (int, float)):
        return False
    return 0 < rate <= sys.float_info.max  # false for nan and infinity too
