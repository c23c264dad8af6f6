"""Decoys: aligned translations as stories of the lake, in which next to nothing differs.

The files are third-party texts and not part of the repository. Each reader says what its documents
are, because pairs of one document are not independent of each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.comparable_news import Document
from benchmarks.finding_counts import Story
from benchmarks.packed_text import json_objects, text_of
from parallax.comparers.annotate import PlacedRow
from parallax.core.errors import InputError
from parallax.core.ids import bytes_digest, digest
from parallax.lake.rows import LinkRow
from parallax.languages.detect import LANGUAGES
from parallax.languages.split import split

BLOCK = 20
"""Lines that count as one document where a file does not say where its documents end."""


@dataclass(frozen=True)
class Source:
    """One file of decoys: its documents, and how many of its texts were left out and why."""

    name: str
    documents: Mapping[str, Document]
    sha256: str
    left_out: str = ""

    def stories(self) -> Iterator[Story]:
        """Yield each document as a story whose texts are translations of each other."""
        for name, document in self.documents.items():
            yield as_story(f"{self.name}: {name}", document)


def whole_documents(documents: Mapping[str, Document], files: Sequence[Path]) -> Source:
    """Return documents whose lines are aligned, of a file a language (`benchmarks.corpus`)."""
    name = "+".join(file.name for file in files)
    together = bytes_digest(b"".join(file.read_bytes() for file in files))
    return Source(name, documents, together)


def parallel_lines(file: Path) -> Source:
    """Return blocks of `BLOCK` lines of a file of JSON lines, each a sentence by language.

    :raises InputError: when a line is not that.
    """
    rows = [
        {language: str(row[language]) for language in LANGUAGES if language in row}
        for row in json_objects(file)
    ]
    if any(set(row) != set(rows[0]) or len(row) < 2 for row in rows):
        raise InputError(f"{file}: not every line has a sentence in the same two languages")
    blocks = {
        f"lines {at + 1}-{at + len(block)}": {
            language: [row[language] for row in block] for language in block[0]
        }
        for at in range(0, len(rows), BLOCK)
        if (block := rows[at : at + BLOCK])
    }
    return Source(file.name, blocks, bytes_digest(file.read_bytes()))


def events(file: Path) -> Source:
    """Return the events of a file of JSON lines with `story_id`, `lang` and `text`.

    Texts are split into sentences; an event whose texts have different numbers of sentences is left
    out, because nobody says which of them belong together.

    :raises InputError: when a line lacks a field.
    """
    texts: dict[str, Document] = {}
    seen: Counter[tuple[str, str]] = Counter()
    for row in json_objects(file):
        if not {"story_id", "lang", "text"} <= set(row):
            raise InputError(f"{file}: a line lacks story_id, lang or text")
        story, language = str(row["story_id"]), str(row["lang"])
        nth = seen[story, language]  # several events may have one id: the nth texts belong together
        seen[story, language] += 1
        texts.setdefault(f"{story} {nth}", {})[language] = [
            text for one in str(row["text"]).split("\n") for text in _sentences(one)
        ]
    told = {name: texts for name, texts in texts.items() if len(texts) > 1}
    even = {
        name: document
        for name, document in told.items()
        if len({len(sentences) for sentences in document.values()}) == 1
    }
    uneven = len(told) - len(even)
    why = f"{uneven} of {len(told)} events have different numbers of sentences" if uneven else ""
    return Source(file.name, even, bytes_digest(file.read_bytes()), why)


def renderings(file: Path, pairs: int) -> Source:
    """Return a sample of a tab-separated file whose first column is Ukrainian and third English.

    The second column, a rough rendering by rules, is no Russian that a rule could be held to. Of
    the renderings of one English sentence one is taken; which are in the sample depends on the
    texts alone.

    :param pairs: how many pairs of sentences.
    :raises InputError: when a row has fewer columns.
    """
    rows = [line.split("\t") for line in text_of(file).rstrip("\n").split("\n")]
    if any(len(row) < 3 for row in rows):  # uk, ru, en
        raise InputError(f"{file}: a row has not three columns")
    by_english: dict[str, str] = {}
    for ukrainian, _, english, *_ in rows:
        if english:
            known = by_english.get(english, ukrainian)
            by_english[english] = min(known, ukrainian, key=digest)
    chosen: dict[str, Document] = {
        digest(english): {"uk": [by_english[english]], "en": [english]}
        for english in sorted(by_english, key=digest)[:pairs]
    }
    why = f"{len(chosen)} of {len(by_english)} English sentences taken"
    return Source(file.name, chosen, bytes_digest(file.read_bytes()), why)


def as_story(name: str, document: Document) -> Story:
    """Return aligned sentences as a story: a revision a language, a link a line."""
    languages = sorted(document)
    revisions = {language: digest("decoy", name, language) for language in languages}
    links: list[LinkRow] = [
        {
            "link_id": digest("decoy", name, index),
            "story_id": name,
            "kind": "pair",
            "score": None,
            "p": 1.0,
            "members": [
                {"revision_id": revisions[one], "edition": one, "sentences": [index]}
                for one in languages
            ],
            "made_of": "",
            "day": "",
        }
        for index in range(len(document[languages[0]]))
    ]
    return Story(
        name,
        [row for one in languages for row in _rows(revisions[one], one, document[one])],
        links,
        {revision: language for language, revision in revisions.items()},
        [
            {
                "revision_id": revision,
                "article_id": revision,
                "edition": language,
                "published": None,
                "modified": None,
                "retrieved": None,
                "day": "",
            }
            for language, revision in revisions.items()
        ],
    )


def _rows(revision: str, language: str, sentences: Sequence[str]) -> Iterator[PlacedRow]:
    start = 0
    for index, surface in enumerate(sentences):
        yield {
            "sentence_id": digest(revision, index),
            "revision_id": revision,
            "index": index,
            "paragraph": index,
            "role": "body",
            "language": language,
            "start": start,
            "end": start + len(surface),
            "surface": surface,
            "day": "",
            "position": "body",
        }
        start += len(surface) + 1


def _sentences(paragraph: str) -> list[str]:
    return [paragraph[start:end] for start, end in split(paragraph)]
