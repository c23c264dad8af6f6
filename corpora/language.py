"""The language of a text, among those Parallax handles."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

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
