"""Words that translators use for each other and the ledger does not: ``parallax codebook gaps``.

Translations should differ on no axis. Where one side has a marker and the other none, some word of
the other side is the missing equivalent: the one that stands beside the marker more often than
chance, by Dunning's log-likelihood ratio (1993). Where both have one and their values differ, two
members are translations of each other with other values.
"""

from __future__ import annotations

import lzma
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import log
from pathlib import Path
from typing import Annotated

from lxml import etree

from parallax.comparers.framing import differences, match
from parallax.comparers.framing.codebook import Codebook
from parallax.comparers.framing.marker import Marker
from parallax.core.errors import InputError
from parallax.core.thresholds import thresholds
from parallax.languages.detect import LANGUAGES
from parallax.languages.phrases import words

_NAMESPACE = "{http://www.w3.org/XML/1998/namespace}lang"

Pair = tuple[str, str, str, str]
"""(language, text, other language, other text) of a sentence and its translation."""


@thresholds("compare", chosen="by what a linguist can read in one sitting")
@dataclass(frozen=True)
class GapList:
    """What of the words beside a marker is shown."""

    candidates: Annotated[int, "words of the other language beside a marker"] = 6
    seen: Annotated[int, "sentences a word must stand beside a marker in"] = 2
    letters: Annotated[int, "letters of the shortest word that is counted"] = 3


_LIST = GapList()


@dataclass(frozen=True)
class Gap:
    """A marker that differs on translations: its rule, how often it made a difference of all its
    `seen` sentences, and the `words` of the other language that stand beside it, likeliest first,
    with their number. `clashes` are rules of another value there.
    """

    axis: str
    rule: str
    language: str
    fired: int
    seen: int
    words: tuple[tuple[str, int], ...]
    clashes: tuple[tuple[str, int], ...]


@dataclass
class _Beside:
    """What stands in the other language beside one rule."""

    fired: int = 0
    seen: int = 0
    words: Counter[str] = field(default_factory=Counter)
    clashes: Counter[str] = field(default_factory=Counter)


def find(pairs: Iterable[Pair], codebook: Codebook) -> list[Gap]:
    """Return the markers that differ on translations, by how often they do."""
    beside: dict[tuple[str, str, str], _Beside] = defaultdict(_Beside)
    everywhere: dict[str, Counter[str]] = {language: Counter() for language in LANGUAGES}
    sentences: Counter[str] = Counter()
    for pair in pairs:
        sides = [(pair[0], pair[1]), (pair[2], pair[3])]
        marked = [match.find(text, language, codebook) for language, text in sides]
        said = [_words(text, language) for language, text in sides]
        for (language, _), found in zip(sides, said, strict=True):
            everywhere[language].update(found)
            sentences[language] += 1
        for at, markers in enumerate(marked):
            to = sides[1 - at][0]
            for axis, rule in {(m.axis, m.rule) for m in markers}:
                beside[axis, rule, to].seen += 1
        for one in differences.compare(marked[0], marked[1], codebook):
            for at, (own, other) in enumerate(((one.left, one.right), (one.right, one.left))):
                _count(beside, own, other, sides[1 - at][0], said[1 - at])
    return sorted(
        (
            _gap(axis, rule, found, everywhere[to], sentences[to])
            for (axis, rule, to), found in beside.items()
            if found.fired
        ),
        key=lambda gap: (-gap.fired, gap.rule, gap.words),
    )


def _count(
    beside: dict[tuple[str, str, str], _Beside],
    own: Sequence[Marker],
    other: Sequence[Marker],
    to: str,
    said: frozenset[str],
) -> None:
    for axis, rule in {(m.axis, m.rule) for m in own}:
        found = beside[axis, rule, to]
        found.fired += 1
        if other:
            found.clashes.update({m.rule for m in other})
        else:
            found.words.update(said)


def _gap(axis: str, rule: str, found: _Beside, everywhere: Counter[str], sentences: int) -> Gap:
    scored = sorted(
        (word for word, count in found.words.items() if count >= _LIST.seen),
        key=lambda word: (
            -_association(found.words[word], found.fired, everywhere[word], sentences),
            word,
        ),
    )
    return Gap(
        axis,
        rule,
        rule.split(":", maxsplit=1)[0].rsplit(".", 1)[-1],
        found.fired,
        found.seen,
        tuple((word, found.words[word]) for word in scored[: _LIST.candidates]),
        tuple(found.clashes.most_common(_LIST.candidates)),
    )


def _association(together: int, beside: int, everywhere: int, sentences: int) -> float:
    """Return the log-likelihood ratio of a word beside a marker against all other sentences,
    negative where it is rarer there.
    """
    rest, of_rest = everywhere - together, sentences - beside
    expected = everywhere * beside / sentences
    score = together * log(together / expected)
    if rest > 0 and of_rest > 0:
        score += rest * log(rest / (everywhere * of_rest / sentences))
    return 2 * score if together > expected else -2 * score


def _words(text: str, language: str) -> frozenset[str]:
    return frozenset(
        min(word.lemmas - {word.surface}, default=word.surface)
        for word in words(text, language)
        if len(word.surface) >= _LIST.letters
    )


def read(path: Path, columns: Sequence[str]) -> Iterator[Pair]:
    """Yield the pairs of a file: TMX, or lines of columns between tabs, one for each language;
    either may be packed with xz.

    :raises InputError: the file is not there or no such file.
    """
    try:
        rows = _of_tmx(path) if ".tmx" in path.suffixes else _of_columns(path, columns)
        for row in rows:
            for one, other in combinations([lang for lang in LANGUAGES if row.get(lang)], 2):
                yield one, row[one], other, row[other]
    except (OSError, EOFError, lzma.LZMAError, UnicodeDecodeError, etree.XMLSyntaxError) as error:
        raise InputError(f"{path}: {error}") from error


def _of_columns(path: Path, columns: Sequence[str]) -> Iterator[dict[str, str]]:
    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield dict(zip(columns, str(line).rstrip("\n").split("\t"), strict=False))


def _of_tmx(path: Path) -> Iterator[dict[str, str]]:
    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "rb") as file:
        units = etree.iterparse(file, tag="tu", resolve_entities=False, load_dtd=False)
        for _, element in units:
            yield {
                (unit.get(_NAMESPACE) or unit.get("lang") or "").lower()[:2]: "".join(
                    unit.itertext()
                ).strip()
                for unit in element.iter("tuv")
            }
            element.clear()
