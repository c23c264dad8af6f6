"""Cases of sentences: where a text is cut."""

from __future__ import annotations

from benchmarks.cases.case import Case, CleanText, Given, Outcome, Part, words
from parallax.sentences import sentences_of


class TextInput(Given):
    """A text."""

    text: CleanText


class SentencesWanted(Part):
    """Its sentences."""

    sentences: list[str]


class SplittingCase(Case):
    """A text and its sentences."""

    command: str
    input: TextInput
    expected: SentencesWanted

    @property
    def label(self) -> str:
        """The kind as the table names it."""
        return f"splitting: {self.kind}"

    def score(self) -> Outcome:
        """Split the text."""
        found = [sentence.surface for sentence in sentences_of(self.input.text)]
        return Outcome(found == self.expected.sentences, words(" | ".join(found)))
