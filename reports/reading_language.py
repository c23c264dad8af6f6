"""The language of the reader: which sentence has a translation, and where it comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from parallax.lake.lake import Lake
from parallax.lake.rows import SentenceRow
from parallax.languages.detect import NAMES
from parallax.reports.highlights import Span, pieces
from parallax.reports.views import SentenceView
from parallax.translators.fuzzy_matches import suggest
from parallax.translators.memory import Memory, Translation
from parallax.translators.quality_flags import REASONS
from parallax.translators.translate import missing_package


class ReadingLanguage:
    """Shows texts in one language, with what the translation memory of a lake holds."""

    def __init__(self, lake: Lake, target: str) -> None:
        """Read the memory into the target language from every other one."""
        self.target = target
        memory = Memory(lake)
        self._memories = {
            language: memory.lookup(language, target) for language in NAMES if language != target
        }

    def translation(self, language: str, text: str) -> str | None:
        """Return the translation of a text, None where none is needed or known."""
        found = self._known(language, text)
        return found.text or None if found else None

    def _known(self, language: str, text: str) -> Translation | None:
        return self._memories[language].get(text) if language != self.target else None

    def shown(self, sentences: Iterable[SentenceRow]) -> dict[tuple[str, int], str]:
        """Return sentences in the reader's language, by revision and index; untranslated where no
        translation is known.
        """
        return {
            (row["revision_id"], row["index"]): self.translation(row["language"], row["surface"])
            or row["surface"]
            for row in sentences
        }

    def sentence(self, row: SentenceRow, spans: list[Span]) -> SentenceView:
        """Return the view of a sentence: its own words with spans marked, and its translation."""
        marked = pieces(row["surface"], row["start"], spans)
        if row["language"] == self.target:
            return SentenceView(row["index"], row["role"], marked, None, "")
        found = self._known(row["language"], row["surface"])
        if found:
            warnings = tuple(REASONS[flag] for flag in found.flags)
            return SentenceView(
                row["index"], row["role"], marked, found.text or None, found.origin, warnings
            )
        if suggestion := suggest(row["surface"], row["language"], self._memories[row["language"]]):
            return SentenceView(
                row["index"], row["role"], marked, suggestion.translation.text, suggestion.says
            )
        return SentenceView(row["index"], row["role"], marked, None, "not translated")

    def untranslated(self, sentences: Iterable[SentenceRow]) -> list[str]:
        """Say for each language of some sentences what is not translated, and why."""
        missing = Counter(
            sentence["language"]
            for sentence in sentences
            if sentence["language"] != self.target
            and self._known(sentence["language"], sentence["surface"]) is None
        )
        return [
            f"{count} {NAMES[language]} sentences are not translated: "
            f"{missing_package(language, self.target)}"
            for language, count in sorted(missing.items())
        ]
