"""Parses that are made once and not once a run: stored by sentence and parser, as vectors are.

What a parser makes depends on its sentence alone, so it is the same whether it was stored or not
and whatever else is parsed with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

import polars as pl

from parallax.core.ids import digest
from parallax.core.machine_faults import is_machine_fault
from parallax.core.notices import Notice
from parallax.core.plain_words import plain
from parallax.lake.fingerprints import code_version
from parallax.lake.text_files import TextFiles, key_of
from parallax.languages.syntax.engine import NoEngineError
from parallax.languages.syntax.packed import COLUMNS, packed, unpacked
from parallax.languages.syntax.parsed import Parse
from parallax.languages.syntax.parser import parse, versions

if TYPE_CHECKING:
    from parallax.core.settings import Settings

Sentence = tuple[str, str]
"""A language and a sentence of it."""
Parses = Mapping[Sentence, Parse]
_PARSERS = "parallax.languages.syntax.parser"


class StoredParser:
    """The parsers of all languages, over a folder of what they made."""

    def __init__(self, folder: Path | None = None) -> None:
        """Prepare the parsers; none is loaded before the first sentence that is not stored.

        :param folder: where parses are stored; nowhere when None.
        """
        self._folder = folder
        self._files: dict[str, TextFiles] = {}
        self._lock = RLock()
        self.parsed = 0
        """Number of sentences that went through a parser, stored ones not counted."""

    def parses(self, sentences: Iterable[Sentence]) -> tuple[dict[Sentence, Parse], list[Notice]]:
        """Return the parses of sentences, and what could not be parsed and why.

        A language without a parser here has no parses and one notice; a sentence that a parser
        fails on has none.
        """
        by_language: dict[str, list[str]] = {}
        for language, text in dict.fromkeys(sentences):
            by_language.setdefault(language, []).append(text)
        found: dict[Sentence, Parse] = {}
        notices: list[Notice] = []
        with self._lock:
            for language, texts in sorted(by_language.items()):
                made = self._stored(texts, language)
                new = [text for text in texts if text not in made]
                made |= self._made(new, language, notices)
                found |= {(language, text): made[text] for text in texts if text in made}
        return found, notices

    def _stored(self, texts: Sequence[str], language: str) -> dict[str, Parse]:
        if self._folder is None:
            return {}
        return {
            parsed.text: parsed
            for known, rows in self._of(language).rows(texts, list(COLUMNS))
            if known
            for parsed in unpacked(rows, known, language)
        }

    def _made(self, texts: list[str], language: str, notices: list[Notice]) -> dict[str, Parse]:
        """Parse sentences and store what comes out."""
        if not texts:
            return {}
        made = _parsed(texts, language, notices)
        self.parsed += len(made)
        if self._folder is not None and made:
            order = sorted(made, key=key_of)
            self._of(language).add(packed([made[text] for text in order]), order)
        return made

    def _of(self, language: str) -> TextFiles:
        if language not in self._files:
            assert self._folder is not None
            self._files[language] = TextFiles(self._folder / fingerprint(language), _has_parses)
        return self._files[language]


def fingerprint(language: str) -> str:
    """Return a hash of what the parses of a language depend on: the code and data of the parsers,
    and the versions of the packages that they come with. No parser is loaded.
    """
    return digest(language, code_version(_PARSERS), *versions(language).items())


def stored_parser_of(settings: Settings) -> StoredParser:
    """Return the parser of this process, which stores parses beside the vectors of sentences."""
    return _parser(settings.cache_folder / "parses")


@lru_cache(maxsize=2)
def _parser(folder: Path) -> StoredParser:
    return StoredParser(folder)


def _parsed(texts: list[str], language: str, notices: list[Notice]) -> dict[str, Parse]:
    """Parse sentences; one that the parser fails on is left out."""
    try:
        return dict(zip(texts, parse(texts, language), strict=True))
    except NoEngineError as error:
        notices.append(Notice.warning(f"syntax:{language}", "not parsed", str(error)))
        return {}
    except Exception as error:
        if is_machine_fault(error):
            raise
        if len(texts) == 1:
            notices.append(Notice.warning(f"syntax:{language}", "a sentence failed", plain(error)))
            return {}
        middle = len(texts) // 2
        return _parsed(texts[:middle], language, notices) | _parsed(
            texts[middle:], language, notices
        )


def _has_parses(columns: Mapping[str, pl.DataType]) -> bool:
    return all(columns.get(name) == kind for name, kind in COLUMNS.items())
