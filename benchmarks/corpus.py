"""Reading aligned texts (a file a language, a sentence a line, a document a line), or our own."""

from __future__ import annotations

import csv
from importlib import resources
from pathlib import Path

from benchmarks.comparable_news import Document
from parallax.core.errors import InputError


def read_lines(files: dict[str, Path]) -> dict[str, list[str]]:
    """Return the lines of each language.

    :raises InputError: when the files have different numbers of lines.
    """
    texts = {name: path.read_text("utf-8").rstrip("\n").split("\n") for name, path in files.items()}
    if len({len(lines) for lines in texts.values()}) != 1:
        counts = ", ".join(f"{name} {len(lines)} lines" for name, lines in texts.items())
        raise InputError(f"the files are not aligned: {counts}")
    return texts


def own_documents() -> list[Document]:
    """Return our own documents in three languages."""
    found: dict[str, Document] = {}
    lines = (
        resources.files("benchmarks").joinpath("data", "news.tsv").read_text("utf-8").splitlines()
    )
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        document = found.setdefault(row.pop("document"), {language: [] for language in row})
        for language, text in row.items():
            document[language].append(text)
    return list(found.values())


def read_documents(
    files: dict[str, Path], ids: Path, only: Path | None = None, without: Path | None = None
) -> list[Document]:
    """Return the documents as `named_documents` does, without their ids."""
    return list(named_documents(files, ids, only, without).values())


def named_documents(
    files: dict[str, Path], ids: Path, only: Path | None = None, without: Path | None = None
) -> dict[str, Document]:
    """Return the documents by id, in the order of their first lines.

    :param ids: a file with the document of each line, its id up to the first tab.
    :param only: a file of ids to read, one a line; all when None.
    :param without: a file of ids to leave out.
    """
    texts = read_lines(files)
    names = [line.split("\t")[0] for line in ids.read_text("utf-8").rstrip("\n").split("\n")]
    wanted = set(only.read_text("utf-8").split()) if only else set(names)
    wanted -= set(without.read_text("utf-8").split()) if without else set()
    found: dict[str, Document] = {}
    for number, name in enumerate(names):
        if name in wanted:
            document = found.setdefault(name, {language: [] for language in texts})
            for language, lines in texts.items():
                document[language].append(lines[number])
    return found
