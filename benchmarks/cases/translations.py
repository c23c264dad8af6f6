"""Cases of translation: warnings about a translation, and what a memory of translations gives."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import BufferingHandler
from pathlib import Path

from pydantic import Field, model_validator

from benchmarks.cases.case import Case, CleanText, Given, Name, Outcome, Part, words
from parallax.core.errors import InputError
from parallax.lake.lake import Lake
from parallax.translators import quality_flags
from parallax.translators.memory import Memory


class Translated(Given):
    """A sentence and its translation."""

    source: Name
    target: Name
    text: CleanText
    translation: CleanText


class FlagsWanted(Part):
    """All the warnings that are right, or some that must be among them."""

    flags: list[str] | None = None
    flags_include: list[str] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> FlagsWanted:
        if (self.flags is None) == (self.flags_include is None):
            raise ValueError("give flags or flags_include")
        return self


class WarningCase(Case):
    """A translation and what is to be said of it."""

    command: str
    input: Translated
    expected: FlagsWanted

    @property
    def label(self) -> str:
        """The kind as the table names it."""
        return f"warnings: {self.kind}"

    def score(self) -> Outcome:
        """Ask for the warnings."""
        given, wanted = self.input, self.expected
        found = quality_flags.flags(given.text, given.translation, given.source, given.target)
        right = (
            sorted(found) == sorted(wanted.flags)
            if wanted.flags is not None
            else set(wanted.flags_include or ()) <= set(found)
        )
        return Outcome(right, ", ".join(found) or "no warning")


class MemoryFile(Given):
    """A TMX file, and a sentence that is looked up in it."""

    tmx: str = Field(alias="m.tmx")
    source: Name
    target: Name
    text: CleanText


class MemoryAnswer(Part):
    """The translation that is right (empty for none), or what the import must say."""

    translation: str | None = None
    import_message_contains_one_of: list[str] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> MemoryAnswer:
        if (self.translation is None) == (self.import_message_contains_one_of is None):
            raise ValueError("give translation or import_message_contains_one_of")
        return self


class MemoryCase(Case):
    """A memory of translations that is imported, and a sentence that is looked up in it."""

    command: str
    input: MemoryFile
    expected: MemoryAnswer

    @property
    def label(self) -> str:
        """The kind as the table names it."""
        return f"memory: {self.kind}"

    def score(self) -> Outcome:
        """Import the file into the memory of a new lake, and look the sentence up."""
        given, wanted = self.input, self.expected
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "m.tmx"
            file.write_bytes(given.tmx.encode("utf-8", "surrogatepass"))
            memory = Memory(Lake(Path(folder) / "lake"))
            message = _imported(memory, file).replace(f"{folder}/", "")
            known = memory.lookup(given.source, given.target, texts=[given.text])
        translation = known[given.text].text if given.text in known else ""
        right = (
            translation == wanted.translation
            if wanted.translation is not None
            else any(part in message for part in wanted.import_message_contains_one_of or ())
        )
        return Outcome(right, words(f"import: {message}; translation: {translation or 'none'}"))


def _imported(memory: Memory, file: Path) -> str:
    """Import a file; return what a user is told of it."""
    with _log_of("parallax.translators.memory") as said:
        try:
            count = f"{memory.import_tmx(file):,} new translations"
        except InputError as error:
            count = str(error)
    return "; ".join([count, *said])


@contextmanager
def _log_of(name: str) -> Iterator[list[str]]:
    """Collect the messages of a logger, which are shown nowhere meanwhile."""
    logger, handler = logging.getLogger(name), BufferingHandler(1_000)
    messages: list[str] = []
    shown = logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield messages
    finally:
        logger.propagate = shown
        logger.removeHandler(handler)
        messages += [record.getMessage() for record in handler.buffer]
