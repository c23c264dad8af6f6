"""Side swap: an actor exchanged for its counterpart leaves markers and differences the same.

Only the sides are exchanged. Every actor, every case form, every template; all sentences are ours.
"""

from collections.abc import Iterator
from functools import cache
from itertools import cycle, pairwise

import pytest

from parallax.comparers.framing import codebook, differences, match
from parallax.comparers.framing.marker import Marker
from parallax.languages import actor_symmetry, actors
from parallax.languages.actors import ADJECTIVE, CASES, NOUN, POSSESSIVE

BOOK = codebook.load()
ACTORS = actors.load()
COUNTERPARTS = sorted(
    {
        tuple(sorted((side, other)))
        for side, others in ACTORS.counterparts.items()
        for other in others
    }
)
STATES = [*pairwise((*ACTORS.states, ACTORS.states[0])), ("nato", "un")]
"""Each state with the next: by the kinds of every state all states are alike."""
TEMPLATES = {
    "uk": {
        "nominative": [
            "{} обстріляли порт.",
            "Учора {} ракетами убили трьох.",
            "{} заявили про втрати.",
        ],
        "genitive": [
            "Від удару {} загинули троє.",
            "Через обстріл {} загинули троє.",
            "Дрони {} атакували порт.",
            "Від ударів з боку {} загинули троє.",
            "Армія {} відступила.",
            "Від удару армії {} загинули троє.",
            "Порт зруйновано солдатами {}.",
            "Місто під контролем {}.",
            "Почався напад {} на порт.",
        ],
        "dative": ["Дрони завадили {}, загинули троє."],
        "accusative": ["Дрони атакували {}, загинули троє.", "Удар по базі {}: загинули троє."],
        "instrumental": ["Порт зруйновано {}.", "Порт зруйновано вчора {}."],
        "locative": ["У {} від дрона загинули троє."],
        ADJECTIVE: [
            "Від {} удару загинули троє.",
            "{} дрон убив трьох.",
            "Порт зруйновано {} ракетою.",
            "Порт зруйновано {} армією.",
            "Від удару {} армії загинули троє.",
            "{} солдати відступили.",
            "Тривала {} окупація міста.",
        ],
    },
    "ru": {
        "nominative": [
            "{} обстреляли порт.",
            "Вчера {} ракетами убили троих.",
            "{} заявили о потерях.",
        ],
        "genitive": [
            "От удара {} погибли трое.",
            "При обстреле {} погибли трое.",
            "Дроны {} атаковали порт.",
            "От ударов со стороны {} погибли трое.",
            "Армия {} отступила.",
            "От удара армии {} погибли трое.",
            "Порт разрушен солдатами {}.",
            "Город под контролем {}.",
            "Началось нападение {} на порт.",
        ],
        "dative": ["Дроны помешали {}, погибли трое."],
        "accusative": ["Дроны атаковали {}, погибли трое.", "Удар по базе {}: погибли трое."],
        "instrumental": ["Порт разрушен {}.", "Порт разрушен вчера {}."],
        "locative": ["В {} от дрона погибли трое."],
        ADJECTIVE: [
            "От {} удара погибли трое.",
            "{} дрон убил троих.",
            "Порт разрушен {} ракетой.",
            "Порт разрушен {} армией.",
            "От удара {} армии погибли трое.",
            "{} солдаты отступили.",
            "Шла {} оккупация города.",
        ],
    },
    "en": {
        NOUN: [
            "Three died in a strike by {}.",
            "Three died in shelling by the {}.",
            "Three people were killed by {}.",
            "The port was hit by a missile fired by {}.",
            "{} shelled the port.",
            "Drones hit {} and killed three.",
            "In {} a drone killed three.",
            "Three died in a {} strike.",
            "{} said there were losses.",
            "The army of {} withdrew.",
            "The town is under the control of {}.",
        ],
        POSSESSIVE: [
            "Three died in {} strike.",
            "{} missiles killed three.",
            "{} army withdrew.",
            "The town is under {} control.",
        ],
        ADJECTIVE: [
            "Three died in a {} strike.",
            "{} drones killed three.",
            "The port was destroyed by {} missiles.",
            "Three died in a strike by the {} army.",
            "{} troops withdrew.",
            "The town is under {} occupation.",
        ],
    },
}
PLAIN = {"uk": "Загинули троє.", "ru": "Погибли трое.", "en": "Three people died."}
SOURCES = {"official": "actor", "armed_group": "actor"}

Read = tuple[list[tuple[str, str, str | None]], list[tuple[str, str | None, str, str]]]


@cache
def found(text: str, language: str) -> tuple[Marker, ...]:
    return tuple(match.find(text, language, BOOK))


