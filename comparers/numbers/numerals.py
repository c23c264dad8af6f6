"""Numerals in words and digits, one mention at a time: cardinals, ordinals, halves, parts, so many times, vague amounts.

A closed class of forms for each language, written from the grammars, and one law for all: falling parts add up ("сто двадцять
п'ять", "two hundred and five"), scale words multiply what stands before them ("2 трлн 36 млрд", "двадцять тисяч п'ятсот").
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from comparers.numbers.compounds import split_adjective
from comparers.numbers.designations import is_designation
from comparers.numbers.lexicon import cardinals, ordinals, phrases, scales, unit_phrases, values, word_set
from comparers.numbers.tokens import Sentence, number_value

_VULGAR = {"½": 1 / 2, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 1 / 4, "¾": 3 / 4, "⅕": 1 / 5, "⅛": 1 / 8}
_WHOLE = frozenset({"ціла", "цілих", "целая", "целых", "целой"})
_BELOW = {"десят": 10.0, "сот": 100.0, "тисячн": 1000.0, "тысячн": 1000.0}
_WITH = frozenset({"з", "із", "с", "со"})
_INFINITE = float("inf")
_SHORTEST_COMPOUND = 7


@dataclass(frozen=True)
class Number:
    """A number over the tokens first..last (both included).

    ``kind`` is `cardinal`, `ordinal`, `part` (of a whole), `times` or `vague` (no value, only bounds). ``step`` is the size of
    the last significant digit, ``scale`` the product of the scale words, ``unit`` what is glued to the numeral ("півгодини").
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


def number_at(s: Sentence, at: int, *, bound: bool = False) -> Number | None:
    """Read the number that starts at token ``at``.

    :param bound: whether a modifier that takes a genitive stands before it: "близько сотні" is a hundred, "сотні" are hundreds.
    """
    if at >= len(s):
        return None
    if s.tokens[at].kind == "number":
        return (_one_in(s, at) if s.language == "en" else None) or _sum(s, at, bound=bound)
    if not may_start(s.language, s.words[at]):
        return None
    for found in (_vague(s, at, bound), _half(s, at), _times(s, at), _part(s, at), _compound(s, at), _one_unit(s, at)):
        if found:
            return found
    return _sum(s, at, bound=bound)


@lru_cache(maxsize=131072)
def may_start(language: str, word: str) -> bool:
    """Tell whether any number can start with a word: most words of a text are passed over at this."""
    glued = any(len(word) > len(half) + 2 and word.startswith(half) for half in ("пів", "пол"))
    return (
        word in cardinals(language) or word in ordinals(language) or word in scales(language) or word in _VULGAR
        or word in ("a", "an", "tens") or word in word_set("words", "several", language) or word in word_set("words", "each", language)
        or word in word_set("numerals", "halves", language) or values("times", language).match([word], 0) is not None
        or values("parts", language).match([word], 0) is not None or (glued and language != "en")
        or (language != "en" and len(word) >= _SHORTEST_COMPOUND and split_adjective(language, word) is not None)
    )


def _one_unit(s: Sentence, at: int) -> Number | None:
    """Read "a fortnight", the one unit of time whose article counts, and "an hour and a half"."""
    if s.language != "en" or s.word(at) not in ("a", "an"):
        return None
    if s.word(at + 1) == "fortnight":
        return Number(at, at + 1, 1.0, unit="fortnight")
    unit = unit_phrases("en").match(s.words, at + 1)
    half = _and_a_half(s, at + 1 + unit[1]) if unit else None
    return Number(at, half, 1.5, 0.1, unit=unit[0]) if unit and half else None


