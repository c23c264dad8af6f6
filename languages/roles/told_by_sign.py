"""Reports that signs tell: "… — ministry", "Vučić: …", and a verb after a quotation."""

from __future__ import annotations

from collections.abc import Iterator

from parallax.languages.roles.clause import Clause
from parallax.languages.roles.speakers import cannot_speak
from parallax.languages.roles.statement import Statement
from parallax.languages.roles.windows import WINDOWS


def is_beside_quotation(clause: Clause, at: int) -> bool:
    """Tell whether a verb with a subject follows a quotation: «…», — обурюється власниця."""
    tree = clause.tree
    subjects = tree.below(at, "nsubj")
    if not subjects or clause.tokens[at].upos != "VERB" or cannot_speak(clause, subjects[0]):
        return False
    before = min(at, subjects[0]) if abs(at - subjects[0]) == 1 else at
    signs = []
    while before > 0 and not clause.tokens[before - 1].surface[0].isalnum():
        before -= 1
        signs.append(before)
    closed = any(tree.is_in(i, "closes") and _is_second(clause, i) for i in signs)
    divided = any(clause.tokens[i].surface in {",", "–", "—"} for i in signs)
    return closed and divided


def _is_second(clause: Clause, at: int) -> bool:
    """Tell whether a straight quotation mark closes; any other closing mark does."""
    sign = clause.tokens[at].surface
    return sign != '"' or clause.tree.parse.text.count(sign, 0, clause.tokens[at].end) % 2 == 0


def told_by_sign(clause: Clause) -> Iterator[Statement]:
    """Yield the report of a headline: "… — ministry", "Vučić: …"."""
    tree = clause.tree
    signs = [i for i, token in enumerate(clause.tokens) if _divides(clause, i)]
    if not signs:
        return
    last, first = signs[-1], signs[0]
    aside = any(clause.tokens[i].surface == "," for i in range(max(0, last - 3), last - 1))
    colon = clause.tokens[last].surface == ":"
    if colon and last > 2 and len(tree) - last <= WINDOWS.after_colon:
        found = _speaker_between(clause, last + 1, len(tree))
        if found is not None and tree.is_in(found, "body", "speaker"):
            yield _signed(clause, found)
            return
    if not colon and not aside:  # «…, решту — піхота» leaves a verb out
        found = _speaker_between(clause, last + 1, len(tree))
        if found is not None and last > 2:
            yield _signed(clause, found)
    if clause.tokens[first].surface == ":" and first <= 6:
        found = _speaker_between(clause, 0, first)
        if found is not None:
            yield _signed(clause, found)


def _divides(clause: Clause, at: int) -> bool:
    token, text = clause.tokens[at], clause.tree.parse.text
    return token.surface in {"–", "—", ":"} or (
        token.surface == "-" and text[token.start - 1 : token.end + 1] == " - "
    )


def _speaker_between(clause: Clause, start: int, end: int) -> int | None:
    """Return the head noun of words that only name somebody who can speak."""
    inside = [i for i in range(start, end) if clause.tokens[i].relation != "punct"]
    inside = [i for i in inside if any(c.isalnum() for c in clause.tokens[i].surface)]
    small = {"DET", "PART", "ADP", "PRON"} if start else {"PART", "PRON"}
    if any(clause.tokens[i].upos in small for i in inside) or len(inside) > WINDOWS.speaker:
        return None
    nouns = [i for i in inside if clause.tokens[i].upos in {"NOUN", "PROPN", "X"}]
    other = [i for i in inside if clause.tokens[i].upos in {"VERB", "AUX", "NUM", "PRON"}]
    if not nouns or other:
        return None
    tops = [i for i in nouns if clause.tokens[i].head not in inside]
    top = tops[0] if tops else nouns[0]
    named = clause.tokens[top].upos in {"PROPN", "X"} and (start > 0 or len(nouns) > 1)
    speaks = named or clause.tree.is_in(top, "body", "speaker", "study")
    return top if speaks and not clause.tree.is_in(top, "event", "time") else None


def _signed(clause: Clause, at: int) -> Statement:
    return Statement(
        "report",
        "said",
        clause.tokens[at].lemma,
        clause.tree.phrase(at),
        speaker=clause.tree.phrase(at),
    )
