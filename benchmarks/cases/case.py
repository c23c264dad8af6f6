"""One case: an input, what is right, and how the answer of today is judged."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from parallax.aligners.scoring import Score
from parallax.core.clean_text import clean

CleanText = Annotated[str, AfterValidator(clean)]
"""A text as it enters the product by its door for text."""
Name = Annotated[str, StringConstraints(min_length=1)]
Language = Literal["uk", "ru", "en"]
Found = frozenset[tuple[str, ...]]
"""Differences, as (axis, segment, segment)."""


@dataclass(frozen=True)
class Outcome:
    """What the product answered: whether it is right, and the answer in a line.

    ``differences`` counts the differences of a case that lists all that are to be found.
    """

    passed: bool
    got: str
    differences: Score | None = None


class Part(BaseModel):
    """A part of a case; a key it does not know is a fault, since it would not be scored."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Given(BaseModel):
    """An input; keys that nobody asks for are passed over, as in the JSON-lines filters."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Case(Given, ABC):
    """A case with its name. Each shape of case is a subclass, which pydantic reads and checks."""

    id: Name
    kind: Name
    note: str = ""

    @property
    @abstractmethod
    def label(self) -> str:
        """The kind as the table of results names it: what is asked, then the kind of case."""

    @property
    def unanswerable(self) -> str:
        """Why no answer of today's product could be judged; empty where one can."""
        return ""

    @property
    def unscored_axes(self) -> tuple[str, ...]:
        """Parts of the right answer that are left out of the score."""
        return ()

    @abstractmethod
    def score(self) -> Outcome:
        """Ask the product and judge its answer.

        :raises ParallaxError: when the product refuses the input.
        """


def words(given: object, most: int = 200) -> str:
    """Return an answer in one line, cut at some characters."""
    said = " ".join(str(given).split())
    return said if len(said) <= most else said[: most - 1] + "…"
