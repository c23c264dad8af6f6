"""Russian: the small networks of the Natasha project, trained on news (MIT).

Weights come with the package `natasha`: a parser and a tagger of 2.5 MB each over quantised word
vectors of 25 MB. They are read by `slovnet`; the package is never imported.
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterable, Sequence
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from parallax.languages.syntax.engine import (
    Features,
    NoEngineError,
    Words,
    assembled,
    by_length,
    softmax,
    width_of,
)
from parallax.languages.syntax.parsed import Parse
from parallax.languages.syntax.slovnet import (
    Archive,
    Biaffine,
    Encoder,
    Floats,
    Linear,
    WordVectors,
)
from parallax.languages.syntax.trees import best_heads

_VECTORS = "data/emb/navec_news_v1_1B_250K_300d_100q.tar"
_PARSER = "data/model/slovnet_syntax_news_v1.tar"
_TAGGER = "data/model/slovnet_morph_news_v1.tar"
_RELATIONS = {"flat:name": "flat", "flat:foreign": "flat", "nummod:entity": "nummod"}
"""Relations of the networks that `parsed` does not tell apart."""
_OWN = {"obl", "obl:agent", "obj", "iobj", "xcomp"}
_ROMAN = re.compile("[IVXLC]+")
_NEVER = np.float32(-1e9)


class RussianEngine:
    """Slovnet's parser and tagger."""

    def __init__(self) -> None:
        """Load the networks.

        :raises NoEngineError: when the package is missing, or holds other files than expected.
        """
        try:
            folder = _folder()
            parser, tagger = Archive(folder / _PARSER), Archive(folder / _TAGGER)
            self._vectors = WordVectors(folder / _VECTORS, parser.vocabulary("word"))
            self._parser, self._tagger = Encoder(parser), Encoder(tagger)
            self._arcs = Biaffine(parser, parser.layout["head"])
            self._labels = Biaffine(parser, parser.layout["rel"])
            self._tag_scores = Linear(tagger, tagger.layout["head"]["proj"])
            names, tags = parser.vocabulary("rel"), tagger.vocabulary("tag")
        except (ImportError, OSError, ValueError, KeyError, tarfile.TarError) as error:
            raise NoEngineError(
                f"Russian sentences cannot be parsed: {error}",
                "pip install --no-deps natasha: the wheel holds the weights",
            ) from error
        self._relations = [_RELATIONS.get(name, name) for name in names]
        self._tags = [_tag(text) for text in tags]

    @property
    def name(self) -> str:
        """Package and version."""
        return f"natasha {metadata.version('natasha')}"

    @property
    def words(self) -> Iterable[str]:
        """The words that have a vector of their own, in small letters."""
        return self._vectors.words

    def parse(self, sentences: Sequence[Words]) -> list[Parse]:
        """Return the parses of sentences, in their order."""
        found: dict[int, Parse] = {}
        for numbers in by_length(sentences):
            found |= zip(numbers, self._batch([sentences[i] for i in numbers]), strict=True)
        return [found[i] for i in range(len(sentences))]

    def _batch(self, batch: list[Words]) -> list[Parse]:
        size = (len(batch), width_of(max(len(words.spans) for words in batch)))
        numbers = np.full(size, self._vectors.padding)
        shapes = np.zeros(size, dtype=np.int64)
        for i, words in enumerate(batch):
            surfaces = words.surfaces
            numbers[i, : len(surfaces)] = [self._vectors.number(w.lower()) for w in surfaces]
            shapes[i, : len(surfaces)] = [self._parser.shape(w) for w in surfaces]
        given = numbers != self._vectors.padding
        mask = given[:, :, None].astype(np.float32)
        vectors = self._vectors[numbers.reshape(-1)].reshape(*size, -1)
        states = self._parser(vectors, shapes, mask)
        arcs = _arc_probabilities(self._arcs.arcs(states), given)
        logs = np.log(np.maximum(arcs, np.finfo(np.float32).tiny))
        trees = [
            best_heads(logs[i, : len(words.spans), : len(words.spans) + 1])
            for i, words in enumerate(batch)
        ]
        heads = np.zeros(size, dtype=np.int64)
        for i, tree in enumerate(trees):
            heads[i, : len(tree)] = np.array(tree) + 1
        labels = softmax(self._labels.labels(states, heads))
        labels[..., 0] = 0  # padding is no relation
        tags = self._tag_scores(self._tagger(vectors, shapes, mask)).argmax(-1)
        return [
            self._parse(words, trees[i], arcs[i], labels[i], tags[i])
            for i, words in enumerate(batch)
        ]

    def _parse(
        self, words: Words, heads: list[int], arcs: Floats, labels: Floats, tags: NDArray[np.int64]
    ) -> Parse:
        chosen = labels[: len(heads)].argmax(-1)
        relations = [self._relations[label] for label in chosen]
        return assembled(
            words,
            "ru",
            heads,
            _renamed(words.surfaces, heads, relations, [self._tags[tag] for tag in tags]),
            [
                float(arcs[at, head + 1] * labels[at, label])
                for at, (head, label) in enumerate(zip(heads, chosen, strict=True))
            ],
            [self._tags[tag] for tag in tags[: len(heads)]],
        )


def _renamed(
    words: list[str], heads: list[int], relations: list[str], tags: list[tuple[str, Features]]
) -> list[str]:
    """Return the relations by the treebanks' present names, where the networks have older ones.

    A name after a name is `flat`, also a number of a ruler ("Людовик XIV"); a participle with
    words of its own is a clause, `acl`.
    """
    renamed = list(relations)
    with_own = {head for head, relation in zip(heads, relations, strict=True) if relation in _OWN}
    for at, (head, relation) in enumerate(zip(heads, relations, strict=True)):
        upos, features = tags[at]
        after_name = head == at - 1 >= 0 and tags[head][0] == "PROPN"
        if after_name and (
            (
                upos == "PROPN"
                and relation in {"appos", "nmod"}
                and _case(tags, at) == _case(tags, head)
            )
            or (relation in {"amod", "nummod"} and _ROMAN.fullmatch(words[at]))
        ):
            renamed[at] = "flat"
        elif relation == "amod" and ("VerbForm", "Part") in features and at in with_own:
            renamed[at] = "acl"
    return renamed


def _case(tags: list[tuple[str, Features]], at: int) -> str:
    return dict(tags[at][1]).get("Case", "")


def _arc_probabilities(scores: Floats, given: NDArray[np.bool_]) -> Floats:
    """Return probabilities of heads, shape (sentences, words, words + 1); column 0 is the root."""
    sentences, words = given.shape
    open_to = np.concatenate([np.ones((sentences, 1), dtype=np.bool_), given], axis=1)
    scores = np.where(open_to[:, None, :], scores, _NEVER)
    own = np.arange(words)
    scores[:, own, own + 1] = _NEVER
    return softmax(scores)


def _folder() -> Path:
    """Return the folder of the package `natasha`, which is not imported: it needs more packages."""
    found = find_spec("natasha")
    if found is None or found.origin is None:
        raise ImportError("the package natasha is not installed")
    return Path(found.origin).parent


def _tag(text: str) -> tuple[str, Features]:
    """Return part of speech and features of a tag such as "NOUN|Case=Nom|Number=Sing"."""
    upos, *features = text.split("|")
    pairs = (feature.partition("=") for feature in features)
    return upos, tuple(sorted((name, value) for name, _, value in pairs))
