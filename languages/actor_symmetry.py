"""Whether the actors of all sides mirror each other: the same kinds, classes and names.

What a rule may see of one side it must be able to see of its counterpart, and of every state.
"""

from __future__ import annotations

from collections.abc import Iterator

from parallax.languages.actors import ADJECTIVE, Actors
from parallax.languages.detect import LANGUAGES
from parallax.languages.fold import fold

Classes = dict[str, set[tuple[str, str, str]]]


def faults(actors: Actors) -> list[str]:
    """Return where the sides are not each other's mirror.

    No form is of two sides; counterparts name each other; every state has each kind and class that
    is of every state, a state has each paired kind that its counterpart has, and any other kind of
    a side one of its counterparts has as well; each name is in every language.
    """
    classes: Classes = {side: set() for side in actors.counterparts}
    sides_of: dict[tuple[str, str], set[str]] = {}
    for language in LANGUAGES:
        for form in actors.forms(language):
            if form.side is not None:
                classes[form.side].add((form.kind, form.word_class, language))
                sides_of.setdefault((language, fold(form.text)), set()).add(form.side)
    found = [
        f"actors {language} “{text}”: a form of {' and '.join(sorted(sides))}"
        for (language, text), sides in sides_of.items()
        if len(sides) > 1
    ]
    for side in actors.counterparts:
        found += _of_counterparts(side, actors, classes)
        found += _untranslated(side, actors)
    return found + list(_of_states(actors, classes))


def _of_counterparts(side: str, actors: Actors, classes: Classes) -> Iterator[str]:
    others = actors.counterparts[side]
    for other in others:
        if side not in actors.counterparts.get(other, ()):
            yield f"actors {side}: {other} does not name it as a counterpart"
        if side in actors.states and other in actors.states:
            for kind, word_class, language in sorted(classes[other] - classes[side]):
                if actors.kinds[kind].paired:
                    yield (
                        f"actors {side}: no {word_class} of the kind {kind} in {language}, "
                        f"which {other} has"
                    )
    compared = others or [other for other in actors.counterparts if other != side]
    theirs = set().union(*(classes.get(other, set()) for other in compared))
    for kind, word_class, language in sorted(classes[side] - theirs):
        if side not in actors.states or not actors.kinds[kind].of_every_state:
            yield (
                f"actors {side}: no counterpart has a {word_class} of the kind {kind} in {language}"
            )


def _of_states(actors: Actors, classes: Classes) -> Iterator[str]:
    """Yield what some state has of the kinds of every state, and another has not."""
    shared = {
        (kind, word_class, language)
        for side in actors.states
        for kind, word_class, language in classes[side]
        if actors.kinds[kind].of_every_state
    }
    for side in actors.states:
        for kind, word_class, language in sorted(shared - classes[side]):
            yield f"actors {side}: a state without a {word_class} of the kind {kind} in {language}"


def _untranslated(side: str, actors: Actors) -> Iterator[str]:
    """Yield the kinds of a side that do not have the same number of names in every language;
    English makes no adjective of a capital.
    """
    for (kind, word_class), names in actors.names(side).items():
        for language in LANGUAGES:
            if word_class == ADJECTIVE and language == "en" and language not in names:
                continue
            missing = max(map(len, names.values())) - len(names.get(language, ()))
            if missing:
                yield f"actors {side}: {kind} {word_class} lacks {missing} name(s) in {language}"
