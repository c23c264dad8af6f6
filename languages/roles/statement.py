"""A statement: a predicate, the words that fill its roles, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Literal

from parallax.core.thresholds import thresholds

Kind = Literal["casualty", "report", "loss", "label", "action"]
Role = Literal["who", "whom", "quantity", "where", "when", "speaker", "addressee", "owner"]
ROLES: tuple[Role, ...] = (
    "who",
    "whom",
    "quantity",
    "where",
    "when",
    "speaker",
    "addressee",
    "owner",
)
Modality = Literal["fact", "possible", "planned", "asked", "conditional"]


@thresholds("compare", chosen="on benchmarks/data/roles, parts dev and test, for precision")
@dataclass(frozen=True)
class RoleConfidence:
    """How sure a role must be to be read."""

    sure: Annotated[float, "a role rests on arcs; of the least sure one, the confidence"] = 0.4
    of_reports: Annotated[
        float, "the same of who speaks to whom: a verb of saying leaves little choice"
    ] = 0.2
    beside: Annotated[
        float, "at least, of counted people with no verb or comma between them and a casualty"
    ] = 0.5
    placed: Annotated[
        float, "of the one noun of a clause that fits a role by its form and place"
    ] = 0.5
    elsewhere: Annotated[
        float, "an arc of at least this confidence gives a noun another part in the clause"
    ] = 0.6
    genitive: Annotated[
        float, "the same of a noun with its own numeral that is called the genitive of another"
    ] = 0.8
    evident: Annotated[
        float, "an arc of at least this confidence is believed against the ending of the noun"
    ] = 0.85
    unlisted: Annotated[
        float, "of actions whose verb is in no list: what their confidence is multiplied by"
    ] = 0.1


CONFIDENCE = RoleConfidence()


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of a sentence: ``sentence[start:end]``, and their head word."""

    start: int
    end: int
    head_start: int
    head_end: int
    token: int
    """The number of the head word among the tokens of the parse."""
    confidence: float = 1.0
    """How sure the parser is of what makes these words fill the role, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Who did what to whom, or who said it to whom; a role is None where it is not told.

    `who` did it to `whom`; `quantity` is the numeral that counts whom. `speaker` says it to
    `addressee`; `owner` is whose losses they are, or whom a label is put to. `side` is of a label.
    """

    kind: Kind
    concept: str
    """The concept of `languages/roles.toml`, or the lemma of an action that is not in it."""
    lemma: str
    predicate: Phrase
    who: Phrase | None = None
    whom: Phrase | None = None
    quantity: Phrase | None = None
    where: Phrase | None = None
    when: Phrase | None = None
    speaker: Phrase | None = None
    addressee: Phrase | None = None
    owner: Phrase | None = None
    side: str | None = None
    negated: bool = False
    modality: Modality = "fact"
    passive_without_doer: bool = False
    doer_kind: str | None = None
    """`person`, `body`, `nature`, `machine` or `event`."""

    def role(self, name: Role) -> Phrase | None:
        """Return what fills a role."""
        found: Phrase | None = getattr(self, name)
        return found

    def surely(self, least: float) -> Statement:
        """Return the statement without the roles that are less sure."""
        unsure = {
            name: None
            for name in ROLES
            if (phrase := self.role(name)) is not None and phrase.confidence < least
        }
        if "who" in unsure:
            return replace(self, **unsure, doer_kind=None)  # type: ignore[arg-type]
        return replace(self, **unsure) if unsure else self  # type: ignore[arg-type]
