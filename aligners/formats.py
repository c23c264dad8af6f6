"""Beads in the formats of other aligners, for other tools and for comparison with theirs.

JSON lines and parquet keep everything; TMX 1.4 and Moses keep the texts of aligned sentences;
Vecalign's ``[i]:[j]:score`` keeps the indices; hunalign's ladder keeps only beads that do not
cross.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl

from parallax.aligners.beads import monotone_long
from parallax.aligners.beads.bead import Bead
from parallax.aligners.beads.candidates import as_candidates
from parallax.core.errors import InputError
from parallax.core.files import write_atomically, write_parquet
from parallax.core.plain_words import plain
from parallax.translators import tmx


@dataclass(frozen=True)
class Texts:
    """Two aligned texts, as lists of sentences, and their languages (``und`` if unknown)."""

    left: Sequence[str]
    right: Sequence[str]
    languages: tuple[str, str] = ("und", "und")

    def of(self, bead: Bead) -> tuple[str, str]:
        """Return the joined sentences of a bead."""
        return " ".join(self.left[i] for i in bead.left), " ".join(
            self.right[j] for j in bead.right
        )


def as_json(bead: Bead) -> dict[str, object]:
    """Return a bead as in JSON; a null bead has `rejected`, its best rejected partner."""
    made: dict[str, object] = {
        "a": list(bead.left),
        "b": list(bead.right),
        "score": bead.score,
        "p": bead.p,
    }
    return made if bead.left and bead.right else {**made, "rejected": list(bead.rejected)}


def _write_jsonl(path: Path, beads: Sequence[Bead], texts: Texts) -> None:
    lines = [
        json.dumps({**as_json(b), "text": list(texts.of(b))}, ensure_ascii=False) + "\n"
        for b in beads
    ]
    write_atomically(path, "".join(lines).encode())


def _read_jsonl(path: Path) -> list[Bead]:
    return [
        _bead(**json.loads(line)) for line in path.read_text("utf-8").splitlines() if line.strip()
    ]


def _bead(
    a: list[int], b: list[int], score: float, p: float, rejected: Sequence[int] = (), **_: object
) -> Bead:
    return Bead(tuple(a), tuple(b), score, p, tuple(rejected))


def _write_parquet(path: Path, beads: Sequence[Bead], texts: Texts) -> None:
    indices = pl.List(pl.Int64)
    frame = pl.DataFrame(
        [
            (list(b.left), list(b.right), b.score, b.p, list(b.rejected), *texts.of(b))
            for b in beads
        ],
        orient="row",
        schema={
            "a": indices,
            "b": indices,
            "score": pl.Float64,
            "p": pl.Float64,
            "rejected": indices,
            "text_a": pl.String,
            "text_b": pl.String,
        },
    )
    write_parquet(path, frame)


def _read_parquet(path: Path) -> list[Bead]:
    return [_bead(**row) for row in pl.read_parquet(path).iter_rows(named=True)]


def _write_tmx(path: Path, beads: Sequence[Bead], texts: Texts) -> None:
    units = [
        tmx.Unit(*texts.languages, *texts.of(b), f"Parallax, P {b.p:.2f}")
        for b in beads
        if b.left and b.right
    ]
    tmx.write(path, units, "Parallax")


def _write_moses(path: Path, beads: Sequence[Bead], texts: Texts) -> None:
    """Write two files, ``path`` with the languages as endings; one line in each for every bead."""
    pairs = [texts.of(b) for b in beads if b.left and b.right]
    for side, name in enumerate(_moses_names(path, texts.languages)):
        write_atomically(
            name, "".join(pair[side].replace("\n", " ") + "\n" for pair in pairs).encode()
        )


def _moses_names(path: Path, languages: tuple[str, str]) -> tuple[Path, Path]:
    ends = languages if languages[0] != languages[1] else ("a", "b")
    return path.with_name(f"{path.name}.{ends[0]}"), path.with_name(f"{path.name}.{ends[1]}")


def _write_vecalign(path: Path, beads: Sequence[Bead], texts: Texts) -> None:
    del texts
    write_atomically(
        path, "".join(f"{list(b.left)}:{list(b.right)}:{b.p:.4f}\n" for b in beads).encode()
    )


def _read_vecalign(path: Path) -> list[Bead]:
    beads = []
    for line in path.read_text("utf-8").splitlines():
        if line.strip():
            left, right, *rest = line.split(":")
            score = float(rest[0]) if rest else 1.0
            beads.append(
                Bead(tuple(ast.literal_eval(left)), tuple(ast.literal_eval(right)), score, score)
            )
    return beads


def _write_ladder(path: Path, beads: Sequence[Bead], texts: Texts) -> None:
    """Write the rungs: first sentences of a step on both sides, and its score.

    Beads that cross the best path are left out.
    """
    full = {(b.left, b.right): b.p for b in beads if b.left and b.right}
    straight = monotone_long.path(
        as_candidates(list(full)), np.array(list(full.values()), dtype=np.float32), len(texts.right)
    )
    rungs, at = [], (0, 0)
    for left, right in sorted(straight):
        begin = (left[0], right[0])
        if begin != at:
            rungs.append((*at, 0.0))
        rungs.append((*begin, full[left, right]))
        at = (left[-1] + 1, right[-1] + 1)
    end = (len(texts.left), len(texts.right))
    if at != end:
        rungs.append((*at, 0.0))
    write_atomically(
        path, "".join(f"{i}\t{j}\t{p:.4f}\n" for i, j, p in [*rungs, (*end, 0.0)]).encode()
    )


def _read_ladder(path: Path) -> list[Bead]:
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line.strip()]
    rungs = [(int(i), int(j), float(rest[0]) if rest else 1.0) for i, j, *rest in rows]
    return [
        Bead(tuple(range(i, k)), tuple(range(j, m)), score, score)
        for (i, j, score), (k, m, _) in pairwise(rungs)
        if i < k or j < m
    ]


Writer = Callable[[Path, Sequence[Bead], Texts], None]
Reader = Callable[[Path], list[Bead]]
WRITERS: dict[str, Writer] = {
    "jsonl": _write_jsonl,
    "parquet": _write_parquet,
    "tmx": _write_tmx,
    "moses": _write_moses,
    "vecalign": _write_vecalign,
    "ladder": _write_ladder,
}
READERS: dict[str, Reader] = {
    "jsonl": _read_jsonl,
    "parquet": _read_parquet,
    "vecalign": _read_vecalign,
    "ladder": _read_ladder,
}
_ENDINGS = {
    ".jsonl": "jsonl",
    ".parquet": "parquet",
    ".tmx": "tmx",
    ".moses": "moses",
    ".ladder": "ladder",
}


def format_of(path: Path, given: str | None = None) -> str:
    """Return the given format, or the one of the file's ending; Vecalign's if it is unknown.

    :raises InputError: when the given format does not exist.
    """
    name = given or _ENDINGS.get(path.suffix, "vecalign")
    if name not in WRITERS:
        raise InputError(f"no format {name!r}", ", ".join(WRITERS))
    return name


def read(path: Path, given: str | None = None) -> list[Bead]:
    """Return the beads of a file.

    :raises InputError: when the file cannot be read, or holds texts without indices (TMX, Moses).
    """
    name = format_of(path, given)
    if name not in READERS:
        raise InputError(
            f"{path}: {name} has no indices of sentences, so beads cannot be read from it",
            ", ".join(READERS),
        )
    try:
        return READERS[name](path)
    except (
        OSError,
        ValueError,
        SyntaxError,
        TypeError,
        KeyError,
        pl.exceptions.PolarsError,
    ) as error:
        ours = isinstance(error, ValueError) and not isinstance(error, UnicodeError)
        why = str(error) if ours else plain(error)
        raise InputError(f"cannot read {path} as {name}: {why}") from error
