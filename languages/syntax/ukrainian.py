"""Ukrainian: our own network, trained by projection from Russian (docs/model-card-syntax.md)."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Annotated

from parallax.core.ids import digest
from parallax.core.thresholds import thresholds
from parallax.languages.syntax.engine import NoEngineError, Words, assembled, by_length
from parallax.languages.syntax.network import Analysis, SyntaxNetwork
from parallax.languages.syntax.parsed import Parse

WEIGHTS = "uk_syntax.npz"
_IS = "є"
_IMPERSONAL = ("но", "то")
_OBJECTS = {"nsubj", "nsubj:pass", "obj", "nummod", "nummod:gov"}
"""What the network may call the object of such a verb, or the number that stands for it."""
_NO_PREDICATES = {"nsubj", "csubj", "cc", "mark", "parataxis", "conj", "vocative", "acl", "advcl"}
UKRAINIAN = 0
"""The number of the language in the network."""


@thresholds("compare", chosen="by hand: verbs in -no and -to never have a subject")
@dataclass(frozen=True)
class ImpersonalVerbs:
    """Verbs such as "знищено", whose only noun without a preposition is an object."""

    shortest: Annotated[int, "letters of such a verb at least"] = 5
    sure: Annotated[float, "how sure the relation is where the head is"] = 0.95


RULES = ImpersonalVerbs()


class UkrainianEngine:
    """The network in `data/`."""

    def __init__(self, path: Path | None = None) -> None:
        """Load the network of the package, or of a file.

        :raises NoEngineError: when the file is missing or holds no network.
        """
        folder = Path(str(resources.files("parallax.languages.syntax"))) / "data"
        path = path or folder / WEIGHTS
        try:
            self._network = SyntaxNetwork.load(path)
            self._version = digest(str(path.stat().st_size))
        except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
            raise NoEngineError(
                f"Ukrainian sentences cannot be parsed: {error}", "reinstall Parallax"
            ) from error

    @property
    def name(self) -> str:
        """Name and version of the weights."""
        return f"parallax-uk-syntax {self._version}"

    def parse(self, sentences: Sequence[Words]) -> list[Parse]:
        """Return the parses of sentences, in their order."""
        found: dict[int, Parse] = {}
        for numbers in by_length(sentences):
            analyses = self._network.analyses([sentences[i].surfaces for i in numbers], UKRAINIAN)
            for i, one in zip(numbers, analyses, strict=True):
                words = [surface.lower() for surface in sentences[i].surfaces]
                _turn_copulas(words, one)
                _open_impersonals(words, one)
                found[i] = assembled(
                    sentences[i], "uk", one.heads, one.relations, one.confidences, one.tags
                )
        return [found[i] for i in range(len(sentences))]


def _turn_copulas(words: list[str], found: Analysis) -> None:
    """Hang a copula on its predicate, in place.

    Russian has a verb where Ukrainian has "є", and the network learned its trees: the noun or
    adjective in the instrumental, or the adjective, depends on it there.
    """
    for at, word in enumerate(words):
        if word != _IS or found.relations[at] in {"cop", "aux", "aux:pass"}:
            continue
        below = [i for i, head in enumerate(found.heads) if head == at]
        predicate = next((i for i in below if _is_predicate(i, found)), None)
        if predicate is None:
            continue
        for child in below:
            found.heads[child] = predicate
        found.heads[predicate], found.relations[predicate] = found.heads[at], found.relations[at]
        found.confidences[predicate], found.confidences[at] = (
            found.confidences[at],
            found.confidences[predicate],
        )
        found.heads[at], found.relations[at] = predicate, "cop"


def _open_impersonals(words: list[str], found: Analysis) -> None:
    """Make an object of the "subject" of a verb in -но or -то, in place: it has none."""
    for at, head in enumerate(found.heads):
        if (
            found.relations[at] in _OBJECTS
            and head >= 0
            and found.tags[head][0] == "VERB"
            and len(words[head]) >= RULES.shortest
            and words[head].endswith(_IMPERSONAL)
        ):
            found.relations[at] = "obj"
            found.confidences[at] = max(found.confidences[at], found.heads_sure[at] * RULES.sure)


def _is_predicate(at: int, found: Analysis) -> bool:
    upos, features = found.tags[at]
    has_case = any(
        head == at and relation == "case"
        for head, relation in zip(found.heads, found.relations, strict=True)
    )
    case = dict(features).get("Case")
    if has_case or found.relations[at].partition(":")[0] in _NO_PREDICATES:
        return False
    return (upos in {"NOUN", "ADJ", "PROPN", "PRON", "DET"} and case == "Ins") or upos == "ADJ"
