"""How far the grammar looks around a number, and between which limits it takes digits for one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from parallax.core.thresholds import thresholds

_BY_HAND = (
    "by hand, until our own development sentences (benchmarks/data/numbers.tsv) and the "
    "development documents of NTREX-128 were read; `parallax bench numbers` scores the same texts"
)
_CONVENTION = "by convention, not measured"


@thresholds("compare", chosen=_BY_HAND)
@dataclass(frozen=True)
class ReadingWindows:
    """How many words the grammar looks away from a number."""

    counted: Annotated[int, "after a number, for the noun that is counted"] = 3
    role: Annotated[int, "between a number and what happened to what is counted, at most"] = 7
    clause: Annotated[int, "words that one clause boundary counts as"] = 3
    rate: Annotated[int, "between a number and the period of its rate"] = 5
    moment: Annotated[int, 'between "as of" and its date'] = 5
    context: Annotated[int, "kept on each side of a number as its context, for vectors"] = 6
    befallen: Annotated[int, 'after "one", for what happened to one'] = 6
    things: Annotated[int, 'after "one", for a noun that is counted'] = 3
    modifier: Annotated[int, "words of a modifier before a number, at most"] = 5
    change: Annotated[int, 'before "to", for a verb of change ("rose to 5")'] = 9
    count_change: Annotated[int, "between a verb of change and a count, at most"] = 2
    sum_change: Annotated[int, "between a verb of change and a sum, share or measure, at most"] = 5
    compass: Annotated[int, "after a distance, for the side it lies on"] = 3
    scope: Annotated[int, "between a count and the time or place it is of, at most"] = 8
    befalling: Annotated[int, 'after "nobody", for what befell nobody'] = 5
    of_which: Annotated[int, 'between a sum and its part ("€50 bn, of which 17 bn")'] = 6
    unit: Annotated[int, "after a number, for the military unit it names"] = 4
    street: Annotated[int, "before a number, for the street of a house"] = 5
    base: Annotated[int, "words between a rate and its base, at most"] = 4
    address: Annotated[int, "before the number of a house, for its street"] = 14
    quotation: Annotated[int, "before a number, for the quotation mark of the name it ends"] = 5
    result: Annotated[int, "before digits such as 2-3, for a word of sports"] = 8
    call: Annotated[int, "before digits, for a word that says it is a telephone number"] = 6
    listed_days: Annotated[int, "days of one list that share a month"] = 6


@thresholds("compare", chosen=_BY_HAND)
@dataclass(frozen=True)
class ReadingLimits:
    """Between which limits a form is read as a number."""

    most_digits: Annotated[int, "digits of an amount; longer ones are a code"] = 15
    code_length: Annotated[int, "characters before digits searched for the letters of a code"] = 12
    suffix_length: Annotated[
        int, "letters from which on a small word glued to digits is a word"
    ] = 4
    goals: Annotated[int, "larger numbers are no result of a match", _CONVENTION] = 30
    result_digits: Annotated[int, "digits of each side of a result", _CONVENTION] = 3
    telephone_digits: Annotated[int, "fewest digits of a telephone number", _CONVENTION] = 7
    called_digits: Annotated[int, 'fewest digits of a number after "call"'] = 5
    telephone_reach: Annotated[int, "characters around digits searched for a whole number"] = 20
    compound_length: Annotated[int, "fewest letters of an adjective that holds a numeral"] = 7
    glued_length: Annotated[int, "most letters of one numeral inside an adjective"] = 14
    denominator: Annotated[int, "largest denominator of a fraction in digits: 24/7 is not one"] = 10
    share_whole: Annotated[float, 'largest whole of a share in words ("two of five voters")'] = 10
    part_alone: Annotated[int, "largest denominator of a part without a numerator"] = 4
    part_step: Annotated[float, "size of the last significant digit of a part", _CONVENTION] = 0.01
    vague_low: Annotated[float, 'an indefinite amount ("hundreds") is at least n units'] = 2
    vague_high: Annotated[float, "and at most n units"] = 10
    nearly: Annotated[float, 'smallest round number that "under" says is nearly reached'] = 20
    either: Annotated[float, 'largest ratio of "two or three"'] = 3
    parted_scale: Annotated[float, 'smallest scale word after a bound ("twenty-odd thousand")'] = (
        100
    )
    change: Annotated[float, "largest ratio of a change whose scale is at its end only"] = 50
    least_base: Annotated[float, "smallest base of a rate", _CONVENTION] = 100
    youngest: Annotated[float, "youngest age between commas", _CONVENTION] = 1
    oldest: Annotated[float, "oldest age between commas", _CONVENTION] = 110
    first_year: Annotated[int, "first of four digits read as a year", _CONVENTION] = 1900
    last_year: Annotated[int, "last of four digits read as a year", _CONVENTION] = 2100
    first_short_year: Annotated[int, "first year of this century in words", _CONVENTION] = 13
    last_short_year: Annotated[int, "last year of this century in words", _CONVENTION] = 40
    days_ahead: Annotated[
        int, "days after publication a date without a year may be", _CONVENTION
    ] = 90
    country_stem: Annotated[int, "fewest letters of the stem of a country"] = 3


WINDOWS = ReadingWindows()
LIMITS = ReadingLimits()
