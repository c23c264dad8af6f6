"""Which nouns fit a role by form and place, and what that says of unsure arcs."""

from __future__ import annotations

from parallax.languages.roles import surface
from parallax.languages.roles.relatives import Argument, Relatives
from parallax.languages.roles.statement import CONFIDENCE
from parallax.languages.roles.zone import zone


class Fitting(Relatives):
    """Arguments confirmed or found by their form and place in the clause."""

    def agreeing_subjects(self, at: int) -> list[int]:
        """Return the nouns of the clause of a verb that may be its subject by form and place."""
        if self.is_impersonal_passive(at):
            return []
        finite = self.tree.is_verb(at) and self.tokens[at].feature("VerbForm") in {"Fin", ""}
        finite = finite or (self.inflected and bool(self.tree.below(at, "cop", "aux")))
        return surface.subjects(self.tree, at) if finite else []

    def confirmed(self, at: int, found: Argument | None, fitting: list[int]) -> Argument | None:
        """Return what fills a role by its arc, surer where its form and place say so too; where
        the arc is unsure or there is none, the one noun of the clause that fits.
        """
        placed = CONFIDENCE.placed
        if found is not None and found.confidence >= placed:
            return found
        if found is not None and found.token in fitting:
            return found._replace(confidence=placed) if len(fitting) == 1 else found
        unsure = found is None or found.confidence < CONFIDENCE.sure
        told_by_place = self.inflected or self.tokens[at].feature("VerbForm") == "Fin"
        if unsure and told_by_place and len(fitting) == 1 and self.is_free(fitting[0], at):
            return Argument(fitting[0], placed)
        return found

    def is_beyond(self, at: int, verb: int) -> bool:
        """Tell whether a bound of the clause of a verb stands between it and a noun."""
        return not self.is_pronoun(at) and at not in zone(self.tree, verb)

    def is_free(self, at: int, verb: int) -> bool:
        """Tell whether no sure arc gives a noun another part in the clause."""
        token = self.tokens[at]
        return token.head == verb or token.confidence < CONFIDENCE.elsewhere

    def has_agreement(self, at: int) -> bool:
        """Tell whether the form of a verb says what its subject is like."""
        token = self.tokens[at]
        finite = token.upos == "VERB" and token.feature("VerbForm") == "Fin"
        return self.inflected and finite and not self.is_impersonal_passive(at)

    def may_agree(self, at: int, verb: int) -> bool:
        """Tell whether a noun may be the subject of a verb, or its arc is beyond doubt."""
        token = self.tokens[at]
        return token.confidence >= CONFIDENCE.evident or self.agrees(at, verb)

    def agrees(self, at: int, verb: int) -> bool:
        """Tell whether a noun may be the subject of a verb by its ending."""
        named = self.tokens[at].upos in {"NOUN", "PROPN"}
        return not named or surface.may_be_nominative(self.tree, at, verb)