def _sum(s: Sentence, at: int, *, bound: bool) -> Number | None:
    """Read groups and their scale words; each group with its scales must be smaller than the scale before it."""
    total, last, ceiling, step, scale, kind, digits = 0.0, at - 1, _INFINITE, 1.0, 1.0, "cardinal", False
    while True:
        group = group_at(s, last + 1, follows=last >= at) if last < at or not s.apart(last, last + 1) else None
        if group is None and s.language == "en" and last >= at and s.word(last + 1) in ("and", ","):
            group = _next_in_english(s, last + 1, digits=digits)
        if group is None and last < at and (bare := _bare_scale(s, at, bound=bound)) is not None:
            total, last, ceiling, step, scale = bare.value, bare.last, bare.scale, bare.step, bare.scale
            if s.word(last) == "half":
                break
            continue
        if group is None:
            break
        end, factor = _scales(s, group.last + 1)
        value = group.value * factor
        if last >= at and (value >= ceiling or (group.digits and factor == 1)):
            break
        total, last, step, kind = total + value, max(end, group.last), group.step * factor, group.kind
        scale, digits = max(scale, factor), digits or group.digits
        if half := _and_a_half(s, last + 1):
            total, last, step = total + factor / 2, half, factor / 10
            more_end, more = _scales(s, last + 1)
            if more > 1:
                total, last, step, scale = total * more, more_end, step * more, more
            break
        ceiling = factor
        if factor == 1 or kind == "ordinal" or len(s) <= last + 1:
            break
    return Number(at, last, total, step, scale, kind, digits=digits) if last >= at else None


def _next_in_english(s: Sentence, at: int, *, digits: bool) -> Number | None:
    """Read the group after "and" or the comma at ``at``: "two million, three hundred thousand and five"."""
    group = group_at(s, at + 1, follows=True)
    if group is None or group.digits or digits:
        return None
    if s.word(at) == "," and group.value < 100 and _scales(s, group.last + 1)[1] == 1:
        return None
    return group


def group_at(s: Sentence, at: int, *, follows: bool = False) -> Number | None:
    """Read digits, or words up to the hundreds.

    :param follows: whether the group continues a number ("тисяча один"), so that "one" counts.
    """
    if at >= len(s):
        return None
    return _digits(s, at) if s.kind(at) == "number" else _spelled(s, at, follows=follows)


def _digits(s: Sentence, at: int) -> Number | None:
    if is_designation(s, at):
        return None
    following = s.words[at + 1 : at + 6]
    scaled = bool(following) and (following[0] in scales(s.language) or unit_phrases(s.language).match(following, 0) is not None)
    parsed = number_value(s.surface(at), s.language, scaled=scaled)
    if parsed is None:
        return None
    vulgar = _VULGAR.get(s.word(at + 1)) if s.glued(at + 1) else None
    if vulgar:
        return Number(at, at + 1, parsed[0] + vulgar, 0.1, digits=True)
    whole = _WHOLE & {s.word(at + 1)} and _decimal_words(s, at, at + 1, parsed[0])
    return whole or Number(at, at, *parsed, digits=True)


def _spelled(s: Sentence, at: int, *, follows: bool) -> Number | None:
    """Read a numeral in words below a thousand; an ordinal ends it ("двадцять п'ятого", "two hundred and fifth")."""
    simple, ranked = cardinals(s.language), ordinals(s.language)
    value, last, floor, kind = 0.0, at - 1, _INFINITE, "cardinal"
    i = at
    while i < len(s):
        word = s.words[i]
        part = simple.get(word)
        if i > at and s.apart(last, i):
            break
        if part is None and (ordinal := ranked.get(word)) is not None and _fits(ordinal, floor, s.language):
            value, last, kind = value + ordinal, i, "ordinal"
            break
        if part is None or not _fits(part, floor, s.language):
            break
        value, last, floor = value + part, i, part
        i += 1
        if s.language == "en":
            if s.word(i) in ("hundred", "hundredth") and value < 100:
                value, last, floor = value * 100, i, 100.0
                if s.word(i) == "hundredth":
                    kind = "ordinal"
                    break
                i += 1
                if s.word(i) == "and" and (s.word(i + 1) in simple or s.word(i + 1) in ranked):
                    i += 1
                    last = i - 1
            if s.word(i) == "-" and floor >= 20 and (s.word(i + 1) in simple or s.word(i + 1) in ranked) and s.glued(i + 1):
                last, i = i, i + 1
    if last < at or s.word(last) in ("-", "and"):
        return None if last <= at else Number(at, last - 1, value)
    if kind == "cardinal" and s.word(last + 1) in _WHOLE:
        return _decimal_words(s, at, last + 1, value)
    if s.word(last) == "сьома" and _is_seventh(s, at, last):
        kind = "ordinal"
    if is_designation(s, at, last, ordinal=kind == "ordinal") or (not follows and _is_other_word(s, at, last, value, kind)):
        return None
    return Number(at, last, value, kind=kind)


