"""Labels: words that judge or take a side, and whose side that is."""

from __future__ import annotations

from collections.abc import Iterator

from parallax.languages import actors
from parallax.languages.phrases import words as text_words
from parallax.languages.roles.animacy import is_people
from parallax.languages.roles.clause import Argument, Clause
from parallax.languages.roles.made import phrase
from parallax.languages.roles.statement import Statement

_HOME = frozenset({"ua", "ru"})
_OTHER = "other"


def labels(clause: Clause) -> Iterator[Statement]:
    """Yield the labels of a sentence, each with the side that its own words tell."""
    taken: set[int] = set()
    for at in range(len(clause.tree)):
        frames = {entry.frame for entry, _ in clause.tree.entries(at) if entry.kind == "label"}
        labelled = next((i for f in sorted(frames) if (i := _labelled(clause, at, f)) >= 0), -1)
        if labelled >= 0 and labelled not in taken:
            taken.add(labelled)
            yield _label(clause, labelled)


def _labelled(clause: Clause, at: int, frame: str) -> int:
    """Return the word that is the label: the word itself, what is "so-called", or -1."""
    tree, upos = clause.tree, clause.tokens[at].upos
    if frame == "so_called":
        noun = tree.head(at)
        says = tree.is_in(at, "called_form") and _says_so(clause, at)
        return noun if says and noun >= 0 and tree.is_nominal(noun) else -1
    if frame == "noun" and not _is_label(clause, at):
        return -1
    allowed = {"NOUN", "PROPN", "ADJ"} if frame == "noun" else {"NOUN", "PROPN", "ADJ", "VERB"}
    return at if upos in allowed else -1


def _is_label(clause: Clause, at: int) -> bool:
    """Tell a label from a word that is written alike: "a strict regime", "opponents of the plan",
    a defender of a team.
    """
    tree = clause.tree
    if any(tree.is_in(i, "no_label") for i in tree.below(at, "amod", "compound")):
        return False
    of = [i for i in tree.below(at, "nmod") if not tree.prepositions(i) or not clause.inflected]
    if tree.is_in(at, "foe"):
        return not of and not any(tree.is_in(i, "their") for i in tree.below(at, "det"))
    if tree.is_in(at, "regime"):
        return all(clause.tokens[i].upos == "PROPN" or is_people(tree, i) for i in of)
    if tree.is_in(at, "defender"):
        quoted = any(tree.is_in(i, "quote") for i in tree.parse.subtree(at))
        return not tree.numerals(at) and not quoted
    return True


def _says_so(clause: Clause, at: int) -> bool:
    return any(clause.tree.is_in(i, "so") for i in clause.tree.below(at, "advmod", "compound"))


def _label(clause: Clause, at: int) -> Statement:
    owner = _owner(clause, at)
    sides = _sides(clause)
    near = [at] if owner is None else [at, owner.token]
    side = next((found for i in near if (found := _stands_for(clause, i) or sides.get(i))), None)
    return Statement(
        "label",
        "label",
        clause.tokens[at].lemma,
        clause.tree.phrase(at),
        owner=phrase(clause, owner),
        side=side or "unstated",
    )


def _stands_for(clause: Clause, at: int) -> str | None:
    if clause.tree.is_in(at, "for_ukraine"):
        return "ua"
    return "ru" if clause.tree.is_in(at, "for_russia") else None


def _owner(clause: Clause, at: int) -> Argument | None:
    """Return the word that tells whose side a labelled noun has: "Syrian", «ЛНР», «Хезболли»."""
    tree = clause.tree
    for i in tree.below(at, "amod", "nmod", "nmod:poss", "compound", "appos"):
        token, cases = clause.tokens[i], tree.prepositions(i)
        if token.base == "amod" and not tree.is_in(i, "of_people"):
            continue
        if token.base in {"amod", "compound"} and not (
            clause.inflected or token.surface[:1].isupper()
        ):
            continue
        genitive = not cases or any(tree.is_in(case, "genitive") for case in cases)
        if token.base in {"amod", "compound"} or (token.upos == "PROPN" and genitive):
            return Argument(i, clause.arc(i))
    return None


def _sides(clause: Clause) -> dict[int, str]:
    """Return the side that a word names, by token."""
    parse = clause.tree.parse
    written = text_words(parse.text, parse.language)
    found: dict[int, str] = {}
    for match in actors.load().find(written, parse.language):
        side = match.label.side
        if side is None:
            continue
        for word in written[match.first : match.last + 1]:
            for i, token in enumerate(clause.tokens):
                if token.start < word.end and word.start < token.end:
                    found[i] = side if side in _HOME else _OTHER
    return found
