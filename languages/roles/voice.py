"""Whether a predicate is an impersonal form, a noun, an attribute, or that of a relative clause."""

from __future__ import annotations

from parallax.languages.fold import fold
from parallax.languages.roles.tree import Tree


class Voice:
    """Forms of the predicates of a tree."""

    def __init__(self, tree: Tree) -> None:
        """Take a tree."""
        self.tree, self.tokens = tree, tree.tokens
        self.inflected = tree.parse.language != "en"

    def arc(self, at: int) -> float:
        """Return how sure the parser is of the arc to a word."""
        return self.tokens[at].confidence

    def is_impersonal_passive(self, at: int) -> bool:
        """Tell whether a verb is a form such as «вбито», whose object stays an object."""
        token = self.tokens[at]
        if self.tree.parse.language != "uk" or not self.tree.is_verb(at):
            return False
        return token.feature("Person") == "0" or token.surface.lower().endswith(("но", "то"))

    def is_noun_like(self, at: int) -> bool:
        """Tell whether a participle or adjective stands where a noun does: «двоє поранених»."""
        token, tree = self.tokens[at], self.tree
        if self.is_impersonal_passive(at):
            return False
        if token.upos not in {"VERB", "ADJ"} or token.feature("Variant") == "Short":
            return False
        if token.upos == "VERB" and token.feature("VerbForm") not in {"Part", ""}:
            return False
        if tree.below(at, "nsubj", "cop", "aux"):
            return False
        return (self.inflected and bool(token.case) and token.base not in {"amod", "acl"}) or (
            bool(tree.below(at, "nummod", "det")) and token.base != "acl"
        )

    def is_attribute(self, at: int) -> bool:
        """Tell whether a participle or adjective says something of the noun it depends on."""
        return (
            self.tokens[at].base in {"amod", "acl"}
            and not (self.inflected and self._differs_in_case(at))
            and not self.is_relative(at)
            and not self.tree.below(at, "nsubj")
            and not (self.inflected and self.tree.below(at, "mark"))
        )

    def _differs_in_case(self, at: int) -> bool:
        """Tell whether an adjective right before a noun cannot be of it: «дружина полоненого |
        адвокатам».
        """
        token, head = self.tokens[at], self.tokens[at].head
        if token.base != "amod" or head < at:
            return False
        noun = self.tokens[head]
        form, ends = fold(token.surface), fold(noun.surface)
        genitive, plural = form.endswith(("ого", "его")), form.endswith(("их", "ых"))
        dative = ends.endswith(("ам", "ям", "ами", "ями", "ові", "еві", "ом", "ем"))
        return (genitive and (noun.number == "Plur" or dative)) or (plural and dative)

    def is_relative(self, at: int) -> bool:
        """Tell whether a verb is that of a relative clause with a subject, or with a pronoun."""
        if self.tokens[at].relation == "acl:relcl":
            return True
        return self.tokens[at].base == "acl" and any(
            self.is_pronoun(i) for i in self.tree.below(at, "nsubj", "obj", "obl", "iobj")
        )

    def is_pronoun(self, at: int) -> bool:
        """Tell whether a word is a relative pronoun."""
        token = self.tokens[at]
        return token.upos in {"PRON", "DET", "ADJ"} and self.tree.is_in(at, "which")
