"""Who acts: states, armies, services and armed groups of every side, in every case.

The words are data (`actors.toml`). Rules see a side, a kind, a class of words and cases, never a
name, so that what is found of one side is found of its counterpart.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from typing import Any

from parallax.languages.fold import fold
from parallax.languages.homonyms import Homonyms
from parallax.languages.phrases import Match, PatternSet, Word
from parallax.languages.territories import territories

NOUN, HEAD, ADJECTIVE, POSSESSIVE = "noun", "head", "adjective", "possessive"
"""Classes of words: a name; a word such as "army" that a side beside it makes a name; and so on."""
CASES = ("nominative", "genitive", "dative", "accusative", "instrumental", "locative")
_ALL_CASES = frozenset(CASES)
_STATE, _ADJECTIVE_OF = "state", "_adjective"
_OF = "of"
_NOTHING = "-"
_VARIANTS = " / "
_FIELDS = ("place", "collective", "of_every_state", "paired")
_NOT_WORDS = frozenset({"counterparts", "group"})


@dataclass(frozen=True)
class Kind:
    """What an actor is.

    `place`: its name is a name of where things happen, too. `collective`: a body, not persons.
    `of_every_state`: each state must have it. `paired`: a state must if its counterpart has.
    """

    name: str
    place: bool = False
    collective: bool = False
    of_every_state: bool = False
    paired: bool = False


@dataclass(frozen=True)
class Reading:
    """What a form says: a kind, a class of words and the cases it may be in."""

    kind: Kind
    word_class: str
    cases: frozenset[str]


@dataclass(frozen=True)
class Actor:
    """Who is named: a side (None of a head word such as "army") in one or more readings."""

    side: str | None
    readings: tuple[Reading, ...]

    def is_a(self, *word_classes: str, case: str | None = None) -> bool:
        """Tell whether a form may be a word of one of some classes, and in this case."""
        return any(
            reading.word_class in word_classes and (case is None or case in reading.cases)
            for reading in self.readings
        )

    @property
    def is_place(self) -> bool:
        """Tell whether each reading is a name of a place as well."""
        return all(reading.kind.place for reading in self.readings)

    @property
    def is_collective(self) -> bool:
        """Tell whether a reading is a body that acts."""
        return any(reading.kind.collective for reading in self.readings)


@dataclass(frozen=True)
class Form:
    """One written form of a name of a side (or of a head word, `side` None)."""

    side: str | None
    kind: str
    word_class: str
    text: str
    cases: frozenset[str]


class Actors:
    """All actors of the data, found in sentences."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        """Take the content of an actors file.

        :raises KeyError: a word names endings, or a side a kind, that the file does not have.
        """
        self._data = data
        self.kinds = {
            name: Kind(name, **{field: entry[field] for field in _FIELDS if field in entry})
            for name, entry in data["kind"].items()
        }
        self.counterparts: dict[str, tuple[str, ...]] = {
            side: tuple(entry["counterparts"]) for side, entry in data["side"].items()
        }
        self.groups = frozenset(side for side, entry in data["side"].items() if entry.get("group"))
        """Sides that are no state: armed groups and movements."""
        self.states = tuple(side for side, entry in data["side"].items() if _STATE in entry)
        self._homonyms = Homonyms(data.get("homonym", {}))
        self._forms: dict[str, tuple[Form, ...]] = {}
        self._patterns: dict[str, PatternSet[Actor]] = {}

    def forms(self, language: str) -> tuple[Form, ...]:
        """Return every form of the file in a language: the head words of kinds, then the sides."""
        if language not in self._forms:
            self._forms[language] = tuple(self._listed(language))
        return self._forms[language]

    def _listed(self, language: str) -> Iterator[Form]:
        for kind, entry in self._data["kind"].items():
            for word in entry.get("head", {}).get(language, ()):
                yield from self._of_word(None, kind, HEAD, word, language)
        for side in self._data["side"]:
            for (kind, word_class), names in self.names(side).items():
                for name in names.get(language, ()):
                    for word in name.split(_VARIANTS):
                        yield from self._of_word(side, kind, word_class, word, language)
            yield from self._made_of_state(side, language)

    def names(self, side: str) -> dict[tuple[str, str], Mapping[str, Sequence[str]]]:
        """Return the names of a side as written, by kind and class, then by language."""
        entry = self._data["side"][side]
        return {_kind_and_class(key): entry[key] for key in entry if key not in _NOT_WORDS}

    def _made_of_state(self, side: str, language: str) -> Iterator[Form]:
        """Yield the names that each state has by its own name: "ЗС України", "ВС Израиля"."""
        genitives = [
            form.text
            for name in self._data["side"][side].get(_STATE, {}).get(language, ())
            for word in name.split(_VARIANTS)
            for form in self._of_word(side, _STATE, NOUN, word, language)
            if form.word_class == NOUN and "genitive" in form.cases
        ]
        for kind, entry in self._data["kind"].items():
            if language in entry.get("of_state", {}):
                for genitive in genitives:
                    name = entry["of_state"][language].format(genitive)
                    yield from self._of_word(side, kind, NOUN, name, language)

    def find(self, sentence: Sequence[Word], language: str) -> list[Match[Actor]]:
        """Return the actors a sentence names, each word on its own: "армія" and "РФ" are two."""
        if language not in self._patterns:
            self._patterns[language] = self._compiled(language)
        found = self._patterns[language].find(sentence)
        starts = {match.first for match in found}
        return [
            match if language == "en" else _as_written(match, sentence)
            for match in found
            if not self._homonyms.is_other(
                match, sentence, language, before_actor=match.last + 1 in starts
            )
        ]

    def phrases(self, sentence: Sequence[Word], language: str) -> list[Match[Actor]]:
        """Return the actors of a sentence with a side beside its head word joined: "армія РФ",
        "російської армії", "Israel's army" are one each.
        """
        found: list[Match[Actor]] = []
        for match in self.find(sentence, language):
            joined = _joined(found[-1], match, sentence) if found else None
            if joined:
                found[-1] = joined
            else:
                found.append(match)
        return found

    def _compiled(self, language: str) -> PatternSet[Actor]:
        readings: dict[str, tuple[str | None, list[Reading]]] = {}
        spelled: dict[str, str] = {}
        for form in (*self.forms(language), *self._other_states(language)):
            name = fold(form.text)
            side, known = readings.setdefault(name, (form.side, []))
            if side == form.side:
                known.append(Reading(self.kinds[form.kind], form.word_class, form.cases))
                text = name if _in_any_case(form) else form.text
                if name not in spelled or _plainer(text, spelled[name]):
                    spelled[name] = text
        return PatternSet(
            language,
            [
                (pattern(spelled[name]), Actor(side, tuple(known)))
                for name, (side, known) in readings.items()
            ],
            [],
        )

    def _other_states(self, language: str) -> Iterator[Form]:
        """Yield the names of the states that the file does not list, by CLDR."""
        for code, word in territories(language):
            if code not in self._data["side"]:
                yield from self._of_word(code, _STATE, NOUN, word, language)

    def _of_word(
        self, side: str | None, kind: str, word_class: str, word: str, language: str
    ) -> Iterator[Form]:
        endings = self._data["ending"].get(language, {})
        for text, cases in _inflected(word, endings).items():
            yield Form(side, kind, word_class, text, frozenset(cases))
            if language == "en" and word_class in (NOUN, HEAD):
                yield Form(side, kind, POSSESSIVE, f"{text.rstrip('.')}'s", _ALL_CASES)


def _as_written(match: Match[Actor], sentence: Sequence[Word]) -> Match[Actor]:
    """Return a match with the readings that its capital leaves: "Мінську" is the town, "мінську"
    the adjective. The first word of a sentence says nothing by its capital.
    """
    if match.first == 0:
        return match
    readings = match.label.readings
    adjectives = tuple(one for one in readings if one.word_class == ADJECTIVE)
    names = tuple(one for one in readings if one.word_class != ADJECTIVE)
    if not adjectives or not names:
        return match
    kept = names if sentence[match.first].capital else adjectives
    return replace(match, label=replace(match.label, readings=kept))


@lru_cache(maxsize=1)
def load() -> Actors:
    """Read the shipped actors."""
    file = resources.files("parallax.languages") / "actors.toml"
    return Actors(tomllib.loads(file.read_text("utf-8")))


def pattern(form: str) -> str:
    """Return the pattern of a form: a word written with capitals is found only with them."""
    return " ".join(
        f"^{word.rstrip('.')}" if word[0].isupper() else f"={word}" for word in form.split()
    )


def _in_any_case(form: Form) -> bool:
    """Tell whether a form is found without its capital as well: "russian missiles", not "us"."""
    return form.word_class == ADJECTIVE and not form.text.replace(".", "").isupper()


def _plainer(text: str, other: str) -> bool:
    """Tell whether a spelling asks for fewer capitals than another: "Хамас" than "ХАМАС"."""
    return sum(map(str.isupper, text)) < sum(map(str.isupper, other))


def _kind_and_class(key: str) -> tuple[str, str]:
    if key == ADJECTIVE:
        return _STATE, ADJECTIVE
    if key.endswith(_ADJECTIVE_OF):
        return key.removesuffix(_ADJECTIVE_OF), ADJECTIVE
    return key, NOUN


def _inflected(word: str, endings: Mapping[str, str]) -> dict[str, set[str]]:
    """Return the forms of a word or phrase, each with the cases it may be in."""
    if "+" not in word:
        return {word: set(CASES)}
    by_word = []
    for part in word.split():
        stem, plus, key = part.partition("+")
        by_word.append(
            [
                [stem + end.replace(_NOTHING, "") for end in case.split()]
                for case in endings[key].split("|")
            ]
            if plus
            else [[part]] * len(CASES)
        )
    forms: dict[str, set[str]] = {}
    for at, case in enumerate(CASES):
        most = max(len(cases[at]) for cases in by_word)
        for number in range(most):
            text = " ".join(cases[at][min(number, len(cases[at]) - 1)] for cases in by_word)
            forms.setdefault(text, set()).add(case)
    return forms


def _joined(
    first: Match[Actor], second: Match[Actor], sentence: Sequence[Word]
) -> Match[Actor] | None:
    """Return a head word and the side beside it as one actor; None where they do not belong
    together.
    """
    between = sentence[first.last + 1 : second.first]
    if second.label.side is None and first.label.side is not None and not between:
        if first.label.is_a(ADJECTIVE, POSSESSIVE) or sentence[first.last].surface.isascii():
            return Match(first.first, second.last, Actor(first.label.side, second.label.readings))
        return None
    if first.label.side is not None or second.label.side is None:
        return None
    genitive = second.label.is_a(NOUN, case="genitive")
    if genitive and not between and not sentence[second.first].surface.isascii():
        return Match(first.first, second.last, Actor(second.label.side, first.label.readings))
    if between and between[0].surface == _OF and len(between) <= 2:
        return Match(first.first, second.last, Actor(second.label.side, first.label.readings))
    return None
