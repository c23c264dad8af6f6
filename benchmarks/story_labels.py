"""What readers label in stories: shared statements, figures, wording and what is left out, as facts
in their own words and offsets into texts that are not here.

A label file is JSON, a story each (`LABELS`), and quotes the words it points at; it stays where the
texts are. `packed` makes a line of facts, offsets and a hash of each text of it, which can be
published: ``python -m benchmarks.story_labels --texts TEXTS.jsonl… --labels LABELS.json…``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.story_files import read_texts
from benchmarks.text_lakes import StoryText
from parallax.core.errors import InputError
from parallax.judging.claims import text_name
from parallax.languages.split import split_text

HERE = Path(__file__).parent / "data" / "labels"
LABELS = ("beads", "numbers", "wording", "left_out")
"""Parts of a label: shared statements as sentences of several texts, figures of one thing, wording,
and facts that some texts lack."""


@dataclass(frozen=True)
class Said:
    """Where a text says something: the text's name (`claims.text_name`), and offsets into it."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Label:
    """A fact that a reader noted.

    ``part`` is one of `LABELS` but `beads`; ``what`` its verdict or axis; ``silent`` the texts that
    do not say it, or say it without words to point at; ``report`` whether an editor would report
    it.
    """

    part: str
    what: str
    fact: str
    said: tuple[Said, ...]
    silent: tuple[str, ...]
    report: bool


@dataclass(frozen=True)
class StoryLabels:
    """The labels of a story.

    ``texts`` are its texts by name, with outlet and language; each of ``beads`` is a statement
    that several texts share.
    """

    story: str
    by: str
    texts: Mapping[str, tuple[str, str]]
    beads: tuple[tuple[Said, ...], ...]
    labels: tuple[Label, ...]


def packed(label: Mapping[str, Any], texts: Mapping[str, StoryText]) -> dict[str, Any]:
    """Return a label without the words of the texts, as an object of JSON.

    :param texts: those of the story, by the name of the document.
    :raises InputError: when it names a text, a sentence or words that are not there.
    """
    story = str(label["story_id"])
    order = sorted(name for name, one in texts.items() if one.story == story)

    def text(document: str) -> StoryText:
        if document not in order:
            raise InputError(f"the labels of {story} name {document}, which is no text of it")
        return texts[document]

    def place(said: Mapping[str, Any]) -> list[Any]:
        whole, start = text(said["doc"]).text, -1
        for _ in range(int(said.get("nth", 1))):
            start = whole.find(said["words"], start + 1)
            if start < 0:
                raise InputError(
                    f"the labels of {story} quote words that {said['doc']} does not have"
                )
        return [order.index(said["doc"]), start, start + len(said["words"])]

    def sentences(document: str, numbers: Sequence[int]) -> list[Any]:
        found = split_text(text(document).text, 0)
        if not all(0 <= number < len(found) for number in numbers):
            raise InputError(f"the labels of {story} name a sentence that {document} lacks")
        return [order.index(document), [[found[n].start, found[n].end] for n in numbers]]

    def silent(documents: Iterable[str]) -> list[int]:
        return [order.index(text(document).document) for document in documents]

    return {
        "story": story,
        "by": label["by"],
        "texts": [
            [text_name(texts[name].text), texts[name].outlet, texts[name].language]
            for name in order
        ],
        "beads": [[sentences(*member) for member in bead] for bead in label["beads"]],
        "numbers": [
            {
                "what": one["verdict"],
                "fact": one["fact"],
                "said": [place(said) for said in one["spans"]],
                "report": one["report"],
            }
            for one in label["numbers"]
        ],
        "wording": [
            {
                "what": one["axis"],
                "fact": one["fact"],
                "said": [place(said) for said in one["spans"]],
                "silent": silent(one.get("plain_in", [])),
                "report": one["report"],
            }
            for one in label["wording"]
        ],
        "left_out": [
            {
                "what": "left out",
                "fact": one["fact"],
                "said": [place(said) for said in one["said_by"]],
                "silent": silent(one["missing_in"]),
                "report": one["report"],
            }
            for one in label["left_out"]
        ],
    }


def read(file: Path) -> list[StoryLabels]:
    """Return the labels of a file of packed ones, a story a line.

    :raises InputError: when a line is something else.
    """
    found = []
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        try:
            found.append(_unpacked(json.loads(line)))
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise InputError(f"{file}, line {number}: no labels of a story: {error}") from error
    return found


def _unpacked(given: Mapping[str, Any]) -> StoryLabels:
    names = [name for name, _, _ in given["texts"]]
    return StoryLabels(
        given["story"],
        given["by"],
        {name: (outlet, language) for name, outlet, language in given["texts"]},
        tuple(
            tuple(Said(names[n], start, end) for n, spans in bead for start, end in spans)
            for bead in given["beads"]
        ),
        tuple(
            Label(
                part,
                one["what"],
                one["fact"],
                tuple(Said(names[n], start, end) for n, start, end in one["said"]),
                tuple(names[n] for n in one.get("silent", ())),
                bool(one["report"]),
            )
            for part in LABELS[1:]
            for one in given[part]
        ),
    )


def main(arguments: Sequence[str]) -> None:
    """Print packed labels, a story a line."""
    parser = argparse.ArgumentParser(prog="benchmarks.story_labels", description=__doc__)
    parser.add_argument("--texts", type=Path, nargs="+", required=True)
    parser.add_argument("--labels", type=Path, nargs="+", required=True)
    given = parser.parse_args(arguments)
    texts, notices = read_texts(given.texts)
    for notice in notices:
        sys.stderr.write(f"{notice.subject}: {notice.reason}, {notice.detail}\n")
    by_name = {text.document: text for text in texts}
    for file in sorted(given.labels):
        made = packed(json.loads(file.read_text("utf-8")), by_name)
        sys.stdout.write(json.dumps(made, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