def _is_seventh(s: Sentence, at: int, last: int) -> bool:
    """Tell "сьома" (seventh, feminine) from the instrumental of seven ("сьома голосами", "двадцятьма сьома")."""
    if last > at:
        oblique = s.word(last - 1).endswith(("ма", "ми")) or s.word(last - 1) in ("сорока", "дев'яноста", "девяноста", "ста")
        return not oblique and s.word(last + 1) not in scales(s.language)
    return s.kind(last + 1) == "word" and not s.word(last + 1).endswith(("ми", "ма")) and s.word(last + 1) not in scales(s.language)


def _fits(part: float, floor: float, language: str) -> bool:
    """Tell whether a part may follow: units after tens, tens after hundreds; nothing after teens, units and 1.5."""
    if floor == _INFINITE:
        return part < 1000 or language != "en"
    return part < floor and floor >= 20 and part >= 1 and (floor >= 100 or part < 10) and floor != 150


def _is_other_word(s: Sentence, at: int, last: int, value: float, kind: str) -> bool:
    """Tell whether the word is no numeral here: a pronoun, a name, an idiom, an English time unit."""
    alone = at == last
    if alone and kind == "cardinal" and value == 1:
        return not is_one(s, at)
    if alone and s.word(at) == "семью" and s.language == "ru" and not s.alone(at, last):
        after = s.word(at + 1)
        return s.word(at - 1) in word_set("words", "family", "ru") or (s.kind(at + 1) == "word" and not after.endswith(("ми", "мя", "яч")))
    if s.capitalised(at) and not s.starts(at) and alone and s.language != "en" and not s.surface(at).isupper():
        return True
    if s.language == "en" and alone and s.capitalised(at) and s.capitalised(at - 1) and not s.starts(at) and not s.capitalised(at + 1):
        return True
    if is_idiom(s, at):
        return True
    if kind == "ordinal" and alone and not s.alone(at, last):
        return _is_no_rank(s, at, value)
    return False


def _is_no_rank(s: Sentence, at: int, value: float) -> bool:
    """Tell whether an ordinal alone ranks nothing: an adverb, "the first ten days", a friend, a second of time."""
    if s.word(at - 1) == "-" and s.glued(at) and s.word(at - 2) in ("по", "во", "в"):
        return True
    if value == 1:
        follows = s.kind(at + 1) == "number" or s.word(at + 1) in cardinals(s.language) or s.word(at + 1) in ("few", "several")
        plural = s.language != "en" and s.word(at).endswith(("і", "их", "ими", "ые", "ых", "ыми"))
        adverb = s.language == "en" and not (s.word(at - 1) in word_set("words", "determiners", "en") or s.word(at - 1).endswith("'s"))
        if follows or plural or (adverb and not (at == 0 and s.kind(at + 1) == "word")):
            return True
    if s.language == "uk" and s.word(at) in ("друга", "другу", "других"):
        return s.kind(at + 1) != "word" or s.word(at - 1) in ("собі", "свого", "мого", "твого", "його", "її", "їх", "найкращого", "найкращих", "для")
    if s.word(at) != "second" or s.language != "en":
        return False
    timed = s.word(at - 1) in ("a", "per", "each", "every") and s.kind(at + 1) != "word"
    return timed or s.kind(at - 1) == "number" or s.word(at - 1) == "-"


