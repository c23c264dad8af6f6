"""The noun that a relative pronoun stands for."""

from __future__ import annotations

from typing import NamedTuple

from parallax.languages.roles.voice import Voice


class Argument(NamedTuple):
    """A word that fills a role, and how sure the arcs are that make it so."""

    token: int
    confidence: float
    relative: bool = False
    """Whether a relative pronoun stands for it, so that its numeral counts in another clause."""


class Relatives(Voice):
    """Relative pronouns of a tree."""

    def resolved(self, found: Argument | None) -> Argument | None:
        """Return the noun that a relative pronoun stands for, any other word as it is."""
        if found is not None and self.tree.is_in(found.token, "called_form"):
            named = self.tree.below(found.token, "nmod", "obj", "appos")  # «так звані | ополченці»
            return found._replace(token=named[0]) if named else found
        if found is None or not self.is_pronoun(found.token):
            return found
        for at in self.tree.above(found.token):
            token = self.tokens[at]
            if token.base == "acl" and token.head < found.token:
                noun = self._agreeing(token.head, found.token)
                return Argument(noun, min(found.confidence, self.arc(at)), relative=True)
            if token.base in {"ccomp", "advcl"} and token.relation != "acl:relcl":
                break
        return self._before(found) or found

    def _agreeing(self, noun: int, pronoun: int) -> int:
        """Return the noun, or the one above it whose number is that of the pronoun."""
        number = self.tokens[pronoun].number
        for at in (noun, *self.tree.above(noun)):
            token = self.tokens[at]
            if token.upos not in {"NOUN", "PROPN", "PRON", "NUM"}:
                break
            if not number or token.number == number:
                return at
        return noun

    def _before(self, found: Argument) -> Argument | None:
        """Return the noun right before a relative pronoun, whatever the tree says."""
        at = found.token - 1
        while at > 0 and self.tokens[at].upos in {"PUNCT", "ADP"}:
            at -= 1
        token, pronoun = self.tokens[at], self.tokens[found.token]
        nominal = token.upos in {"NOUN", "PROPN"} and at < found.token - 1
        agrees = token.number == pronoun.number and (
            not pronoun.gender or token.gender == pronoun.gender
        )
        if not nominal or not agrees or not pronoun.number:
            return None
        return Argument(at, found.confidence, relative=True)
