"""Whether a noun names people: by its animacy, where the tagger tells it, and by lists."""

from __future__ import annotations

from parallax.languages.roles.tree import Tree


def is_people(tree: Tree, at: int) -> bool:
    """Tell whether a noun names people or animals, as far as its form and the lists say.

    Things are seldom counted by the words of casualties, so a counted noun is believed.
    """
    token = tree.tokens[at]
    if tree.is_in(at, "nobody"):
        return True
    if tree.is_in(at, "thing", "money", "machine", "event", "nature"):
        return False
    if tree.is_in(at, "people"):
        lifeless = tree.parse.language == "ru" and token.feature("Animacy") == "Inan"
        return not lifeless or bool(tree.numerals(at)) or tree.is_in(at, "crowd")
    if token.upos == "PRON":
        return True
    animacy = token.feature("Animacy")
    if tree.numerals(at) or tree.is_number(at):
        return True
    if token.upos == "NOUN" or not (
        tree.parse.language != "en" or token.upos in {"PROPN", "NUM", "ADJ"}
    ):
        return animacy == "Anim"
    return animacy != "Inan" or token.upos in {"PROPN", "NUM"}


def is_thing(tree: Tree, at: int) -> bool:
    """Tell whether a noun is in a list of things."""
    token = tree.tokens[at]
    if tree.is_in(at, "people") or token.upos not in {"NOUN", "PRON"}:
        return False
    return tree.is_in(at, "thing", "machine", "event", "nature", "life")
