"""Dictionary forms of words in Ukrainian, Russian and English (simplemma).

simplemma's dictionaries take 190 MB and half a second as tables of a process. So each is packed
once into a trie (Yata 2011, "Prefix/Patricia trie dictionary compression by nesting prefix/Patricia
tries") of a few megabytes, which lies beside Python's compiled modules and answers as fast.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from simplemma import __version__
from simplemma.lemmatizer import Lemmatizer
from simplemma.strategies.default import DefaultStrategy
from simplemma.strategies.dictionaries.trie_dictionary_factory import TrieDictionaryFactory
from simplemma.strategies.dictionary_lookup import DictionaryLookupStrategy

from parallax.core.files import write_atomically

if TYPE_CHECKING:
    from marisa_trie import BytesTrie

TRIES = Path(__file__).parent / "__pycache__" / f"simplemma-{__version__}"


def lemma_of(word: str, language: str) -> str:
    """Return the dictionary form of a word as it is written, the word itself where none is known.

    :raises ValueError: when the word is empty, or the language has no dictionary.
    """
    return str(_lemmatizer().lemmatize(word, lang=language))


def is_known(word: str, language: str) -> bool:
    """Return whether the dictionary of a language has a form."""
    return _lookup().get_lemma(word, language) is not None


class _Tries(TrieDictionaryFactory):
    """Dictionaries as tries on disk; a torn file is made again, and without a place to write to the
    trie is made in memory.
    """

    __slots__ = ()

    def _get_dictionary_uncached(self, lang: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
        try:
            return super()._get_dictionary_uncached(lang)
        except (OSError, RuntimeError):  # torn, or a folder that is not ours
            with suppress(OSError):
                (TRIES / f"{lang}.dic").unlink()
            return super()._get_dictionary_uncached(lang)

    def _write_trie_to_disk(self, lang: str, trie: BytesTrie) -> None:
        with suppress(OSError), TemporaryDirectory() as folder:
            trie.save(f"{folder}/{lang}.dic")
            write_atomically(TRIES / f"{lang}.dic", Path(folder, f"{lang}.dic").read_bytes())


@cache
def _tries() -> _Tries:
    return _Tries(disk_cache_dir=str(TRIES))


@cache
def _lemmatizer() -> Lemmatizer:
    return Lemmatizer(lemmatization_strategy=DefaultStrategy(dictionary_factory=_tries()))


@cache
def _lookup() -> DictionaryLookupStrategy:
    return DictionaryLookupStrategy(_tries())