def forms(side: str, language: str) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Return the (kind, form) of a side by the templates they fit and their kind."""
    of_side: dict[tuple[str, str], list[tuple[str, str]]] = {}
    adjectives = _adjectives(language)
    for form in ACTORS.forms(language):
        if form.side != side or (form.word_class == NOUN and form.text in adjectives):
            continue  # "US" and "Houthi" are adjectives before a noun
        if form.word_class == NOUN and language != "en":
            slots = [case for case in CASES if case in form.cases]
        else:
            slots = [form.word_class]
        for slot in slots:
            of_side.setdefault((slot, form.kind), []).append((form.kind, form.text))
    return of_side


def _adjectives(language: str) -> set[str]:
    return {form.text for form in ACTORS.forms(language) if form.word_class == ADJECTIVE}


def sentences(one: str, other: str, language: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield each template with each form of one side and with one of its counterpart."""
    mine, theirs = forms(one, language), forms(other, language)
    for slot, kind in sorted(mine.keys() & theirs.keys()):
        a, b = mine[slot, kind], theirs[slot, kind]
        pairs = list(zip(a, cycle(b))) if len(a) >= len(b) else list(zip(cycle(a), b))
        for (_, first), (_, second) in pairs:
            for template in TEMPLATES[language][slot]:
                if "army of" in template and "Armed Forces of" in first + second:
                    continue  # nobody says "the army of the Armed Forces of"
                yield first, second, filled(template, first), filled(template, second)


def filled(template: str, form: str) -> str:
    text = template.format(form)
    return text[0].upper() + text[1:]


def read(text: str, language: str, sides: dict[str, str], *, groups: bool) -> Read:
    """Return the markers of a sentence and its differences from a plain one, sides exchanged."""

    def exchanged(axis: str, ref: str | None) -> str | None:
        if axis == "sourcing":
            return None  # the name of a source
        side, _, kind = str(ref).partition("_")
        return f"{sides[side]}_{kind}" if side in sides else ref

    def valued(axis: str, value: str) -> str:
        return SOURCES.get(value, value) if axis == "sourcing" and groups else value

    markers = [m for m in found(text, language) if _has_mirror(m)]
    plain = found(PLAIN[language], language)
    return (
        sorted(
            ((m.axis, valued(m.axis, m.value), exchanged(m.axis, m.ref)) for m in markers), key=str
        ),
        sorted(
            (
                (
                    d.axis,
                    exchanged(d.axis, d.ref),
                    valued(d.axis, d.left_value),
                    valued(d.axis, d.right_value),
                )
                for d in differences.compare(markers, plain, BOOK)
            ),
            key=str,
        ),
    )


def _has_mirror(marker: Marker) -> bool:
    """Leave out what names no side: a plain word of a known concept, a place with two forms, the
    choice of a preposition before Ukraine.
    """
    plain = marker.value == "absent" or BOOK.axes[marker.axis].is_plain(marker.value, marker.rule)
    return not plain and not str(marker.ref).startswith(("toponym:", "preposition:"))


@pytest.mark.parametrize("language", ["uk", "ru", "en"])
def test_exchanging_an_actor_for_its_counterpart_exchanges_the_sides_and_nothing_else(
    language: str,
) -> None:
    checked, wrong, names = 0, [], set()
    for one, other in (*COUNTERPARTS, *STATES):
        groups = (one in ACTORS.groups) != (other in ACTORS.groups)
        for first, second, left, right in sentences(one, other, language):
            mine = read(left, language, {one: other}, groups=groups)
            theirs = read(right, language, {}, groups=groups)
            checked += 1
            names |= {(one, first), (other, second)}
            if mine != theirs:
                wrong.append((left, right, mine, theirs))
    assert wrong[:5] == []
    listed = {(form.side, form.text) for form in ACTORS.forms(language) if form.side}
    unread = {name for name in listed if name[1] in _adjectives(language)}
    assert names >= listed - unread, "an actor without a sentence"
    assert checked > 3000


def test_actors_mirror_each_other_and_a_side_with_a_word_more_is_a_fault() -> None:
    assert actor_symmetry.faults(ACTORS) == []
    data = {
        "ending": {},
        "kind": {"state": {"of_every_state": True}, "leader": {"paired": True}},
        "side": {
            "a": {
                "counterparts": ["b"],
                "state": {"uk": ["А"], "ru": ["А"], "en": ["A"]},
                "adjective": {"uk": ["аський"], "ru": ["аский"], "en": ["Ane"]},
                "leader": {"uk": ["П"], "ru": ["П"], "en": ["P"]},
            },
            "b": {"counterparts": ["a"], "state": {"uk": ["Б"], "ru": ["Б"]}},
        },
    }
    found = actor_symmetry.faults(actors.Actors(data))
    assert "actors b: a state without a adjective of the kind state in uk" in found
    assert "actors b: no noun of the kind leader in ru, which a has" in found
    assert "actors b: state noun lacks 1 name(s) in en" in found
