"""Who speaks and who is spoken to, beside subject and object."""

from __future__ import annotations

from parallax.languages.roles.animacy import is_people, is_thing
from parallax.languages.roles.clause import Argument, Clause


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
    can_hear = tree.is_in(at, "body") or token.upos in {"PROPN", "PRON"}
    asked = any(entry.concept in {"asked", "demanded"} for entry, _ in tree.entries(verb))
    if asked and any(tree.is_in(case, "from_whom") for case in cases):
        return can_hear or tree.is_in(at, "speaker")
    return can_hear and any(tree.is_in(case, "to_whom") for case in cases)


def cannot_speak(clause: Clause, at: int) -> bool:
    """Tell whether a noun is a thing that says nothing: "the earthquake", «вибух»."""
    tree = clause.tree
    return is_thing(tree, at) and not tree.is_in(at, "body", "speaker", "statement", "words_of")