def is_one(s: Sentence, at: int) -> bool:
    """Tell whether "one" counts: before a scale word or unit, alone in the text, or where it says what happened to one."""
    if s.alone(at, at) or s.word(at + 1) in scales(s.language) or _and_a_half(s, at + 1) or s.word(at + 1) in _WHOLE:
        return True
    if s.word(at + 1) in ("із", "з", "зі", "из", "of") or is_idiom(s, at) or (s.language == "en" and s.word(at - 1) in ("no", "any", "the", "this", "that", "every", "each")):
        return False
    unit = unit_phrases(s.language).match(s.words, at + 1)
    if unit is None and s.word(at + 1) == "-":
        unit = unit_phrases(s.language).match(s.words, at + 2)
    if unit:
        return unit[0] not in ("day", "second", "minute", "degree_Celsius", "foot") or s.word(at - 1) in word_set("words", "span", s.language)
    counted, role = phrases("counted"), phrases("roles")
    after = [i for i in range(at + 1, min(at + 6, len(s)))]
    for i in after:
        if s.kind(i) == "sign" and s.word(i) not in "-":
            after = after[: i - at - 1]
            break
    near = any(role.match(s.words, i) for i in after) or role.match(s.words, at - 1) or role.match(s.words, at - 2)
    things = any(counted.match(s.words, i) for i in after[:3])
    follows = bool(after) and role.match(s.words, after[0]) is not None
    return bool(near and (things or follows or not after or s.word(at - 1) in ("ще", "еще", "and", "і", "та", "и")))


def _decimal_words(s: Sentence, at: int, whole: int, value: float) -> Number | None:
    """Read "п'ять цілих (і) три десятих"; ``whole`` is the token of "цілих"."""
    i = whole + 1 + (s.word(whole + 1) in ("і", "й", "та", "и"))
    simple = cardinals(s.language)
    tail, last = 0.0, i - 1
    while s.word(last + 1) in simple:
        tail, last = tail + simple[s.word(last + 1)], last + 1
    if s.kind(i) == "number" and s.word(i).isdecimal():
        tail, last = float(s.word(i)), i
    below = next((size for stem, size in _BELOW.items() if s.word(last + 1).startswith(stem)), None)
    if last < i or below is None:
        return None
    return Number(at, last + 1, value + tail / below, 1 / below)


def _scales(s: Sentence, at: int) -> tuple[int, float]:
    """Return (last token, factor) of the scale words from ``at`` on; (at - 1, 1) when there are none."""
    table, factor, last = scales(s.language), 1.0, at - 1
    while (found := table.get(s.word(last + 1))) and not _no_scale(s, last + 1):
        if s.language == "en" and found.alone == "many" and last < at:
            break
        factor, last = factor * found.factor, last + 1
        dotted = found.alone == "short" and s.language != "en" and s.word(last + 1) == "." and s.glued(last + 1)
        if dotted and last + 2 < len(s) and not s.capitalised(last + 2):
            last += 1
    return last, factor


def _no_scale(s: Sentence, at: int) -> bool:
    """Tell a metre, a name or a score from a scale word: English one-letter scales are glued to digits ("$5m", "10k")."""
    if s.language != "en":
        return False
    word = s.word(at)
    if word in ("k", "b", "m"):
        if not s.glued(at) or s.kind(at - 1) != "number":
            return True
        if word in ("m", "b"):
            money = s.word(at - 2) in ("$", "€", "£", "₴", "₽") or s.word(at - 2).upper() in ("UAH", "USD", "EUR", "RUB", "GBP")
            return not money and (word == "b" or not _millions_of(s, at + 1) or "," in s.word(at - 1))
    return word == "score" and s.kind(at - 1) != "word"


def _millions_of(s: Sentence, at: int) -> bool:
    """Tell whether what follows "5m" is counted ("5m people"), so that it is no length."""
    after = s.word(at)
    if s.kind(at) != "word" or after in word_set("words", "after_metre", "en"):
        return False
    return phrases("counted").match(s.words, at) is not None or unit_phrases("en").match(s.words, at) is not None or after.endswith("s")


def _bare_scale(s: Sentence, at: int, *, bound: bool) -> Number | None:
    """Read a scale word that stands for one of it: "тисяча", "a dozen", "близько сотні"."""
    table = scales(s.language)
    article = s.language == "en" and s.word(at) in ("a", "an")
    word = at + 1 if article else at
    found = table.get(s.word(word))
    if found is None or (s.language == "en" and not (article and found.alone == "short" and len(s.word(word)) > 3)):
        return None
    if s.language != "en" and not (found.alone == "one" or (found.alone == "either" and bound)):
        return None
    last, factor = _scales(s, word)
    if _no_scale(s, word) or last < word:
        return None
    if half := _and_a_half(s, last + 1):
        return Number(at, half, factor * 1.5, factor / 10, factor)
    return Number(at, last, factor, factor, factor)


