"""What the cases of stories share: texts of versions, an expectation in words, and beside it the
same for the program, or why it cannot be scored.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import Generic, TypeVar

from pydantic import ValidationInfo, field_validator, model_validator

from benchmarks.cases.case import Case, CleanText, Given, Language, Part


class VersionText(Given):
    """A passage of a version."""

    lang: Language
    text: CleanText


Check = TypeVar("Check", bound=Part)


class ToldCase(Case, Generic[Check]):
    """A case whose right answer is told in words; `check` says the same for the program.

    Where there is no check, words are read that say one thing ("not a conflict"); a case whose
    words say more is not scored.
    """

    expected: str
    check: Check | None = None
    not_scored: str = ""

    @field_validator("not_scored")
    @classmethod
    def _one_of_both(cls, reason: str, info: ValidationInfo) -> str:
        if reason and info.data.get("check") is not None:
            raise ValueError("a case with a check is scored")
        return reason

    @model_validator(mode="after")
    def _check_fits(self) -> ToldCase[Check]:
        if self.check is not None:
            self.fits(self.check)
        return self

    @property
    def label(self) -> str:
        """The kind as the table names it."""
        return f"story: {self.kind}"

    @property
    def asked(self) -> Check | None:
        """What the answer is judged by: the check, or what the words say."""
        return self.check or (None if self.not_scored else self.read_words())

    @property
    def unanswerable(self) -> str:
        """Why the case is not scored."""
        if self.asked is not None:
            return ""
        return self.not_scored or "the words of `expected` say more than the program reads"

    @abstractmethod
    def read_words(self) -> Check | None:
        """Return what the words say, where they say one thing."""

    def fits(self, check: Check) -> None:
        """Raise a ValueError where a check names what is not in the texts."""


class Passages(ToldCase[Check]):
    """Two passages that say the same, or not."""

    texts: tuple[VersionText, VersionText]
