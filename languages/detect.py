"""The language of a text, among those Parallax reads.

Letters that only one language has decide first, then words of closed classes that only one has,
in a few words also the words that only one dictionary of the lemmatiser has, and then a statistical
identifier, which errs on a few words.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Annotated

from parallax.core.thresholds import thresholds
from parallax.languages.fold import fold
from parallax.languages.lemmas import is_known
from parallax.languages.letters import ONLY_RUSSIAN, ONLY_UKRAINIAN

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_WORDS = re.compile(r"[^\W\d_]+(?:['’ʼ‘`][^\W\d_]+)*")
LANGUAGES = ("uk", "ru", "en")
"""The languages Parallax reads, by ISO 639-1 code."""
_CYRILLIC = ("uk", "ru")

NAMES = {"uk": "Ukrainian", "ru": "Russian", "en": "English"}


@thresholds("gather", chosen="by hand on quotations in the sample world, which is ours")
@dataclass(frozen=True)
class DetectionLimits:
    """What counts as evidence for a language."""

    sentence_words: Annotated[int, "a sentence with fewer words has its article's language"] = 4
    telling_words: Annotated[int, "words with another language's letters that decide"] = 2
    dictionary_words: Annotated[
        int,
        "in a longer text no dictionary is asked",
        "on NTREX-128, which `bench languages` scores: up to here it is right more often than not",
    ] = 8
    cyrillic_share: Annotated[
        float,
        "share of Cyrillic among the letters of a text that is not English",
        "between names in Cyrillic inside English (under .1) and brands in Latin letters inside a "
        "Ukrainian headline; not tuned",
    ] = 0.2


_LIMITS = DetectionLimits()


@dataclass(frozen=True)
class _Evidence:
    """What only one language has: letters and words."""

    letters: re.Pattern[str]
    words: frozenset[str]

    def letters_in(self, words: list[str]) -> int:
        return sum(bool(self.letters.search(word)) for word in words)

    def words_in(self, words: list[str]) -> int:
        return sum(word in self.words for word in words)


@lru_cache(maxsize=1)
def _evidence() -> dict[str, _Evidence]:
    file = resources.files("parallax.languages") / "function_words.toml"
    data = tomllib.loads(file.read_text("utf-8"))
    words = {language: frozenset(map(fold, data[language].split())) for language in _CYRILLIC}
    shared = words["uk"] & words["ru"]
    return {
        language: _Evidence(re.compile(f"[{letters}]", re.IGNORECASE), words[language] - shared)
        for language, letters in zip(_CYRILLIC, (ONLY_UKRAINIAN, ONLY_RUSSIAN), strict=True)
    }


@lru_cache(maxsize=3)
def _identifier(languages: tuple[str, ...] | None) -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    if languages:
        identifier.set_languages(list(languages))
    return identifier


def detect(text: str) -> str:
    """Return the most likely of our three languages for ``text``."""
    words = _WORDS.findall(text)
    if not words:
        return detect_statistically(text)
    cyrillic = sum(len(word) for word in words if "\u0400" <= word[0] <= "\u04ff")
    if cyrillic < _LIMITS.cyrillic_share * sum(map(len, words)):
        return "en"
    ukrainian, russian = (_evidence()[language] for language in _CYRILLIC)
    balance = ukrainian.letters_in(words) - russian.letters_in(words)
    if not balance:
        folded = [fold(word) for word in words]
        balance = ukrainian.words_in(folded) - russian.words_in(folded)
    if not balance and len(words) <= _LIMITS.dictionary_words:
        balance = sum(_in_dictionary(word.lower()) for word in words)
    if balance:
        return "uk" if balance > 0 else "ru"
    return str(_identifier(_CYRILLIC).classify(text)[0])


def _in_dictionary(word: str) -> int:
    """Return 1 for a word that only the Ukrainian dictionary has, -1 for a Russian one, else 0."""
    ukrainian, russian = (is_known(word, language) for language in _CYRILLIC)
    return int(ukrainian) - int(russian)


def detect_statistically(text: str) -> str:
    """Return what the identifier alone says of our three languages.

    The encoder chooses its vocabulary by it, word by word; the bead scorer is calibrated on that.
    """
    return str(_identifier(LANGUAGES).classify(text)[0])


def detect_any(text: str) -> str:
    """Return the most likely of all languages the identifier knows (97), as ISO 639-1 code.

    Used to recognise a page in none of ours, which `detect` cannot say.
    """
    return str(_identifier(None).classify(text)[0])


def of_sentence(sentence: str, article: str) -> str:
    """Return the language of a sentence of an article: the article's, unless its letters say
    otherwise.

    Russian pages quote Ukrainian officials and the other way round. Only letters that one of the
    languages does not have are trusted, in two words or more of a sentence of at least four; a name
    or a slogan changes nothing.
    """
    words = re.findall(r"[^\W\d_]+", sentence)
    if len(words) < _LIMITS.sentence_words:
        return article
    if all(word.isascii() for word in words):
        return "en"
    ukrainian, russian = (_evidence()[language].letters_in(words) for language in _CYRILLIC)
    if bool(ukrainian) == bool(russian):
        return article
    language = "uk" if ukrainian else "ru"
    enough = max(ukrainian, russian) >= _LIMITS.telling_words
    return language if enough else article
