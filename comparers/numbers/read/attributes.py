"""What a number is about: the thing counted, what happened to it, and the period of a rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from parallax.comparers.numbers.quantity import Quantity
from parallax.comparers.numbers.read.ages import between_commas
from parallax.comparers.numbers.read.frames import framed
from parallax.comparers.numbers.read.lexicon import data, phrases, word_list, word_set
from parallax.comparers.numbers.read.limits import WINDOWS
from parallax.comparers.numbers.read.parts import parts, with_roles_of_wholes
from parallax.comparers.numbers.read.places import owner, places
from parallax.comparers.numbers.read.rates import per_what
from parallax.languages.lemmas import lemma_of
from parallax.languages.phrase_table import PhraseTable
from parallax.languages.tokens import Token, TokenizedText

_PASSED = word_set("grammar", "attributes", "passed")
_LEADING = PhraseTable(data("grammar")["attributes"]["leading"])
_PRESENT = word_list("grammar", "attributes", "present")
_STOPS = word_set("grammar", "attributes", "stops")
"""A counted noun is not looked for after these."""
_ADJECTIVES = {
    language: tuple(endings.split())
    for language, endings in data("grammar")["attributes"]["adjectives"].items()
}
"""Endings of words that may be between a number and its noun."""
_WITH_ROLE = frozenset({"count", "percent"})
_CONJUNCTIONS = word_set("grammar", "attributes", "conjunctions")
_BREAKS = word_set("grammar", "attributes", "breaks")
_FURTHER = word_set("grammar", "attributes", "further")
"""Before a number: what happened to these follows."""
_NO_RATE = frozenset({"ago", "earlier", "later", "before", "after", "old", "long"})
_RATE_WORDS = word_set("grammar", "attributes", "rates")
"""These open a rate only right after its number: "на рік" before it says for which year."""


def described(s: TokenizedText, quantities: Sequence[Quantity]) -> list[Quantity]:
    """Return the quantities with `counted`, `concept`, `role`, `period` and `part` filled in where
    the words say so.
    """
    if not quantities:
        return []
    tokens, words, language = s.tokens, s.words, s.language
    spans = [_token_span(tokens, quantity) for quantity in quantities]
    quantities = [between_commas(s, q, span) for q, span in zip(quantities, spans, strict=True)]
    roles = _mentions(phrases("roles"), words)
    periods = _mentions(phrases("periods"), words)
    wholes = _mentions(phrases("parts"), words)
    moments = (
        _mentions(phrases("as_of"), words) if any(q.kind == "date" for q in quantities) else []
    )
    asides = _asides(words, wholes)
    part = parts(spans, wholes, words)
    made = []
    for number, quantity in enumerate(quantities):
        if quantity.kind == "date":
            made.append(
                replace(
                    quantity,
                    as_of=any(
                        0 < spans[number][0] - last <= WINDOWS.moment for _, _, last in moments
                    ),
                )
            )
            continue
        if quantity.value == 0 and quantity.role:  # a zero in words says whom nothing befell
            made.append(quantity)
            continue
        counted, concept = (
            (None, None) if quantity.unit else _counted(tokens, words, spans[number][1], language)
        )
        made.append(
            replace(
                quantity,
                window=quantity.kind == "duration"
                and s.word(spans[number][0] - 1) in word_set("words", "window", "words"),
                counted=counted,
                concept=quantity.concept or concept,
                role=_nearest(spans, number, roles, words, asides)
                if quantity.kind in _WITH_ROLE
                else None,
                per=quantity.per or per_what(s, quantity, spans[number]),
                period=_period(spans, number, periods, words, quantities),
                around=_around(tokens, words, spans[number]),
                places=places(
                    s, *spans[number], [span for k, span in enumerate(spans) if k != number]
                ),
                part=part[number],
            )
        )
    owned = [_owned(s, q, span) for q, span in zip(made, spans, strict=True)]
    return framed(s, with_roles_of_wholes(_of_lists(owned)), spans)


def _of_lists(quantities: Sequence[Quantity]) -> list[Quantity]:
    """Return the quantities where a bare count is of what the one before it counts: "in Kharkiv 5
    people were killed, in Sumy 3". Where the verb is left out as well, another place for each of
    the two shows that they are a list.
    """
    made = list(quantities)
    for i in range(1, len(made)):
        one, bare = made[i - 1], made[i]
        if (
            bare.kind == one.kind == "count"
            and bare.counted is None
            and bare.concept is None
            and (bare.role == one.role if bare.role else _elsewhere(one, bare))
        ):
            made[i] = replace(bare, counted=one.counted, concept=one.concept, role=one.role)
    return made


def _elsewhere(one: Quantity, other: Quantity) -> bool:
    """Tell whether two figures have a place each, and not the same."""
    return bool(one.places and other.places) and one.places != other.places


def _owned(s: TokenizedText, quantity: Quantity, span: tuple[int, int]) -> Quantity:
    """Return a loss with the country that lost."""
    if quantity.role != "losses" or quantity.places:
        return quantity
    return replace(quantity, places=owner(s, span[0]))


def _around(tokens: Sequence[Token], words: Sequence[str], span: tuple[int, int]) -> str:
    """Return the words on both sides of a number."""
    said = [i for i in range(len(words)) if tokens[i].kind == "word"]
    before, after = (
        [i for i in said if i < span[0]][-WINDOWS.context :],
        [i for i in said if i > span[1]][: WINDOWS.context],
    )
    return " ".join(words[i] for i in (*before, *after))


def _token_span(tokens: Sequence[Token], quantity: Quantity) -> tuple[int, int]:
    inside = [
        i
        for i, token in enumerate(tokens)
        if token.start >= quantity.start and token.end <= quantity.end
    ]
    return inside[0], inside[-1]


def _mentions(table: PhraseTable, words: Sequence[str]) -> list[tuple[str, int, int]]:
    """Return (label, first token, last token) of every phrase of the table."""
    found = ((match, i) for i in range(len(words)) if (match := table.match(words, i)))
    return [(match[0], i, i + match[1] - 1) for match, i in found]


def _counted(
    tokens: Sequence[Token], words: Sequence[str], last: int, language: str
) -> tuple[str | None, str | None]:
    """Return (lemma, concept) of the counted noun: a known one nearby, else the next word."""
    following: list[int] = []
    for i in range(last + 1, min(last + 2 + WINDOWS.counted, len(tokens))):
        if tokens[i].kind != "word" or words[i] in _STOPS:
            break
        if words[i] not in _PASSED:
            following.append(i)
    for i in following:
        if match := phrases("counted").match(words, i):
            return lemma(words[i], language), match[0]
    nouns = [i for i in following if not words[i].endswith(_ADJECTIVES[language])] or following
    return (lemma(words[nouns[0]], language), None) if nouns else (None, None)


@lru_cache(maxsize=65536)
def lemma(word: str, language: str) -> str:
    """Return the lower-case lemma of a word."""
    return lemma_of(word, language).lower()


def _distance(span: tuple[int, int], first: int, last: int, words: Sequence[str]) -> int:
    """Words between a number and a mention, with a price for every clause boundary crossed."""
    between = words[span[1] + 1 : first] if first > span[1] else words[last + 1 : span[0]]
    return len(between) + WINDOWS.clause * sum(word in _BREAKS for word in between)


def _nearest(
    spans: Sequence[tuple[int, int]],
    number: int,
    mentions: Sequence[tuple[str, int, int]],
    words: Sequence[str],
    asides: Sequence[tuple[int, int]],
) -> str | None:
    """Return the role whose words are nearest, clause boundaries counted.

    "Ще 20 … поранені" looks ahead; asides are passed over.
    """
    span = spans[number]
    opens_further = span[0] > 0 and words[span[0] - 1] in _FURTHER
    ranked = []
    reach = WINDOWS.role + sum(b - a + 1 for a, b in asides)
    for label, first, last in mentions:
        low, high = (span[1] + 1, first) if first > span[1] else (last + 1, span[0])
        if high - low > reach:
            continue  # too far, whatever is passed over
        outside = [
            i
            for i in range(low, high)
            if not any(a <= i <= b and not a <= span[0] <= b for a, b in asides)
        ]
        breaks = [i for i in outside if words[i] in _BREAKS]
        if any(words[i] == "," for i in breaks) and any(
            i in outside for k, other in enumerate(spans) if k != number for i in other
        ):
            continue
        cost = (
            len(outside)
            + WINDOWS.clause * len(breaks)
            + WINDOWS.clause * (opens_further and last < span[0])
        )
        ranked.append((cost, first, label))
    return min(ranked)[2] if ranked and min(ranked)[0] <= WINDOWS.role else None


def _asides(words: Sequence[str], parts: Sequence[tuple[str, int, int]]) -> list[tuple[int, int]]:
    """Return the spans of ", of them …," from one comma to the next."""
    found = []
    for _, first, last in parts:
        end = next((i for i in range(last + 1, len(words)) if words[i] in (",", ")", ";")), None)
        if end is not None and first > 0 and words[first - 1] in (",", "("):
            found.append((first - 1, end))
    return found


def _period(
    spans: Sequence[tuple[int, int]],
    number: int,
    mentions: Sequence[tuple[str, int, int]],
    words: Sequence[str],
    quantities: Sequence[Quantity],
) -> str | None:
    """Return the period of a rate: each mention belongs to one count, the next one after a
    conjunction, else the nearest.
    """
    counts = [
        i for i, q in enumerate(quantities) if q.kind in ("count", "money", "measure", "percent")
    ]
    if counts and counts[0] == number and (opens := _LEADING.match(words, 0)):
        verb = words[opens[1]] if opens[1] < len(words) else ""
        if verb.endswith(_PRESENT):
            return opens[0]
    for label, first, last in mentions:
        leads = first > 0 and words[first - 1] in _CONJUNCTIONS
        after = [i for i in counts if spans[i][0] > last]
        if words[first] in _RATE_WORDS:
            before = [
                i for i in counts if spans[i][1] < first and first - spans[i][1] <= WINDOWS.rate
            ]
            if (
                before
                and before[-1] == number
                and (last + 1 >= len(words) or words[last + 1] not in _NO_RATE)
            ):
                return label
            continue
        inside = any(spans[i][0] <= first <= spans[i][1] for i in range(len(spans)))
        pool = after if leads and after else counts
        if inside or not pool:
            continue
        if min(pool, key=lambda i: _distance(spans[i], first, last, words)) == number:
            return label
    return None
