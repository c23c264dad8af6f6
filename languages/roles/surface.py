"""Subjects and objects by their forms, where arcs are unsure: one noun in the clause that agrees.

In Ukrainian and Russian the ending of a noun tells more than its place, and tells it where the
tagger is mistaken; in English its place tells it.
"""

from __future__ import annotations

from parallax.languages.fold import fold
from parallax.languages.roles.tree import Tree
from parallax.languages.roles.zone import nouns, zone

_VOWELS = "аеєиіїоуюяыэ"
_PLURAL = "иіїыея"
_OBLIQUE = (
    "ами",
    "ями",
    "ам",
    "ям",
    "ах",
    "ях",
    "ові",
    "еві",
    "єві",
    "ом",
    "ем",
    "єм",
    "ою",
    "ею",
    "єю",
)
_ADJECTIVE_GENITIVE = ("ого", "его", "ього", "ему", "ому", "ьому")
_OF_NUMERALS = ("ох", "сот", "ьох", "ом", "рем", "ми")
"""Ends of numerals that are not in the nominative."""
_PAST = (("Masc", ("в", "л")), ("Fem", ("ла",)), ("Neut", ("ло",)), ("Plur", ("ли",)))
"""Ends of the past tense, which tell gender or number where the tagger errs."""
_REFLEXIVE = ("ся", "сь")


def number_or_gender(tree: Tree, verb: int) -> str:
    """Return `Masc`, `Fem`, `Neut` or `Plur` of a verb by its ending, else by its tags."""
    token = tree.tokens[verb]
    form = fold(token.surface)
    for ending in _REFLEXIVE:
        form = form.removesuffix(ending)
    for name, ends in _PAST:
        if form.endswith(ends):
            return name
    return "Plur" if token.number == "Plur" else token.gender


def may_be_nominative(tree: Tree, at: int, verb: int) -> bool:
    """Tell whether a noun may be the subject of a verb by its ending, number and gender."""
    token, gender = tree.tokens[at], number_or_gender(tree, verb)
    form = fold(token.surface)
    if token.surface.isupper() and len(form) > 1:
        return True
    one = any(tree.is_in(i, "one") for i in tree.numerals(at))
    if (tree.is_number(at) or tree.numerals(at)) and not one:
        return gender in {"Plur", "Neut", ""} and not form.endswith(_OF_NUMERALS)
    if token.upos == "PRON":
        return token.case in {"Nom", ""}
    if not "а" <= form[-1] <= "ї":
        return True  # a name in other letters has no ending
    if form.endswith(_ADJECTIVE_GENITIVE) or _is_oblique(tree, at):
        return False
    if gender == "Plur":
        plural = form[-1] in _PLURAL and token.case not in {"Dat", "Loc", "Ins"}
        return plural or tree.is_in(at, "many")
    return _agrees_in_gender(tree, at, gender)


def _agrees_in_gender(tree: Tree, at: int, gender: str) -> bool:
    token = tree.tokens[at]
    form = fold(token.surface)
    last, cased = form[-1], token.case == "Nom"
    if token.upos == "PROPN" and cased and last not in "уюиы":
        return True  # a foreign name may not be declined: «Зінке»
    if not gender:
        return (token.upos == "PROPN" or token.case in {"Nom", "Acc"}) and last not in "ую"
    if gender == "Masc":
        return last not in _VOWELS or (last in "оая" and cased and token.gender == "Masc")
    if gender == "Fem":
        masculine = token.gender == "Masc" and token.case in {"Gen", "Acc"}
        return (last in "аяь" and not masculine) or (last not in _VOWELS and token.gender == "Fem")
    return last in "оея" or form.startswith(("мін", "мин"))


def _is_oblique(tree: Tree, at: int) -> bool:
    """Tell whether the ending is that of a dative, instrumental or locative, and not of a stem
    that ends so: «дом», «Вьетнам».
    """
    token = tree.tokens[at]
    return token.case not in {"Nom", "Acc"} and fold(token.surface).endswith(_OBLIQUE)


def may_be_accusative(tree: Tree, at: int, verb: int) -> bool:
    """Tell whether a noun may be the object of a verb by its ending."""
    token = tree.tokens[at]
    form = fold(token.surface)
    if tree.is_number(at) or tree.numerals(at):
        return not form.endswith(("ам", "ям", "ами", "ями", "ом"))
    if token.upos == "PRON":
        return token.case in {"Acc", "Gen"}
    if _is_oblique(tree, at) or form.endswith(("ому", "ему")):
        return False
    if token.number == "Plur" or form[-1:] in "иіїы":
        people = tree.is_in(at, "people") and form[-1:] not in "иіїыь"
        return people or number_or_gender(tree, verb) != "Plur" or token.case in {"Acc", "Gen"}
    return token.case in {"Acc", "Gen"} or form[-1:] in "уюая"


def subjects(tree: Tree, verb: int) -> list[int]:
    """Return the nouns of the clause of a verb that may be its subject by their form or place."""
    found = _heads(tree, verb)
    if tree.parse.language == "en":
        return [i for i in found if i < verb]
    found = [i for i in found if may_be_nominative(tree, i, verb)]
    if any(entry.frame == "object" for entry, _ in tree.entries(verb)):
        # «14 осіб арештували»: who is counted suffers
        found = [i for i in found if not (tree.is_number(i) or tree.numerals(i))]
    return found


def objects(tree: Tree, verb: int) -> list[int]:
    """Return the nouns of the clause of a verb that may be its object by their form or place."""
    found = _heads(tree, verb)
    if tree.parse.language == "en":
        return [i for i in found if i > verb]
    found = [i for i in found if may_be_accusative(tree, i, verb)]
    if tree.tokens[verb].feature("VerbForm") == "Inf":  # «влада наказала | евакуювати людей»
        carriers = [i for i in range(max(0, verb - 3), verb) if tree.is_verb(i)]
        found = [i for i in found if not carriers or i > carriers[-1]] or found
    return found


def datives(tree: Tree, verb: int) -> list[int]:
    """Return the nouns of the clause of a verb that are in the dative by tag or ending."""
    return [i for i in _heads(tree, verb) if _is_dative(tree, i)]


def _is_dative(tree: Tree, at: int) -> bool:
    token = tree.tokens[at]
    form = fold(token.surface)
    if form.endswith(("ові", "еві", "єві", "ам", "ям")):
        return token.case not in {"Nom", "Acc"}
    plural = token.number == "Plur" and form[-1:] in "іїи"
    return token.case == "Dat" and form[-1:] in "уюіїимй" and not plural and not tree.numerals(at)


def _heads(tree: Tree, verb: int) -> list[int]:
    if verb in tree.heads:
        return tree.heads[verb]
    found = nouns(tree, zone(tree, verb))
    no_noun = "oneself", "other_figures", "what", "not", "which", "particle"
    found = [i for i in found if tree.numerals(i) or not tree.is_in(i, "time")]
    tree.heads[verb] = [i for i in found if not tree.is_in(i, *no_noun)]
    return tree.heads[verb]
