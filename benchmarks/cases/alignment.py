"""Cases of alignment: sentences that are given, and files as the command reads them."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import Literal

from lxml import etree
from pydantic import Field, model_validator

from benchmarks.cases.case import Case, CleanText, Given, Language, Outcome, Part, words
from parallax.models import encoder_for, settings_with

Indices = tuple[int, ...]
Beads = frozenset[tuple[Indices, Indices]]


class Side(Given):
    """The sentences of a text."""

    sentences: list[CleanText]
    lang: Language | None = None


class Sides(Given):
    """Two texts that are aligned."""

    a: Side
    b: Side


class BeadsWanted(Part):
    """Pairs of sentences, by index, and whether these must be all."""

    pairs: list[tuple[list[int], list[int]]]
    no_other_pairs: bool = False


class AlignmentCase(Case):
    """Two texts and which of their sentences say the same."""

    command: Literal["align --jsonl"]
    input: Sides
    expected: BeadsWanted

    @property
    def label(self) -> str:
        """The kind as the table names it."""
        return f"align --jsonl: {self.kind}"

    def score(self) -> Outcome:
        """Align them. A side without a language is aligned as one of any language."""
        from parallax.aligners.texts import Text, align_texts

        settings = settings_with()
        texts = [
            Text(name, side.lang, tuple(range(len(side.sentences))), tuple(side.sentences))
            for name, side in (("a", self.input.a), ("b", self.input.b))
        ]
        made = align_texts(texts, encoder_for(None, settings), settings).pairs["a", "b"]
        found = frozenset((b.left, b.right) for b in made.beads if b.left and b.right)
        wanted = frozenset((tuple(a), tuple(b)) for a, b in self.expected.pairs)
        right = wanted <= found and (found == wanted or not self.expected.no_other_pairs)
        return Outcome(right, _said(found))


class Files(Given):
    r"""Two files; bytes that are not UTF-8 are written as `\xff`."""

    a: str = Field(alias="a.txt (bytes as utf-8 unless said)")
    b: str = Field(alias="b.txt")


_BYTE = re.compile(rb"\\x([0-9a-f]{2})")
_PAIR = re.compile(r"\[(\d+)\]:\[(\d+)\]")
_BEAD = re.compile(r"^\[([\d, ]*)\]:\[([\d, ]*)\]:[\d.]+\t", re.MULTILINE)


def _bytes(written: str) -> bytes:
    return _BYTE.sub(lambda found: bytes([int(found[1], 16)]), written.encode())


class FilesWanted(Part):
    """What the command prints, in words: the pairs (`[0]:[0], [1]:[1]`), or the form of its output;
    and whether a message that says how to help oneself is right too ("or the message", "or an
    error").
    """

    pairs: str = ""
    lines_in_b: int | None = None
    stdout: str = ""
    note: str = ""

    @property
    def beads(self) -> Beads:
        """The pairs that are named."""
        named = _PAIR.findall(f"{self.pairs} {self.note}")
        return frozenset(((int(a),), (int(b),)) for a, b in named)

    @property
    def hint(self) -> str:
        """What a refusal must name to be right, empty where it is wrong."""
        if "or the message says how" in self.pairs:
            return "UTF-8"
        return "--to" if "or an error" in self.stdout else ""

    @model_validator(mode="after")
    def _says_something(self) -> FilesWanted:
        if not self.beads and not self.stdout:
            raise ValueError("give pairs such as [0]:[0], or what is printed (stdout)")
        return self


class FilesCase(Case):
    """Two files that are aligned by the command."""

    command: str
    input: Files
    expected: FilesWanted

    @property
    def label(self) -> str:
        """The kind as the table names it."""
        return f"align FILES: {self.kind}"

    def score(self) -> Outcome:
        """Run the command on the files, in this process."""
        from typer.testing import CliRunner

        from parallax.cli.app import app

        with tempfile.TemporaryDirectory() as folder:
            paths = [Path(folder) / name for name in ("a.txt", "b.txt")]
            for path, written in zip(paths, (self.input.a, self.input.b), strict=True):
                path.write_bytes(_bytes(written))
            options = self.command.split()[3:]
            ran = CliRunner().invoke(app, ["align", *map(str, paths), *options])
        if ran.exit_code:
            message = str(ran.exception or ran.output).replace(f"{folder}/", "")
            hint = self.expected.hint
            return Outcome(bool(hint) and hint in message, words(message))
        return Outcome(self._printed_right(ran.stdout), words(ran.stdout))

    def _printed_right(self, printed: str) -> bool:
        if "\r" in printed:
            return False
        if self.expected.stdout:
            return (_is_tmx if "tmx" in self.command else _is_json)(printed)
        found = frozenset(
            (_indices(left), _indices(right)) for left, right in _BEAD.findall(printed)
        )
        return found == self.expected.beads


def _indices(written: str) -> Indices:
    return tuple(int(index) for index in written.split(",") if index.strip())


def _is_json(printed: str) -> bool:
    lines = printed.splitlines()
    try:
        return bool(lines) and all(isinstance(json.loads(line), dict) for line in lines)
    except ValueError:
        return False


def _is_tmx(printed: str) -> bool:
    try:
        return bool(etree.fromstring(printed.encode()).tag == "tmx")
    except etree.XMLSyntaxError:
        return False


def _said(beads: Beads) -> str:
    return words(", ".join(f"{list(a)}:{list(b)}" for a, b in sorted(beads)) or "no bead")