def _and_a_half(s: Sentence, at: int) -> int | None:
    """Return the last token of "and a half", "з половиною"."""
    if s.language == "en":
        if s.words[at : at + 6] == ["-", "and", "-", "a", "-", "half"]:
            return at + 5
        return at + 2 if s.words[at : at + 3] == ["and", "a", "half"] else None
    return at + 1 if s.word(at) in _WITH and s.word(at + 1) in ("половиною", "половиной") else None


def _half(s: Sentence, at: int) -> Number | None:
    """Read half of something: "пів мільйона", "півгодини", "half a million", "половина"; "пів на п'яту" is a time."""
    word, language = s.word(at), s.language
    if word not in word_set("numerals", "halves", language):
        return _glued_half(s, at)
    if s.word(at + 1) in ("на", "time", "-") and not (s.word(at + 1) == "-" and unit_phrases(language).match(s.words, at + 2)):
        return None
    if s.word(at - 1) == "-" and s.glued(at):
        return None
    if s.word(at - 1) in ordinals(language) or s.word(at - 1) in ("latter", "other", "and", "з", "із", "с", "друга", "вторая"):
        return None
    start = at + 1 + (language == "en" and s.word(at + 1) in ("a", "an"))
    last, factor = _scales(s, start)
    if factor > 1:
        return Number(at, last, factor / 2, factor / 10, factor)
    start += s.word(start) == "-" and language == "ru"
    unit = unit_phrases(language).match(s.words, start)
    if word in ("пів", "пол") and unit is None:
        return None
    return Number(at, start - 1 if unit else at, 0.5, 0.1, kind="cardinal" if unit else "part")


def _glued_half(s: Sentence, at: int) -> Number | None:
    word = s.word(at)
    for prefix in {"uk": ("пів",), "ru": ("полу", "пол"), "en": ()}[s.language]:
        rest = word.removeprefix(prefix).lstrip("'")
        if rest == word or len(rest) < 3 or word.startswith(("півден", "півдн", "півдєн", "полноч", "полдн", "полден")):
            continue
        if scale := scales(s.language).get(rest):
            return Number(at, at, scale.factor / 2, scale.factor / 10, scale.factor)
        unit = unit_phrases(s.language).match([rest], 0)
        if unit and unit[0] != "percent":
            return Number(at, at, 0.5, 0.1, unit=unit[0])
    return None


def _times(s: Sentence, at: int) -> Number | None:
    match = values("times", s.language).match(s.words, at)
    return Number(at, at, float(match[0]), 0.1, kind="times") if match else None


def _part(s: Sentence, at: int) -> Number | None:
    """Read a part of a whole: "третина", "two-thirds", "дві третини", "one in five", "кожен п'ятий", "½", "1/3"."""
    if s.word(at) in _VULGAR and not s.glued(at):
        return Number(at, at, _VULGAR[s.word(at)], 0.01, kind="part")
    if s.word(at) in word_set("words", "each", s.language) and (rank := ordinals(s.language).get(s.word(at + 1))):
        following = unit_phrases(s.language).match(s.words, at + 2) is None and (s.language != "en" or s.kind(at + 2) == "word")
        return Number(at, at + 1, 1 / rank, 0.01, kind="part") if following and rank > 1 else None
    if found := _one_in(s, at):
        return found
    table = values("parts", s.language)
    count = cardinals(s.language).get(s.word(at))
    if count is None and s.language == "en" and s.word(at) == "a" and s.word(at + 2) == "of":
        count = 1.0
    start = at + (count is not None)
    start += count is not None and s.language == "en" and s.word(start) == "-"
    match = table.match(s.words, start)
    plain_quarter = count is None and s.word(start) == "quarter" and s.words[start + 1 : start + 3] == ["of", "a"]
    if match is None or (count is None and not plain_quarter and (s.language == "en" or float(match[0]) > 4)):
        return None
    if count is None and s.word(start) in ordinals(s.language):
        return None
    if count is not None and (count >= float(match[0]) or (count > 1) is not _is_plural(s.word(start), s.language)):
        return None
    if s.language == "en" and s.word(start) in ("second", "seconds"):
        return None
    if count is None and (s.word(at - 1) in ordinals(s.language) or is_idiom(s, at)):
        return None
    value = (count or 1.0) / float(match[0])
    last, factor = _scales(s, start + 1 + 2 * (s.words[start + 1 : start + 3] == ["of", "a"]))
    if factor > 1:
        return Number(at, last, value * factor, factor / 100, factor)
    return None if plain_quarter else Number(at, start, value, 0.01, kind="part")


