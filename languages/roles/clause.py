"""Who does and who suffers what a predicate says: arguments across voices and clauses.

Universal Dependencies names what stands in the same clause. What a reader adds from outside is
found by rule: the subject of a second verb, of an infinitive, of a participle, and the noun that a
relative pronoun stands for (Nivre et al. 2018 on enhanced dependencies).
"""

from __future__ import annotations

from typing import NamedTuple

from parallax.languages.roles.agreement import (
    continues,
    is_misfit,
    may_be_subject,
    may_share_subject,
    opens_clause,
)
from parallax.languages.roles.tree import Tree
from parallax.languages.syntax.parsed import ROOT

_DEPTH = 4


class Argument(NamedTuple):
    """A word that fills a role, and how sure the arcs are that make it so."""

    token: int
    confidence: float
    relative: bool = False
    """Whether a relative pronoun stands for it, so that its numeral counts in another clause."""


class Clause:
    """Arguments of the predicates of a tree."""

    def __init__(self, tree: Tree) -> None:
        """Take a tree."""
        self.tree, self.tokens = tree, tree.tokens
        self.inflected = tree.parse.language != "en"

    def arc(self, at: int) -> float:
        """Return how sure the parser is of the arc to a word."""
        return self.tokens[at].confidence

    # Voice

    def is_passive(self, at: int) -> bool:
        """Tell whether a verb says what happens to its subject."""
        tree, token = self.tree, self.tokens[at]
        if tree.below(at, "aux:pass", "nsubj:pass"):
            return True
        if tree.below(at, "obl:agent") and (self.inflected or not tree.below(at, "obj")):
            return True
        if token.feature("Voice") == "Pass" or self.is_impersonal_passive(at):
            return True
        if self.inflected or tree.below(at, "aux") or self.objects(at):
            return False
        if token.base == "conj" and not tree.below(at, "nsubj"):
            return self.is_passive(token.head)
        participle = token.feature("VerbForm") == "Part" and token.feature("Tense") == "Past"
        if participle and tree.below(at, "nsubj") and not self.is_relative(at):
            return True  # a headline: "two ships sunk"
        modifies = token.base in {"acl", "amod"} and not self.is_relative(at)
        return (modifies or (participle and token.base == "advcl")) and self._is_past(at)

    def _is_past(self, at: int) -> bool:
        return not self.tokens[at].surface.lower().endswith("ing")

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
            and not self.is_relative(at)
            and not self.tree.below(at, "nsubj")
            and not (self.inflected and self.tree.below(at, "mark"))
        )

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

    # Arguments

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

    def subject(self, at: int, depth: int = 0) -> Argument | None:
        """Return the subject of a verb or of a predicate noun, from outside the clause too."""
        own = self.own_subject(at) or self._opening(at)
        if own is not None or depth > _DEPTH:
            return own
        token, head = self.tokens[at], self.tokens[at].head
        if head == ROOT:
            return None
        above: Argument | None = None
        if token.base == "acl" and self.tree.below(at, "mark") and self.inflected:
            verb = next((i for i in self.tree.above(at) if self.tree.is_verb(i)), None)
            if verb is not None and continues(self.tree, at, verb):  # «… у тому, що стріляла»
                above = self.subject(verb, depth + 1)
        elif token.base == "acl":
            inside = self.tree.below(at, "nsubj", "obj", "obl", "iobj", "advmod", "xcomp")
            relative = self.is_relative(at) and (
                self.inflected or any(map(self.is_pronoun, inside)) or not self.is_passive(at)
            )
            above = None if relative else Argument(head, 1.0)
        elif token.base == "xcomp":
            above = self._controller(head, depth)
        elif token.base == "advcl" and (self._accuses(head) or self._is_made_to(at, head)):
            above = next(iter(self.objects(head)), None)
        elif (
            (token.base == "conj" and may_share_subject(self.tree, at, head))
            or (token.base == "advcl" and self._is_subjectless(at))
            or (token.base == "ccomp" and (self.inflected and continues(self.tree, at, head)))
        ):
            above = self.subject(head, depth + 1)
        if above is None:
            return None
        return self.resolved(above._replace(confidence=min(above.confidence, self.arc(at))))

    def _opening(self, at: int) -> Argument | None:
        """Return the counted noun that the parser hangs on the first verb, though it opens the
        clause of the second: "two died and four others … were injured".
        """
        head = self.tokens[at].head
        if self.tokens[at].base != "conj" or head == ROOT:
            return None
        for i in reversed(self.tree.below(head, "conj")):
            if opens_clause(self.tree, i, head) and i < at:
                return Argument(i, min(self.arc(i), self.arc(at)))
        return None

    def own_subject(self, at: int) -> Argument | None:
        """Return the subject in the clause of a predicate."""
        found = [Argument(i, self.arc(i)) for i in self._subjects(at)]
        found = [one for one in found if not self._is_oblique(one.token)] or [
            Argument(i, self.arc(i)) for i in self._nominative_objects(at)
        ]
        found = found or [
            Argument(i, self.arc(i))
            for i in self.tree.below(at, "advmod", "dep", "nummod")
            if self.tokens[i].upos == "NUM"
        ]
        if not found:
            return None
        return self.resolved(max(found, key=lambda one: one.confidence))

    def _is_oblique(self, at: int) -> bool:
        return bool(self.tree.prepositions(at)) and not self.tree.numerals(at)

    def _nominative_objects(self, at: int) -> list[int]:
        """Return objects whose case says they are subjects, where another noun is the object."""
        if not self.inflected or self._subjects(at) or self.is_impersonal_passive(at):
            return []
        found = [i for i in self.tree.below(at, "obj") if may_be_subject(self.tree, i, at)]
        if self.tokens[at].base in {"ccomp", "conj", "xcomp", "advcl"}:
            # the subject may be that of the clause above
            found = [i for i in found if self.tokens[i].case == "Nom"]
        return found[:1]

    def _subjects(self, at: int) -> list[int]:
        found = [i for i in self.tree.below(at, "nsubj") if not is_misfit(self.tree, i, at)]
        return [i for i in found if not self.tree.is_in(i, "oneself") and not self._is_time(i)]

    def _controller(self, head: int, depth: int) -> Argument | None:
        """Return who does what an infinitive says: whom is asked to, else who wants to."""
        asks = any(entry.frame in {"asks", "tells"} for entry, _ in self.tree.entries(head))
        asks = asks or self.tree.is_in(head, "makes")
        if asks:
            asked = [Argument(i, self.arc(i)) for i in self.tree.below(head, "obj", "iobj")]
            return asked[0] if asked else None
        return self.subject(head, depth + 1)

    def _is_made_to(self, at: int, head: int) -> bool:
        """Tell whether somebody is made to do it: "paid two men to shoot"."""
        return self.tree.is_in(head, "makes") and bool(self.tree.below(at, "mark"))

    def _accuses(self, head: int) -> bool:
        return any(entry.frame == "accuses" for entry, _ in self.tree.entries(head))

    def _is_subjectless(self, at: int) -> bool:
        token = self.tokens[at]
        return token.feature("VerbForm") in {"Conv", "Ger", "Part", "Inf"} or (
            not self.inflected and token.surface.lower().endswith("ing")
        )

    def objects(self, at: int) -> list[Argument]:
        """Return the objects of a verb, those of its coordination too; the gap of a relative
        clause without a pronoun.
        """
        subjects = set(self._subjects(at)) | set(self._nominative_objects(at))
        own = [
            Argument(i, self.arc(i))
            for i in self.tree.below(at, "obj", "nsubj")
            if i not in subjects and not self._is_time(i)
        ]
        if len(own) > 1:  # «щонайменше | 70 осіб», «її | чоловіка»
            no_noun = "other_figures", "their"
            own = [one for one in own if not self.tree.is_in(one.token, *no_noun)] or own
        own += [
            Argument(i, self.arc(i))
            for i in self.tree.below(at, "obl", "nmod")
            if not own and self.is_measured(i)
        ]
        own = [one for one in own if not self.tree.is_in(one.token, "what")]
        found = [one for one in map(self.resolved, own) if one is not None]
        if found and self.tree.is_in(found[0].token, "oneself"):
            subject = self.subject(at)
            found = [subject] if subject else []
        if not found and self._has_gap(at):
            found = [Argument(self.tokens[at].head, self.arc(at), relative=True)]
        if not found and not self.inflected:  # "struck and dragged a pedestrian"
            for second in self.tree.below(at, "conj"):
                if not self.tree.below(second, "nsubj") and self.tokens[second].upos == "VERB":
                    found = [
                        Argument(i, min(self.arc(i), self.arc(second)))
                        for i in self.tree.below(second, "obj")
                    ]
        return found

    def _is_time(self, at: int) -> bool:
        return self.tree.is_in(at, "time") and not self.tree.numerals(at)

    def is_measured(self, at: int) -> bool:
        """Tell whether an oblique noun is a counted one with a bound: «до ста людей»."""
        cases = self.tree.prepositions(at)
        return (
            self.inflected
            and bool(self.tree.numerals(at))
            and any(self.tree.is_in(case, "up_to") for case in cases)
            and not self.tree.is_in(at, "time", "money")
        )

    def _has_gap(self, at: int) -> bool:
        if self.inflected or self.tokens[at].relation != "acl:relcl":
            return False
        inside = self.tree.below(at, "nsubj", "obl", "advmod", "obj")
        return bool(self.tree.below(at, "nsubj")) and not any(map(self.is_pronoun, inside))

    def agent(self, at: int) -> Argument | None:
        """Return the doer that a passive names: "by guards", «вогнем», «поліцією»."""
        for i in self.tree.below(at, "obl", "nmod", "obj", "iobj"):
            token = self.tokens[i]
            by = token.relation == "obl:agent" or any(
                self.tree.is_in(case, "by") for case in self.tree.prepositions(i)
            )
            bare = (
                self.inflected
                and token.case == "Ins"
                and not self.tree.prepositions(i)
                and self.tree.is_nominal(i)
            )
            if (by or bare) and not self.tree.is_in(i, "no_doer", "time"):
                return self.resolved(Argument(i, self.arc(i)))
        return None
