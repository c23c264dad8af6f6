"""Two numbers that are the ends of one range, or of a change: "10-12", "від 5 до 7", "900 тыс.-1,2
млн", "мінус 5–7 градусів", "300 ± 10", "зріс з 3 до 5 млрд".
"""

from __future__ import annotations

import re
from dataclasses import replace

from parallax.comparers.numbers.read import modifiers
from parallax.comparers.numbers.read.amounts import amount_at
from parallax.comparers.numbers.read.lexicon import data, phrases, unit_phrases, word_set
from parallax.comparers.numbers.read.limits import LIMITS
from parallax.comparers.numbers.read.number import Amount, Number
from parallax.languages.phrase_table import PhraseTable
from parallax.languages.tokens import BLANK, TokenizedText

TO = word_set("grammar", "extract", "to")
_THOUSANDS = re.compile(rf"(\d{{1,3}}){BLANK}000")
_DASHES = frozenset("–—-−‑…")
_OR = word_set("grammar", "extract", "or")
_MINUS_WORDS = word_set("grammar", "digits", "minus")
_GIVE_OR_TAKE = PhraseTable({"±": data("grammar")["extract"]["give_or_take"]})
_Pairs = dict[str, frozenset[tuple[str, ...]]]
_RANGES: _Pairs = {
    language: frozenset(tuple(pair.split()) for pair in pairs)
    for language, pairs in data("grammar")["extract"]["ranges"].items()
}
_PATHS: _Pairs = {
    language: frozenset(tuple(pair.split()) for pair in pairs)
    for language, pairs in data("grammar")["extract"]["paths"].items()
}


def of_two(s: TokenizedText, amount: Amount, used: set[int]) -> tuple[float | None, Amount]:
    """Return (lower end, amount of the upper end) of a range that starts here, or (None, the
    amount).

    Of a change ("з 3 до 5 млрд") the start takes the scale and the unit of the end.
    """
    if margin := _margin(s, amount, used):
        return margin
    number, high = amount.number, _range_end(s, amount, used)
    if high is None:
        end = _change_end(s, amount, used)
        if end is None:
            return None, amount
        scale = (
            end.number.scale
            if number.value < end.number.value / end.number.scale * LIMITS.change
            else 1.0
        )
        number = replace(number, value=number.value * scale, step=number.step * scale, scale=scale)
        return None, replace(amount, number=number, unit=amount.unit or end.unit)
    scale = _lent_scale(s, number, high.number)
    first = amount.first - (
        s.word(amount.first - 1) in {opener for opener, _ in _RANGES[s.language]}
    )
    step = max(number.step * scale, high.number.step)
    ends = sorted((number.value * scale, _signed_end(s, amount, high)))
    end_number = replace(high.number, value=ends[1], step=step, digits=number.digits)
    return ends[0], Amount(first, high.last, end_number, high.unit or amount.unit)


def _signed_end(s: TokenizedText, low: Amount, high: Amount) -> float:
    """Return the value of the other end; the word of "мінус 5–7" is of both."""
    both = s.word(low.first) in _MINUS_WORDS and s.word(low.last + 1) in _DASHES
    value = high.number.value
    return -value if both and value > -low.number.value else value


def _margin(s: TokenizedText, amount: Amount, used: set[int]) -> tuple[float, Amount] | None:
    """Read "300 ± 10", "45% ± 3%", "300 plus or minus 10 metres": its ends."""
    found = _GIVE_OR_TAKE.match(s.words, amount.last + 1)
    off = amount_at(s, amount.last + 1 + found[1], used) if found else None
    if off is None or off.number.value >= amount.number.value:
        return None
    low, high = (amount.number.value - off.number.value, amount.number.value + off.number.value)
    number = replace(amount.number, value=high)
    return low, Amount(amount.first, off.last, number, off.unit or amount.unit)


def _lent_scale(s: TokenizedText, low: Number, high: Number) -> float:
    """Return the scale of the upper end that belongs to both: "1,5–2 млн", "12-15 000"."""
    if low.scale == 1.0 and high.scale > 1 and low.value < high.value / high.scale:
        return high.scale
    grouped = _THOUSANDS.fullmatch(s.surface(high.first))
    lent = grouped and s.word(low.first).isdecimal() and low.value < int(grouped[1])
    return 1000.0 if lent else 1.0


def _range_end(s: TokenizedText, low: Amount, used: set[int]) -> Amount | None:
    """Return the upper end of a range that starts with ``low``: "10-12", "від 5 до 7", "from 5 to
    7", "two or three".
    """
    middle = low.last + 1
    if (
        low.number.kind in ("ordinal", "times", "vague")
        or middle + 1 in used
        or middle + 1 >= len(s)
    ):
        return None
    joint, opener = s.word(middle), s.word(low.first - 1)
    dash = (
        joint in _DASHES
        and not (joint == "—" and not s.glued(middle) and not _counted_after_dash(s, low, used))
        and s.glued(middle) == s.glued(middle + 1)
    )
    if joint == "." and s.words[middle : middle + 3] == [".", ".", "."]:
        dash, middle = True, middle + 2
    worded = (opener, joint) in _RANGES[s.language] and not (
        (opener, joint) in _PATHS[s.language] and modifiers.is_target(s, low.first)
    )
    worded = worded or (
        s.language == "en"
        and joint == "to"
        and opener not in ("from", "by")
        and (opener == "to" or not modifiers.is_target(s, low.first))
    )
    either = joint in _OR
    if not (dash or worded or either):
        return None
    high = amount_at(s, middle + 1, used)
    if high is None or high.number.kind not in ("cardinal", "part"):
        return None
    start = low.number.value * _lent_scale(s, low.number, high.number)
    same = low.unit is None or high.unit is None or low.unit == high.unit
    near = not either or (
        start * LIMITS.either >= high.number.value and (low.unit is None or high.unit is not None)
    )
    below_zero = min(start, high.number.value) < 0 and start != high.number.value
    return high if (start < high.number.value or below_zero) and same and near else None


def _counted_after_dash(s: TokenizedText, low: Amount, used: set[int]) -> bool:
    """Tell the range "1 200 — 1 500 человек" from a dash of the sentence: both numbers are bare,
    near each other, and something is counted after the second.
    """
    high = amount_at(s, low.last + 2, used)
    if high is None or low.unit is not None:
        return False
    counted = (
        high.unit
        or high.number.scale > low.number.scale
        or phrases("counted").match(s.words, high.last + 1)
        or unit_phrases(s.language).match(s.words, high.last + 1)
    )
    near = low.number.value < high.number.value <= low.number.value * LIMITS.either
    return bool(counted) and (near or high.number.scale > low.number.scale)


def _change_end(s: TokenizedText, start: Amount, used: set[int]) -> Amount | None:
    """Return where a change that starts at ``start`` got to: "зріс з 3 до 5 млрд"; scale and unit
    there belong to both.
    """
    middle = start.last + 1
    path = (s.word(start.first - 1), s.word(middle)) in _PATHS[s.language]
    if (
        not path
        or start.unit
        or start.number.scale > 1
        or middle + 1 in used
        or not modifiers.is_target(s, start.first)
    ):
        return None
    end = amount_at(s, middle + 1, used)
    return end if end and (end.number.scale > 1 or end.unit) else None
