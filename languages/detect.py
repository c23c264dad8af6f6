"""The language of a text, among those Parallax handles."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_WORDS = re.compile(r"[^\W\d_]+")
_ONLY_UKRAINIAN = re.compile("[іїєґІЇЄҐ]")
_ONLY_RUSSIAN = re.compile("[ыэёъЫЭЁЪ]")
_LEAST_WORDS, _TELLING_WORDS = 4, 2
LANGUAGES = ("uk", "ru", "en")
"""The languages Parallax reads, by ISO 639-1 code."""

NAMES = {"uk": "Ukrainian", "ru": "Russian", "en": "English"}


@lru_cache(maxsize=2)
def _identifier(restricted: bool) -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    if restricted:
        identifier.set_languages(list(LANGUAGES))
    return identifier


def detect(text: str) -> str:
    """Return the most likely of our three languages for ``text``."""
    return str(_identifier(True).classify(text)[0])


def detect_any(text: str) -> str:
    """Return the most likely of all languages the identifier knows (97), as ISO 639-1 code.

    Used to recognise a page that is none of ours, which `detect` cannot say.
    """
    return str(_identifier(False).classify(text)[0])


def of_sentence(sentence: str, article: str) -> str:
    """Return the language of a sentence of an article: the article's, unless its letters say
    otherwise.

    Russian pages quote Ukrainian officials and the other way round. Only letters that one of the
    languages does not have are trusted, in three words or more; a name or a slogan changes nothing.
    """
    words = _WORDS.findall(sentence)
    if len(words) < _LEAST_WORDS:
        return article
    if all(word.isascii() for word in words):
        return "en"
    ukrainian, russian = (
        bool(_ONLY_UKRAINIAN.search(sentence)),
        bool(_ONLY_RUSSIAN.search(sentence)),
    )
    if ukrainian == russian or (article == "uk" and ukrainian) or (article == "ru" and russian):
        return article
    own = _ONLY_UKRAINIAN if ukrainian else _ONLY_RUSSIAN
    return (
        ("uk" if ukrainian else "ru")
        if sum(bool(own.search(word)) for word in words) >= _TELLING_WORDS
        else article
    )
