"""Other packages that read numbers from text, for ``parallax bench numbers`` (extra ``bench``).

They read fewer kinds of numbers, so only plain numbers are compared: dates and indefinite amounts
are left out, a range counts as its two ends.
"""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from benchmarks.numbers import Counts, Item, development_set, same, total
from parallax.comparers.numbers import extract

Reader = Callable[[str, str], list[float]]
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


def readers() -> dict[str, tuple[tuple[str, ...], Reader]]:
    """Return the installed packages, with the languages they claim; ours first."""
    known: dict[str, tuple[str, tuple[str, ...], Callable[[], Reader]]] = {
        "quantulum3": ("quantulum3", ("en",), _quantulum),
        "text2num": ("text_to_num", ("en",), _text2num),
        "words2num2": ("words2num2", ("uk", "ru", "en"), _words2num2),
        "Duckling": ("duckling", ("uk", "ru", "en"), _duckling),
    }
    ours: tuple[tuple[str, ...], Reader] = (("uk", "ru", "en"), _ours)
    return {"ours": ours} | {
        name: (languages, make())
        for name, (module, languages, make) in known.items()
        if find_spec(module)
    }


def score(read: Reader, language: str) -> Counts:
    """Score the plain numbers a package finds in the development set."""
    return total(
        _one(item, read(item.text, language))
        for item in development_set()
        if item.language == language
    )


def _one(item: Item, found: Sequence[float]) -> Counts:
    rest, right = list(found), 0
    gold = [
        x
        for g in item.gold
        if not isinstance(g.value, str) and g.modifier != "vague"
        for x in dict.fromkeys(g.value)
    ]
    for value in gold:
        match = next((x for x in rest if same((x, x), (value, value))), None)
        if match is not None:
            rest.remove(match)
            right += 1
    return Counts(right, len(found) - right, len(gold) - right, right)


def _ours(text: str, language: str) -> list[float]:
    numbers = [q for q in extract(text, language) if q.kind != "date" and q.modifier != "vague"]
    return [
        x
        for q in numbers
        for x in dict.fromkeys([q.value] if q.value is not None else [q.low, q.high])
        if x is not None
    ]


def _quantulum() -> Reader:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        classifier: Any = import_module("quantulum3.classifier")
        parser: Any = import_module("quantulum3.parser")
    # its model was pickled by another scikit-learn; units are looked up instead
    classifier.USE_CLF = False

    def read(text: str, language: str) -> list[float]:
        del language
        return [float(quantity.value) for quantity in parser.parse(text)]

    return read


def _text2num() -> Reader:
    library: Any = import_module("text_to_num")
    return lambda text, language: _digits(library.alpha2digit(text, language))


def _words2num2() -> Reader:
    library: Any = import_module("words2num2")
    return lambda text, language: _digits(library.convert_sentence(text, lang=language))


def _digits(text: str) -> list[float]:
    """Return the numbers of a text in digits, read with English separators if possible."""
    plain = (
        found.replace(",", "") if re.search(r",\d{3}\b", found) else found.replace(",", ".")
        for found in _DIGITS.findall(text)
    )
    return [float(found) for found in plain if found.count(".") < 2]


def _duckling() -> Reader:
    library: Any = import_module("duckling")  # its stubs have no types
    zones = library.load_time_zones("/usr/share/zoneinfo")
    moment = library.parse_ref_time(zones, "Europe/Kyiv", 1_700_000_000)
    wanted = library.parse_dimensions(
        ["number", "amount-of-money", "quantity", "distance", "temperature", "duration", "volume"]
    )
    contexts = {
        name: library.Context(
            moment,
            library.parse_locale(
                f"{name.upper()}_XX", library.default_locale_lang(library.parse_lang(name.upper()))
            ),
        )
        for name in ("uk", "ru", "en")
    }

    def read(text: str, language: str) -> list[float]:
        found = library.parse(text, contexts[language], wanted, False)
        return list(_longest(found))

    return read


def _longest(entities: Iterable[dict[str, Any]]) -> Iterable[float]:
    """Yield the values of entities outside longer ones; of intervals both ends."""
    ordered = sorted(entities, key=lambda e: (e["start"], -e["end"]))
    end = -1
    for entity in ordered:
        if entity["start"] < end:
            continue
        end = entity["end"]
        value = entity["value"]
        ends = [value, value.get("from") or {}, value.get("to") or {}]
        yield from (
            float(v["value"])
            for v in ends
            if isinstance(v.get("value"), int | float) and math.isfinite(v["value"])
        )
