"""Long translations made from aligned lines: joins of two to four lines, splits, lines left out.

Literary and other long translations are mostly single pairs in one order, with some sentences that
a translator joined or cut and a few that one side lacks. Here each run of one to four lines is
joined on one side and left apart on the other, so gold holds beads of 1-2 to 1-4 and back; some
lines are cut at a clause, and some are missing on one side. Seeded; the same lines give the same
texts.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.comparable_news import Bead, Document, Pair

_CLAUSE = re.compile(r"[,;:—–] ")


@dataclass(frozen=True)
class Joining:
    """Shares of runs by their number of lines, of lines cut at a clause and of lines left out."""

    runs: tuple[float, ...] = (0.80, 0.13, 0.045, 0.025)
    """Runs of one, two, three and four lines; a literary translation of Text+Berg has about as many
    beads of these shapes."""
    cut: float = 0.04
    left_out: float = 0.015


@dataclass(frozen=True)
class _Unit:
    text: str
    english: str


def texts(
    documents: Sequence[Document], languages: tuple[str, str], lines: int, seed: int
) -> list[Pair]:
    """Return pairs of texts made of about so many lines each, of whole documents.

    :param lines: a text ends with the document that brings it to this number of lines; the rest
        that does not fill a text is left out, unless it is all there is.
    """
    made: list[Pair] = []
    gathered = _nothing(languages)
    for document in documents:
        for language in gathered:
            gathered[language].extend(document[language])
        if len(gathered["en"]) >= lines:
            made.append(_pair(gathered, languages, f"{seed} {languages} {len(made)}"))
            gathered = _nothing(languages)
    return made or [_pair(gathered, languages, f"{seed} {languages} 0")]


def _nothing(languages: tuple[str, str]) -> Document:
    return {language: [] for language in dict.fromkeys((*languages, "en"))}


def _pair(
    document: Document, languages: tuple[str, str], seed: str, joining: Joining | None = None
) -> Pair:
    joining = joining or Joining()
    rng = random.Random(f"long {seed}")  # noqa: S311 - not a secret
    sides: tuple[list[_Unit], list[_Unit]] = ([], [])
    gold: list[Bead] = []
    at, count = 0, len(document["en"])
    while at < count:
        size = rng.choices(range(1, len(joining.runs) + 1), joining.runs)[0]
        run = range(at, min(at + size, count))
        joined_side, alone = rng.randrange(2), rng.random() < joining.left_out
        before = len(sides[0]), len(sides[1])
        for side, language in enumerate(languages):
            if alone and side != joined_side:
                continue
            own = [document[language][i] for i in run], [document["en"][i] for i in run]
            if side == joined_side and not alone:
                own = [" ".join(own[0])], [" ".join(own[1])]
            units = [_Unit(*unit) for unit in zip(*own, strict=True)]
            if len(run) == 1 and rng.random() < joining.cut:
                units = _cut(units[0], rng)
            sides[side].extend(units)
        if not alone:
            gold.append(
                (
                    tuple(range(before[0], len(sides[0]))),
                    tuple(range(before[1], len(sides[1]))),
                )
            )
        at = run.stop
    left, right = sides
    return Pair(
        [unit.text for unit in left],
        [unit.text for unit in right],
        frozenset(gold),
        ([unit.english for unit in left], [unit.english for unit in right]),
    )


def _cut(unit: _Unit, rng: random.Random) -> list[_Unit]:
    """Return both halves of a line, cut at a clause in its middle; the line where there is none."""
    size = len(unit.text)
    marks = [m.end() for m in _CLAUSE.finditer(unit.text) if 0.3 * size < m.end() < 0.7 * size]
    if not marks:
        return [unit]
    cut = rng.choice(marks)
    words = unit.english.split()
    half = round(len(words) * cut / size)
    return [
        _Unit(unit.text[:cut].strip(), " ".join(words[:half])),
        _Unit(unit.text[cut:].strip(), " ".join(words[half:])),
    ]
