"""Who speaks and who is spoken to, beside subject and object."""

from __future__ import annotations

from parallax.languages.roles.animacy import is_people, is_thing
from parallax.languages.roles.clause import Argument, Clause
from parallax.languages.roles.statement import CONFIDENCE
from parallax.languages.roles.surface import datives, subjects

_TO_AN_OBJECT = frozenset({"promised", "threatened", "offered", "assured"})
"""English verbs of saying whose object is who hears it: "promised the miners"."""
_FROM_WHOM = frozenset({"asked", "demanded", "called_on"})


def speaking_place(clause: Clause, at: int) -> Argument | None:
    """Return the body of «повідомили в прокуратурі», or the statement of «йдеться у заяві»."""
    tree = clause.tree
    for i in tree.below(at, "obl"):
        cases = tree.prepositions(i)
        if not any(tree.is_in(case, "in", "source") for case in cases):
            continue
        if tree.is_in(i, "time", "event"):
            continue
        if tree.is_in(i, "statement", "body") or clause.tokens[i].upos in {"PROPN", "X"}:
            return Argument(i, clause.arc(i))
    return None


def sole_speaker(clause: Clause, at: int) -> Argument | None:
    """Return the one noun of the clause of a verb that agrees with it and can speak."""
    able = [i for i in subjects(clause.tree, at) if not cannot_speak(clause, i)]
    if clause.inflected and len(able) == 1 and clause.is_free(able[0], at):
        return Argument(able[0], CONFIDENCE.placed)
    return None


def body_behind(clause: Clause, speaker: Argument | None) -> Argument | None:
    """Return whose statement it is where a statement speaks."""
    if speaker is None or not clause.tree.is_in(speaker.token, "statement"):
        return speaker
    for i in clause.tree.below(speaker.token, "nmod"):
        cases = clause.tree.prepositions(i)
        if not cases or any(clause.tree.is_in(c, "genitive", "by") for c in cases):
            return Argument(i, min(speaker.confidence, clause.arc(i)))
    return speaker


def addressee(clause: Clause, at: int) -> Argument | None:
    """Return who is spoken to: a dative, an indirect object, "to the court", «від прем'єра»."""
    for i in clause.tree.below(at, "iobj", "obl", "nmod", "obj"):
        if _is_spoken_to(clause, i, at):
            return clause.resolved(Argument(i, clause.arc(i)))
    if clause.inflected:
        found = [i for i in datives(clause.tree, at) if can_hear(clause, i)]
        if len(found) == 1 and clause.is_free(found[0], at):
            return Argument(found[0], CONFIDENCE.placed)
        return None
    if any(entry.concept in _TO_AN_OBJECT for entry, _ in clause.tree.entries(at)):
        heard = [one for one in clause.objects(at) if can_hear(clause, one.token)]
        return heard[0] if heard else None
    return None


def _is_spoken_to(clause: Clause, at: int, verb: int) -> bool:
    tree, token = clause.tree, clause.tokens[at]
    cases = tree.prepositions(at)
    if not cases:
        dative = clause.inflected and token.case == "Dat" and not tree.is_in(at, "time")
        if clause.inflected and token.base == "obj":  # "told" has no object: a dative misread
            says = any(entry.frame == "says" for entry, _ in tree.entries(verb))
            dative = dative or (says and tree.is_in(at, "dative") and is_people(tree, at))
        return dative or (token.base == "iobj" and not clause.inflected)
    if token.base != "obl":
        return False
    can_hear = tree.is_in(at, "body", "people") or token.upos in {"PROPN", "PRON"}
    asked = any(entry.concept in _FROM_WHOM for entry, _ in tree.entries(verb))
    if asked and any(tree.is_in(case, "from_whom") for case in cases):
        return can_hear or tree.is_in(at, "speaker")
    return can_hear and any(tree.is_in(case, "to_whom") for case in cases)


def can_hear(clause: Clause, at: int) -> bool:
    """Tell whether a noun is somebody who can be spoken to."""
    token = clause.tokens[at]
    if clause.tree.is_in(at, "what", "thing") or token.upos == "VERB":
        return False
    if token.upos != "NOUN" or clause.tree.is_in(at, "people", "body", "speaker"):
        return True
    if clause.inflected:
        return token.feature("Animacy") == "Anim" or token.case == "Dat"
    return not clause.tree.is_in(at, "deeds", "event", "time", "money")


def cannot_speak(clause: Clause, at: int) -> bool:
    """Tell whether a noun is a thing that says nothing: "the earthquake", «вибух»."""
    tree, token = clause.tree, clause.tokens[at]
    if tree.is_in(at, "body", "speaker", "statement", "words_of", "study"):
        return False
    if token.feature("PronType") == "Prs" and token.case == "Nom":
        return False  # "it said"
    if tree.is_in(at, "number_of", "great_number", "many"):
        return all(cannot_speak(clause, i) for i in tree.below(at, "nmod")[:1])
    if is_thing(tree, at):
        return True
    named = token.upos != "NOUN" or tree.is_in(at, "people") or bool(tree.below(at, "flat"))
    named = named or any(tree.is_in(i, "house") for i in tree.below(at, "amod"))
    lifeless = clause.inflected and token.feature("Animacy") == "Inan"
    return lifeless and not named and not tree.below(at, "appos")
