"""Names of actors in the codebook: patterns and classes of words made of `languages/actors.toml`.

An axis file asks for them by kind (`[[actor]]`), never by name, so that each side has the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from parallax.languages import actors
from parallax.languages.actors import ADJECTIVE, NOUN, POSSESSIVE, Form
from parallax.languages.detect import LANGUAGES

_PLACES, _LEADER = ("state", "capital"), "leader"


def patterns(data: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield the (language, pattern, fields of its label) of the actors an axis file asks for.

    The referent is the side and what the file calls it ("ua_government"), None where it gives none.
    """
    for entry in data.get("actor", []):
        for language in LANGUAGES:
            for form in _forms(entry, language):
                ref = f"{form.side}_{entry['ref']}" if "ref" in entry else None
                label = {"value": entry["value"], "ref": ref, "place": entry.get("place", False)}
                yield language, actors.pattern(form.text), label


def traps(data: Mapping[str, Any], language: str) -> Iterator[str]:
    """Yield the names of actors the file does not ask for that hold one it does ("МВД РФ")."""
    asked = {pattern for written, pattern, _ in patterns(data) if written == language}
    if asked:
        longer = (f for f in actors.load().forms(language) if f.side and " " in f.text)
        yield from sorted({actors.pattern(form.text) for form in longer} - asked)


@lru_cache
def classes(language: str) -> dict[str, str]:
    """Return the classes of words that any axis file may name: {state}, {state_genitive},
    {state_adjective}, {state_possessive} (a state or its capital), {leader_possessive},
    {actor} (any name).

    Of a name of several words it is the first, of an adjective or a possessive the last.
    """
    known = [form for form in actors.load().forms(language) if form.side]
    places = [form for form in known if form.kind in _PLACES]
    return {
        "state": _joined(f for f in places if f.word_class == NOUN),
        "state_genitive": _joined(
            f for f in places if f.word_class == NOUN and "genitive" in f.cases
        ),
        "state_adjective": _joined((f for f in places if f.word_class == ADJECTIVE), -1),
        "state_possessive": _joined((f for f in places if f.word_class == POSSESSIVE), -1),
        "leader_possessive": _joined(
            (f for f in known if f.kind == _LEADER and f.word_class == POSSESSIVE), -1
        ),
        "actor": _joined(f for f in known if f.word_class == NOUN),
    }


def _forms(entry: Mapping[str, Any], language: str) -> Iterator[Form]:
    directory = actors.load()
    seen = {form.text for form in directory.forms(language) if form.word_class == ADJECTIVE}
    for form in directory.forms(language):  # "US", "Houthi" are adjectives before a noun
        if (
            form.side is None
            or form.word_class != NOUN
            or form.kind not in entry["kinds"]
            or form.cases.isdisjoint(entry.get("cases", actors.CASES))
            or entry.get("groups", form.side in directory.groups) != (form.side in directory.groups)
            or form.text in seen
        ):
            continue
        seen.add(form.text)
        yield form


def _joined(forms: Iterator[Form], at: int = 0) -> str:
    words = (form.text.split() for form in forms)
    return " ".join(dict.fromkeys(actors.pattern(parts[at]) for parts in words))
