"""Who does and who suffers what a predicate says: arguments across voices and clauses.

Universal Dependencies names what stands in the same clause. What a reader adds from outside is
found by rule: the subject of a second verb, of an infinitive, of a participle, and the noun that a
relative pronoun stands for (Nivre et al. 2018 on enhanced dependencies).
"""

from __future__ import annotations

from parallax.languages.roles import surface
from parallax.languages.roles.agreement import (
    continues,
    is_misfit,
    may_be_subject,
    may_share_subject,
    opens_clause,
)
from parallax.languages.roles.fitting import Fitting
from parallax.languages.roles.relatives import Argument
from parallax.languages.roles.statement import CONFIDENCE
from parallax.languages.roles.tree import Tree
from parallax.languages.roles.windows import WINDOWS
from parallax.languages.syntax.parsed import ROOT

__all__ = ["Argument", "Clause"]


class Clause(Fitting):
    """Arguments of the predicates of a tree."""

    def __init__(self, tree: Tree) -> None:
        """Take a tree."""
        super().__init__(tree)
        self._own: dict[int, Argument | None] = {}
        self._things: dict[int, list[Argument]] = {}

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

    # Arguments

    def subject(self, at: int, depth: int = 0) -> Argument | None:
        """Return the subject of a verb or of a predicate noun, from outside the clause too."""
        own = self.own_subject(at) or self._opening(at)
        if own is not None or depth > WINDOWS.inherited:
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
        if at not in self._own:
            self._own[at] = self._found_subject(at)
        return self._own[at]

    def _found_subject(self, at: int) -> Argument | None:
        found = [Argument(i, self.arc(i)) for i in self._subjects(at)]
        found = [one for one in found if not self._is_oblique(one.token)] or [
            Argument(i, self.arc(i)) for i in self._nominative_objects(at)
        ]
        found = found or [
            Argument(i, self.arc(i))
            for i in self.tree.below(at, "advmod", "dep", "nummod")
            if self.tokens[i].upos == "NUM"
        ]
        best = max(found, key=lambda one: one.confidence) if found else None
        differs = best and self.has_agreement(at) and not self.agrees(best.token, at)
        if self.inflected and best and best.confidence >= CONFIDENCE.placed and not differs:
            return self.resolved(best)
        fitting = self.agreeing_subjects(at)
        apart = best and (differs or not self.inflected) and self.is_beyond(best.token, at)
        if apart and len(fitting) == 1:
            return self.resolved(Argument(fitting[0], CONFIDENCE.placed))
        return self.resolved(self.confirmed(at, best, fitting))

    def _is_oblique(self, at: int) -> bool:
        before = [i for i in self.tree.prepositions(at) if i < at]  # not the "'s" of a name
        return bool(before) and not self.tree.numerals(at)

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
        if self.has_agreement(at):
            found = [i for i in found if self.may_agree(i, at)]
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
        """Return the objects of a verb by arcs, by form and place where arcs are unsure."""
        if at not in self._things:
            self._things[at] = self._found_objects(at)
        return list(self._things[at])

    def _found_objects(self, at: int) -> list[Argument]:
        found = self._objects(at)
        if len(found) > 1 and found[0].confidence < CONFIDENCE.sure:
            found.sort(key=lambda one: -one.confidence)
        evident = bool(found) and found[0].confidence >= CONFIDENCE.placed
        if evident or not self.tree.is_verb(at) or len(found) > 1:
            return found
        subject = self.own_subject(at)
        fitting = [i for i in surface.objects(self.tree, at) if not subject or i != subject.token]
        best = self.confirmed(at, found[0] if found else None, fitting)
        return [best] if best else []

    def _objects(self, at: int) -> list[Argument]:
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