def _is_plural(part: str, language: str) -> bool:
    """Tell "thirds", "третини", "десятих" from "third", "третина", "десята"."""
    singular = {"en": (), "uk": ("третина", "третину", "чверть", "чвертю", "десята", "десяту", "сота"), "ru": ("треть", "третью", "четверть", "четвертью", "десятая", "десятую", "сотая")}
    return part.endswith("s") if language == "en" else part not in singular[language]


def _one_in(s: Sentence, at: int) -> Number | None:
    """Read "one in five", "nine out of ten", "4 in 10": a share, when both are small and round or in words."""
    if s.language != "en":
        return None
    first = _small(s, at)
    joins = next((n for n, words in ((1, ["in"]), (1, ["in"]), (2, ["out", "of"]), (2, ["in", "every"]), (2, ["of", "every"]))
                  if s.words[at + 1 : at + 1 + n] == words), 0)
    if first is None or not joins:
        return None
    joins += s.words[at + 1 : at + 3] == ["in", "every"] and joins == 1
    second = _small(s, at + 1 + joins)
    if second is None or first >= second or second not in (2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 100):
        return None
    if unit_phrases(s.language).match(s.words, at + 2 + joins) or (s.word(at + 1) == "out" and first > 1 and second < 10):
        return None
    return Number(at, at + 1 + joins, first / second, 0.01, kind="part")


def _small(s: Sentence, at: int) -> float | None:
    if s.kind(at) == "number" and s.word(at).isdecimal() and len(s.word(at)) < 4:
        return float(s.word(at))
    return cardinals(s.language).get(s.word(at))


def _vague(s: Sentence, at: int, bound: bool) -> Number | None:
    """Read an amount that is not known exactly: "десятки тисяч", "several hundred", "scores of"; bounds 2 to 10 times."""
    table, several = scales(s.language), word_set("words", "several", s.language)
    i = at
    if s.language == "en" and s.word(i) == "a" and s.word(i + 1) in several:
        i += 1
    led = s.word(i) in several
    if led:
        i += 1 + (s.language == "en" and s.word(i + 1) == "of")
    elif i > at:
        return None
    factor, last = 1.0, i - 1
    if s.language == "en" and s.word(i) == "tens" and s.word(i + 1) == "of" and s.word(i + 2) in table:
        factor, last = 10.0, i + 1
    while (found := table.get(s.word(last + 1))) and (last >= i or led or found.alone == "many" or (found.alone == "either" and not bound)):
        if s.language == "en" and (len(s.word(last + 1)) < 4 or (s.word(last + 1) in ("score", "scores") and s.word(last + 2) != "of")):
            break
        factor, last = factor * found.factor, last + 1
        if s.language == "en" and s.word(last + 1) == "of" and s.word(last + 2) in table:
            last += 1
    if factor == 1.0:
        return None
    return Number(at, last, factor * 2, factor, factor, "vague", high=factor * 10)


def _compound(s: Sentence, at: int) -> Number | None:
    """Read the numeral inside an adjective: "триденний", "двадцятип'ятирічний", "пятитысячный"."""
    word = s.word(at)
    if s.language == "en" or len(word) < _SHORTEST_COMPOUND:
        return None
    found = split_adjective(s.language, word)
    if found is None:
        return None
    value, unit = found
    if unit == "thousand":
        return Number(at, at, value * 1000, kind="ordinal")
    return Number(at, at, value, unit=None if unit in ("storeys", "times") else unit)


def is_idiom(s: Sentence, at: int) -> bool:
    """Tell whether a phrase whose numeral says nothing about an amount covers the token ("first of all", "перша леді")."""
    table = phrases("idioms", s.language)
    return any((match := table.match(s.words, at - back)) is not None and match[1] > back for back in range(min(3, at) + 1))
