"""What case, number and gender tell about who does what, where the parser is mistaken."""

from __future__ import annotations

from parallax.languages.roles.tree import Tree

_PLURAL = ("и", "і", "ї", "ы")
"""Ends of nouns in the nominative plural of Ukrainian and Russian."""
_OF_TWO_GENDERS = ("ь",)


def is_misfit(tree: Tree, at: int, verb: int) -> bool:
    """Tell whether a noun that the parser calls the subject must be the object: «свідка
    випустили», «провини не визнав».
    """
    token, above = tree.tokens[at], tree.tokens[verb]
    if not _inflected(tree) or above.upos != "VERB" or not token.number or not above.number:
        return False
    if token.upos not in {"NOUN", "PROPN", "PRON"} or tree.below(at, "nummod", "conj"):
        return False
    if tree.is_in(at, "great_number", "number_of") or token.surface.isupper():
        return False  # an acronym has neither case nor number
    form = token.surface.lower()
    plural = form.endswith(_PLURAL)  # what a tagger says of such a form is often wrong
    if token.number == "Plur":
        singular = above.number == "Sing" and above.gender != "Neut"
        return singular or (token.case == "Gen" and above.number == "Plur" and not plural)
    oblique = token.case in {"Acc", "Gen"}
    if above.number == "Plur":
        return not plural and (oblique or (token.upos == "NOUN" and not tree.is_in(at, "many")))
    if form.endswith(_OF_TWO_GENDERS):
        return False
    thing = token.feature("Animacy") == "Inan" and not tree.is_in(at, "people", "body")
    differs = bool(above.gender) and token.gender not in {"", above.gender}
    return differs and (oblique or thing)


def may_be_subject(tree: Tree, at: int, verb: int) -> bool:
    """Tell whether a noun that the parser calls the object must be the subject: it agrees
    with a verb that has no other, in the nominative or with a verb that needs a subject.
    """
    token, above = tree.tokens[at], tree.tokens[verb]
    if above.upos != "VERB" or token.number != above.number or tree.prepositions(at):
        return False
    if above.gender and token.gender != above.gender:
        return False
    needs = above.gender in {"Masc", "Fem"} and above.feature("VerbForm") in {"", "Fin"}
    ends = token.surface.lower().endswith(("а", "я", "у", "ю", "і", "и", "ы"))
    if token.case == "Nom":
        return True
    return needs and token.case == "Acc" and token.gender == "Masc" and not ends


def may_share_subject(tree: Tree, at: int, head: int) -> bool:
    """Tell whether two verbs may have one subject: number and gender do not differ."""
    own, above = tree.tokens[at], tree.tokens[head]
    return all(
        not own.feature(name) or not above.feature(name) or own.feature(name) == above.feature(name)
        for name in ("Number", "Gender")
    ) or not _inflected(tree)


def continues(tree: Tree, at: int, head: int) -> bool:
    """Tell whether a verb without a subject may have that of the verb above: «… визнали, що
    вбили».
    """
    own, above = tree.tokens[at], tree.tokens[head]
    subjects = tree.below(head, "nsubj")
    if not _inflected(tree) or not subjects or tree.below(at, "csubj"):
        return False
    genders = {above.gender or tree.tokens[subjects[0]].gender, own.gender} - {""}
    return (
        own.upos == above.upos == "VERB"
        and own.feature("Number") == above.feature("Number")
        and len(genders) < 2
    )


def opens_clause(tree: Tree, at: int, verb: int) -> bool:
    """Tell whether a counted noun after a verb stands before another verb without a subject."""
    counted = tree.is_number(at) or bool(tree.numerals(at))
    after = [i for i in tree.below(verb, "conj") if i > at and tree.is_verb(i)]
    without = any(not tree.below(i, "nsubj") for i in after[:1])
    return counted and at > verb and not tree.is_verb(at) and without


def _inflected(tree: Tree) -> bool:
    return tree.parse.language != "en"
